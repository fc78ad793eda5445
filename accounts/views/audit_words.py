"""What the pages of an audit say about results, proposals, flags, steps and differences."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.calc.payoff import Step
from accounts.models import KeyAccount
from accounts.selectors.audit import ItemStanding
from accounts.selectors.proposals import Proposal
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.templatetags.formats import language

FLAGS = {
    "collaboration_without_structure": (
        gettext_lazy("Collaboration without structure"),
        gettext_lazy("The relationship rests on few people: widen the contacts."),
    ),
    "involvement_without_collaboration": (
        gettext_lazy("Involvement without collaboration"),
        gettext_lazy("Effort without trust: work on trust, or spend less."),
    ),
}
SIGNALS = {
    "growth": gettext_lazy("Revenue fell by 30% or more in twelve months"),
    "share_change": gettext_lazy("The share of wallet fell by 15 points or more"),
    "satisfaction": gettext_lazy("Satisfaction is 2 or less"),
    "score_change": gettext_lazy("The relationship lost a point or more since the last audit"),
    "sponsor_gone": gettext_lazy("Our sponsor left more than 90 days ago and nobody took the place"),
    "complaint": gettext_lazy("A severe complaint has been open for more than 60 days"),
    "dispute": gettext_lazy("A payment dispute has been open for more than 90 days"),
}


def proposal_in_words(proposal: Proposal) -> str:
    """What a proposal rests on."""
    number, of = int(proposal.number), int(proposal.of or 0)
    if proposal.basis == "functions":
        text = ngettext("%(n)s function in contact within 90 days", "%(n)s functions in contact within 90 days", number)
        return text % {"n": number}
    if proposal.basis == "levels":
        text = ngettext("%(n)s level in contact within 90 days", "%(n)s levels in contact within 90 days", number)
        return text % {"n": number}
    if proposal.basis == "lines":
        text = ngettext(
            "they buy %(n)s of %(of)s product line they need", "they buy %(n)s of %(of)s product lines they need", of
        )
        return text % {"n": number, "of": of}
    if proposal.basis == "contracts":
        return _contracts(proposal, number)
    return _("a share of wallet of %(share)s") % {"share": formats.pct(proposal.number, language())}


def _contracts(proposal: Proposal, number: int) -> str:
    if not number:
        return _("no running contract")
    if proposal.day is None:
        return _("a contract without an end")
    return _("contracts until %(day)s") % {"day": formats.date_long(proposal.day, language())}


def _day(day: datetime.date | None) -> str:
    return formats.date_long(day, language()) if day else ""


def _number(number: Decimal | None) -> int:
    return int(number or 0)


_FLAGS: dict[str, Callable[[Step], str]] = {
    "uncoupling": lambda step: _("The relationship is coming undone."),
    "negative_margin": lambda step: _("The margin after the cost to serve is negative."),
    "dormant": lambda step: _("Nothing was invoiced in the last twelve months."),
    "out_of_touch": lambda step: _("Nobody was in touch for 90 days."),
    "notice": lambda step: (
        _("“%(title)s”: notice can be given until %(day)s.") % {"title": step.subject, "day": _day(step.day)}
    ),
    "assessment_old": lambda step: _("The relationship was last assessed on %(day)s.") % {"day": _day(step.day)},
    "disagreement": lambda step: (
        ngettext(
            "The assessors disagree on %(n)s answer.", "The assessors disagree on %(n)s answers.", _number(step.number)
        )
        % {"n": _number(step.number)}
    ),
}

_STEPS: dict[str, tuple[Callable[[Step], str], str]] = {
    "find_cause": (lambda step: _("Find out why the relationship is coming undone."), "accounts:audit_relationship"),
    "renew": (
        lambda step: (
            _("Talk about renewing “%(title)s” before %(day)s.") % {"title": step.subject, "day": _day(step.day)}
        ),
        "accounts:account_contracts",
    ),
    "recover_margin": (lambda step: _("Look at what makes the margin negative."), "accounts:account_sales"),
    "meet_decider": (
        lambda step: (
            _("Meet who decides: the last contact was on %(day)s.") % {"day": _day(step.day)}
            if step.day
            else _("Meet who decides: no contact is written down.")
        ),
        "accounts:account_dmu",
    ),
    "close_gap": (
        lambda step: (
            _("Catch up on “%(criterion)s”: the best rival is %(points)s points ahead.")
            % {"criterion": step.subject, "points": formats.number(step.number, language())}
        ),
        "accounts:audit_choice",
    ),
    "widen_contacts": (lambda step: _("Widen the contacts: bring more functions together."), "accounts:account_dmu"),
    "build_trust": (
        lambda step: _("Work on trust before you spend more effort here."),
        "accounts:audit_relationship",
    ),
    "assess_relationship": (
        lambda step: (
            ngettext(
                "Assess the relationship: %(n)s answer is missing.",
                "Assess the relationship: %(n)s answers are missing.",
                _number(step.number),
            )
            % {"n": _number(step.number)}
        ),
        "accounts:audit_relationship",
    ),
    "score_criteria": (lambda step: _("Score what the customer chooses by."), "accounts:audit_choice"),
    "estimate_demand": (lambda step: _("Estimate what they spend in our categories."), "accounts:account_demand"),
    "find_decider": (lambda step: _("Find out who decides."), "accounts:account_dmu"),
    "fill_missing": (
        lambda step: (
            ngettext(
                "Complete the audit: %(n)s item is missing.",
                "Complete the audit: %(n)s items are missing.",
                _number(step.number),
            )
            % {"n": _number(step.number)}
        ),
        "accounts:audit",
    ),
    "schedule_review": (lambda step: _("Go through what changed at the next review."), "accounts:account_detail"),
}


def flag_in_words(step: Step) -> str:
    """A red flag as a sentence."""
    if step.key in _FLAGS:
        return _FLAGS[step.key](step)
    if step.key in FLAGS:
        return f"{FLAGS[step.key][0]}. {FLAGS[step.key][1]}"
    return f"{SIGNALS[step.key.removeprefix('signal_')]}."


def step_in_words(step: Step, account: KeyAccount) -> dict[str, Any]:
    """A step as text and the page where it is done."""
    words, url_name = _STEPS[step.key]
    return {"key": step.key, "text": words(step), "url": address_of(url_name, account.slug)}


def url_of(standing: ItemStanding, account: KeyAccount) -> str:
    """Where the item is given; "" while there is no page for it."""
    if not standing.item.url_name:
        return ""
    try:
        url = address_of(standing.item.url_name, account.slug)
    except NoReverseMatch:
        return ""
    return f"{url}#{standing.item.anchor}" if standing.item.anchor else url
