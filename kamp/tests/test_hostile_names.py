"""Every answer of every address with texts made to break it in every column (quality C28, C30, C31).

What a browser makes of the pages is asked in ``browser/test_every_page.py``; here all of it is read: pages, fragments,
data of charts, what a form answers to hostile input, and the messages after every POST.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.urls import resolve
from lxml import html as markup

from kamp.testing.access import Row, World, body_of, declared_rows
from kamp.testing.hostile import PAYLOADS, Hostile, hostile_world, invented_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_contexts")]
ROWS = declared_rows()
ADMIN = "administrator"


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, Hostile]]:
    with django_db_blocker.unblock(), transaction.atomic():
        world, hostile = hostile_world()
        world.client_of(ADMIN).raise_request_exception = False
        yield world, hostile
        transaction.set_rollback(True)


def _read(answer: Any) -> tuple[str, str]:
    kind = answer.headers.get("Content-Type", "")
    if answer.streaming:
        body_of(answer)  # a file: read to its end, and closed
        return "", kind
    return (answer.content.decode() if "html" in kind or "json" in kind else "", kind)


def _wrong(hostile: Hostile, name: str, answer: Any) -> list[str]:
    body, kind = _read(answer)
    found = [f"{name}: {each}" for each in (*hostile.wrong_in(body, kind), *invented_in(body, kind))]
    return found if answer.status_code < 500 else [*found, f"{name}: {answer.status_code}"]


def _each(codes: str) -> Any:
    rows = {name: row for name, row in ROWS.items() if getattr(row, codes) is not None}
    return pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in sorted(rows.items())])


SENT: set[tuple[str, ...]] = set()
READ: dict[str, tuple[str, str]] = {}  # what was read once and found right, for the crawl


@_each("get")
def test_a_page_shows_every_text_as_it_is(row: Row, made: tuple[World, Hostile]) -> None:
    world, hostile = made
    answer = world.client_of(ADMIN).get(row.url(world), headers=dict(row.headers))
    assert _wrong(hostile, row.name, answer) == []
    if not row.headers:
        READ[row.url(world)] = _read(answer)


@_each("post")
def test_so_do_the_page_and_the_message_after_a_post(row: Row, made: tuple[World, Hostile]) -> None:
    world, hostile = made
    if "sign_out" in row.name or "logout" in row.name:
        pytest.skip("ends the session of all other tests")
    with transaction.atomic():
        answer = world.client_of(ADMIN).post(row.url(world), row.data(world), headers=dict(row.headers), follow=True)
        assert _wrong(hostile, row.name, answer) == []
        transaction.set_rollback(True)


@_each("get")
def test_forms_give_hostile_input_back_as_it_was_typed(row: Row, made: tuple[World, Hostile]) -> None:
    """Every form of every page, with a hostile text in every field: never an error of ours, never markup."""
    world, hostile = made
    client = world.client_of(ADMIN)
    url = row.url(world)
    body, _kind = _read(client.get(url, headers=dict(row.headers)))
    if "<form" not in body:
        pytest.skip("no form here")
    page = markup.document_fromstring(body)
    wrong: list[str] = []
    for form in page.xpath("//form[translate(@method, 'POST', 'post')='post']"):
        action = form.get("action") or url
        names = sorted({each.get("name") for each in form.xpath(".//*[@name]")} - {"", "csrfmiddlewaretoken"})
        if not names or "/auth/" in action or "/i18n/" in action:
            continue
        if (action, *names) in SENT:  # a form that stands on every page is filled once
            continue
        SENT.add((action, *names))
        sent = {each: PAYLOADS[number % len(PAYLOADS)] for number, each in enumerate(names)}
        with transaction.atomic():
            answer = client.post(action, sent, follow=True)
            wrong += _wrong(hostile, f"{row.name} → {action}", answer)
            transaction.set_rollback(True)
    assert wrong == []


# Columns that no page shows as they stand in this world, and where their words go instead. A new column must be seen.
UNSEEN: dict[str, str] = {
    "accounts.EnvironmentFactor.source": "asked for and kept; no page repeats it",
    "accounts.Rating.note": "shown to its author",
    "accounts.Rating.source": "shown to its author",
    "accounts.Rebate.note": "no page lists rebates",
    "planning.OfferPanelItem.rival_alternative": "asked for and kept; no page repeats it",
    "planning.OfferPanelItem.unit": "asked for and kept; no page repeats it",
    "jobs.Job.error": "kept for the log; pages show the reason in words of ours",
    "notices.Digest.answer": "shown to the person whose mail failed: kamp/notices/tests/test_inbox.py",
    "notices.Notice.why": "in the mail: kamp/notices/tests/test_letters.py",
    "planning.Review.reason": "shown once a review was cancelled or missed: planning/tests/views/test_reviews.py",
    "portfolio.ClassificationOverride.reason": "beside its account: portfolio/tests/views/test_class_pages.py",
    "portfolio.MethodParameters.reason": "shown once a person has set them: portfolio/tests/views",
}
FILES = {"imports:import_rejects"}  # made by a worker, and no worker has run here
ENOUGH = 3  # addresses of one name that are followed; the fourth shows nothing that three did not


def test_every_link_leads_somewhere_and_the_words_of_every_column_are_seen(made: tuple[World, Hostile]) -> None:
    """A crawl over the links of all pages; without it the tests above could pass on empty ones."""
    world, hostile = made
    client = world.client_of(ADMIN)
    pages = [row for name, row in ROWS.items() if name not in FILES and row.get is not None and row.get[ADMIN] == 200]
    waiting = [row.url(world) for row in pages]
    known, visits = set(waiting), Counter[str]()
    seen: set[str] = set()
    wrong: list[str] = []
    while waiting:
        url = waiting.pop()
        if url not in READ:
            answer = client.get(url)
            wrong += _wrong(hostile, url, answer)
            wrong += [f"{url}: {answer.status_code}"] if answer.status_code in {403, 404} else []
            READ[url] = _read(answer)
        body, kind = READ[url]
        seen |= hostile.columns_in(body)
        for link in _links(body, kind, url):
            name = resolve(link.split("?")[0]).view_name
            if link not in known and name not in FILES and visits[name] < ENOUGH:
                visits[name] += 1
                known.add(link)
                waiting.append(link)
    assert not wrong, "\n".join(wrong)
    written = {hostile.columns[int(mark[1:].split("-")[0])] for mark in hostile.texts}
    assert not (written - seen - set(UNSEEN)), f"shown on no page: {sorted(written - seen - set(UNSEEN))}"
    assert not (seen & set(UNSEEN)), f"shown after all: {sorted(seen & set(UNSEEN))}"
    assert len(known) > len(ROWS) / 2


def _links(body: str, kind: str, url: str) -> Iterator[str]:
    """The addresses of ours that a page leads to by a link."""
    if "html" not in kind or not body.strip():
        return
    for href in markup.document_fromstring(body).xpath("//a/@href"):
        link = urljoin(url, href).split("#")[0]
        if link.startswith("/") and not link.startswith(("//", "/static/")):
            yield link
