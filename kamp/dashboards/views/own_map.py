"""My map: my accounts on the matrix that colours them, and those whose class changed."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.dashboards.places import place
from kamp.dashboards.seen import Seen
from kamp.dashboards.tiles.words import some_of
from kamp.shared import formats
from kamp.shared.templatetags.formats import language
from portfolio.charts.own_map import own_map
from portfolio.enums import NOT_ASSESSED, mark
from portfolio.matrices.catalog import MATRICES
from portfolio.metrics.catalog import METRICS
from portfolio.models import Classification
from portfolio.selectors.asked import ME, Asked, sees_thresholds
from portfolio.selectors.hues import COLOURED_BY, hue_of_key
from portfolio.selectors.movements import Cause
from portfolio.selectors.naming import cell_label
from portfolio.selectors.placing import Placing, value_on
from portfolio.selectors.reading import Reading
from portfolio.views.causes import cause_in_words

DOTS = 40
MOVES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMove:
    """An account of mine in another class than before, with the axis on which it crossed the line."""

    account: Any
    before: str
    after: str
    hues: tuple[str, str]
    cause: str


def own_map_of(seen: Seen) -> dict[str, Any]:
    """What the template shows: ``map`` None without a run, accounts or the right to see matrices. Six
    queries: reach, accounts, the rows, how many there are, who moved, where they were."""
    nothing = {"map": None, "map_url": ""}
    if seen.runs is None or not seen.user.has_perm("portfolio.view_matrix"):
        return nothing
    spec = MATRICES.get(COLOURED_BY)
    reading = Reading(user=seen.user, runs=seen.runs, asked=Asked(owner=ME))
    rows = list(reading.rows().on(spec.key).select_related("account").order_by("-revenue", "pk")[:DOTS])
    if not rows:
        return nothing
    missing = Count("pk", filter=Q(cells__contains=[mark(spec.key, NOT_ASSESSED)]))
    number = reading.rows().order_by().aggregate(all=Count("pk"), unknown=missing)
    unknown = number["unknown"]
    moved = reading.moved_from(spec.key, [row.account_id for row in rows])
    earlier = reading.earlier(moved)
    placing = Placing(spec, seen.runs.shown, [*rows, *earlier.values()], amounts=sees_thresholds(seen.user))
    return {
        "map": own_map(spec, rows, earlier, placing, _("My accounts: %(matrix)s") % {"matrix": _(spec.title)}),
        "map_count": some_of(len(rows), number["all"]),
        "map_unknown": _unknown_in_words(unknown) if unknown else "",
        "map_unknown_url": place("portfolio:cell", spec.key, NOT_ASSESSED, query="owner=me"),
        "map_url": place("portfolio:matrix", COLOURED_BY, query="owner=me"),
        "map_axes": _("Across: %(x)s. Up: %(y)s. Area: revenue.")
        % {"x": _(spec.x.label), "y": _(spec.y.label) if spec.y else ""},
        "map_moves": [
            _move(placing, reading.run.currency, moved[row.account_id], earlier[row.account_id], row)
            for row in rows
            if row.account_id in earlier
        ][:MOVES],
        "map_moves_url": place("portfolio:movements", COLOURED_BY, query="owner=me") if len(moved) > MOVES else "",
    }


def _unknown_in_words(count: int) -> str:
    text = ngettext("%(count)s account not assessed", "%(count)s accounts not assessed", count)
    return text % {"count": formats.number(count, language())}


def _move(placing: Placing, currency: str, start: str, before: Classification, row: Classification) -> OwnMove:
    spec, end = placing.spec, row.cell_on(placing.spec.key)
    cause = _cause(placing, before, row)
    return OwnMove(
        account=row.account,
        before=cell_label(spec, start),
        after=cell_label(spec, end),
        hues=(hue_of_key(spec, start), hue_of_key(spec, end)),
        cause=cause_in_words(cause, currency, language()) if cause else "",
    )


def _cause(placing: Placing, before: Classification, now: Classification) -> Cause | None:
    """The axis on which the account crossed the line; None if it did on none (a person set the class, or the line is
    elsewhere now)."""
    for name, axis in placing.spec.axes().items():
        threshold, values = placing.thresholds[name], (value_on(before, axis), value_on(now, axis))
        if threshold and threshold.band(values[0]) != threshold.band(values[1]):
            metric = METRICS.get(axis.metric)
            was, value = (None if isnan(each) else each for each in values)
            return Cause(label=metric.label, unit=metric.unit.value, before=was, after=value)
    return None
