"""A run over everybody after the amounts of a few changed: the facts of all others are in their rows. Loads pandas."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from accounts.models import KeyAccount
from accounts.selectors.facts import FRAME
from accounts.selectors.frames import read_frame
from portfolio.calc.bands import Threshold
from portfolio.calc.snapshot import SOFT, Kept, Snapshot
from portfolio.models import ClassificationRun
from portfolio.selectors.overrides import overrides_on
from portfolio.services import differences, facts_table
from portfolio.services.recompute import conclude

if TYPE_CHECKING:
    import pandas as pd

MOVED = 5000  # others whose class moves with the lines, above which reading everybody costs no more


def remeasure(
    before: ClassificationRun, ids: Sequence[int], soft_on: datetime.date, cause: dict[str, Any], began: float
) -> ClassificationRun | None:
    """The run over everybody that follows ``before``, as of its date, after a change of ``ids`` and nobody else; their
    facts are in the facts table.

    None, with nothing written, where the rows of the others do not do: they were judged up to another day than
    ``soft_on``, there is an account without a row, or so many move with the lines that all may be read as well.
    """
    import pandas as pd

    if not ClassificationRun.objects.filter(number=before.base, soft_on=soft_on).exists():
        return None
    parameters, given = before.parameters.as_parameters(), overrides_on(soft_on)
    rows = _open_rows()
    others = rows[~rows.index.isin(ids)]
    fresh = facts_table.frame(before.as_of, soft_on, ids)
    frame = pd.concat([others[fresh.columns.drop("hash")], fresh.drop(columns="hash")]).sort_index()
    if len(frame) != KeyAccount.objects.current().count():
        return None
    now, then = Snapshot(frame, parameters, given), Snapshot(others, parameters, given, kept_of(before))
    moved = _without_facts(now)[others.index] != _without_facts(then)
    anew = sorted({*ids, *others.index[moved].tolist()})
    if moved.sum() > MOVED or not _read_again(before, anew, others.index[moved].tolist()):
        return None
    digests = _digests(now, rows["digest"])
    found = differences.between(rows, frame.index, digests)
    about = {"as_of": before.as_of, "soft_on": soft_on, "parameters": before.parameters, **cause}
    return conclude(now, digests, found, began, about)


def kept_of(run: ClassificationRun) -> Kept:
    """What of ``run`` counts for a run over a few accounts."""
    thresholds = {
        matrix: {axis: Threshold.from_dict(lines) for axis, lines in axes.items() if lines is not None}
        for matrix, axes in run.thresholds.items()
    }
    return Kept(thresholds=thresholds, company=run.company, margin_level=run.margin_level)


def _open_rows() -> pd.DataFrame:
    """All open classifications by account, rising: ``id`` and ``digest``, and what ``facts_table.frame`` has of the
    accounts, but for the hash."""
    facts = [*FRAME, *SOFT]
    metrics = ", ".join(f"(metrics ->> '{name}')::float8 AS {name}" for name in facts)
    whole = ("id", "digest", "segment_id", "team_id")
    columns = (
        f"account_id, id, digest, coalesce(segment_id, 0) AS segment_id, coalesce(team_id, 0) AS team_id, {metrics}"
    )
    return read_frame(
        f"SELECT {columns} FROM portfolio_classification WHERE to_run_id IS NULL",  # noqa: S608  MEANT: our own columns
        [],
        {**dict.fromkeys(whole, "int64"), **dict.fromkeys(facts, "float64")},
        index="account_id",
    )


def _without_facts(snapshot: Snapshot) -> pd.Series[int]:
    """A number for each account that changes with what was judged and with its classes, whatever its amounts are."""
    import numpy as np
    import pandas as pd

    nothing = np.zeros(len(snapshot.frame), dtype=np.int64)
    return pd.Series(snapshot.digests(nothing), index=snapshot.frame.index)


def _read_again(before: ClassificationRun, anew: Sequence[int], moved: Sequence[int]) -> bool:
    """Fills the facts table with the accounts that are written anew; whether those of ``moved`` are what their rows
    say."""
    facts_table.drop()
    facts_table.fill(before.as_of, before.parameters.as_parameters(), anew)
    return not facts_table.differs(moved)


def _digests(snapshot: Snapshot, stored: pd.Series[int]) -> Any:
    """``Snapshot.digests`` with the facts of the table; of accounts that are not in it those that are ``stored``."""
    import numpy as np

    index, hashes = snapshot.frame.index, facts_table.hashes()
    found = snapshot.digests(hashes.reindex(index, fill_value=0).to_numpy().astype(np.int64))
    known = ~index.isin(hashes.index)
    found[known] = stored[index[known]].to_numpy()
    return found
