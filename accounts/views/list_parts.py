"""What stands around the rows of the account list: filters, those in force, how many there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import AccountStatus, Designation
from accounts.forms.filters import ALL, ARCHIVED, ME, NONE, AccountFilter
from accounts.selectors.accounts import ListOptions, Option
from kamp.shared import formats
from kamp.shared.paging import Count, Page
from kamp.shared.panels import AccountNarrowing
from kamp.shared.parts import Chip, Pick
from kamp.shared.tables import link_with
from kamp.shared.templatetags.formats import language

LABELS = {
    "segment": gettext_lazy("Segment"),
    "team": gettext_lazy("Team"),
    "owner": gettext_lazy("Owner"),
    "status": gettext_lazy("Account status"),
    "designation": gettext_lazy("Designation"),
    "country": gettext_lazy("Country"),
    "archived": gettext_lazy("Archive"),
}


def picks_of(asked: AccountFilter, options: ListOptions) -> list[Pick]:
    """The filters beside the search."""
    any_segment, nobody = [("", _("All segments"))], [("", _("Anybody")), (ME, _("Me")), (NONE, _("Nobody"))]
    owners = [o for o in options.owners if not options.many_owners or o.key == asked.owner]
    return [
        Pick(
            name="segment",
            label=LABELS["segment"],
            value=asked.segment,
            options=[*any_segment, *_pairs(options.segments), (NONE, _("No segment"))],
        ),
        Pick(name="owner", label=LABELS["owner"], value=asked.owner, options=[*nobody, *_pairs(owners)]),
        Pick(
            name="designation",
            label=LABELS["designation"],
            value=asked.designation,
            options=[("", _("All")), *Designation.choices],
        ),
    ]


def chips_of(
    asked: AccountFilter, options: ListOptions, narrowings: Iterable[AccountNarrowing], params: QueryDict
) -> list[Chip]:
    """The filters in force, each with the address of the list without it."""
    chips = [
        Chip(
            label=LABELS[name],
            value=name_of(name, value, options),
            url=_without(params, name),
        )
        for name, value in asked.active()
    ]
    for each in narrowings:
        told = each.describe(params[each.key])
        chips.append(Chip(label=_(each.label), value=told, url=_without(params, each.key)))
    if asked.rows:
        count = formats.number(len(asked.rows), language())
        chips.append(Chip(label=_("Selected"), value=count, url=_without(params, "row")))
    return chips


EVERYTHING = "?view=all"
"""The address of the list without any filter; one that asks for nothing opens the view the person wants first."""


def _without(params: QueryDict, name: str) -> str:
    url = link_with(params, **{name: None, "after": None})
    return EVERYTHING if url == "?" else url


def name_of(name: str, value: str, options: ListOptions) -> Any:
    """What the value of a filter is called."""
    words: dict[str, Any] = {NONE: _("none"), ME: _("me"), ARCHIVED: _("archived"), ALL: _("current and archived")}
    if name == "status":
        return AccountStatus(value).label
    if name == "designation":
        return Designation(value).label
    if name == "country":
        return value
    known = {"segment": options.segments, "team": options.teams, "owner": options.owners}.get(name, [])
    return next((option.label for option in known if option.key == value), words.get(value, value))


def count_words(page: Page, count: Count) -> str:
    """1–25 of 812; past the limit of counting: 1–25 of more than 1,000."""
    if not page.rows:
        return ""
    here = language()
    first, last, total = (formats.number(n, here) for n in (page.first, page.last, count.number))
    text = _("%(first)s–%(last)s of more than %(total)s") if count.more else _("%(first)s–%(last)s of %(total)s")
    return text % {"first": first, "last": last, "total": total}


def count_sentence(page: Page, count: Count) -> str:
    """1–25 of 812 accounts; past the limit of counting: 1–25 of more than 1,000."""
    if not page.rows:
        return ""
    here = language()
    first, last, total = (formats.number(n, here) for n in (page.first, page.last, count.number))
    if count.more:
        return _("%(first)s–%(last)s of more than %(total)s accounts") % {"first": first, "last": last, "total": total}
    text = ngettext("%(first)s–%(last)s of %(total)s account", "%(first)s–%(last)s of %(total)s accounts", count.number)
    return text % {"first": first, "last": last, "total": total}


def _pairs(options: list[Option]) -> list[tuple[str, str]]:
    return [(option.key, option.label) for option in options]
