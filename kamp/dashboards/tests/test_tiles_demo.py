"""Every tile equals its list on the demo, for its own people, on three seeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q

from accounts.models import KeyAccount
from accounts.selectors.standings import recorded_months, warned_by_month
from kamp.dashboards.tests.test_tiles import added_up, client_of, listed, seen_by
from kamp.dashboards.tiles.catalog import TILES
from kamp.dashboards.tiles.words import tile_url
from kamp.shared.months import month_at
from kamp.users.models import User
from planning.selectors.standings import plans_ever, recorded_sums, together_by_month

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module", params=[1, 2, 3], ids="demo-{}".format)
def people(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[list[User]]:
    """The demo's people, one of each role, in a company of twenty accounts."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", accounts=20, seed=request.param, verbosity=0)
        yield list(User.objects.filter(is_active=True).order_by("role", "pk").distinct("role"))
        transaction.set_rollback(True)


def test_every_figure_of_the_demo_equals_its_list(people: list[User]) -> None:
    wrong = []
    for user in people:
        seen, client = seen_by(user), client_of(user)
        for tile in TILES:
            if not user.has_perm(tile.permission):
                continue
            figure = tile.figure(seen)
            rows, keys = listed(client, tile_url(tile))
            if figure.value is not None and added_up(tile, rows, keys) != figure.value:
                wrong.append(f"{user.role} {tile.key}: {figure.value} is not {added_up(tile, rows, keys)}")
    assert not wrong, "\n".join(wrong)


def test_everybody_of_the_demo_finds_something_at_home(people: list[User]) -> None:
    for user in people:
        client = client_of(user)
        home = client.get("/")["Location"]
        answer = client.get(home)
        assert answer.status_code == 200, home
        if home == "/today/":
            assert not answer.context["day"].is_empty, user.role


def test_two_years_of_the_demo_were_recorded_month_by_month(people: list[User]) -> None:
    seen = seen_by(next(user for user in people if user.role == "management"))
    this = seen.today.replace(day=1)
    months = list(recorded_months(month_at(this, -24), month_at(this, 1)))
    assert months == [month_at(this, back) for back in range(-24, 1)]
    money = together_by_month(recorded_sums(plans_ever(Q()), months))
    returns = [month for month in months if month in money and money[month].roi is not None]
    assert returns[-12:] == months[-12:], "a year of returns without a gap"
    assert len({money[month].weighted for month in months[-12:]}) >= 4, "plans came about one after the other"
    warned = warned_by_month(KeyAccount.objects.all(), months)
    assert len(set(warned.values())) >= 4
    assert replace(money[this], promising=seen.money.promising) == seen.money, "how many promise is not recorded"
    assert warned[this] == seen.warned[1]
    for key in ("plan-value", "warnings", "plan-return"):
        tile = TILES.get(key)
        assert tile.trend is not None
        line, figure = tile.trend(seen), tile.figure(seen)
        assert len(line) == 8
        assert None not in line
        assert figure.value is not None
        assert line[-1] == float(figure.value)
        assert figure.before is not None
