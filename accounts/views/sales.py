"""Sales and profitability of an account: by product line, product, account below it, month."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.calc.months import z_chart
from accounts.charts import unit_of, z_lines
from accounts.forms.sales import ALL, TWELVE, SalesQuery
from accounts.models import KeyAccount
from accounts.selectors.sales import (
    Period,
    rebates_in,
    sales_by_account,
    sales_by_line,
    sales_by_month,
    sales_by_product,
    sales_dates,
    with_descendants,
)
from accounts.views.account_page import AccountPage
from accounts.views.sales_parts import by_month, lede_of, month_grid, month_names, period_pick, sales_kpis, total_of
from kamp.shared.templatetags.formats import language
from kamp.users.models import User

PRODUCTS_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesScope:
    """Whose sales and of which days: what the page and the list of lines agree on."""

    asked: SalesQuery
    accounts: list[int]
    child_count: int
    period: Period
    first: datetime.date | None

    @property
    def key(self) -> str:
        """The period as it stands in addresses."""
        return self.asked.period or TWELVE


def sales_scope(account: KeyAccount, asked: SalesQuery, *, user: User, today: datetime.date) -> SalesScope:
    """The accounts and days that ``asked`` means. Without a period the last twelve months; when nothing was sold in
    them, the year of the last sale."""
    family = with_descendants(account, user)
    accounts = family if asked.children else [account.pk]
    if asked.account in family:
        accounts = [asked.account]
    first, last = sales_dates(accounts)
    window = asked.window(today=today, first=first, newest=last)
    if not asked.period and last is not None and last < window.first:
        asked = replace(asked, period=str(last.year))
        window = asked.window(today=today, first=first, newest=last)
    period = Period(window=window, before=asked.before(window), newest=last)
    return SalesScope(asked=asked, accounts=accounts, child_count=len(family) - 1, period=period, first=first)


class Sales(AccountPage):
    """What was sold, at which discount, with which margin."""

    tab = "sales"
    template_name = "accounts/account_sales.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        account, today = self.account(), timezone.localdate()
        scope = sales_scope(account, SalesQuery.from_params(request.GET), user=request.user, today=today)
        return self.page(request, account, **_content(account, scope, today))


def _content(account: KeyAccount, scope: SalesScope, today: datetime.date) -> dict[str, Any]:
    asked, period, accounts = scope.asked, scope.period, scope.accounts
    lines = sales_by_line(accounts, period)
    products = sales_by_product(accounts, period, text=asked.q, limit=PRODUCTS_SHOWN + 1)
    months = sales_by_month(accounts)
    total, rebates = total_of(lines), rebates_in(accounts, period.window)
    z_year = period.window.last.year if asked.period != ALL else today.year
    z_points = z_chart({month: sums.net for month, sums in months.items()}, z_year, today.replace(day=1))
    grid = month_grid(months)
    return {
        "scope": scope,
        "picks": [period_pick(scope.key, months)],
        "total": total,
        "rebates": rebates,
        "revenue": total.net - rebates,
        "lede": lede_of(account, total, rebates, scope.key, period.window, language()),
        "kpis": sales_kpis(total, rebates, account, scope.key, with_children=asked.children),
        "lines": lines,
        "accounts": sales_by_account(accounts, period) if asked.children and scope.child_count else [],
        "products": products[:PRODUCTS_SHOWN],
        "more_products": len(products) > PRODUCTS_SHOWN,
        "grid": grid,
        "grid_by_month": by_month(grid),
        "month_names": month_names(),
        "unit": unit_of([sums.net for sums in months.values()]),
        "z": z_lines(z_points) if len(z_points) > 1 else None,
        "z_year": z_year,
        "query": f"period={scope.key}" + ("&children=1" if asked.children else ""),
        "has_sales": bool(months),
        "is_cost_partial": total.cost_share is not None and total.cost_share < 1,
        "title": _("Sales and profitability"),
    }
