"""No page sends the same statement twice; the most used ones send few (quality C94, goals for lists and accounts)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from kamp.testing.abundance import abundant_world
from kamp.testing.access import Row, World, body_of, declared_rows
from kamp.testing.queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_contexts")]
ROWS = {name: row for name, row in sorted(declared_rows().items()) if row.get is not None}
READERS = ("manager", "management")  # with a scope of values, and without one


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield abundant_world(timezone.localdate())
        transaction.set_rollback(True)


def asked_for(world: World, who: str, url: str, **headers: str) -> list[str]:
    """The statements of a page whose sums are remembered; none for who may not open it."""
    client = Client()
    client.force_login(world.users[who])

    def read() -> Any:
        answer = client.get(url, headers=headers)
        body_of(answer)
        return answer

    return queries_of(read) if read().status_code == 200 else []


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_no_page_asks_the_same_twice(row: Row, who: str, world: World) -> None:
    asked = asked_for(world, who, row.url(world), **dict(row.headers))
    assert asked or row.get is None or row.get[who] != 200 or row.before_sign_in
    assert [sql for sql in asked if sql.startswith("SELECT") and asked.count(sql) > 1] == []


# Statements of a page with everything there can be on it; the goals are 8 for the list and 15 for the account.
MOST = {
    ("accounts:account_list", "manager"): 8,
    ("accounts:account_list", "management"): 7,
    ("accounts:account_detail", "manager"): 15,
    ("accounts:account_detail", "management"): 14,
    ("dashboard", "manager"): 27,
    ("dashboard", "management"): 28,
    ("steering", "manager"): 14,
    ("planning:plan_detail", "manager"): 36,
    ("reviews:review_detail", "manager"): 35,
    ("reviews:review_list", "manager"): 7,
}


@pytest.mark.parametrize(("name", "who"), MOST)
def test_the_pages_in_daily_use_send_few(name: str, who: str, world: World) -> None:
    row = ROWS[name]
    asked = asked_for(world, who, row.url(world), **dict(row.headers))
    assert 0 < len(asked) <= MOST[name, who], "\n".join(sql[:200] for sql in asked)
