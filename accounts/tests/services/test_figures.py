"""The figures of lists equal the facts, and only what changed is written."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from accounts.models import AccountFigures
from accounts.services.figures import refresh_figures
from accounts.tests.factories import make_account, make_demand, make_sale, make_service_cost

pytestmark = pytest.mark.django_db

AS_OF = datetime.date(2026, 10, 31)


def test_figures_of_an_account() -> None:
    account = make_account()
    make_sale(account, "2026-05-01", 500, cost=350)
    make_sale(account, "2025-05-01", 450)
    make_service_cost(account, "2026-05-01", "visits", 1, 40)
    make_demand(account, 700)
    refresh_figures(as_of=AS_OF)
    found = AccountFigures.objects.get(account=account)
    assert (found.revenue, found.revenue_previous, found.growth) == (500, 450, Decimal("0.111111"))
    assert (found.margin, found.margin_share, found.cost_to_serve) == (150, Decimal("0.3"), 40)
    assert (found.demand, found.share_of_wallet, found.gap) == (700, Decimal("0.714286"), 200)
    assert (found.first_sale, found.last_sale) == (datetime.date(2025, 5, 1), datetime.date(2026, 5, 1))
    assert found.as_of == AS_OF


def test_what_is_missing_stays_missing() -> None:
    account = make_account()
    refresh_figures(as_of=AS_OF)
    found = AccountFigures.objects.get(account=account)
    assert found.revenue == 0
    unknown = (found.growth, found.margin, found.margin_share, found.cost_to_serve, found.demand, found.gap)
    assert unknown == (None,) * 6


def test_more_sold_than_demanded() -> None:
    account = make_account()
    make_sale(account, "2026-05-01", 500)
    make_demand(account, 400)
    refresh_figures(as_of=AS_OF)
    found = AccountFigures.objects.get(account=account)
    assert (found.share_of_wallet, found.gap) == (1, 0)


def test_extreme_ratios_fit() -> None:
    account = make_account()
    make_sale(account, "2026-05-01", 9_000_000_000, cost=1)
    make_sale(account, "2025-05-01", "0.0001")
    other = make_account()
    make_sale(other, "2026-05-01", "0.0001", cost=9_000_000_000)
    refresh_figures(as_of=AS_OF)
    assert AccountFigures.objects.get(account=account).growth == Decimal("99999999.999999")
    assert AccountFigures.objects.get(account=other).margin_share == Decimal("-99999999.999999")


def test_only_changes_are_written_and_a_part_can_be_refreshed() -> None:
    first, second = make_account(), make_account()
    make_sale(first, "2026-05-01", 100)
    assert refresh_figures(as_of=AS_OF) == 2
    assert refresh_figures(as_of=AS_OF) == 0
    assert refresh_figures(as_of=AS_OF + datetime.timedelta(1)) == 0
    for account in (first, second):
        make_sale(account, "2026-06-01", 10)
    assert refresh_figures(as_of=AS_OF, account_ids=[second.pk]) == 1
    assert AccountFigures.objects.get(account=first).revenue == 100
