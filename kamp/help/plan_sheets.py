"""Phases, reviews and the designation of key accounts as sheets of the method."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Designation
from kamp.shared import formats
from planning.kinds.reviews import TIER_OF_CLASS, TIERS
from planning.phases.catalog import PHASES
from planning.phases.spec import PhaseSpec
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.designation import STEPS
from portfolio.selectors.hues import COLOURED_BY
from portfolio.selectors.naming import cell_label


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSheet:
    """A phase: what the team answers, what it writes down, when it is finished, what it waits for."""

    key: str
    number: int
    title: str
    questions: tuple[str, ...]
    deliverable: str
    criteria: tuple[str, ...]
    begins: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TierSheet:
    """A rhythm of reviews and the classes that follow it by themselves."""

    label: str
    classes: str
    who: str
    compares: str
    may_change: str
    time: str


def phases() -> list[PhaseSheet]:
    """The seven phases in words."""
    return [
        PhaseSheet(
            key=phase.key,
            number=phase.number,
            title=_(phase.title),
            questions=tuple(_(text) for text in phase.questions),
            deliverable=_(phase.deliverable),
            criteria=tuple(_(each.label) for each in phase.criteria),
            begins=_begins(phase),
        )
        for phase in PHASES
    ]


def _begins(phase: PhaseSpec) -> str:
    """What has to be closed before work on the phase begins, "" if nothing."""
    if phase.gate.needs_approved_plan:
        return _("Begins when the plan is approved.")
    numbers = [str(PHASES.get(key).number) for key in phase.gate.needs]
    if not numbers:
        return ""
    text = ngettext(
        "Begins when phase %(numbers)s is closed.", "Begins when phases %(numbers)s are closed.", len(numbers)
    )
    return text % {"numbers": ", ".join(numbers)}


def tiers(language: str) -> list[TierSheet]:
    """The rhythms of review, the closest first."""
    spec = MATRICES.get(COLOURED_BY)
    return [
        TierSheet(
            label=_(tier.label),
            classes=", ".join(cell_label(spec, cell) for cell, key in TIER_OF_CLASS.items() if key == tier.key),
            who=_(tier.who),
            compares=_(tier.compares),
            may_change=_(tier.may_change),
            time=ngettext("%(count)s minute", "%(count)s minutes", tier.minutes)
            % {"count": formats.number(tier.minutes, language)},
        )
        for tier in TIERS
    ]


def designation_steps() -> list[tuple[str, str, str]]:
    """What leads from one designation to another: (from, to, the words of the button)."""
    return [(str(Designation(each.before).label), str(Designation(each.after).label), _(each.label)) for each in STEPS]
