"""The plan on a page: on screen, and as PDF."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kamp.shared.parts import Crumb
from planning.exports.plan_pdf import plan_pdf
from planning.selectors.one_page import one_page_of
from planning.views.one_page_words import words_of
from planning.views.plan_page import PlanPage, points_of, steps_of


class OnePageView(PlanPage):
    """On screen; it prints as it is."""

    template_name = "planning/one_page.html"

    def words(self) -> dict[str, Any]:
        self.one_page = one_page_of(self.plan, self.today)
        return words_of(self.one_page, today=self.today, by=str(self.request.user))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        words, standing = self.words(), self.one_page.standing
        now = _("Phase %(number)s of 7, %(points)s") % {
            "number": standing.current.spec.number,
            "points": points_of(standing.current),
        }
        return self.page(request, words=words, steps=steps_of(standing, self.today), now=now)

    def head(self) -> dict[str, Any]:
        head = super().head()
        return {**head, "crumbs": [*head["crumbs"], Crumb(label=_("Plan on a page"))]}


class OnePagePdf(OnePageView):
    """The same on paper."""

    permission_required = "planning.view_plan"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        name = slugify(f"{self.plan.account.name} {self.plan.name}".replace("–", "-")) or "plan"
        response = HttpResponse(plan_pdf(self.words()), content_type="application/pdf")
        response.headers["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or "inline"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
