"""One pass of a file to the database: the same for a check and for the import itself, which only goes on to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, transaction

from accounts.kinds.catalog import KINDS
from accounts.selectors.company import company_facts
from accounts.services.imports.outcome import Outcome, grouped_problems, keep_rejects, rejected_rows
from accounts.services.imports.plans import Plan, as_fractions
from accounts.services.imports.steps.base import Run, Step
from accounts.services.imports.steps.catalog import STEPS
from kamp.intake.conversion import Conversion
from kamp.intake.fields import Field
from kamp.intake.preparing import prepare
from kamp.intake.reading import Table, open_table
from kamp.shared.i18n import N_
from kamp.users.models import User

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

Tell = Callable[..., None]
"""Told about progress: done, total, stage (``kamp.jobs.registry.Progress``)."""

_WHOLE = 1000
_READING = 600  # of _WHOLE
EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be imported: the kind, the tables by name (the main one and those it joins), how, for whom."""

    kind: str
    main: Table
    joins: Mapping[str, Table]
    plan: Plan
    source: str
    by: User | None
    at: datetime
    import_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome, the plan with everything settled, and where the rejected rows are ("" = none)."""

    outcome: Outcome
    plan: Plan
    rejects_path: str
    written: bool


def run_task(task: Task, *, tell: Tell, write: bool, partial: bool) -> Result:
    """Reads the file and says what becomes of it; with ``write`` (and no rejected row, or ``partial``) does it.

    Without ``write``, and where rows are rejected and not ``partial``, nothing is left in the database. To be called in
    a transaction. Raises ``IntakeError`` for a file or plan that cannot be read.
    """
    conversion = prepare(task.main, _fields(task), task.plan.recipe, task.joins)
    with _undone_unless_kept() as keep, connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        step = _step(task, conversion, cursor)
        rows = _read(conversion, step, task.plan, tell)
        tell(_READING, _WHOLE, N_("Comparing with what is there"))
        step.judge()
        counts = step.compare()
        rejected = rejected_rows(cursor)
        outcome = Outcome(
            rows=rows,
            created=counts.created,
            updated=counts.updated,
            unchanged=counts.unchanged,
            rejected=rejected,
            added=step.run.added,
            notices=[{"code": notice.code, "params": dict(notice.params)} for notice in conversion.notices],
            examples=[] if write else step.examples(EXAMPLES),
        )
        rejects = ""
        if rejected:
            outcome.problems = grouped_problems(cursor)
            rejects = keep_rejects(task.main)
        if write and (partial or not rejected):
            tell(_WHOLE * 3 // 4, _WHOLE, N_("Writing"))
            step.write()
            keep()
    plan = Plan(recipe=conversion.recipe, options=task.plan.options, percent=task.plan.percent)
    return Result(outcome=outcome, plan=plan, rejects_path=rejects, written=write and (partial or not rejected))


@contextmanager
def _undone_unless_kept() -> Iterator[Callable[[], None]]:
    """A savepoint to which the database goes back at the end, unless the given function was called."""
    kept: list[bool] = []
    with transaction.atomic():
        yield lambda: kept.append(True)
        if not kept:
            transaction.set_rollback(True)


def _step(task: Task, conversion: Conversion, cursor: CursorWrapper) -> Step:
    run = Run(
        kind=KINDS.get(task.kind),
        by=task.by,
        at=task.at,
        cursor=cursor,
        company_currency=company_facts().currency,
        columns=Plan(recipe=conversion.recipe).columns(),
        source=task.source,
        import_id=task.import_id,
    )
    return STEPS[task.kind](run)


def _fields(task: Task) -> list[Field]:
    return [replace(field, in_percent=field.key in task.plan.percent) for field in KINDS.get(task.kind).reading]


def _read(conversion: Conversion, step: Step, plan: Plan, tell: Tell) -> int:
    rows = 0
    for batch in conversion.batches():
        lines, values = batch.good()
        for key in plan.percent:
            if key in values and key not in plan.recipe.columns:  # a column is read in percent already
                values[key] = as_fractions(values[key])
        step.staging.refuse(batch.errors)
        step.take(lines, {**values})
        rows += batch.rows
        tell(int(_READING * batch.share), _WHOLE, N_("Reading the rows"))
    return rows


def open_tables(paths: Mapping[str, Path], main: str, plan: Plan) -> tuple[Table, dict[str, Table]]:
    """The main table and the joined ones by name. Raises ``Refused``."""
    table = open_table(paths[main], name=main, options=plan.options)
    return table, {name: open_table(path, name=name) for name, path in paths.items() if name != main}
