"""The preparation list in words, each point with the page where it is put in order."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.parts import Step
from kamp.shared.templatetags.formats import language
from planning.models import Review
from planning.phases.keys import STRATEGY
from planning.selectors.preparation import Check


def check_steps(review: Review, checks: Iterable[Check]) -> list[Step]:
    """The list as the checklist component takes it."""
    return [_step(review, check) for check in checks]


def _step(review: Review, check: Check) -> Step:
    label, note = _words(check)
    return Step(label=label, state="done" if check.done else "rest", url=_url(review, check.key), note=note)


def _words(check: Check) -> tuple[str, str]:
    """What the point asks for, and a note on how far it is."""
    labels = {
        "actions": _("No action is late"),
        "sales": _("Sales of last month are in"),
        "objectives": _("Objectives measured"),
        "ratings": _("Judgements not older than six months"),
        "people": _("People and their roles confirmed"),
        "invited": _("Somebody asked to take part"),
        "place": _("Place or link given"),
    }
    return labels[check.key], _note(check)


def _note(check: Check) -> str:
    if check.key == "sales":
        month = formats.month_year(check.day, language()) if check.day else ""
        return _("up to %(month)s") % {"month": month} if month else _("no sales yet")
    if check.key == "ratings":
        return formats.date_long(check.day, language()) if check.day else _("nothing judged yet")
    return "" if check.done else _open_words(check)


def _open_words(check: Check) -> str:
    n = {"n": check.open}
    return {
        "actions": ngettext("%(n)s action is late", "%(n)s actions are late", check.open) % n,
        "objectives": ngettext("%(n)s not measured lately", "%(n)s not measured lately", check.open) % n,
        "people": ngettext("%(n)s person only assumed", "%(n)s people only assumed", check.open) % n
        if check.open
        else _("nobody yet"),
    }.get(check.key, "")


PLACES = {
    "sales": "accounts:account_sales",
    "ratings": "accounts:audit",
    "people": "accounts:account_dmu",
}


def _url(review: Review, key: str) -> str:
    """Where the point is put in order."""
    if key == "actions":
        return f"{address_of('reviews:action_list')}?plan={review.plan_id}&whose=all&view=late"
    if key in {"invited", "place"}:
        return address_of("reviews:review_edit", review.pk)
    if key == "objectives":
        return address_of("planning:phase", review.plan_id, STRATEGY) + "#section-objectives"
    return address_of(PLACES[key], review.plan.account.slug)
