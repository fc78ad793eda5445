"""Every address under hostile requests: parameters, tokens, headers, caching (quality C26, C35, C53, C55, C56)."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from kamp.testing.access import Row, World, body_of, declared_rows
from kamp.testing.parameters import names_asked_for
from kamp.tests.test_architecture import python_files

ROWS = declared_rows()
READABLE = {name: row for name, row in ROWS.items() if row.get is not None}
WRITABLE = {name: row for name, row in ROWS.items() if row.post is not None}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_contexts")]

ODD = {
    "text": "'\"><script>alert(1)</script>{{7*7}}%s%(x)s",
    "null": "a\x00b",
    "long": "x" * 10_000,
    "negative": "-1",
    "huge": str(2**63),
    "nan": "NaN",
    "emoji": "🙂\u202e",
    "structure": '{"$gt": ""}',
    "date": "2026-02-31",
    "path": "../../../etc/passwd",
}
SEARCHED = {"text", "null", "long", "emoji", "path"}  # to a search the others are words like any
IN_PARTS = {"text", "null", "emoji"}  # what is read otherwise from a form that can bring files
# Names the ORM would understand if a request ever reached it as keywords.
FOREIGN = ("id", "pk", "id__in", "owner__password__startswith", "page", "sort", "format", "language")
_ASKED = re.compile(
    r"""(?:GET|POST|params|data)(?:\.get|\.getlist)?[(\[]\s*["']([a-z_-]+)["']"""
    r"""|["']([a-z_-]+)["'] in \w*\.?(?:GET|POST)"""
)
_FIELD = re.compile(r"^    ([a-z_]+) = (?:forms\.)?\w*Field\(", re.MULTILINE)


def _asked_for() -> set[str]:
    """Every name some code of ours reads from a request, and those of the fields of filter forms."""
    found: set[str] = set()
    for path in python_files(tests=False):
        text = path.read_text(encoding="utf-8")
        found |= {match[1] or match[2] for match in _ASKED.finditer(text)}
        if path.parent.name == "forms" or path.name == "forms.py":
            found |= set(_FIELD.findall(text))
    return found


PARAMETERS = tuple(sorted(_asked_for() | set(FOREIGN)))


def test_the_names_are_read_from_the_code() -> None:
    assert {"q", "after", "segment", "plan", "account", "view", "move", "reason", "field", "version"} <= set(PARAMETERS)


def _each(rows: dict[str, Row]) -> Any:
    return pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in sorted(rows.items())])


def unraising(world: World) -> Client:
    """The administrator's browser, which gets the page of an error and not the error."""
    client = Client(raise_request_exception=False)
    client.cookies = world.client_of("administrator").cookies
    return client


@_each(READABLE)
def test_odd_parameters_never_break_a_page(row: Row, world: World) -> None:
    client, url = unraising(world), row.url(world)
    joint = "&" if "?" in url else "?"
    with names_asked_for() as asked:
        body_of(client.get(url + joint, dict.fromkeys(PARAMETERS, "kamp-mark")))
        body_of(client.get(url + joint, {"q": "kamp-mark"}))
    if not asked:
        return  # nothing said there can change what this page does
    broken = []
    for kind, value in ODD.items():
        answers = [client.get(url + joint, dict.fromkeys(PARAMETERS, value))]
        if "q" in asked and kind in SEARCHED:  # alone: nothing else keeps the search from being made
            answers.append(client.get(url + joint, {"q": [value, value]}))
        broken += [f"{kind}: {answer.status_code}" for answer in answers if answer.status_code >= 500]
        for answer in answers:
            body_of(answer)
    assert not broken, f"{url}: {broken}"


@_each(WRITABLE)
def test_odd_forms_never_break_a_page(row: Row, world: World) -> None:
    client, url = unraising(world), row.url(world)
    names = set(row.data(world)) | set(PARAMETERS)
    broken = []
    for kind, value in ODD.items():
        sent = urlencode({name: [value, value] for name in names}, doseq=True)
        answers = [client.post(url, sent, content_type="application/x-www-form-urlencoded")]
        if kind in IN_PARTS:
            answers.append(client.post(url, {name: [value, value] for name in names}))
        broken += [f"{kind}: {answer.status_code}" for answer in answers if answer.status_code >= 500]
    assert not broken, f"{url}: {broken}"


@_each({name: row for name, row in WRITABLE.items() if not row.without_token})
def test_a_post_without_the_token_is_refused(row: Row, world: World) -> None:
    inside = world.client_of("administrator")
    client = Client(enforce_csrf_checks=True)
    client.cookies = inside.cookies
    assert client.post(row.url(world), row.data(world)).status_code == 403


@_each(READABLE)
def test_headers_of_every_page(row: Row, world: World) -> None:
    client = world.client_of("administrator")
    answer = client.get(row.url(world), headers=dict(row.headers))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe-inline" not in str(policy)
    assert "unsafe-eval" not in str(policy)
    if not row.before_sign_in:
        assert "private" in answer.headers["Cache-Control"]
        assert "no-store" in answer.headers["Cache-Control"]
    body_of(answer)


@pytest.mark.parametrize("value", ["-1", str(10**9), "eyJub25zZW5zZSI6MX0", "W3RydWUsIFtdLCAxXQ", "x" * 5000])
@pytest.mark.parametrize("sort", ["-owner__password", "password", "(select 1)", "name;drop", "--name", "?"])
def test_order_and_position_only_from_what_is_declared(world: World, sort: str, value: str) -> None:
    client = world.client_of("administrator")
    client.get("/accounts/")
    began = time.perf_counter()
    answer = client.get("/accounts/", {"sort": sort, "after": value, "page": value})
    assert answer.status_code == 200
    assert time.perf_counter() - began < 0.5
    assert world.account.name in answer.content.decode()
