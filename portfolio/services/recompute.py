"""Classifies the whole portfolio at a date: one run, in the caller's transaction. Loads pandas: for workers."""

from __future__ import annotations

import datetime
import hashlib
import time
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.selectors.company import company_facts
from accounts.services.change_notes import prune_changes
from accounts.services.figures import write_figures
from kamp.jobs.models import Job
from kamp.jobs.registry import Progress
from kamp.shared.errors import OccupiedError
from kamp.shared.i18n import N_
from kamp.users.models import User
from portfolio.calc.concentration import concentration
from portfolio.calc.quality import revenue_quality
from portfolio.calc.snapshot import Snapshot
from portfolio.models import ClassificationRun, RunCell
from portfolio.selectors.overrides import overrides_on
from portfolio.services import differences, facts_table
from portfolio.services.parameters import parameters_on

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

LOCK = 0x4A11
STEPS = 100
SCALE = Decimal(10_000)


@transaction.atomic
def recompute(
    *,
    as_of: datetime.date,
    at: datetime.datetime,
    by: User | None = None,
    job: Job | None = None,
    progress: Progress | None = None,
    soft_on: datetime.date | None = None,
) -> ClassificationRun:
    """A new run over all accounts that are not archived, with the parameters in force on ``as_of``.

    What was judged counts up to ``soft_on`` (as_of if not given), and so do the classes that people set.

    The figures of accounts are refreshed from the same facts. Only classifications that differ from the open ones are
    written; the same data give the same digest and write none. For one consistent picture of the data the caller's
    transaction should be REPEATABLE READ. Raises OccupiedError while another run is being written: try again.
    """
    report = progress or (lambda _done, _total=None, _stage=None: None)
    started = time.monotonic()
    alone()
    soft_on = soft_on or as_of
    version = parameters_on(as_of, at=at)
    report(0, STEPS, N_("Adding up sales and costs"))
    facts_table.fill(as_of, version.as_parameters())
    report(35, STEPS, N_("Refreshing the figures of the accounts"))
    write_figures(facts_table.TABLE, [], as_of=as_of)
    report(55, STEPS, N_("Classifying on every matrix"))
    frame = facts_table.frame(as_of, soft_on)
    snapshot = Snapshot(frame, version.as_parameters(), overrides_on(soft_on))
    digests = snapshot.digests(frame["hash"].to_numpy())
    report(75, STEPS, N_("Writing what changed"))
    found = differences.find(frame.index, digests)
    about = {"as_of": as_of, "soft_on": soft_on, "parameters": version}
    cause = {"job": job, "created_by": by, "started_at": at}
    run = conclude(snapshot, digests, found, started, {**about, **cause})
    prune_changes()
    report(STEPS, STEPS)
    return run


def conclude(
    snapshot: Snapshot,
    digests: npt.NDArray[np.int64],
    found: differences.Differences,
    began: float,
    about: dict[str, Any],
) -> ClassificationRun:
    """Writes a run over everybody: its row with what it is ``about`` (fields of the run), classifications that differ,
    sums. The exact facts of those that differ are in the facts table, which goes."""
    number = next_number()
    run = ClassificationRun(
        number=number,
        base=number,
        versions={key: outcome.spec.version for key, outcome in snapshot.outcomes.items()},
        thresholds={key: outcome.thresholds() for key, outcome in snapshot.outcomes.items()},
        indices=indices(snapshot),
        company=dict(snapshot.company),
        margin_level=snapshot.margin_level,
        currency=company_facts().currency,
        accounts=len(snapshot.frame),
        changed=len(found.changed),
        digest=hashlib.blake2b(
            snapshot.frame.index.to_numpy().tobytes() + digests.tobytes(), digest_size=16
        ).hexdigest(),
        finished_at=about["started_at"] + datetime.timedelta(seconds=time.monotonic() - began),
        **about,
    )
    write_run(run)
    differences.write(run.number, snapshot, digests, found)
    facts_table.drop()
    _write_cells(run, snapshot)
    return run


def indices(snapshot: Snapshot) -> dict[str, Any]:
    """Concentration of revenue (§8.1) and its quality (§7.3) over the whole portfolio; JSON-able."""
    figures = asdict(concentration(snapshot.frame["revenue"], snapshot.parameters))
    quality = asdict(revenue_quality(snapshot.outcomes["revenue-quality"], snapshot.frame))
    kept = ("level", "reference", "rqi", "loss_share", "covered")
    return {"concentration": figures, "quality": {name: quality[name] for name in kept}}


def _write_cells(run: ClassificationRun, snapshot: Snapshot) -> None:
    segments, teams = (snapshot.frame[name].to_numpy() for name in ("segment_id", "team_id"))
    places = segments * (teams.max(initial=0) + 1) + teams
    RunCell.objects.bulk_create(
        [
            RunCell(
                run=run,
                matrix=total.matrix,
                cell=total.cell,
                segment_id=total.place // (int(teams.max(initial=0)) + 1) or None,
                team_id=total.place % (int(teams.max(initial=0)) + 1) or None,
                accounts=total.accounts,
                revenue=total.revenue / SCALE,
                margin=total.margin / SCALE,
                margin_revenue=total.margin_revenue / SCALE,
            )
            for total in snapshot.cell_sums(places)
        ],
        batch_size=2000,
    )


def next_number() -> int:
    """The number of the run that is about to be written."""
    newest = ClassificationRun.objects.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def write_run(run: ClassificationRun) -> None:
    """Writes the row of ``run``.

    Raises OccupiedError when a run was finished after our transaction began: it does not see that one and must not
    build on what was before it.
    """
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as problem:
        raise OccupiedError(_("Another classification is being written.")) from problem


def alone() -> None:
    """Only one run is written at a time; another transaction could not build on what it does not see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise OccupiedError(_("Another classification is being written."))
