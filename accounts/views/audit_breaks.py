"""Writing down what undoes a relationship, and that it is over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.relationship import BreakForm
from accounts.models import RelationshipBreak
from accounts.services.relationship import end_break, record_break, resume_break
from accounts.views.account_page import AccountPage
from kamp.shared.errors import DomainError
from kamp.shared.undo import offer_undo, tell_at


class BreakAdd(AccountPage):
    """A form of its own, so that nothing typed is lost when something is missing."""

    permission_required = "accounts.fill_audit"
    permission_reason = gettext_lazy("The audit is filled by those who work on the account.")
    tab = "audit"
    template_name = "accounts/audit/break.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self.page(request, self.account(), form=BreakForm(today=timezone.localdate()))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = self.account()
        form = BreakForm(request.POST, instance=RelationshipBreak(account=account), today=timezone.localdate())
        if form.is_valid():
            try:
                record_break(row=form.instance, by=request.user, at=timezone.now())
            except DomainError as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, _("It is written down: the relationship counts as coming undone."))
                return redirect("accounts:audit_relationship", slug=account.slug)
        return self.page(request, account, 422, form=form)


class BreakEnd(AccountPage):
    """Says that it is over; with ``?resume`` that it is not."""

    permission_required = "accounts.fill_audit"
    tab = "audit"

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        account = self.account()
        row = get_object_or_404(RelationshipBreak, account=account, pk=pk)
        at = f"break-{row.pk}"
        told: dict[str, Any] = {"row": row, "by": request.user, "at": timezone.now()}
        try:
            if "resume" in request.GET:
                resume_break(**told)
                tell_at(request, _("It counts again: the relationship is coming undone."), at)
            else:
                end_break(**told)
                text = _("It is over: the relationship has its stage again.")
                offer_undo(request, text, f"{request.path}?resume=1", at=at)
        except DomainError as problem:
            messages.error(request, str(problem))
        return redirect("accounts:audit_relationship", slug=account.slug)
