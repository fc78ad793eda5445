"""What the rows of sections look like: heads and cells per kind, drawn by ``templates/planning/sections/rows.html``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.calc import progress
from planning.calc.objectives import Flaw, flaws
from planning.models import AccountPlan
from planning.tables.measures import measured

UNMEASURED = "unmeasured"  # there is something to measure, and nobody has

FLAWS = {
    Flaw.NO_BASELINE: gettext_lazy("baseline missing"),
    Flaw.NO_TARGET: gettext_lazy("target missing"),
    Flaw.SAME: gettext_lazy("target and baseline are the same"),
    Flaw.NO_DUE: gettext_lazy("due date missing"),
    Flaw.OUTSIDE_PLAN: gettext_lazy("due outside the plan"),
    Flaw.WRONG_WAY: gettext_lazy("direction and target disagree"),
    Flaw.NO_OWNER: gettext_lazy("owner missing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value and how it is drawn: text, number, money, percent, date, month, dots, signed, share, rag. ``phone`` is
    its place in the lines of a phone, ``head`` what says there what it is, if that is not plain from the value."""

    value: Any
    kind: str = "text"
    phone: str = "f-hide"
    head: Any = ""

    @property
    def is_number(self) -> bool:
        return self.kind in {"number", "money", "percent", "signed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row as it is drawn: its name (a link with ``url``), what stands below it, what is wrong with it, its cells."""

    row: Any
    name: str
    cells: Sequence[Cell]
    under: str = ""
    wrong: str = ""
    url: str = ""

    @property
    def key(self) -> str:
        """The key of the row as addresses write it."""
        return str(self.row.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a kind of rows is drawn. ``add`` is the label of its button, ``empty`` what is said while there is none."""

    heads: Sequence[tuple[Any, str]]
    line: Callable[[Any, AccountPlan, datetime.date], Line]
    add: Any
    empty: Any
    related: Sequence[str] = ()
    many: Sequence[str] = field(default=())


def _source(row: Any, _plan: AccountPlan, _today: datetime.date) -> Line:
    cells = (
        Cell(value=row.get_kind_display(), phone="f-b"),
        Cell(value=row.get_means_display()),
        Cell(value=row.dated, kind="date", phone="f-a"),
        Cell(value=row.reliability, kind="dots", phone="f-c"),
    )
    return Line(row=row, name=row.title, url=row.url, under=row.note, cells=cells)


def _market(row: Any, _plan: AccountPlan, _today: datetime.date) -> Line:
    cells = (
        Cell(value=row.year, phone="f-b"),
        Cell(value=row.size, kind="money", phone="f-a"),
        Cell(value=row.growth, kind="percent", phone="f-c"),
    )
    return Line(row=row, name=row.market, under=str(row.source or ""), cells=cells)


def _factor(row: Any, _plan: AccountPlan, _today: datetime.date) -> Line:
    cells = (
        Cell(value=row.get_kind_display(), phone="f-b"),
        Cell(value=row.get_horizon_display(), phone="f-c"),
        Cell(value=row.impact, kind="signed", phone="f-a"),
    )
    return Line(row=row, name=row.text, under=row.meaning, cells=cells)


def _finding(row: Any, _plan: AccountPlan, _today: datetime.date) -> Line:
    cells = (Cell(value=row.get_kind_display(), phone="f-b"), Cell(value=str(row.source or ""), phone="f-c"))
    return Line(row=row, name=row.text, under=row.meaning, cells=cells)


def _position(row: Any, _plan: AccountPlan, _today: datetime.date) -> Line:
    cells = (
        Cell(value=row.score, kind="number", phone="f-a", head=_("Customer")),
        Cell(value=row.rival_score, kind="number", phone="f-c", head=_("Rival")),
        Cell(value=row.rival, phone="f-b"),
    )
    return Line(row=row, name=row.criterion, cells=cells)


def _reading(row: Any, _plan: AccountPlan, _today: datetime.date) -> Line:
    return Line(row=row, name=row.reader, under=row.remark, cells=(Cell(value=row.read_on, kind="date", phone="f-a"),))


def _need(row: Any, _plan: AccountPlan, _today: datetime.date) -> Line:
    answers = [str(row.product_line or ""), row.answer]
    cells = (
        Cell(value=row.get_kind_display(), phone="f-b"),
        Cell(value=row.unit),
        Cell(value=str(row.person or ""), phone="f-c"),
        Cell(value=row.priority, kind="dots", phone="f-a"),
    )
    return Line(row=row, name=row.text, under=" · ".join(each for each in answers if each), cells=cells)


def _objective(row: Any, plan: AccountPlan, today: datetime.date) -> Line:
    wrong = [str(FLAWS[flaw]) for flaw in flaws(row, starts_on=plan.starts_on, ends_on=plan.ends_on)]
    cells = (
        Cell(value=measured(row.baseline, row.unit), kind="measure"),
        Cell(value=measured(row.target, row.unit), kind="measure", phone="f-a"),
        Cell(value=row.due, kind="date", phone="f-c"),
        Cell(value=str(row.owner or "")),
        Cell(value=progress_of(row, plan, today), kind="rag", phone="f-b"),
    )
    under = " · ".join([row.get_kind_display(), *([str(row.product_line)] if row.product_line else [])])
    return Line(row=row, name=row.text, under=under, wrong=", ".join(wrong), cells=cells)


def progress_of(row: Any, plan: AccountPlan, today: datetime.date) -> tuple[str, Decimal | None]:
    """The light of an objective and what was reached of what was expected by now (method §4.6)."""
    if row.baseline is None or row.target is None or row.due is None:
        return progress.Rag.NONE.value, None
    share = progress.elapsed(row.baseline_on or plan.starts_on, row.due, row.actual_on or today)
    ratio = progress.progress(row.baseline, progress.expected(row.baseline, row.target, share), row.actual)
    if row.actual is None and row.due >= today:
        return UNMEASURED, None
    reached = progress.is_reached(row.baseline, row.target, row.actual)
    return progress.rag(ratio, is_due=row.due < today, is_reached=reached).value, ratio


def _strategy(row: Any, _plan: AccountPlan, _today: datetime.date) -> Line:
    objectives = [each.text for each in row.objectives.all() if each.deleted_at is None]
    items = [each.text for each in row.swot_items.all() if each.deleted_at is None]
    wrong = [text for text, there in ((_("no objective"), objectives), (_("no item of the SWOT"), items)) if not there]
    cells = (
        Cell(value=row.get_tool_display(), phone="f-b"),
        Cell(value=", ".join(objectives), phone="f-d", head=_("Objectives")),
        Cell(value=", ".join(items), phone="f-e", head=_("Builds on")),
    )
    return Line(row=row, name=row.text, under=row.get_crossing_display(), wrong=", ".join(wrong), cells=cells)


def _offer(row: Any, _plan: AccountPlan, _today: datetime.date) -> Line:
    need = row.need if row.need and row.need.deleted_at is None else None
    cells = (
        Cell(value=(need, row.person), kind="need", phone="f-b"),
        Cell(value=row.amount, kind="money", phone="f-a"),
        Cell(value=row.probability, kind="share"),
        Cell(value=row.weighted, kind="money"),
        Cell(value=row.starts_on, kind="month", phone="f-c"),
    )
    about = [row.unit or str(row.product_line or ""), row.get_readiness_display()]
    return Line(
        row=row,
        name=row.name,
        under=" · ".join(each for each in about if each),
        wrong="" if need else _("answers no need yet"),
        cells=cells,
    )


LOOKS: dict[str, Look] = {
    "source": Look(
        heads=(
            (gettext_lazy("Source"), ""),
            (gettext_lazy("Type"), ""),
            (gettext_lazy("Means"), ""),
            (gettext_lazy("Date"), ""),
            (gettext_lazy("Reliability"), ""),
        ),
        line=_source,
        add=gettext_lazy("Add a source"),
        empty=gettext_lazy("No source yet."),
    ),
    "market": Look(
        heads=(
            (gettext_lazy("Market"), ""),
            (gettext_lazy("Year"), ""),
            (gettext_lazy("Size"), "r"),
            (gettext_lazy("Growth per year"), "r"),
        ),
        line=_market,
        add=gettext_lazy("Add a figure"),
        empty=gettext_lazy("No figure yet."),
        related=("source",),
    ),
    "factor": Look(
        heads=(
            (gettext_lazy("Factor"), ""),
            (gettext_lazy("Type"), ""),
            (gettext_lazy("When"), ""),
            (gettext_lazy("Impact"), "r"),
        ),
        line=_factor,
        add=gettext_lazy("Add a factor"),
        empty=gettext_lazy("No factor yet."),
    ),
    "finding": Look(
        heads=((gettext_lazy("Finding"), ""), (gettext_lazy("About"), ""), (gettext_lazy("Source"), "")),
        line=_finding,
        add=gettext_lazy("Add a finding"),
        empty=gettext_lazy("No finding yet."),
        related=("source",),
    ),
    "position": Look(
        heads=(
            (gettext_lazy("Criterion"), ""),
            (gettext_lazy("Customer"), "r"),
            (gettext_lazy("Rival"), "r"),
            (gettext_lazy("Best rival"), ""),
        ),
        line=_position,
        add=gettext_lazy("Add a criterion"),
        empty=gettext_lazy("No criterion yet."),
    ),
    "reading": Look(
        heads=((gettext_lazy("Who read it"), ""), (gettext_lazy("When"), "")),
        line=_reading,
        add=gettext_lazy("Add a reading"),
        empty=gettext_lazy("Nobody has read it yet."),
    ),
    "need": Look(
        heads=(
            (gettext_lazy("Need"), ""),
            (gettext_lazy("Kind"), ""),
            (gettext_lazy("Customer unit"), ""),
            (gettext_lazy("Whose"), ""),
            (gettext_lazy("Priority"), ""),
        ),
        line=_need,
        add=gettext_lazy("Add a need"),
        empty=gettext_lazy("No need yet."),
        related=("person", "product_line"),
    ),
    "objective": Look(
        heads=(
            (gettext_lazy("Objective"), ""),
            (gettext_lazy("Baseline"), "r"),
            (gettext_lazy("Target"), "r"),
            (gettext_lazy("Due"), ""),
            (gettext_lazy("Owner"), ""),
            (gettext_lazy("Progress"), ""),
        ),
        line=_objective,
        add=gettext_lazy("Add an objective"),
        empty=gettext_lazy("No objective yet."),
        related=("owner", "product_line"),
    ),
    "strategy": Look(
        heads=(
            (gettext_lazy("Strategy"), ""),
            (gettext_lazy("Tool"), ""),
            (gettext_lazy("Objectives"), ""),
            (gettext_lazy("Builds on"), ""),
        ),
        line=_strategy,
        add=gettext_lazy("Add a strategy"),
        empty=gettext_lazy("No strategy yet."),
        many=("objectives", "swot_items"),
    ),
    "offer": Look(
        heads=(
            (gettext_lazy("Offer"), ""),
            (gettext_lazy("Need and interlocutor"), ""),
            (gettext_lazy("Per year"), "r"),
            (gettext_lazy("Probability"), ""),
            (gettext_lazy("Weighted"), "r"),
            (gettext_lazy("Start"), ""),
        ),
        line=_offer,
        add=gettext_lazy("Add an offer"),
        empty=gettext_lazy("Nothing offered yet."),
        related=("need", "person", "product_line"),
    ),
}
