"""The overview of an account: figures, what to know before meeting them, people, deadlines, what other apps add."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.calc.briefing import briefing
from accounts.calc.months import quarters
from accounts.charts import quarter_columns
from accounts.models import KeyAccount
from accounts.selectors.account_page import overview_of
from accounts.views.account_page import AccountPage
from accounts.views.overview_parts import deadlines_of, facts_in_words, kpis_of, situation_of
from kamp.shared.panels import ACCOUNT_PANELS
from kamp.users.models import User


class Overview(AccountPage):
    """The first page of an account."""

    tab = "overview"
    template_name = "accounts/account_overview.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        account, today = self.account(), timezone.localdate()
        overview = overview_of(account, user=request.user, today=today)
        situation = situation_of(account, overview, today)
        by_quarter = quarters({month: sums.net for month, sums in overview.months.items()}, today)
        return self.page(
            request,
            account,
            overview=overview,
            kpis=kpis_of(account, overview, situation),
            facts=facts_in_words(briefing(situation), account),
            quarters=by_quarter,
            chart=quarter_columns(by_quarter),
            as_table=request.GET.get("view") == "table",
            deadlines=deadlines_of(overview.contracts, today),
            sensitive=request.user.has_perm("accounts.view_sensitive"),
            panels=list(panels_for(account, request.user, today)),
            total=_with_children(account, overview.children_revenue),
        )


def panels_for(account: KeyAccount, user: User, today: datetime.date) -> Iterator[dict[str, Any]]:
    """What upper apps add to the page, in order; without the right a card that says so instead of silence."""
    for panel in sorted(ACCOUNT_PANELS, key=lambda each: each.order):
        shown = {"key": panel.key, "title": _(panel.title), "place": panel.place, "template": "", "content": None}
        if not user.has_perm(panel.permission):
            yield shown
            continue
        content = panel.load(account, user, today)
        if content is not None:
            yield {**shown, "template": panel.template, "content": content}


def _with_children(account: KeyAccount, children: Any) -> Any:
    own = account.figures.revenue
    return None if own is None and children is None else (own or 0) + (children or 0)
