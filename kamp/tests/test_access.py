"""Every address × every visitor: who gets in, what refusals change (nothing) and tell (C01-C06, C10, C26)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from kamp.testing.access import (
    OUTSIDE,
    VISITORS,
    Row,
    World,
    body_of,
    declared_rows,
    fingerprint,
    url_names,
)

ROWS = declared_rows()
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def _each_row() -> Any:
    return pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in sorted(ROWS.items())])


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(ROWS) == url_names(), "declare the missing ones in <app>/tests/access*.py (docs/testing.md)"


class _Rollback(Exception):  # noqa: N818  MEANT: a signal, not an error
    """Ends a request's savepoint."""


@_each_row()
def test_each_visitor_gets_the_declared_answer_and_refusals_write_nothing(row: Row, world: World) -> None:
    url, data = row.url(world), row.data(world)
    clients = {visitor: world.client_of(visitor) for visitor in VISITORS}
    before = fingerprint()
    wrong: list[str] = []
    for visitor, client in clients.items():
        answer = client.get(url, headers=dict(row.headers))
        if answer.status_code != row.codes("get")[visitor]:
            wrong.append(f"GET as {visitor}: {answer.status_code}, declared {row.codes('get')[visitor]}")
        body_of(answer)
        if changed := _changed(before):
            wrong.append(f"GET as {visitor} wrote to {changed}")
    for visitor, client in clients.items():
        wrong += _post(row, url, data, visitor, client, before)
    assert not wrong, "\n".join([url, *wrong])


def _post(row: Row, url: str, data: dict[str, Any], visitor: str, client: Any, before: dict[str, str]) -> list[str]:
    declared = row.codes("post")[visitor]
    wrong: list[str] = []
    try:
        with transaction.atomic():
            answer = client.post(url, data, headers=dict(row.headers))
            if answer.status_code != declared:
                wrong.append(f"POST as {visitor}: {answer.status_code}, declared {declared}")
            refused = answer.status_code in {403, 404, 405} or visitor in {"anonymous", "former"}
            if refused and row.name not in SIGN_IN and (changed := _changed(before)):
                wrong.append(f"POST as {visitor}: {answer.status_code}, and yet wrote to {changed}")
            raise _Rollback  # noqa: TRY301  MEANT: each visitor starts from the same rows
    except _Rollback:
        return wrong


SIGN_IN: set[str] = set()  # addresses where a visitor who is not signed in may write


def _changed(before: dict[str, str]) -> str:
    after = fingerprint()
    return ", ".join(table for table in after if after[table] != before[table])


@_each_row()
def test_other_unsafe_methods_write_nothing(row: Row, world: World) -> None:
    """PUT, PATCH and DELETE exist nowhere on pages: refused like GET or unknown, and without effect."""
    url = row.url(world)
    clients = {visitor: world.client_of(visitor) for visitor in ("anonymous", "owner", "other", "nobody")}
    before = fingerprint()
    for visitor, client in clients.items():
        for method in ("put", "patch", "delete"):
            answer = getattr(client, method)(url, headers=dict(row.headers))
            allowed = {302} if visitor == "anonymous" and row.codes("get")[visitor] == 302 else {403, 404, 405, 422}
            if row.before_sign_in:
                allowed |= {200, 302, 429}  # some sign-in forms treat PUT as a POST without fields
            assert answer.status_code in allowed, f"{method} {url} as {visitor}: {answer.status_code}"
    assert _changed(before) == ""


@_each_row()
def test_a_foreign_row_answers_like_one_that_does_not_exist(row: Row, world: World) -> None:
    url, absent = row.url(world), row.absent_url(world)
    hidden = [visitor for visitor in OUTSIDE if row.codes("get")[visitor] == 404]
    if absent is None or not hidden:
        pytest.skip("no argument in this address, or hidden from nobody")
    for visitor in hidden:
        client = world.client_of(visitor)
        foreign, missing = client.get(url), client.get(absent)
        assert missing.status_code == 404, f"{absent} as {visitor}: {missing.status_code}"
        assert body_of(foreign).replace(url.encode(), b"") == body_of(missing).replace(absent.encode(), b""), visitor


@_each_row()
def test_a_right_taken_away_counts_at_the_next_request(row: Row, world: World) -> None:
    refused = row.codes("get")["nobody"] in {403, 404} or row.codes("post")["nobody"] in {403, 404}
    if not refused:
        pytest.skip("open to everybody who is signed in")
    url, client = row.url(world), world.client_of("owner")
    client.get(url)
    owner = world.users["owner"]
    owner.role = ""
    owner.save(update_fields=["role"])
    method = "get" if row.get is not None else "post"
    assert getattr(client, method)(url).status_code in {403, 404}


@_each_row()
def test_nothing_of_an_account_is_shown_before_signing_in(row: Row, world: World) -> None:
    answer = world.client_of("anonymous").get(row.url(world))
    body = body_of(answer)
    assert b"Serravento" not in body
    assert b"Valbrenna" not in body
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith("/auth/sign-in/")
