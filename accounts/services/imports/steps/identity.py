"""Rows that would be the same row: the second one in a file is refused."""

from __future__ import annotations

from accounts.services.imports.steps.base import Step


def judge_twice(step: Step, key: str, *, per: str = "", shown: str = "") -> None:
    """Refuses rows whose ``key`` (a column of ``import_row``, within ``per``) stands on an earlier good line.

    ``shown`` is the column to show as the value, ``key`` by default.
    """
    partition = f"{per}, {key}" if per else key
    step.staging.judge(
        f"SELECT line, %s, %s, {shown or key}, 'twice', jsonb_build_object('first', first) FROM ("
        f"SELECT r.*, min(line) OVER (PARTITION BY {partition}) AS first FROM import_row r "
        f"WHERE r.{key} IS NOT NULL AND {step.staging.good}) AS seen WHERE line > first",
        [shown or key, step.run.columns.get(shown or key, "")],
    )
