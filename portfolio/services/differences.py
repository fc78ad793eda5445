"""Writes a classified portfolio as differences to the state before: new rows in bulk, old ones closed."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from accounts.selectors.frames import read_frame
from portfolio.services.facts_table import AS_STORED, TABLE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from portfolio.calc.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Differences:
    """Between the open rows and a portfolio: ``changed`` positions of its frame to be written, and the ``closed`` rows
    (ids) that they replace or whose accounts are gone."""

    changed: npt.NDArray[np.intp]
    closed: list[int]


def find(index: pd.Index[int], digests: npt.NDArray[np.int64], among: Sequence[int] | None = None) -> Differences:
    """What differs between the open rows (of the accounts ``among``, None = all) and the accounts of ``index`` (rising)
    with their ``digests``."""
    limit, params = ("", []) if among is None else (" AND account_id = ANY(%s)", [list(among)])
    old = read_frame(
        f"SELECT account_id, id, digest FROM portfolio_classification WHERE to_run_id IS NULL{limit}",
        params,
        {"id": "int64", "digest": "int64"},
        index="account_id",
    )
    return between(old, index, digests)


def between(old: pd.DataFrame, index: pd.Index[int], digests: npt.NDArray[np.int64]) -> Differences:
    """``find`` with the open rows at hand: ``id`` and ``digest`` by account id."""
    import numpy as np

    position = old.index.get_indexer(index)
    same = (position >= 0) & (old["digest"].to_numpy()[position] == digests) if len(old) else position >= 0
    kept = np.zeros(len(old), dtype=bool)
    kept[position[same]] = True
    return Differences(changed=np.flatnonzero(~same), closed=old["id"].to_numpy()[~kept].tolist())


def write(run: int, snapshot: Snapshot, digests: npt.NDArray[np.int64], differences: Differences) -> int:
    """Writes them as of ``run``, with the moves from cell to cell; gives the number of new rows."""
    with connection.cursor() as cursor:
        if differences.closed:
            cursor.execute(
                "UPDATE portfolio_classification SET to_run_id = %s WHERE id = ANY(%s)", [run, differences.closed]
            )
        if not len(differences.changed):
            return 0
        cursor.execute(
            "CREATE TEMP TABLE classes_now (account_id bigint, margin numeric, cells varchar[], "
            "flags varchar[], computed varchar[], levels jsonb, axis_values jsonb, digest bigint) ON COMMIT DROP"
        )
        cursor.copy_expert("COPY classes_now FROM STDIN", _lines(snapshot, digests, differences))
        cursor.execute(INSERT, [run])
        written = [row_id for (row_id,) in cursor.fetchall()]
        cursor.execute("DROP TABLE classes_now")
        if run > 1:
            cursor.execute(MOVES, [run, written])
        return len(written)


def _lines(snapshot: Snapshot, digests: npt.NDArray[np.int64], differences: Differences) -> io.BytesIO:
    """The new rows as COPY reads them; no text in them needs escaping."""
    margins, accounts = snapshot.margin.tolist(), snapshot.frame.index.tolist()
    lines = []
    for row in snapshot.stored(differences.changed):
        margin = margins[row.position]
        known = "\\N" if math.isnan(margin) else f"{margin:.4f}"
        texts = (row.cells, row.flags, row.computed, row.levels, row.values)
        lines.append("\t".join((str(accounts[row.position]), known, *texts, str(digests[row.position]))))
    return io.BytesIO("\n".join(lines).encode())


INSERT = f"""
    INSERT INTO portfolio_classification
        (account_id, from_run_id, segment_id, team_id, revenue, margin, metrics, levels, cells, flags, computed,
        digest)
    SELECT c.account_id, %s, f.segment_id, f.team_id, f.revenue, c.margin,
        {AS_STORED} || c.axis_values, c.levels, c.cells, c.flags, c.computed, c.digest
    FROM classes_now c JOIN {TABLE} f USING (account_id)
    ORDER BY c.account_id RETURNING id
"""


def write_cells(run: int, accounts: Sequence[int]) -> None:
    """The sums of ``run`` over a few ``accounts``, as differences to the run before."""
    with connection.cursor() as cursor:
        cursor.execute(CELLS, [run, run, run, list(accounts)])


CELLS = """
    INSERT INTO portfolio_runcell
        (run_id, matrix, cell, segment_id, team_id, accounts, revenue, margin, margin_revenue)
    SELECT %s, split_part(m, ':', 1), split_part(m, ':', 2), segment_id, team_id, sum(sign), sum(sign * revenue),
        sum(sign * coalesce(margin, 0)), sum(CASE WHEN margin IS NULL THEN 0 ELSE sign * revenue END)
    FROM (
        SELECT CASE WHEN from_run_id = %s THEN 1 WHEN to_run_id = %s THEN -1 END AS sign, *
        FROM portfolio_classification WHERE account_id = ANY(%s)
    ) rows CROSS JOIN unnest(cells) AS m
    WHERE sign IS NOT NULL GROUP BY 2, 3, 4, 5
    HAVING sum(sign) <> 0 OR sum(sign * revenue) <> 0 OR sum(sign * coalesce(margin, 0)) <> 0
        OR sum(CASE WHEN margin IS NULL THEN 0 ELSE sign * revenue END) <> 0
"""
# From the last state there was, also that of an account that was away for a while.
MOVES = """
    INSERT INTO portfolio_classmove (run_id, account_id, matrix, from_cell, to_cell)
    SELECT %s, new.account_id, split_part(was, ':', 1), split_part(was, ':', 2), split_part(now, ':', 2)
    FROM portfolio_classification new
    CROSS JOIN LATERAL (
        SELECT cells FROM portfolio_classification earlier
        WHERE earlier.account_id = new.account_id AND earlier.from_run_id < new.from_run_id
        ORDER BY earlier.from_run_id DESC LIMIT 1
    ) old
    CROSS JOIN unnest(old.cells) was
    JOIN unnest(new.cells) now ON split_part(now, ':', 1) = split_part(was, ':', 1) AND now <> was
    WHERE new.id = ANY(%s) AND old.cells <> new.cells
"""
