"""The rules of the opening sentences (design.md §6.19), and the engine that lets the first of each subject speak."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.dashboards.sentences.spec import Facts, Rule, Sentence, Subject
from kamp.shared import formats
from kamp.shared.catalog import Catalog

ZERO = Decimal(0)
NEARLY = Decimal("0.005")  # nearer than half a percent is on plan


def _revenue(facts: Facts, here: str) -> str:
    return formats.money_short(facts.revenue, here, facts.currency)


def _ahead(facts: Facts, here: str) -> str:
    words = {"share": formats.pct(facts.ahead, here)}
    return _("The accounts with a plan buy %(share)s more than planned.") % words


def _behind(facts: Facts, here: str) -> str:
    words = {"share": formats.pct(abs(facts.ahead or ZERO), here)}
    return _("The accounts with a plan buy %(share)s less than planned.") % words


def _grown(facts: Facts, here: str) -> str:
    words = {"revenue": _revenue(facts, here), "share": formats.pct(facts.growth, here)}
    return _("Revenue of 12 months is %(revenue)s, %(share)s more than a month before.") % words


def _shrunk(facts: Facts, here: str) -> str:
    words = {"revenue": _revenue(facts, here), "share": formats.pct(abs(facts.growth or ZERO), here)}
    return _("Revenue of 12 months is %(revenue)s, %(share)s less than a month before.") % words


def _plain(facts: Facts, here: str) -> str:
    return _("Revenue of 12 months is %(revenue)s.") % {"revenue": _revenue(facts, here)}


def named(names: Sequence[str]) -> str:
    """Names one after the other, in words: "Star", "Star and Status", "Star, Status and Strategic"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _mixed(facts: Facts, _here: str) -> str:
    words = {"leading": named(facts.leading), "slipping": named(facts.slipping)}
    return _("Ahead: %(leading)s. Behind: %(slipping)s.") % words


def _all_lead(facts: Facts, _here: str) -> str:
    return _("No class is behind its plan.")


def _all_slip(facts: Facts, _here: str) -> str:
    return _("Behind: %(slipping)s.") % {"slipping": named(facts.slipping)}


def _moved(facts: Facts, here: str) -> str:
    text = ngettext(
        "%(count)s account has changed class since %(date)s.",
        "%(count)s accounts have changed class since %(date)s.",
        facts.moves,
    )
    return text % {"count": formats.number(facts.moves, here), "date": formats.date_long(facts.since, here)}


def _warned(facts: Facts, here: str) -> str:
    text = ngettext(
        "%(amount)s comes from %(count)s key account with a warning.",
        "%(amount)s come from %(count)s key accounts with a warning.",
        facts.warned,
    )
    amount = formats.money_short(facts.warned_revenue, here, facts.currency)
    return text % {"amount": amount, "count": formats.number(facts.warned, here)}


def _overdue(facts: Facts, here: str) -> str:
    text = ngettext("%(count)s plan has missed its review.", "%(count)s plans have missed their review.", facts.overdue)
    return text % {"count": formats.number(facts.overdue, here)}


def _never(facts: Facts, here: str) -> str:
    text = ngettext(
        "%(count)s plan has no review in the calendar yet.",
        "%(count)s plans have no review in the calendar yet.",
        facts.never,
    )
    return text % {"count": formats.number(facts.never, here)}


RULES: Catalog[Rule] = Catalog(
    "sentence rule",
    [
        Rule(
            key="ahead",
            subject=Subject.REVENUE,
            holds=lambda facts: facts.ahead is not None and facts.ahead >= NEARLY,
            say=_ahead,
            strong=True,
        ),
        Rule(
            key="behind",
            subject=Subject.REVENUE,
            holds=lambda facts: facts.ahead is not None and facts.ahead <= -NEARLY,
            say=_behind,
            strong=True,
        ),
        Rule(
            key="on-plan",
            subject=Subject.REVENUE,
            holds=lambda facts: facts.ahead is not None,
            say=lambda _facts, _here: _("The accounts with a plan are on it."),
            strong=True,
        ),
        Rule(
            key="grown",
            subject=Subject.REVENUE,
            holds=lambda facts: facts.revenue is not None and (facts.growth or 0) >= NEARLY,
            say=_grown,
        ),
        Rule(
            key="shrunk",
            subject=Subject.REVENUE,
            holds=lambda facts: facts.revenue is not None and (facts.growth or 0) <= -NEARLY,
            say=_shrunk,
        ),
        Rule(
            key="revenue",
            subject=Subject.REVENUE,
            holds=lambda facts: facts.revenue is not None,
            say=_plain,
        ),
        Rule(
            key="classes-mixed",
            subject=Subject.CLASSES,
            holds=lambda facts: bool(facts.leading and facts.slipping),
            say=_mixed,
        ),
        Rule(key="classes-lead", subject=Subject.CLASSES, holds=lambda facts: bool(facts.leading), say=_all_lead),
        Rule(key="classes-slip", subject=Subject.CLASSES, holds=lambda facts: bool(facts.slipping), say=_all_slip),
        Rule(
            key="moved",
            subject=Subject.MOVES,
            holds=lambda facts: facts.since is not None and facts.moves > 0,
            say=_moved,
        ),
        Rule(key="warned", subject=Subject.WARNINGS, holds=lambda facts: facts.warned > 0, say=_warned, strong=True),
        Rule(key="overdue", subject=Subject.REVIEWS, holds=lambda facts: facts.overdue > 0, say=_overdue),
        Rule(key="never", subject=Subject.REVIEWS, holds=lambda facts: facts.never > 0, say=_never),
        Rule(
            key="in-rhythm",
            subject=Subject.REVIEWS,
            holds=lambda facts: facts.plans > 0,
            say=lambda _facts, _here: _("Every plan is in rhythm with its reviews."),
        ),
        Rule(
            key="no-plan",
            subject=Subject.REVIEWS,
            holds=lambda facts: facts.plans == 0,
            say=lambda _facts, _here: _("No plan is open yet."),
        ),
    ],
)


def sentences(facts: Facts, language: str) -> list[Sentence]:
    """What the rules say about ``facts``: one sentence per subject, in the order of the subjects."""
    said = []
    for subject in Subject:
        rule = next((rule for rule in RULES if rule.subject is subject and rule.holds(facts)), None)
        if rule is not None:
            said.append(Sentence(text=rule.say(facts, language), strong=rule.strong))
    return said
