"""The words of the method in both languages, translated like all others: they cannot differ from the pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, override

from kamp.shared.folding import fold
from kamp.shared.i18n import N_

LANGUAGES = ("en", "it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A term and what it means."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A term in the language of the page and in the other one, with its meaning."""

    here: str
    there: str
    language_there: str
    meaning: str


WORDS = (
    Word(term=N_("Account plan"), meaning=N_("What a team wants to reach with one customer, in seven phases.")),
    Word(term=N_("Sales plan"), meaning=N_("Phase 6: the areas of intervention with revenue, investments and return.")),
    Word(term=N_("Account portfolio"), meaning=N_("All customers seen together, so that effort goes where it pays.")),
    Word(term=N_("Allowance, rebate"), meaning=N_("What the customer gets back beside the discount on the invoice.")),
    Word(
        term=N_("Area of intervention"),
        meaning=N_("One thing to do for the customer, with five estimates."),
    ),
    Word(term=N_("Choice criteria"), meaning=N_("What the customer chooses suppliers by, each with a weight.")),
    Word(
        term=N_("Contribution margin"),
        meaning=N_("Revenue less direct cost; at the second level less the cost to serve."),
    ),
    Word(
        term=N_("Cost to serve"),
        meaning=N_("What visits, orders, support and credit of a customer cost us."),
    ),
    Word(term=N_("Customer attractiveness"), meaning=N_("How much we want this customer, from 0 to 100.")),
    Word(term=N_("Decision-making unit (DMU)"), meaning=N_("The people who have a part in what the customer buys.")),
    Word(term=N_("Exit barriers"), meaning=N_("What it would cost both sides to part.")),
    Word(term=N_("Interlocutors"), meaning=N_("Whom at the customer an area of intervention is agreed with.")),
    Word(term=N_("Missed opportunity"), meaning=N_("We sell less than the potential of the customer suggests.")),
    Word(term=N_("Loaded customer"), meaning=N_("We sell more than the potential of the customer suggests.")),
    Word(term=N_("Net present value (NPV)"), meaning=N_("What comes in less what goes out, in money of today.")),
    Word(term=N_("Payback"), meaning=N_("Months until an investment is earned back.")),
    Word(term=N_("Return on investment (ROI)"), meaning=N_("What is earned beyond the investment, as a share of it.")),
    Word(
        term=N_("Offer panel"),
        meaning=N_("What we offer, each for a need, in which order."),
    ),
    Word(
        term=N_("Share of wallet"),
        meaning=N_("The part of the demand that we supply; also penetration."),
    ),
    Word(term=N_("Preferred supplier"), meaning=N_("The supplier asked first, and kept at equal terms.")),
    Word(
        term=N_("Relative strength"),
        meaning=N_("How much they want us, beside our best rival; 50 is level."),
    ),
    Word(term=N_("Revenue at risk"), meaning=N_("Revenue that could be lost, weighted by how likely that is.")),
    Word(term=N_("Quality of revenue"), meaning=N_("How much of the revenue earns a good margin.")),
    Word(term=N_("Single-threaded"), meaning=N_("Everything hangs by one person, theirs or ours.")),
    Word(
        term=N_("Strengths, weaknesses, opportunities, threats"),
        meaning=N_("The four lists of a SWOT, with evidence."),
    ),
    Word(term=N_("Undeveloped potential"), meaning=N_("The customer's demand that we do not supply.")),
    Word(
        term=N_("White space"),
        meaning=N_("What the customer could buy from us and doesn't."),
    ),
    Word(term=N_("Not assessed"), meaning=N_("Something is missing to say it. Never zero, never low.")),
    Word(term=N_("Borderline"), meaning=N_("So near a threshold that little would change the class.")),
)


def glossary(language: str) -> list[Entry]:
    """The words in the order of ``language``, "en" or "it"."""
    other = next(each for each in LANGUAGES if each != language)
    entries = [
        Entry(
            here=_in(language, word.term),
            there=_in(other, word.term),
            language_there=other,
            meaning=gettext(word.meaning),
        )
        for word in WORDS
    ]
    return sorted(entries, key=lambda entry: fold(entry.here))


def _in(language: str, term: str) -> str:
    with override(language):
        return gettext(term)
