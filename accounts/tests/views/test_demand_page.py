"""Demand by product line, filled in place: dated estimates, the total and our share that follow, a new year."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccountFigures, DataImport, Demand, KeyAccount, ProductLine
from accounts.services.figures import refresh_figures
from accounts.tests.factories import make_demand, make_line, make_product, make_sale
from accounts.tests.views.autosave import seen_in, send
from accounts.tests.views.support import signed_in, text_of
from kamp.testing.queries import assert_same_queries
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(account: KeyAccount) -> str:
    return f"/accounts/{account.slug}/demand/"


@pytest.fixture
def pumps() -> ProductLine:
    return make_line("Pumps")


def _typed(name: str, amount: str, confidence: str = "assumed", source: str = "") -> dict[str, str]:
    return {f"{name}_0": amount, f"{name}_1": confidence, f"{name}_2": source}


def _cell(line: ProductLine | None) -> str:
    return f"cell-{line.pk if line else 0}-0"


def _today() -> datetime.date:
    return timezone.localdate()


def test_an_estimate_is_added_and_the_share_follows(
    client: Client, url: str, account: KeyAccount, pumps: ProductLine
) -> None:
    make_sale(account, _today() - datetime.timedelta(days=20), 150, product=make_product(line=pumps))
    refresh_figures(as_of=_today(), account_ids=[account.pk])
    name = _cell(pumps)
    answer = send(client, url, name, _typed(name, "200", "confirmed", "Visit"))
    assert (answer.status_code, answer.headers["X-Autosave"]) == (200, "saved")
    row = Demand.objects.get()
    assert (row.amount, row.year, row.product_line, row.confidence) == (200, _today().year, pumps, "confirmed")
    assert (row.source, row.author) == ("Visit", account.owner)
    words = text_of(answer)
    assert "€200 a year" in words
    assert words.count("75%") == 2, "our share of the line and of everything"
    assert AccountFigures.objects.get(account=account).share_of_wallet == Decimal("0.75")
    send(client, url, name, _typed(name, "100"))
    assert [row.amount for row in Demand.objects.order_by("pk")] == [200, 100], "the first one stays"
    assert "more than estimated" in text_of(client.get(url))


def test_lines_count_before_the_whole(client: Client, url: str, account: KeyAccount, pumps: ProductLine) -> None:
    whole = _cell(None)
    send(client, url, whole, _typed(whole, "1000"))
    assert "€1,000 a year" in text_of(client.get(url)).replace("€1.00k", "€1,000").replace("€1k", "€1,000")
    send(client, url, _cell(pumps), _typed(_cell(pumps), "300"))
    words = text_of(client.get(url))
    assert "€300 a year" in words
    assert "does not count while product lines are estimated" in words


def test_an_emptied_cell_is_not_zero(client: Client, url: str, account: KeyAccount, pumps: ProductLine) -> None:
    name = _cell(pumps)
    send(client, url, name, _typed(name, "300"))
    send(client, url, name, _typed(name, ""))
    assert not Demand.objects.exists()
    assert AccountFigures.objects.get(account=account).demand is None
    send(client, url, name, _typed(name, "0"))
    assert Demand.objects.get().amount == 0


def test_what_an_import_brought_is_not_emptied(
    client: Client, url: str, account: KeyAccount, pumps: ProductLine
) -> None:
    brought = DataImport.objects.create(kind="demand", created_by=account.owner, created_at=timezone.now())
    make_demand(account, 300, year=_today().year, product_line=pumps, data_import=brought)
    answer = send(client, url, _cell(pumps), _typed(_cell(pumps), ""))
    assert answer.status_code == 422
    assert "An import brought this estimate" in text_of(answer)


@pytest.mark.parametrize("typed", ["-5", "much", "1e5000"])
def test_nonsense_is_told(client: Client, url: str, pumps: ProductLine, typed: str) -> None:
    assert send(client, url, _cell(pumps), _typed(_cell(pumps), typed)).status_code == 422
    assert not Demand.objects.exists()


def test_two_people_in_one_cell(client: Client, url: str, pumps: ProductLine) -> None:
    name = _cell(pumps)
    seen = seen_in(client.get(url), name)
    colleague = signed_in(make_user("administrator", name="Anna Villa", language="en"))
    assert send(colleague, url, name, _typed(name, "500", source="Call"), seen=seen).status_code == 200
    clash = send(client, url, name, _typed(name, "400"), seen=seen)
    assert clash.status_code == 409
    assert {"400", "500"} <= set(text_of(clash).replace("·", " ").split())
    assert Demand.objects.count() == 1


def test_a_new_year_begins_with_the_last_one(client: Client, url: str, account: KeyAccount, pumps: ProductLine) -> None:
    year = _today().year
    make_demand(account, 300, year=year - 1, product_line=pumps, confidence="confirmed", source="Visit")
    make_demand(account, 40, year=year - 1, product_line=make_line("Valves"))
    page = client.get(url)
    assert f"Carry over to {year}" in text_of(page)
    send(client, url, _cell(pumps), _typed(_cell(pumps), "350"))
    assert Demand.objects.filter(year=year).count() == 0, "the year that counts is the one that is changed"
    client.post(f"{url}carry-over/")
    rows = Demand.objects.filter(year=year)
    assert sorted((row.amount, row.confidence) for row in rows) == [(40, "assumed"), (350, "assumed")]
    assert "There are estimates for this year already" in text_of(client.post(f"{url}carry-over/", follow=True))


def test_a_unit_of_the_customer_has_a_cell_of_its_own(
    client: Client, url: str, account: KeyAccount, pumps: ProductLine
) -> None:
    make_demand(account, 80, year=_today().year, product_line=pumps, unit="Plant North")
    form = client.get(url).context["form"]
    name = next(name for name in form.fields if name.startswith(f"cell-{pumps.pk}-") and name != _cell(pumps))
    send(client, url, name, _typed(name, "90"))
    assert Demand.objects.filter(unit="Plant North").count() == 2


def test_many_lines_show_those_that_matter(client: Client, url: str, account: KeyAccount) -> None:
    lines = [make_line(f"Line {number:03}") for number in range(45)]
    make_demand(account, 80, year=_today().year, product_line=lines[44])
    page = client.get(url)
    assert "Line 044" in text_of(page)
    assert "4 more product lines without sales or estimate are not listed" in text_of(page)


def test_readers_see_values_without_inputs(account: KeyAccount, url: str, pumps: ProductLine) -> None:
    make_demand(account, 80, year=_today().year, product_line=pumps)
    page = signed_in(make_user("management", language="en")).get(url)
    assert "data-autosave-url" not in page.content.decode()
    assert "€80 a year" in text_of(page)


def test_as_many_queries_for_thirty_as_for_one(client: Client, url: str, account: KeyAccount) -> None:
    def grow(count: int) -> None:
        for _number in range(count):
            make_demand(account, 80, year=_today().year, product_line=make_line())

    assert_same_queries(lambda: client.get(url), grow, at_most=16)
