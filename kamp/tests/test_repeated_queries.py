"""No page sends the same statement twice; the most used ones send few (quality C94, goals for lists and accounts)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from kamp.testing.abundance import abundant_world
from kamp.testing.access import Row, World, body_of, declared_rows
from kamp.testing.queries import queries_of

pytestmark = pytest.mark.django_db
ROWS = {name: row for name, row in sorted(declared_rows().items()) if row.get is not None}
READERS = ("manager", "management")  # with a scope of values, and without one


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield abundant_world(timezone.localdate())
        transaction.set_rollback(True)


def asked_for(world: World, who: str, url: str, **headers: str) -> list[str]:
    """The statements of a page whose sums are remembered; none for who may not open it."""
    client = world.client_of(who)

    def read() -> Any:
        answer = client.get(url, headers=headers)
        body_of(answer)
        return answer

    return queries_of(read) if read().status_code == 200 else []


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_no_page_asks_the_same_twice(row: Row, who: str, world: World) -> None:
    asked = asked_for(world, who, row.url(world), **dict(row.headers))
    assert [sql for sql in asked if sql.startswith("SELECT") and asked.count(sql) > 1] == []
