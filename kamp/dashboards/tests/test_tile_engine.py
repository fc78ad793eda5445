"""What holds for all tiles, whatever the company: cost, addresses, what is said while something is missing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from kamp.dashboards.seen import Seen
from kamp.dashboards.tests.company import Company
from kamp.dashboards.tiles.catalog import TILES, tiles_of
from kamp.dashboards.tiles.spec import Home
from kamp.dashboards.tiles.words import kpi_of, tile_url
from kamp.testing.queries import queries_of
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def seen_by(user: Any) -> Seen:
    return Seen.by(user, today=timezone.localdate(), zone=timezone.get_current_timezone())


def test_lists_cost_the_same_for_few_rows_and_for_many() -> None:
    client = client_of(make_user("administrator", language="en"))

    def costs() -> dict[str, int]:
        return {tile.key: len(queries_of(lambda tile=tile: client.get(tile_url(tile)))) for tile in TILES}  # type: ignore[misc]

    Company(1, accounts=13)
    costs()
    few = costs()
    Company(2)
    costs()
    assert costs() == few
    assert max(few.values()) <= 24


def test_an_unknown_tile_is_not_found() -> None:
    assert client_of(make_user()).get("/dashboard/nonsense/").status_code == 404


def test_before_the_first_run_figures_say_what_is_missing() -> None:
    seen = seen_by(make_user("management", language="en"))
    with translation.override("en"):
        said = {tile.key: kpi_of(tile, seen) for tile in tiles_of(seen.user, Home.DASHBOARD)}
    assert said["revenue"].missing == "The portfolio has not been classified yet."
    assert said["plan-value"].missing == "No plan is open yet."
    assert said["warnings"].missing == "No key account is designated yet."


def test_a_role_sees_the_tiles_of_its_home_only() -> None:
    assert len(tiles_of(make_user("management"), Home.DASHBOARD)) == 6
    assert tiles_of(make_user("management"), Home.PORTFOLIO) == []
    assert len(tiles_of(make_user("market_manager"), Home.PORTFOLIO)) == 6
    assert tiles_of(make_user("sales_rep"), Home.DASHBOARD) == []
