"""How widely an account is covered: roles, influence, and whether it hangs by one thread (method §10.5)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from accounts.calc.dmu import HIGH_INFLUENCE, HUNDRED

ACTIVE_DAYS = 90
SHARE_DAYS = 365
MIN_STRENGTH = 40
MIN_TOUCHES = 5  # fewer say nothing about shares
SINGLE_SHARE = Decimal("0.80")
THIN_SHARE = Decimal("0.60")
REQUIRED_ROLES = ("decider", "buyer", "user", "influencer", "gatekeeper", "initiator")
ECONOMIC_BUYER = "economic_buyer"
TOP_LEVEL = "top"


class Threading(StrEnum):
    """Whether the relationship survives when one person leaves."""

    NONE = "none"
    SINGLE = "single"
    THIN = "thin"
    ROBUST = "robust"


RISK = {Threading.NONE: 100, Threading.SINGLE: 100, Threading.THIN: 50, Threading.ROBUST: 0}
"""What threading adds to the risk factor "coverage" (§8.2), 0–100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person still at the customer. ``last_two_way`` None = never; ``touches`` are those of 12 months; ``function``
    is "" and ``level`` "" when not known."""

    influence: int | None
    strength: Decimal | None
    roles: Sequence[str]
    function: str
    level: str
    last_two_way: datetime.date | None
    touches: int

    def is_active(self, as_of: datetime.date) -> bool:
        """A two-way touch in the last 90 days; one dated later than ``as_of`` does not count."""
        return self.last_two_way is not None and 0 <= (as_of - self.last_two_way).days <= ACTIVE_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Shares are 0–1, None when there is nothing to divide by. ``covered`` and ``uncovered`` are required roles;
    ``top_share`` and the two HHI (0–10,000) look at 12 months, by their person and by ours."""

    active: int
    covered: tuple[str, ...]
    uncovered: tuple[str, ...]
    has_economic_buyer: bool
    influence_share: Decimal | None
    top_share: Decimal | None
    our_top_share: Decimal | None
    touch_hhi: Decimal | None
    our_touch_hhi: Decimal | None
    functions: tuple[str, ...]
    levels: tuple[str, ...]
    threading: Threading

    @property
    def role_share(self) -> Decimal:
        """Covered of required roles."""
        return Decimal(len(self.covered)) / len(REQUIRED_ROLES)

    @property
    def risk(self) -> int:
        """0–100, the risk factor "coverage" of §8.2."""
        return RISK[self.threading]


def top_share(touches: Sequence[int]) -> Decimal | None:
    """The share of the busiest, 0–1; None without touches.

    >>> top_share([18, 4, 2, 0])
    Decimal('0.75')
    """
    total = sum(touches)
    return Decimal(max(touches)) / total if total > 0 else None


def touch_hhi(touches: Sequence[int]) -> Decimal | None:
    """Σ(100·share)², 0–10,000; None without touches.

    >>> round(touch_hhi([18, 4, 2, 0]), 2)
    Decimal('5972.22')
    """
    total = sum(touches)
    return sum(((HUNDRED * count / total) ** 2 for count in touches), Decimal(0)) if total > 0 else None


def threading_of(
    *, active: Sequence[Contact], touches: Sequence[int], our_touches: Sequence[int], functions: int
) -> Threading:
    """The first rule that applies (§10.5). ``touches`` by their person, ``our_touches`` by ours, both of 12 months;
    shares count from 5 touches on."""
    if not active:
        return Threading.NONE
    enough = sum(touches) >= MIN_TOUCHES
    theirs = (top_share(touches) or Decimal(0)) if enough else Decimal(0)
    ours = (top_share(our_touches) or Decimal(0)) if sum(our_touches) >= MIN_TOUCHES else Decimal(0)
    if len(active) == 1 or max(theirs, ours) >= SINGLE_SHARE:
        return Threading.SINGLE
    has_weight = any((contact.influence or 0) >= HIGH_INFLUENCE for contact in active)
    if len(active) == 2 or functions < 2 or not has_weight or theirs >= THIN_SHARE:
        return Threading.THIN
    return Threading.ROBUST


def coverage_of(contacts: Sequence[Contact], our_touches: Mapping[int, int], *, as_of: datetime.date) -> Coverage:
    """The coverage of an account on the day. ``our_touches`` are the touches of 12 months by person of ours."""
    active = [contact for contact in contacts if contact.is_active(as_of)]
    strong = [contact for contact in active if contact.strength is not None and contact.strength >= MIN_STRENGTH]
    held = {role for contact in strong for role in contact.roles}
    functions = tuple(sorted({contact.function for contact in active if contact.function}))
    touches, ours = [contact.touches for contact in contacts], list(our_touches.values())
    known = sum(contact.influence or 0 for contact in contacts)
    return Coverage(
        active=len(active),
        covered=tuple(role for role in REQUIRED_ROLES if role in held),
        uncovered=tuple(role for role in REQUIRED_ROLES if role not in held),
        has_economic_buyer=ECONOMIC_BUYER in held,
        influence_share=Decimal(sum(contact.influence or 0 for contact in active)) / known if known else None,
        top_share=top_share(touches) if touches else None,
        our_top_share=top_share(ours) if ours else None,
        touch_hhi=touch_hhi(touches),
        our_touch_hhi=touch_hhi(ours),
        functions=functions,
        levels=tuple(sorted({contact.level for contact in active if contact.level})),
        threading=threading_of(active=active, touches=touches, our_touches=ours, functions=len(functions)),
    )


def proposed_functions(functions: int) -> int:
    """Y1 of the relational model (§1), 1–5, from the functions in active contact."""
    return next(score for least, score in ((6, 5), (4, 4), (3, 3), (2, 2), (0, 1)) if functions >= least)


def proposed_levels(levels: int, top_meetings: int) -> int:
    """Y2 of the relational model (§1), 1–5, from the hierarchical levels in active contact and the meetings with top
    management in 12 months."""
    if levels >= 4:
        return 5 if top_meetings >= 2 else 4
    return max(levels, 1)
