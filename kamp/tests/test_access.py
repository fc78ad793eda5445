"""Every address × every visitor: who gets in, what refusals change (nothing) and tell (C01-C06, C10, C26)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
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
    rows_written,
    url_names,
)
from kamp.testing.parameters import names_asked_for
from kamp.tests.test_requests import PARAMETERS

ROWS = declared_rows()
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_contexts")]


def _each_row() -> Any:
    return pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in sorted(ROWS.items())])


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(ROWS) == url_names(), "declare the missing ones in <app>/tests/access*.py (docs/testing.md)"


class Watch:
    """Asks for pages, takes back what that did, and says which tables it changed; looks closely only where something
    was written at all."""

    def __init__(self) -> None:
        self._written = rows_written()

    def ask(
        self, request: Callable[[], Any], *, matters: Callable[[int], bool] = lambda _code: True
    ) -> tuple[int, str]:
        """The status of the answer, and the tables changed; none where that does not matter for such a status."""
        after: dict[str, str] = {}
        with transaction.atomic():
            answer = request()
            body_of(answer)
            if self._has_written() and matters(answer.status_code):
                after = fingerprint()
            transaction.set_rollback(True)
        before = fingerprint() if after else {}
        return answer.status_code, ", ".join(table for table in after if after[table] != before[table])

    def _has_written(self) -> bool:
        earlier, self._written = self._written, rows_written()
        return self._written != earlier


def test_a_watch_says_what_was_changed_and_takes_it_back(world: World) -> None:
    watch, client, url = Watch(), world.client_of("administrator"), f"/accounts/{world.account.slug}/archive/"
    code, changed = watch.ask(lambda: client.post(url))
    assert code == 302
    assert "accounts_keyaccount" in changed
    assert watch.ask(lambda: client.post(url), matters=lambda code: code == 403) == (302, "")
    assert watch.ask(lambda: client.get("/accounts/")) == (200, "")
    world.account.refresh_from_db()
    assert world.account.archived_at is None


@_each_row()
def test_each_visitor_gets_the_declared_answer_and_refusals_write_nothing(row: Row, world: World) -> None:
    url, data, headers = row.url(world), row.data(world), dict(row.headers)
    watch = Watch()
    wrong: list[str] = []
    for visitor in VISITORS:
        client = world.client_of(visitor)
        code, changed = watch.ask(partial(client.get, url, headers=headers))
        wrong += _compared(row, "get", visitor, code)
        wrong += [f"GET as {visitor} wrote to {changed}"] if changed else []
    for visitor in VISITORS:
        client, outside = world.client_of(visitor), visitor in {"anonymous", "former"}
        refused = partial(_is_refused, outside)
        code, changed = watch.ask(partial(client.post, url, data, headers=headers), matters=refused)
        wrong += _compared(row, "post", visitor, code)
        wrong += [f"POST as {visitor}: {code}, and yet wrote to {changed}"] if changed else []
    assert not wrong, "\n".join([url, *wrong])


def _is_refused(outside: bool, code: int) -> bool:
    return outside or code in {403, 404, 405}


def _compared(row: Row, method: str, visitor: str, code: int) -> list[str]:
    accepted = row.accepted(method, visitor)
    return [] if code in accepted else [f"{method.upper()} as {visitor}: {code}, declared {sorted(accepted)}"]


def test_an_address_without_a_page_says_so(world: World) -> None:
    """Whoever comes back to an address that only takes what is sent is not left before a blank page."""
    row = ROWS["accounts:account_archive"]
    answer = world.client_of("administrator").get(row.url(world))
    assert (row.get, answer.status_code, answer.headers["Allow"]) == (None, 405, "POST, OPTIONS")
    assert "err-code" in answer.content.decode()


@_each_row()
def test_other_unsafe_methods_write_nothing(row: Row, world: World) -> None:
    """PUT, PATCH and DELETE exist nowhere on pages: refused like GET or unknown, and without effect."""
    url, watch = row.url(world), Watch()
    tried = {"anonymous": ("delete",), "owner": ("put", "patch", "delete"), "other": ("put",), "nobody": ("patch",)}
    for visitor, methods in tried.items():
        for method in methods:
            code, changed = watch.ask(
                partial(getattr(world.client_of(visitor), method), url, headers=dict(row.headers))
            )
            accepted = {302, 405} if visitor == "anonymous" else {403, 404, 405, 422}
            if row.before_sign_in:
                accepted |= {200, 302, 422, 429}  # some sign-in forms treat PUT as a POST without fields
            assert code in accepted, f"{method} {url} as {visitor}: {code}"
            assert changed == "", f"{method} {url} as {visitor} wrote"


@_each_row()
def test_a_foreign_row_answers_like_one_that_does_not_exist(row: Row, world: World) -> None:
    url, absent = row.url(world), row.absent_url(world)
    hidden = [visitor for visitor in OUTSIDE if row.codes[visitor] == 404]
    if absent is None or not hidden:
        pytest.skip("no argument in this address, or hidden from nobody")
    for visitor in hidden:
        ask = getattr(world.client_of(visitor), row.method)
        foreign, missing = ask(url), ask(absent)
        assert missing.status_code == 404, f"{absent} as {visitor}: {missing.status_code}"
        assert body_of(foreign).replace(url.encode(), b"") == body_of(missing).replace(absent.encode(), b""), visitor


@_each_row()
def test_rows_of_others_named_in_the_query_show_nothing(row: Row, world: World) -> None:
    """What an address takes beside its path (``?plan=``, ``?a=``, ``?account=`` …) is looked for in the scope, too."""
    shown = [visitor for visitor in OUTSIDE if row.get is not None and row.get[visitor] == 200]
    if not shown:
        pytest.skip("nobody outside gets this page")
    url, plan = row.url(world), world.once(_plan)

    def answer(query: dict[str, Any]) -> bytes:
        return body_of(world.client_of(shown[0]).get(url, query, headers=dict(row.headers)))

    with names_asked_for() as asked:
        assert b"Serravento" not in answer({})
        for value in (plan.pk, world.account.pk, world.account.slug):
            assert b"Serravento" not in answer(dict.fromkeys(PARAMETERS, value)), value
    for name in asked & {"plan", "account", "a", "parent", "person"}:
        for value in (plan.pk, world.account.pk, world.account.slug):
            assert b"Serravento" not in answer({name: value}), f"{name} = {value}"


def _plan(world: World) -> Any:
    from planning.tests.factories import make_plan

    return make_plan(world.account, by=world.users["owner"], name="Plan of Serravento")


@_each_row()
def test_a_right_taken_away_counts_at_the_next_request(row: Row, world: World) -> None:
    if row.codes["nobody"] not in {403, 404}:
        pytest.skip("open to everybody who is signed in")
    ask, url = getattr(world.client_of("owner"), row.method), row.url(world)
    body_of(ask(url))
    owner = world.users["owner"]
    owner.role = ""
    owner.save(update_fields=["role"])
    assert ask(url).status_code in {403, 404}


@_each_row()
def test_nothing_of_an_account_is_shown_before_signing_in(row: Row, world: World) -> None:
    answer = world.client_of("anonymous").get(row.url(world))
    body = body_of(answer)
    assert b"Serravento" not in body
    assert b"Valbrenna" not in body
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith("/auth/sign-in/")
