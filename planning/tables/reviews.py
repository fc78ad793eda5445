"""The agenda of reviews and the reviews that are over, as lists."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kamp.shared.addresses import address_of
from kamp.shared.tables import Column, Kind, Phone, Table
from kamp.shared.templatetags.formats import date_short, missing, relative
from kamp.shared.templatetags.ui import badge
from planning.calc.cadence import Rhythm
from planning.kinds.reviews import TIERS
from planning.models import AccountPlan, Review

REASONS_SHOWN = 2  # of the reasons for an early review; the plan shows all

RHYTHM_WORDS = {
    Rhythm.RED: (_("Out of rhythm"), "bad"),
    Rhythm.OVERDUE: (_("Overdue"), "warn"),
    Rhythm.NEVER: (_("Never scheduled"), "warn"),
    Rhythm.SOON: (_("Soon"), "info"),
    Rhythm.IN_RHYTHM: (_("In rhythm"), "ok"),
}


def tier_words(key: str) -> str:
    """What a tier is called, in the present language; "" for none."""
    return gettext(TIERS.get(key).label) if key in TIERS else ""


def _account(value: str, row: AccountPlan) -> SafeString:
    """The account as a link to its review, or to its plan when none is planned; under it the plan."""
    review = getattr(row, "next_id", None)
    url = address_of("reviews:review_detail", review) if review else row.get_absolute_url()
    return format_html('<a href="{}">{}</a><span>{}</span>', url, value, row.name)


def _due(value: Any, row: AccountPlan) -> SafeString:
    """The day, and how far away it is; a day nobody has planned yet says so."""
    if value is None:
        return missing()
    return format_html('{}<span class="micro muted blk">{}</span>', relative(value), _calendar_note(row))


def _calendar_note(row: AccountPlan) -> SafeString | str:
    """That nobody has planned it yet, with the way to do so for who may."""
    if row.planned_on:  # type: ignore[attr-defined]
        return ""
    words = gettext("not in the calendar yet")
    if not getattr(row, "may_hold", False):
        return words
    url = address_of("reviews:review_new")
    link = format_html('<a class="link" href="{}?plan={}">{}</a>', url, row.pk, gettext("Schedule"))
    return format_html("{} · {}", words, link)


def _rhythm(value: Any, row: AccountPlan) -> SafeString:
    """How the plan stands with its reviews; under it, what proposes one before its day, each with its number."""
    words, tone = RHYTHM_WORDS[Rhythm(value)]
    return format_html("{}{}", badge(words, tone), _early(row))


def _early(row: AccountPlan) -> SafeString | str:
    reasons = getattr(row, "reasons", ())
    if not reasons:
        return ""
    shown, rest = reasons[:REASONS_SHOWN], len(reasons) - REASONS_SHOWN
    lines = format_html_join("", '<li><a class="link" href="{}">{}</a></li>', ((e.url, e.text) for e in shown))
    if rest > 0:
        words = ngettext("and %(n)s more reason", "and %(n)s more reasons", rest) % {"n": rest}
        lines += format_html('<li><a class="link" href="{}">{}</a></li>', row.get_absolute_url(), words)
    head = gettext("Early review proposed")
    return format_html('<span class="rv-early micro"><b class="warn">{}</b><ul>{}</ul></span>', head, lines)


def _held(value: Any, row: AccountPlan) -> SafeString:
    if value is None:
        return format_html('<span class="meta muted">{}</span>', gettext("never"))
    url = address_of("reviews:review_detail", row.held_id)  # type: ignore[attr-defined]
    return format_html('<a class="link" href="{}">{}</a>', url, date_short(value))


AGENDA = Table(
    key="reviews",
    default="due",
    columns=(
        Column(
            key="account",
            label=_("Account"),
            value="account.name",
            sort="account__name_key",
            nullable=False,
            draw=_account,
            phone=Phone.MAIN,
        ),
        Column(key="plan", label=_("Plan"), value="name"),
        Column(
            key="due", label=_("Next review"), value="due_on", sort="due_on", kind=Kind.DATE, draw=_due, phone=Phone.END
        ),
        Column(key="rhythm", label=_("Standing"), value="standing.rhythm", draw=_rhythm, phone=Phone.UNDER),
        Column(key="tier", label=_("Rhythm"), value=lambda row: tier_words(row.tier_key), phone=Phone.SECOND),
        Column(
            key="held",
            label=_("Last held"),
            value="held_on",
            sort="held_on",
            kind=Kind.DATE,
            draw=_held,
            descending_first=True,
        ),
        Column(key="lead", label=_("Led by"), value="next_review.lead.name"),
        Column(key="owner", label=_("Owner"), value="account.owner.name"),
    ),
    shown=("account", "due", "rhythm", "tier", "held", "lead", "owner"),
)


def _review(value: str, row: Review) -> SafeString:
    return format_html('<a href="{}">{}</a><span>{}</span>', row.get_absolute_url(), value, row.plan.name)


PAST = Table(
    key="past-reviews",
    default="-when",
    columns=(
        Column(key="account", label=_("Account"), value="plan.account.name", draw=_review, phone=Phone.MAIN),
        Column(
            key="when",
            label=_("When"),
            value="starts_at",
            kind=Kind.MOMENT,
            sort="starts_at",
            nullable=False,
            descending_first=True,
            phone=Phone.END,
        ),
        Column(key="tier", label=_("Kind"), value="tier_label", phone=Phone.SECOND),
        Column(key="state", label=_("State"), value="get_state_display", phone=Phone.UNDER),
        Column(key="lead", label=_("Led by"), value="lead.name"),
        Column(key="decisions", label=_("Decisions"), value="decision_count", kind=Kind.NUMBER),
        Column(key="actions", label=_("Actions"), value="action_count", kind=Kind.NUMBER),
    ),
)
