"""What a tile says where its figure is not known."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from accounts.tests.factories import make_account, make_company, make_sale
from kamp.dashboards.tests.test_tiles import seen_by
from kamp.dashboards.tiles import figures
from kamp.dashboards.tiles.catalog import TILES
from kamp.dashboards.tiles.spec import Figure
from kamp.dashboards.tiles.words import kpi_of
from kamp.users.tests.factories import make_user
from planning.tests.factories_lines import make_line, make_plan
from portfolio.services.recompute import recompute

pytestmark = pytest.mark.django_db


def test_revenue_is_not_known_before_the_first_sale_and_zero_after_one_long_ago() -> None:
    make_company()
    user, today = make_user("management"), timezone.localdate()
    account = make_account("Molini Serravento")
    recompute(as_of=today, at=timezone.now())
    with translation.override("en"):
        assert figures.revenue(seen_by(user)).missing == "No sales yet"
    make_sale(account, today.replace(year=today.year - 3, day=1), 100)
    recompute(as_of=today, at=timezone.now())
    assert figures.revenue(seen_by(user)).value == 0


@pytest.mark.parametrize(("before", "change", "direction"), [("0.3014", "0.0 pt", 0), ("0.302", "−0.1 pt", -1)])
def test_what_is_written_as_no_change_points_nowhere(before: str, change: str, direction: int) -> None:
    tile = replace(TILES.get("margin"), figure=lambda _seen: Figure(value=Decimal("0.301"), before=Decimal(before)))
    with translation.override("en"):
        kpi = kpi_of(replace(tile, trend=None), seen_by(make_user("management")))
    assert (kpi.change.replace("\u00a0", " "), kpi.direction) == (change, direction)


def test_plans_that_all_promise_nothing_yet_are_worth_an_unknown_amount_not_zero() -> None:
    boss = make_user("management", language="en")
    plan, tile = make_plan(make_account("Without areas")), TILES.get("plan-value")
    assert (tile.figure(seen_by(boss)).value, bool(tile.figure(seen_by(boss)).missing)) == (None, True)
    line = make_line(plan, months={"2027-01": 1000}, probability=50, contribution=40)
    assert tile.figure(seen_by(boss)).value > 0
    line.probability = Decimal(0)
    line.save()
    assert tile.figure(seen_by(boss)).value == 0, "it is known that nothing comes"
