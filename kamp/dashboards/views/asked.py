"""What the address of a home asks for: the run and the segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.selectors.accounts import list_options
from kamp.dashboards.seen import Seen
from kamp.shared.parts import Pick
from kamp.shared.templatetags.formats import language
from portfolio.forms.filters import asked_in, number_in
from portfolio.matrices.catalog import MATRICES
from portfolio.selectors.asked import NONE
from portfolio.selectors.hues import COLOURED_BY
from portfolio.selectors.naming import cell_name
from portfolio.selectors.runs import runs_for
from portfolio.views.bar import period_picks

KEPT = ("run", "compare", "segment")


def seen_by(request: HttpRequest) -> Seen:
    """What the person of ``request`` sees through its filters. Raises Http404 for a run that is not there."""
    params, run = request.GET, number_in(request.GET, "run")
    runs = runs_for(number=run, compare=number_in(params, "compare"))
    if run is not None and runs is None:
        raise Http404
    return Seen(
        user=request.user,
        today=timezone.localdate(),
        zone=timezone.get_current_timezone(),
        runs=runs,
        segment=asked_in(params).segment,
        before=_cell(params, "from"),
        after=_cell(params, "to"),
    )


def _cell(params: QueryDict, name: str) -> str:
    """A class of the matrix that colours, "" for anything else."""
    value = params.get(name, "")
    return value if value in MATRICES.get(COLOURED_BY).cell_keys() else ""


def kept(params: QueryDict) -> str:
    """The filters as a query string, "" without any."""
    chosen = QueryDict(mutable=True)
    for name in KEPT:
        if value := params.get(name):
            chosen[name] = value
    return f"?{chosen.urlencode()}" if chosen else ""


def bar(seen: Seen, params: QueryDict, asks: Sequence[str] = ()) -> dict[str, Any]:
    """The filters of the page: the run, what it is compared with, the segment, and what ``asks`` names. One query."""
    options = list_options(user=seen.user, accounts=seen.accounts, page="dashboard", owner="")
    segments = [
        ("", _("All segments")),
        *((each.key, each.label) for each in options.segments),
        (NONE, _("No segment")),
    ]
    picks = period_picks(seen.runs, language()) if seen.runs else []
    if options.segments or seen.segment:
        picks.append(Pick(name="segment", label=_("Segment"), options=segments, value=seen.segment))
    classes = [("", _("All")), *((cell.key, cell_name(cell)) for cell in MATRICES.get(COLOURED_BY).cells)]
    given = {"from": (_("Came from"), seen.before), "to": (_("Class"), seen.after)}
    picks += [Pick(name=name, label=given[name][0], options=classes, value=given[name][1]) for name in asks]
    return {"picks": picks, "kept": kept(params)}
