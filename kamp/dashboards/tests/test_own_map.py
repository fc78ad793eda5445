"""My map: my accounts and nobody else's, where the matrix has them, each with its way to the account."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html as markup

from accounts.models import KeyAccount
from kamp.dashboards.tests.company import Company
from kamp.users.models import User
from portfolio.enums import NO_CLASS
from portfolio.models import Classification
from portfolio.selectors.hues import COLOURED_BY

pytestmark = pytest.mark.django_db


def today_of(user: User) -> tuple[Any, Any]:
    client = Client()
    client.force_login(user)
    answer = client.get("/today/")
    return markup.fromstring(answer.content), answer.context


def test_my_classified_accounts_are_drawn_and_lead_to_their_page() -> None:
    company = Company(1)
    rep, run = company.users["sales_rep"], company.runs[-1]
    page, context = today_of(rep)
    rows = Classification.objects.at(run).filter(account__owner=rep, account__archived_at__isnull=True)
    placed = {row.account.slug for row in rows if row.cell_on(COLOURED_BY) not in NO_CLASS | {""}}
    links = page.xpath('//svg[@class="map"]/a')
    assert {link.get("href").strip("/").split("/")[-1] for link in links} == placed
    assert len(placed) > 2
    assert len(page.xpath('//svg[@class="map"]//circle[starts-with(@class, "dot")]')) == len(placed)
    names = dict(KeyAccount.objects.values_list("slug", "name"))
    for link in links:
        assert link.get("aria-label").startswith(names[link.get("href").strip("/").split("/")[-1]])
    unknown = [row for row in rows if row.cell_on(COLOURED_BY) in NO_CLASS | {""}]
    assert context["map_count"] == f"{len(placed)} of {len(rows)}"
    link = page.xpath('//p[contains(@class, "map-x")]/a')[0]
    assert link.text == f"{len(unknown)} accounts not assessed"
    client = Client()
    client.force_login(rep)
    assert len(client.get(link.get("href")).context["lines"]) == len(unknown) > 1


def test_who_moved_is_said_with_the_axis_that_moved_them_and_a_trail() -> None:
    company = Company(1)
    rep = company.users["sales_rep"]
    page, context = today_of(rep)
    client = Client()
    client.force_login(rep)
    lines = client.get(f"/portfolio/{COLOURED_BY}/movements/?owner=me").context["lines"]
    moves = context["map_moves"]
    assert [(m.account, m.before, m.after) for m in moves] == [(x.row.account, x.before, x.after) for x in lines][:3]
    assert any(": from " in move.cause for move in moves)
    placed = [line for line in lines if "Not assessed" not in (line.before, line.after)]
    assert len(page.xpath('//svg[@class="map"]/path[@class="trail"]')) == len(placed) > 0


def test_of_many_accounts_the_largest_are_drawn_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    rep = Company(1).users["sales_rep"]
    _page, context = today_of(rep)
    placed = int(context["map_count"].split()[0])
    largest = _page.xpath('//svg[@class="map"]/a[1]/@href')
    monkeypatch.setattr("kamp.dashboards.views.own_map.DOTS", 2)
    monkeypatch.setattr("portfolio.charts.own_map.NAMED", 1)
    page, context = today_of(rep)
    assert placed > 2
    assert context["map_count"].startswith("2 of ")
    assert page.xpath('//svg[@class="map"]/a/@href') == largest
    assert len(page.xpath('//svg[@class="map"]//circle[starts-with(@class, "dot")]')) == 2
