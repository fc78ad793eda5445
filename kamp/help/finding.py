"""Help in the search of the application: topics, matrices, phases and words of the method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kamp.dashboards.finding import FINDERS, Finder, Hit
from kamp.help.glossary import WORDS
from kamp.help.topics import TOPICS
from kamp.shared.addresses import address_of
from kamp.shared.folding import fold
from kamp.shared.i18n import N_
from planning.phases.catalog import PHASES
from portfolio.matrices.catalog import MATRICES


def _pages() -> Iterator[Hit]:
    """Everything help can open, in the language of the page."""
    for topic in TOPICS:
        url = address_of("help_topic", topic.key)
        yield Hit(key=f"h-{topic.key}", url=url, name=_(topic.title), note=_(topic.summary))
        for part in topic.parts:
            yield Hit(key=f"h-{topic.key}-{part.key}", url=f"{url}#{part.key}", name=_(part.title), note=_(topic.title))
    method = address_of("help_method")
    for matrix in MATRICES:
        url = f"{method}#matrix-{matrix.key}"
        yield Hit(key=f"h-m-{matrix.key}", url=url, name=_(matrix.title), note=_(matrix.question))
    for phase in PHASES:
        url = f"{method}#phase-{phase.key}"
        yield Hit(key=f"h-p-{phase.key}", url=url, name=_(phase.title), note=_(phase.deliverable))
    for number, word in enumerate(WORDS):
        yield Hit(key=f"h-w-{number}", url=f"{method}#glossary", name=_(word.term), note=_(word.meaning))


def _help(_accounts: Any, text: str, most: int) -> Iterator[Hit]:
    """Pages whose name holds every word of ``text``, at most ``most``. No query."""
    wanted, given = fold(text).split(), 0
    for hit in _pages():
        if given < most and all(word in fold(hit.name) for word in wanted):
            given += 1
            yield hit


def add_to_search() -> None:
    """Puts help behind accounts, people, plans and actions."""
    FINDERS.add(
        Finder(key="help", label=N_("Help"), icon="help", permission="accounts.view_account", find=_help, least=3)
    )
