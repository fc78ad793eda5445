"""Planned against actual sales."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from kamp.shared import formats
from kamp.shared.templatetags.formats import language
from planning.calc.progress import Rag
from planning.charts.sales_plan import actual_lines
from planning.selectors.tracking import Tracked, Tracking, tracking_of
from planning.views.sales.base import SalesPage
from planning.views.sales.tabs import ACTUAL

TONES = {Rag.GREEN: "ok", Rag.AMBER: "warn", Rag.RED: "bad", Rag.NONE: ""}


def rag_words(tracked: Tracked) -> dict[str, Any]:
    """The colour of a comparison with its word: never colour alone."""
    words = {
        Rag.GREEN: _("on plan"),
        Rag.AMBER: _("behind"),
        Rag.RED: _("far behind"),
        Rag.NONE: _("not yet measurable"),
    }
    icons = {Rag.GREEN: "check", Rag.AMBER: "warn", Rag.RED: "warn", Rag.NONE: ""}
    variance = tracked.variance
    return {
        "tone": TONES[tracked.rag],
        "word": words[tracked.rag],
        "icon": icons[tracked.rag],
        "price": variance.price if variance else None,
        "volume": variance.volume if variance else None,
    }


class Actual(SalesPage):
    """What lines promised and what sales brought, in total and by product line."""

    view = ACTUAL
    template_name = "planning/sales/actual.html"

    @cached_property
    def tracking(self) -> Tracking:
        return tracking_of(self.plan, self.sales.sheets, self.today)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        tracking, total = self.tracking, self.tracking.total
        content: dict[str, Any] = {
            "tracking": tracking,
            "groups": [(group, rag_words(group)) for group in tracking.groups],
        }
        if total is not None:
            content |= {"total": total, "total_rag": rag_words(total)}
            if total.known:
                content["chart"] = actual_lines(total, tracking.months, tracking.currency)
                content["lede"] = self._lede(tracking, total)
        return self.page(request, **content)

    def _lede(self, tracking: Tracking, total: Tracked) -> str:
        here = language()
        text = _("Until %(month)s %(actual)s of %(planned)s came in.")
        return text % {
            "month": formats.month_year(tracking.known_until, here),
            "actual": formats.money_short(total.brought, here, tracking.currency),
            "planned": formats.money_short(total.planned, here, tracking.currency),
        }
