"""Which runs there are, and which of them are compared."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.models import ClassificationRun

OFFERED = 36  # periods a filter offers


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """The runs of a page: the one ``shown``, whether it is the ``latest``, the earlier one it is compared with
    (``before``, None if there is none), and those ``offered``: the newest run of each date, latest date first."""

    shown: ClassificationRun
    latest: bool
    before: ClassificationRun | None
    offered: Sequence[ClassificationRun]


def latest_run() -> ClassificationRun | None:
    """The run that was computed last, with its parameters and author. One query."""
    return ClassificationRun.objects.select_related("parameters", "created_by").order_by("-number").first()


def runs_for(*, number: int | None = None, compare: int | None = None) -> Runs | None:
    """The runs of a page that asks for run ``number`` (None: the latest) compared with ``compare``.

    Without ``compare`` (or one that cannot be) it is the last run of an earlier month, else the last of an earlier
    date. None while there is no run, or none of that number. Three queries.
    """
    newest = latest_run()
    shown = newest if number is None or (newest and newest.number == number) else _run(number)
    if newest is None or shown is None:
        return None
    offered = _offered()
    before = next((run for run in offered if run.number == compare), None) or (_run(compare) if compare else None)
    if before is None or before.as_of >= shown.as_of:
        before = usual_comparison(shown.as_of, offered)
    return Runs(shown=shown, latest=shown.number == newest.number, before=before, offered=offered)


def usual_comparison(as_of: datetime.date, runs: Sequence[ClassificationRun]) -> ClassificationRun | None:
    """Of ``runs``, latest date first, the last one of an earlier month, else of an earlier date."""
    earlier = [run for run in runs if run.as_of < as_of]
    month = as_of.replace(day=1)
    return next((run for run in earlier if run.as_of < month), None) or next(iter(earlier), None)


def _run(number: int | None) -> ClassificationRun | None:
    found = ClassificationRun.objects.select_related("parameters", "created_by")
    return found.filter(number=number).first() if number and number < 2**31 else None


def _offered() -> list[ClassificationRun]:
    """The newest run of each of the last dates."""
    newest_of_date = ClassificationRun.objects.order_by("-as_of", "-number").distinct("as_of")
    return list(newest_of_date.only("number", "base", "as_of", "digest", "finished_at")[:OFFERED])
