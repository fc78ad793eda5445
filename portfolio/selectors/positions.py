"""Where accounts stand after the latest run, for pages about accounts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import KeyAccount
from kamp.shared.drawing.marks import Spot
from kamp.users.models import User
from portfolio.matrices.marks import Flag
from portfolio.matrices.spec import MatrixSpec
from portfolio.models import Classification, ClassificationOverride, ClassificationRun
from portfolio.models.classification import OPEN
from portfolio.selectors.hues import COLOURED_BY, hue_of
from portfolio.selectors.overrides import with_override
from portfolio.selectors.placing import band_places, cuts, thresholds_of
from portfolio.selectors.reading import Reading
from portfolio.selectors.runs import Runs, latest_run


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """An account in the latest run; ``row`` is None if the run does not know it. ``override``: the class that a person
    set for it on the matrix that gives accounts their colour."""

    run: ClassificationRun
    row: Classification | None
    override: ClassificationOverride | None = None


def position_of(account: KeyAccount, today: datetime.date) -> Position | None:
    """The position of an account that the person sees; None while nothing was computed. Two queries."""
    run = latest_run()
    if run is None:
        return None
    row = with_override(Classification.objects.filter(OPEN, account=account), COLOURED_BY, today).first()
    if row is not None:
        row.account = account
    return Position(run=run, row=row, override=getattr(row, "override", None))


def reading_of(user: User, run: ClassificationRun) -> Reading:
    """The reading of the latest ``run`` by itself, for a page about one account."""
    return Reading(user=user, runs=Runs(shown=run, latest=True, before=None, offered=[run]))


def latest_rows(account_ids: Iterable[int]) -> dict[int, Classification]:
    """The present classification of accounts that the person sees, by account. One query."""
    rows = Classification.objects.filter(OPEN, account__in=list(account_ids))
    return {row.account_id: row for row in rows.only("account_id", "cells", "flags")}


def position_kept(account: KeyAccount, today: datetime.date) -> Position | None:
    """``position_of`` the account, asked for once however many panels of its page show it."""
    kept: dict[str, Any] = account.__dict__
    if "portfolio_position" not in kept:
        kept["portfolio_position"] = position_of(account, today)
    found: Position | None = kept["portfolio_position"]
    return found


def present_row(account: KeyAccount) -> Classification | None:
    """The present classification of an account that the person sees: what its page has read already, else one query."""
    kept: Position | None = account.__dict__.get("portfolio_position")
    if kept:
        return kept.row
    return (
        Classification.objects.filter(OPEN, account=account.pk).only("account_id", "cells", "flags", "metrics").first()
    )


def spot_of(spec: MatrixSpec, run: ClassificationRun, row: Classification) -> Spot:
    """Where ``row`` stands on ``spec`` by the lines of ``run``, as a miniature."""
    lines = thresholds_of(run, spec)
    place = band_places(spec, lines, row) or (None, None)
    return Spot(
        x=place[0],
        y=place[1],
        cuts_x=cuts(spec.x, lines["x"]),
        cuts_y=cuts(spec.y, lines.get("y")),
        tone=hue_of(row),
        provisional=Flag.PROVISIONAL in row.flags_on(spec.key),
    )
