"""Names made to break pages, in every text of every row, and the question whether a page shows them as they are.

Nothing here lists models or pages: a column that is added tomorrow has a hostile text in it tomorrow. Each text ends
in a mark of its own (``~12-7~``), so that wherever it turns up one can say whether all of it did, as text.
"""

from __future__ import annotations

import datetime
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import models
from lxml import html as markup

from kamp.testing.abundance import abundant_world
from kamp.testing.access import World

PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "{{7*7}}{% now %}",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "'-alert(1)-'",
    "\u202eevil\u202c name",
    '<a href="https://evil.example">Login again</a>',
    "<b>bold</b> & <i>it</i>",
    "${alert(1)}\u2028",
    "%s %(x)s {0}",
    "=1+1+cmd|' /C calc'!A0",
    "&lt;b&gt; ]]><!--",
)
OURS = {"kamp", "accounts", "portfolio", "planning"}
# Words for machines: keys of catalogues, codes, addresses, what the database keeps for order.
WORDS = re.compile(
    r".*(_key|_from|_zone|_id|_path|_level)|key|kind|currency|password|page|query|url|table|signature|digest|fingerprint"
    r"|slot|reference|stage|variant|matrix|cell|computed|from_cell|to_cell|move|subject|sent_to|country"
)
WORDS_OF = {("notices.Notice", "source"), ("planning.CriterionWaiver", "criterion"), ("jobs.Sign", "name")}
MARK = re.compile(r"~(\d+)-([0-9a-f-]+)~")
_SHOWN_BY_ADDRESS = ("title", "aria-label", "value", "placeholder", "content", "data-title", "alt")


def text_fields() -> list[models.Field[Any, Any]]:
    """Every column in which a person's own words are kept."""
    found = []
    for model in apps.get_models():
        if model.__module__.split(".")[0] not in OURS or hasattr(model, "pgh_tracked_model"):
            continue
        found += [each for each in model._meta.concrete_fields if _is_text(model, each)]
    return found


def _is_text(model: type[models.Model], column: models.Field[Any, Any]) -> bool:
    special = models.SlugField | models.EmailField | models.URLField
    if not isinstance(column, models.CharField | models.TextField) or isinstance(column, special) or column.choices:
        return False
    if WORDS.fullmatch(column.name) or (model._meta.label, column.name) in WORDS_OF:
        return False
    return (column.max_length or 10_000) >= 30


def _protections() -> list[str]:
    """The triggers that keep rows from being changed: here somebody has to."""
    return [uri for model, trigger in pgtrigger.registered() if isinstance(trigger, pgtrigger.Protect)
            for uri in [trigger.get_uri(model)] if not hasattr(model, "pgh_tracked_model")]  # fmt: skip


@dataclass
class Hostile:
    """What was written where: ``texts`` by mark, ``columns`` by the number in the mark."""

    texts: dict[str, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)

    def fill(self) -> None:
        """Writes a text with a mark into every text column of every row there is; empty ones too."""
        with pgtrigger.ignore(*_protections()):
            self._fill()

    def _fill(self) -> None:
        for column in text_fields():
            number, model = len(self.columns), column.model
            self.columns.append(f"{model._meta.label}.{column.name}")
            for turn, pk in enumerate(model._base_manager.order_by("pk").values_list("pk", flat=True)):
                text = self._text(number, turn, str(pk), column.max_length or 10_000)
                model._base_manager.filter(pk=pk).update(**{column.name: text})

    def _text(self, number: int, turn: int, pk: str, longest: int) -> str:
        mark = f"~{number}-{pk[:8]}~"
        fitting = [each for each in PAYLOADS if len(each) + len(mark) <= longest]
        if not fitting:
            return mark
        self.texts[mark] = fitting[(number + turn) % len(fitting)]
        return self.texts[mark] + mark

    def wrong_in(self, body: str, kind: str) -> Iterator[str]:
        """What is not shown as it is in an answer of this content type."""
        for where, text in _texts_of(body, kind):
            for mark in MARK.finditer(text):
                expected = self.texts.get(mark[0])
                if expected is not None and not any(_ends(each, expected) for each in _readings(text, mark)):
                    yield f"{where}: {text[max(0, mark.start() - 60) : mark.end()]!r} instead of {expected!r}"

    def columns_in(self, body: str) -> set[str]:
        """The columns whose texts are somewhere in an answer."""
        return {self.columns[int(mark[1])] for mark in MARK.finditer(body) if mark[0] in self.texts}


