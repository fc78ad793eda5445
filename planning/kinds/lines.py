"""How a line of the sales plan moves from state to state (method §9.2), as data."""

from __future__ import annotations

from dataclasses import dataclass

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMoveSpec:
    """A permitted move: from any of ``sources`` to ``target``. ``approves`` needs the right to approve phases, the
    others that to edit the plan; ``needs_reason`` refuses without a reason; ``complete`` needs all five estimates."""

    key: str
    label: str
    sources: frozenset[str]
    target: str
    approves: bool = False
    needs_reason: bool = False
    complete: bool = False

    def __post_init__(self) -> None:
        if self.target in self.sources:
            raise ValueError(f"move {self.key!r} leads to where it starts")


LINE_MOVES: Catalog[LineMoveSpec] = Catalog(
    "line move",
    [
        LineMoveSpec(
            key="approve",
            label=N_("Approve the line"),
            sources=frozenset({"proposed", "postponed"}),
            target="approved",
            approves=True,
            complete=True,
        ),
        LineMoveSpec(key="start", label=N_("Start work"), sources=frozenset({"approved"}), target="in_progress"),
        LineMoveSpec(key="win", label=N_("Mark as won"), sources=frozenset({"approved", "in_progress"}), target="won"),
        LineMoveSpec(
            key="lose",
            label=N_("Mark as lost"),
            sources=frozenset({"proposed", "approved", "in_progress", "postponed"}),
            target="lost",
            needs_reason=True,
        ),
        LineMoveSpec(
            key="postpone",
            label=N_("Postpone"),
            sources=frozenset({"proposed", "approved", "in_progress"}),
            target="postponed",
            needs_reason=True,
        ),
        LineMoveSpec(
            key="resume",
            label=N_("Take up again"),
            sources=frozenset({"postponed", "lost"}),
            target="proposed",
            needs_reason=True,
        ),
        LineMoveSpec(
            key="reopen",
            label=N_("Back to in progress"),
            sources=frozenset({"won"}),
            target="in_progress",
            needs_reason=True,
        ),
    ],
)


def moves_from(state: str) -> list[LineMoveSpec]:
    """The moves a line in ``state`` may take, in the order of the catalogue."""
    return [move for move in LINE_MOVES if state in move.sources]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineGap:
    """Something a line still needs. ``field`` is where it is given on the form of the line; ``estimate``: it belongs to
    the five estimates of the method, the others are rules a line breaks."""

    key: str
    label: str
    field: str
    estimate: bool = True


LINE_GAPS: Catalog[LineGap] = Catalog(
    "line gap",
    [
        LineGap(key="result", label=N_("Result for the customer"), field="result"),
        LineGap(key="measure", label=N_("Measure of the result, today and target"), field="result_measure"),
        LineGap(key="worth", label=N_("Worth to the customer per year"), field="customer_benefit"),
        LineGap(key="revenue", label=N_("Expected revenue by month"), field="months"),
        LineGap(key="probability", label=N_("Probability"), field="probability"),
        LineGap(key="contribution", label=N_("Contribution"), field="contribution"),
        LineGap(key="span", label=N_("Start and end"), field="starts_on"),
        LineGap(key="contacts", label=N_("People at the customer"), field="contacts"),
        LineGap(key="leads", label=N_("Our people"), field="leads"),
        LineGap(key="investments", label=N_("Investments, or that none is needed"), field="investments"),
        LineGap(
            key="benefits_from",
            label=N_("Month of the first benefits: selective investment needs a calendar of returns"),
            field="benefits_from",
            estimate=False,
        ),
        LineGap(
            key="no_investment",
            label=N_("No investment: the account is managed for cash"),
            field="investments",
            estimate=False,
        ),
        LineGap(
            key="outside",
            label=N_("Amounts outside the months of the plan"),
            field="months",
            estimate=False,
        ),
        LineGap(
            key="loss_reason",
            label=N_("A written reason for a negative net present value"),
            field="return_reason",
            estimate=False,
        ),
    ],
)
