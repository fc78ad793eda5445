"""The help that belongs to a page, found by the name of its address."""

from __future__ import annotations

from django.urls import ResolverMatch
from django.utils.translation import gettext as _

from kamp.help.spec import Topic
from kamp.help.topics import TOPICS
from kamp.shared.addresses import address_of
from planning.phases.catalog import PHASES
from portfolio.matrices.catalog import MATRICES


def help_on(match: ResolverMatch) -> tuple[str, str] | None:
    """What the help for the page of ``match`` is called and where it is; None where only the index fits."""
    name, given = match.view_name, match.kwargs
    if name == "portfolio:matrix" and given.get("matrix") in MATRICES:
        return _(MATRICES.get(given["matrix"]).title), f"{address_of('help_method')}#matrix-{given['matrix']}"
    if name.startswith("planning:phase") and given.get("phase") in PHASES:
        return _(PHASES.get(given["phase"]).title), f"{address_of('help_method')}#phase-{given['phase']}"
    topic = topic_of(name)
    return (_(topic.title), address_of("help_topic", topic.key)) if topic else None


def topic_of(name: str) -> Topic | None:
    """The topic that covers the address ``name`` most closely."""
    fitting = [(len(start), topic) for topic in TOPICS for start in topic.covers if name.startswith(start)]
    return max(fitting, key=lambda each: each[0])[1] if fitting else None