def _readings(text: str, mark: re.Match[str]) -> Iterator[str]:
    """What stands before the mark: as it is, and as plotly reads it, whose texts are escaped by us."""
    yield text[: mark.start()]
    yield html.unescape(text[: mark.start()])


def _ends(text: str, expected: str) -> bool:
    """Spaces count as one, as in a browser; forms write some texts (VAT numbers) in capitals."""
    return " ".join(text.casefold().split()).endswith(" ".join(expected.casefold().split()))


def _texts_of(body: str, kind: str) -> Iterator[tuple[str, str]]:
    """Every text a reader (or a chart) gets of an answer, as it is after parsing, with its place."""
    if "json" in kind:
        yield from _strings("json", json.loads(body))
    if "html" not in kind or not body.strip():
        return
    for element in markup.document_fromstring(f"<div>{body}</div>" if "<html" not in body else body).iter():
        if not isinstance(element.tag, str):  # a comment: no text of ours belongs there
            yield "comment", element.text or ""
            continue
        if element.tag == "script" and "json" in element.get("type", ""):
            yield from _strings("json in a page", json.loads(element.text or "null"))
        elif element.text:
            yield f"<{element.tag}>", element.text
        if element.tail:
            yield f"after <{element.tag}>", element.tail
        for name in _SHOWN_BY_ADDRESS:
            if value := element.get(name):
                yield from _value(f"<{element.tag} {name}>", value)


def _value(where: str, value: str) -> Iterator[tuple[str, str]]:
    """An attribute; what fields that save by themselves carry along is JSON."""
    try:
        found = json.loads(value) if value[:1] in "[{" else value
    except ValueError:
        found = value
    yield from _strings(where, found)


def _strings(where: str, value: Any) -> Iterator[tuple[str, str]]:
    """The texts inside a JSON value."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for each in (*value, *value.values()):
            yield from _strings(where, each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(where, each)


INVENTED = (
    "//img[@src='x']",
    "//*[@onload or @onerror]",
    "//a[contains(@href, 'evil.example')]",
    "//*[starts-with(@href, 'javascript:') or starts-with(@action, 'javascript:')]",
    "//b[text()='bold']",
    "//i[text()='it']",
    "//script[contains(., 'alert(1)') and not(contains(@type, 'json'))]",
)


def invented_in(body: str, kind: str) -> list[str]:
    """The elements that could only come from a name read as markup."""
    if "html" not in kind or not body.strip():
        return []
    page = markup.document_fromstring(body)
    return [each for each in INVENTED if page.xpath(each)]


def hostile_world() -> tuple[World, Hostile]:
    """The cast of the access tests with everything their addresses need, on every matrix, each text made to break."""
    from django.utils import timezone

    from kamp.jobs.runner import run_here
    from kamp.jobs.services import enqueue

    now = timezone.now()
    world = abundant_world(now.date() - datetime.timedelta(days=20))
    hostile = Hostile()
    hostile.fill()
    for user in world.users.values():
        user.refresh_from_db()
    world.client_of("administrator")  # the session has to be there before a test begins that will be rolled back
    world.account.refresh_from_db()
    world.foreign_account.refresh_from_db()
    job = enqueue(kind="portfolio.recompute", payload={"as_of": now.date().isoformat()}, at=now)
    run_here(job.pk, at=now)
    return world, hostile
