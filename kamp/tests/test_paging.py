"""Pages by position: walked one after the other they are the sorted list, both ways, whatever is missing or equal."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import KeyAccount, Person
from accounts.tests.factories import make_account
from kamp.shared.paging import Count, Order, Page, count_up_to, page_of

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 1, 1)
ORDERS = [
    pytest.param(Order(field="left_on", nullable=True, descending=d, natural_descending=n, parse=_parse), id=f"{d}-{n}")
    for _parse in [datetime.date.fromisoformat]
    for d in (False, True)
    for n in (False, True)
]


@pytest.fixture
def account() -> KeyAccount:
    return make_account()


def _walk(queryset: Any, order: Order, size: int, start: str, step: Callable[[Page], str]) -> Iterator[Page]:
    page = page_of(queryset, order, start, size)
    yield page
    while step(page):
        page = page_of(queryset, order, step(page), size)
        yield page


def _expected(people: list[Person], order: Order) -> list[int]:
    filled = [p for p in people if p.left_on is not None]
    empty = [p for p in people if p.left_on is None]
    falling_pk = order.reversed
    for part in (filled, empty):
        part.sort(key=lambda p: p.pk, reverse=falling_pk)
    filled.sort(key=lambda p: p.left_on, reverse=order.descending)
    return [p.pk for p in filled + empty]


@pytest.mark.parametrize("order", ORDERS)
@given(offsets=st.lists(st.none() | st.integers(0, 3), max_size=12), size=st.integers(1, 5))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_one_after_the_other_are_the_sorted_list_in_both_directions(
    account: KeyAccount, order: Order, offsets: list[int | None], size: int
) -> None:
    with transaction.atomic():
        people = Person.objects.bulk_create(
            Person(account=account, name="x", left_on=None if o is None else DAY + datetime.timedelta(days=o))
            for o in offsets
        )
        rows = Person.objects.filter(account=account)
        expected = _expected(people, order)
        forwards = list(_walk(rows, order, size, "", lambda page: page.next))
        assert [row.pk for page in forwards for row in page.rows] == expected
        assert [page.first for page in forwards if page.rows] == list(range(1, len(expected) + 1, size))
        backwards = list(_walk(rows, order, size, forwards[-1].previous, lambda page: page.previous))
        if forwards[-1].previous:
            seen = [row.pk for page in reversed(backwards) for row in page.rows]
            assert seen + [row.pk for row in forwards[-1].rows] == expected
            assert backwards[-1].first == 1
        transaction.set_rollback(True)


def test_sorting_by_a_related_field_goes_on_where_the_page_ended() -> None:
    for name in ("b", "a", "c"):
        make_account(name).people.create(name="x")
    order = Order(field="account__name_key")
    rows = Person.objects.select_related("account")
    first = page_of(rows, order, size=2)
    assert [row.account.name for row in first.rows] == ["a", "b"]
    assert [row.account.name for row in page_of(rows, order, first.next, 2).rows] == ["c"]


def _cursor(*body: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(body)).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "é", "0" * 2000, "[]", _cursor(), _cursor(1), _cursor(False, "no date", "1", 1),
        _cursor(False, None, "x", 1),
        _cursor(False, "2026-01-01", str(2**63), 1), _cursor(False, "2026-01-01", "-1", 1), _cursor({}, [], {}, 1),
        _cursor(False, "2026-01-01", "1", "many"), _cursor(False, "2026-13-01\0", "1", 1),
    ],
)  # fmt: skip
def test_an_unreadable_cursor_gives_the_first_page(account: KeyAccount, cursor: str) -> None:
    person = account.people.create(name="x")
    order = Order(field="left_on", nullable=True, parse=datetime.date.fromisoformat)
    page = page_of(Person.objects.all(), order, cursor)
    assert (list(page.rows), page.first, page.next, page.previous) == ([person], 1, "", "")


def test_counting_stops_at_the_limit(account: KeyAccount) -> None:
    for number in range(4):
        account.people.create(name=str(number))
    assert count_up_to(Person.objects.all(), limit=4) == Count(number=4, more=False)
    assert count_up_to(Person.objects.all(), limit=3) == Count(number=3, more=True)
