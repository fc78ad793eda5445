"""What a phase of the method is: declared, without state (PlanPhase has the state, and no titles)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kamp.shared.i18n import N_


class SectionKind(StrEnum):
    """How a section is drawn: ``templates/planning/sections/<kind>.html``."""

    NARRATIVE = "narrative"  # one text
    ROWS = "rows"  # a table of rows of one kind
    SWOT = "swot"  # four lists
    CHOICE = "choice"  # one of a few
    FACTS = "facts"  # what the account knows already
    PAGE = "page"  # a page of its own: the sales plan, the reviews


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionSpec:
    """A part of a phase. ``rows`` names the kind of rows it holds, ``facts`` what of the account it shows. A text
    that is ``needed_unless`` a fact of that name is met is shown where it is not, or where it is written."""

    key: str
    title: str
    kind: SectionKind
    help: str = ""
    rows: str = ""
    facts: str = ""
    needed_unless: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """An exit criterion: met when the fact of that name is known and ``at_least`` this much.

    ``section`` is where on the phase's page it is given, ``place`` the page elsewhere. ``at_close`` is met by the
    approval itself and does not keep the phase from being handed in. ``waivable``: may be accepted as not met.
    """

    key: str
    label: str
    fact: str
    at_least: float = 1
    section: str = ""
    place: str = ""
    at_close: bool = False
    waivable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What has to be closed before work on a phase can begin, the right that closes it, and what who hands it in reads
    about who looks at it now."""

    needs: Sequence[str] = ()
    needs_approved_plan: bool = False
    approval: str = "planning.approve_phase"
    handed_in: str = N_("Phase %(number)s, %(phase)s, is handed in: a market manager looks at it now.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSpec:
    """A phase: what the team answers, what it writes down, when it is finished."""

    key: str
    number: int
    label: str
    title: str
    questions: Sequence[str]
    deliverable: str
    sections: Sequence[SectionSpec]
    criteria: Sequence[Criterion]
    gate: Gate = field(default_factory=Gate)

    def section(self, key: str) -> SectionSpec | None:
        """The section called ``key``, None if there is none."""
        return next((section for section in self.sections if section.key == key), None)

    def criterion(self, key: str) -> Criterion | None:
        """The criterion called ``key``, None if there is none."""
        return next((criterion for criterion in self.criteria if criterion.key == key), None)
