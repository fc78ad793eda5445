"""Classifies a few accounts anew after something about them changed. Loads pandas: for workers."""

from __future__ import annotations

import datetime
import hashlib
import time
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from accounts.services.figures import write_figures
from kamp.jobs.models import Job
from kamp.users.models import User
from portfolio.calc.snapshot import Snapshot
from portfolio.matrices.catalog import MATRICES
from portfolio.models import ClassificationRun
from portfolio.selectors.overrides import overrides_on
from portfolio.selectors.runs import latest_run
from portfolio.services import differences, facts_table
from portfolio.services.parameters import parameters_on
from portfolio.services.recompute import alone, next_number, recompute, write_run
from portfolio.services.remeasure import kept_of, remeasure

MANY = 500  # accounts, above which a run over everybody costs no more


@transaction.atomic
def reclassify(
    *,
    accounts: Sequence[int],
    today: datetime.date,
    at: datetime.datetime,
    by: User | None = None,
    job: Job | None = None,
) -> ClassificationRun:
    """The run that holds the present classes of ``accounts`` (ids), judged up to ``today``.

    It continues the latest run, as of its date: a new run of these accounts only, with the lines of that one, or the
    latest run itself if nothing changed. Where an amount of theirs changed, the lines that compare everybody may have
    moved: then it is a run over everybody, from what is stored of the others if that does. The figures of ``accounts``
    are refreshed, those of archived ones too.

    Raises OccupiedError while another run is being written: try again.
    """
    began = time.monotonic()
    alone()
    before = latest_run()
    if before is None:
        return recompute(as_of=today, at=at, by=by, job=job)
    soft_on = max(before.as_of, today)
    ids = sorted(set(accounts))
    if len(ids) > MANY or not _continues(before, at):
        return recompute(as_of=before.as_of, at=at, by=by, job=job, soft_on=soft_on)
    cause = {"job": job, "created_by": by, "started_at": at}
    facts_table.fill(before.as_of, before.parameters.as_parameters(), ids)
    write_figures(facts_table.TABLE, [], as_of=before.as_of)
    if not facts_table.differs(ids):
        run = _follow(before, ids, soft_on, cause, began)
        facts_table.drop()
        return run or before
    whole = remeasure(before, ids, soft_on, cause, began)
    if whole is None:
        facts_table.drop()
        return recompute(as_of=before.as_of, at=at, by=by, job=job, soft_on=soft_on)
    return whole


def take_changed() -> list[int]:
    """The accounts that wait for their class, each once; they wait no longer if the transaction is kept."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portfolio_changedaccount RETURNING account_id")
        return sorted({account for (account,) in cursor.fetchall()})


def _continues(before: ClassificationRun, at: datetime.datetime) -> bool:
    """Whether the rules of ``before`` are those of today."""
    versions = {spec.key: spec.version for spec in MATRICES}
    return before.versions == versions and before.parameters == parameters_on(before.as_of, at=at)


def _follow(
    before: ClassificationRun, ids: list[int], soft_on: datetime.date, cause: dict[str, Any], began: float
) -> ClassificationRun | None:
    """A run over ``ids`` after ``before``; None if they stand where they stood."""
    frame = facts_table.frame(before.as_of, soft_on, ids)
    snapshot = Snapshot(frame, before.parameters.as_parameters(), overrides_on(soft_on), kept_of(before))
    digests = snapshot.digests(frame["hash"].to_numpy())
    found = differences.find(frame.index, digests, ids)
    if not len(found.changed):
        return None
    run = ClassificationRun(
        number=next_number(),
        base=before.base,
        as_of=before.as_of,
        soft_on=soft_on,
        parameters=before.parameters,
        versions=before.versions,
        thresholds=before.thresholds,
        indices=before.indices,
        company=before.company,
        margin_level=before.margin_level,
        currency=before.currency,
        accounts=before.accounts,
        changed=len(found.changed),
        digest=hashlib.blake2b(before.digest.encode() + digests.tobytes(), digest_size=16).hexdigest(),
        finished_at=cause["started_at"] + datetime.timedelta(seconds=time.monotonic() - began),
        **cause,
    )
    write_run(run)
    differences.write(run.number, snapshot, digests, found)
    differences.write_cells(run.number, ids)
    return run
