"""The button that classifies the portfolio."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.forms.recompute import RecomputeForm
from portfolio.jobs import company_day, request_recompute
from portfolio.views.base import PortfolioView
from portfolio.views.overview import recompute_context


class Recompute(PortfolioView):
    """Queues a run as of the day asked for, or joins one that does the same, and goes back to the overview."""

    permission_required = "portfolio.recompute"
    permission_reason = gettext_lazy("Market managers and administrators can classify the portfolio.")
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        form = RecomputeForm(request.POST, today=company_day(now))
        if not form.is_valid():
            return render(request, "portfolio/recompute_form.html", recompute_context(request, form), status=422)
        request_recompute(at=now, by=request.user, as_of=form.cleaned_data["as_of"])
        messages.success(request, _("The portfolio is being classified."))
        return redirect("portfolio:overview")
