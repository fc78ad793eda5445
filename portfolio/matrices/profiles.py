"""What distinguishes the four classes of the matrix "class" (method §6.4): nine bases, in our words."""

from __future__ import annotations

from dataclasses import dataclass

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.judged import CLASS


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One basis of distinction with what it means for each class, by the key of its cell."""

    key: str
    label: str
    strategic: str
    star: str
    status: str
    opportunity: str

    def of(self, cell: str) -> str:
        """What it means for the class ``cell``. Raises KeyError for another key."""
        return {key: getattr(self, key) for key in CLASS.cell_keys()}[cell]


PROFILED = MATRICES.get("class").key

PROFILES = Catalog(
    "profile",
    (
        Basis(
            key="return",
            label=N_("Return on the investment"),
            strategic=N_("Measured over two or three years at least, with the whole life of the customer in view."),
            star=N_("Be ready to invest ahead of sales, with a clear calendar of returns that is reviewed often."),
            status=N_("Profitability is to improve all the time; look at every cost."),
            opportunity=N_("What is gained must be gained at once."),
        ),
        Basis(
            key="understanding",
            label=N_("How well we must understand the customer"),
            strategic=N_(
                "Its strategy and vision, what drives its business, its place in the market, its competitors, and how "
                "it judges its suppliers."
            ),
            star=N_("A complete analysis, with every tool there is."),
            status=N_("Watch for changes of its strategy that would put it into another class."),
            opportunity=N_("Its present needs, no more."),
        ),
        Basis(
            key="contract",
            label=N_("What we commit ourselves to"),
            strategic=N_("A full contract that makes for trust and on which a partnership can be built."),
            star=N_("As in a letter of intent: what both hope for and expect, without penalties."),
            status=N_("A full contract that protects present business and makes leaving harder."),
            opportunity=N_("No contract."),
        ),
        Basis(
            key="contacts",
            label=N_("Relationship and level of the contacts"),
            strategic=N_("Involved throughout, at every level."),
            star=N_("Those who influence the choice and those who sponsor us."),
            status=N_("Treated as a preferred customer."),
            opportunity=N_("Contacts that cost less for the same effect."),
        ),
        Basis(
            key="perception",
            label=N_("How the customer should see us"),
            strategic=N_("The first to turn to for help: a strategic supplier with more than 60 % of its spend."),
            star=N_("The one who brings improvements made for it: a key supplier."),
            status=N_("Ready when needed, and there."),
            opportunity=N_("Commercially sharp, and worth dealing with."),
        ),
        Basis(
            key="resources",
            label=N_("How resources are given"),
            strategic=N_("Agreed every year among ourselves, and with the customer against clear gains."),
            star=N_("By clear objectives that can be reached."),
            status=N_("Taken away step by step until an effect is felt."),
            opportunity=N_("Selling only."),
        ),
        Basis(
            key="technology",
            label=N_("What technology it gets"),
            strategic=N_("The fastest answer, and new technology made to its measure."),
            star=N_("Full cooperation and a fast answer."),
            status=N_("Some support for changes, at an average pace."),
            opportunity=N_("What exists already; nothing is developed."),
        ),
        Basis(
            key="pricing",
            label=N_("Prices"),
            strategic=N_("By the value it gets."),
            star=N_("By the market."),
            status=N_("By the value it gets, for this class too."),
            opportunity=N_("Tactical, by the capacity we have to spare."),
        ),
        Basis(
            key="avoid",
            label=N_("What must not happen"),
            strategic=N_("Being tied to business that earns little or nothing."),
            star=N_("Costs beyond what can be justified."),
            status=N_("Leaning back, and treating it as a second-class customer."),
            opportunity=N_("Upsetting the market."),
        ),
    ),
)
