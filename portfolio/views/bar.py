"""The filter bar of a portfolio page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Designation
from accounts.selectors.accounts import Option
from kamp.shared import formats
from kamp.shared.parts import Chip, Pick
from kamp.shared.tables import link_with
from portfolio.models import ClassificationRun
from portfolio.selectors.asked import ME, NONE, Asked
from portfolio.selectors.options import Options
from portfolio.selectors.runs import Runs, usual_comparison

LABELS = {
    "q": gettext_lazy("Search"),
    "segment": gettext_lazy("Segment"),
    "team": gettext_lazy("Team"),
    "owner": gettext_lazy("Owner"),
    "designation": gettext_lazy("Designation"),
    "country": gettext_lazy("Country"),
}


def period_picks(runs: Runs, language: str) -> list[Pick]:
    """Which run, and which it is compared with."""
    shown = _with(runs.offered, runs.shown)
    earlier = [run for run in runs.offered if run.as_of < runs.shown.as_of]
    earlier = _with(earlier, runs.before) if runs.before else earlier
    periods = [(_number(run, runs), formats.date_long(run.as_of, language)) for run in shown]
    picks = [Pick(name="run", label=_("Period"), options=periods, value=_number(runs.shown, runs))]
    if earlier:
        usual = usual_comparison(runs.shown.as_of, runs.offered)
        numbers = [("" if run == usual else str(run.number), formats.date_long(run.as_of, language)) for run in earlier]
        chosen = "" if runs.before is None or runs.before == usual else str(runs.before.number)
        picks.append(Pick(name="compare", label=_("Compared with"), options=numbers, value=chosen))
    return picks


def _number(run: ClassificationRun, runs: Runs) -> str:
    """The latest run has no number in an address, so that a bookmark of it stays with the latest."""
    return "" if runs.latest and run.number == runs.shown.number else str(run.number)


def _with(runs: Sequence[ClassificationRun], chosen: ClassificationRun) -> list[ClassificationRun]:
    """``runs``, with ``chosen`` in its place if it is not among them."""
    if any(run.number == chosen.number for run in runs):
        return list(runs)
    return sorted([*runs, chosen], key=lambda run: (run.as_of, run.number), reverse=True)


def account_picks(asked: Asked, options: Options) -> list[Pick]:
    """The filters on accounts; one without a choice is left out."""
    owners = [option for option in options.owner if not options.many_owners or option.key == asked.owner]
    people = [("", _("Anybody")), (ME, _("Me")), (NONE, _("Nobody")), *_pairs(owners)]
    places = [("", _("All countries")), *((country, country) for country in options.country)]
    picks = [
        _pick("segment", asked, [("", _("All segments")), *_pairs(options.segment), (NONE, _("No segment"))]),
        _pick("team", asked, [("", _("All teams")), *_pairs(options.team), (NONE, _("No team"))]),
        _pick("owner", asked, people),
        _pick("designation", asked, [("", _("All")), *Designation.choices]),
        _pick("country", asked, places),
    ]
    offered = {"segment": options.segment, "team": options.team, "country": options.country}
    return [pick for pick in picks if pick.active or offered.get(pick.name, True)]


def _pick(name: str, asked: Asked, options: list[tuple[str, Any]]) -> Pick:
    return Pick(name=name, label=LABELS[name], options=options, value=getattr(asked, name))


def _pairs(options: list[Option]) -> list[tuple[str, str]]:
    return [(option.key, option.label) for option in options]


def chips(asked: Asked, options: Options, params: QueryDict) -> list[Chip]:
    """The filters in force, each with the address of the page without it."""
    return [
        Chip(
            label=LABELS[name], value=_named(name, value, options), url=link_with(params, **{name: None, "after": None})
        )
        for name, value in asked.active()
    ]


def _named(name: str, value: str, options: Options) -> Any:
    if name == "designation":
        return Designation(value).label
    if name in ("q", "country"):
        return value
    words = {NONE: _("none"), ME: _("me")}
    known: list[Option] = getattr(options, name)
    return next((option.label for option in known if option.key == value), words.get(value, value))


def cleared(params: QueryDict) -> str:
    """The address of the page without filters."""
    return link_with(params, after=None, **dict.fromkeys(LABELS))
