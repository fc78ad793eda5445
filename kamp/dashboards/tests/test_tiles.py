"""Every tile equals the list behind it, for every role; nobody's figures hold what they do not see (C07, C08)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import KeyAccount
from accounts.tests.factories import make_account, make_sale
from kamp.dashboards.seen import Seen
from kamp.dashboards.tests.company import ROLES, Company
from kamp.dashboards.tiles.catalog import TILES
from kamp.dashboards.tiles.spec import Figure, Sums, TileSpec
from kamp.dashboards.tiles.words import tile_url
from kamp.shared.tables import Column, Phone, Table
from planning.tests.factories_lines import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=[1, 2, 3], ids="seed-{}".format)
def company(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Company]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Company(request.param)
        transaction.set_rollback(True)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def seen_by(user: Any, segment: str = "") -> Seen:
    return Seen.by(user, today=timezone.localdate(), zone=timezone.get_current_timezone(), segment=segment)


def listed(client: Client, url: str) -> tuple[list[list[Any]], list[str]]:
    """All rows of a list, page after page, as the cells show them, with the keys of the columns."""
    rows: list[list[Any]] = []
    keys: list[str] = []
    after, sign = "", "&" if "?" in url else "?"
    for _page in range(20):
        answer = client.get(f"{url}{sign}after={after}" if after else url)
        assert answer.status_code == 200, url
        keys = [head.column.key for head in answer.context["heads"]]
        rows += [[cell.value for cell in cells] for _row, cells in answer.context["lines"]]
        after = answer.context["page"].next
        if not after:
            return rows, keys
    raise AssertionError("the list has no end")


def added_up(tile: TileSpec, rows: list[list[Any]], keys: list[str]) -> Decimal | int | None:
    """The figure again, from nothing but the cells of the list."""

    def total(column: str) -> Decimal:
        place = keys.index(column)
        return sum((row[place] for row in rows if row[place] is not None), Decimal(0))

    if tile.sums is Sums.COUNT:
        return len(rows)
    if tile.sums is Sums.TOTAL:
        return total(tile.columns[0])
    below = total(tile.columns[1])
    return total(tile.columns[0]) / below if below else None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("tile", TILES, ids=lambda tile: tile.key)
def test_every_figure_equals_its_list(tile: TileSpec, role: str, company: Company) -> None:
    user = company.users[role]
    if not user.has_perm(tile.permission):
        assert client_of(user).get(tile_url(tile)).status_code == 403
        return
    figure = tile.figure(seen_by(user))
    rows, keys = listed(client_of(user), tile_url(tile))
    assert figure.value is not None or figure.missing
    if figure.value is not None:
        assert added_up(tile, rows, keys) == figure.value


@pytest.mark.parametrize("tile", TILES, ids=lambda tile: tile.key)
def test_a_segment_narrows_figure_and_list_alike(tile: TileSpec, company: Company) -> None:
    user, segment = company.users["management"], str(company.segments[0].pk)
    figure = tile.figure(seen_by(user, segment))
    rows, keys = listed(client_of(user), f"{tile_url(tile)}?segment={segment}")
    if figure.value is not None:
        assert added_up(tile, rows, keys) == figure.value


def test_the_company_is_rich_enough_for_these_tests_to_fail(company: Company) -> None:
    seen = seen_by(company.users["administrator"])
    figures = {tile.key: tile.figure(seen) for tile in TILES}
    assert [key for key, figure in figures.items() if not figure.value] == []
    rep = seen_by(company.users["sales_rep"])
    smaller = [tile.key for tile in TILES if tile.figure(rep).value != figures[tile.key].value]
    assert len(smaller) > len(TILES) / 2


@pytest.mark.parametrize("role", ["sales_rep", "market_manager", "specialist"])
def test_what_is_outside_the_scope_changes_no_figure(role: str, company: Company) -> None:
    user = company.users[role]

    def figures() -> dict[str, Figure]:
        return {tile.key: tile.figure(seen_by(user)) for tile in TILES}

    before = figures()
    with transaction.atomic():
        foreign = KeyAccount.objects.exclude(pk__in=KeyAccount.objects.visible_to(user))
        kept = foreign.update(designation="designated")
        stranger = make_account("Elsewhere", owner=company.other, designation="designated")
        make_sale(stranger, company.today, 1_000_000)
        assert kept
        assert figures() == before
        transaction.set_rollback(True)


def test_a_plan_without_areas_promises_nothing_yet_which_is_not_zero(company: Company) -> None:
    plan = make_plan(make_account("Without areas"))
    (row,) = [
        {cell.column.key: cell.value for cell in cells}
        for listed_plan, cells in client_of(company.users["management"])
        .get(tile_url(TILES.get("plan-value")) + "?sort=-account")
        .context["lines"]
        if listed_plan.pk == plan.pk
    ]
    assert row["weighted"] is None


def test_no_list_puts_two_figures_on_the_same_place_of_a_phone() -> None:
    columns = [Column(key=key, label=key, value=key, sort=key, phone=Phone.SECOND) for key in ("one", "two")]
    with pytest.raises(ValueError, match="same place"):
        Table(key="double", default="one", columns=columns)
