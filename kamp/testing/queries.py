"""The demand on every list: as many queries for thirty rows as for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(action: Callable[[], Any]) -> list[str]:
    """The SQL that ``action`` sends."""
    with CaptureQueriesContext(connection) as captured:
        action()
    return [query["sql"] for query in captured.captured_queries]


def assert_same_queries(
    action: Callable[[], Any],
    grow: Callable[[int], Any],
    *,
    counts: tuple[int, int] = (1, 30),
    at_most: int | None = None,
) -> int:
    """Fail unless ``action`` sends as many queries with ``counts[0]`` rows as with ``counts[1]``; gives that number.

    ``grow(n)`` adds ``n`` rows. Before each measurement the action runs once, so that what is kept (types, settings,
    sums of a run) is there both times.
    """
    few, many = counts
    grow(few)
    action()
    before = queries_of(action)
    grow(many - few)
    action()
    after = queries_of(action)
    if len(before) != len(after):
        more = [sql for sql in after if sql not in before]
        listing = "\n".join(f"  {sql[:300]}" for sql in more[:8])
        raise AssertionError(
            f"{len(before)} queries for {few} rows, {len(after)} for {many}; among the new:\n{listing}"
        )
    repeated = {sql for sql in after if after.count(sql) > 1}
    assert not repeated, "the same query twice:\n" + "\n".join(f"  {sql[:300]}" for sql in sorted(repeated))
    if at_most is not None:
        assert len(after) <= at_most, f"{len(after)} queries, at most {at_most} are allowed"
    return len(after)
