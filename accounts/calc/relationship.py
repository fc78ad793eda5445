"""The relational development model (method §1): two axes, a stage, what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal

NATURE = tuple(f"relationship.x{number}" for number in range(1, 8))
INVOLVEMENT = tuple(f"relationship.y{number}" for number in range(1, 7))
NEEDED_NATURE, NEEDED_INVOLVEMENT = 5, 4

UNCOUPLING = 6
VALID_DAYS = 365
"""An assessment older than this is shown as out of date; it counts all the same."""

COLLABORATION_WITHOUT_STRUCTURE = "collaboration_without_structure"
INVOLVEMENT_WITHOUT_COLLABORATION = "involvement_without_collaboration"

_EXACT = Decimal("0.000000001")
"""Means are compared to nine decimals, so that a sum of thirds that makes 2.5 counts as 2.5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRules:
    """What the stage depends on besides the answers (Appendix A); ``cuts`` part the stages on the scale 1–5."""

    cuts: tuple[Decimal, ...] = (Decimal("1.5"), Decimal("2.5"), Decimal("3.5"), Decimal("4.5"))
    off_diagonal: Decimal = Decimal(1)
    signals: int = 2
    growth: Decimal = Decimal(-30)
    share_points: Decimal = Decimal(-15)
    satisfaction: Decimal = Decimal(2)
    drop: Decimal = Decimal(-1)
    sponsor_days: int = 90
    complaint_days: int = 60
    dispute_days: int = 90


RULES = StageRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trading:
    """What the hard caps look at: invoiced at any time up to the date, and revenue of the last twelve months."""

    ever: bool
    revenue: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What warns of a relationship coming undone; None = not known, which never warns.

    ``growth`` in percent; ``share_change`` points of share of wallet since the snapshot before; ``satisfaction`` mean
    1–5; ``score_change`` of S since the assessment before; the rest days since a sponsor or account manager left and
    was not replaced, since the oldest severe complaint and the oldest payment dispute still open.
    """

    growth: Decimal | None = None
    share_change: Decimal | None = None
    satisfaction: Decimal | None = None
    score_change: Decimal | None = None
    sponsor_gone: int | None = None
    complaint: int | None = None
    dispute: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a relationship stands. ``x``, ``y`` and ``score`` are 1–5; None = too few answers.

    ``stage`` is 1–5, 6 when coming undone (``before`` is the stage it had); None without both axes. ``missing`` are
    the keys of indicators without an answer, of every axis that is not full. ``flag`` is "" on the diagonal.
    """

    x: Decimal | None
    y: Decimal | None
    score: Decimal | None
    stage: int | None
    before: int | None
    flag: str
    dormant: bool
    never_invoiced: bool
    signals: tuple[str, ...]
    missing: tuple[str, ...] = field(default=())


def mean(values: Iterable[Decimal | None], needed: int) -> Decimal | None:
    """The mean of the answered ``values``; None when fewer than ``needed`` are."""
    answered = [value for value in values if value is not None]
    if len(answered) < max(needed, 1):
        return None
    return sum(answered, Decimal(0)) / len(answered)


def stage_at(value: Decimal, rules: StageRules = RULES) -> int:
    """The stage 1–5 of a value 1–5; a value on a cut belongs to the higher stage (G3)."""
    rounded = value.quantize(_EXACT, ROUND_HALF_EVEN)
    return 1 + sum(rounded >= cut for cut in rules.cuts)


def computed_stage(x: Decimal, y: Decimal, rules: StageRules = RULES) -> int:
    """The stage of the mean of both axes, at most one above that of the weaker axis."""
    return min(stage_at((x + y) / 2, rules), stage_at(min(x, y), rules) + 1)


def off_diagonal(x: Decimal, y: Decimal, rules: StageRules = RULES) -> str:
    """Which axis has run ahead of the other by more than a point, "" for none."""
    if (y - x).quantize(_EXACT) > rules.off_diagonal:
        return INVOLVEMENT_WITHOUT_COLLABORATION
    if (x - y).quantize(_EXACT) > rules.off_diagonal:
        return COLLABORATION_WITHOUT_STRUCTURE
    return ""


def warning_signals(signs: Signs, rules: StageRules = RULES) -> tuple[str, ...]:
    """The names of the signs that warn, in the order of the method."""
    at_most: Sequence[tuple[str, Decimal | None, Decimal]] = (
        ("growth", signs.growth, rules.growth),
        ("share_change", signs.share_change, rules.share_points),
        ("satisfaction", signs.satisfaction, rules.satisfaction),
        ("score_change", signs.score_change, rules.drop),
    )
    more_than: Sequence[tuple[str, int | None, int]] = (
        ("sponsor_gone", signs.sponsor_gone, rules.sponsor_days),
        ("complaint", signs.complaint, rules.complaint_days),
        ("dispute", signs.dispute, rules.dispute_days),
    )
    low = [name for name, value, limit in at_most if value is not None and value <= limit]
    return (*low, *(name for name, days, limit in more_than if days is not None and days > limit))


def standing(
    answers: dict[str, Decimal | None],
    trading: Trading,
    signs: Signs = Signs(),
    *,
    event: bool = False,
    rules: StageRules = RULES,
) -> Standing:
    """Where the relationship stands (method §1).

    ``answers`` are the means over assessors by indicator key, 1–5. ``event``: something explicit has ended it (notice,
    a lost tender for half of the revenue, exclusivity given to a rival). Caps: never invoiced → stage 1; invoiced
    before but no positive revenue in twelve months → at most 2. Uncoupling is stage 6, by an event or by as many
    signals as the rules ask for; it needs no axes.
    """
    x = mean((answers.get(key) for key in NATURE), NEEDED_NATURE)
    y = mean((answers.get(key) for key in INVOLVEMENT), NEEDED_INVOLVEMENT)
    both = x is not None and y is not None
    stage = computed_stage(x, y, rules) if x is not None and y is not None else None
    dormant = trading.ever and trading.revenue is not None and trading.revenue <= 0
    if stage is not None and (dormant or not trading.ever):
        stage = min(stage, 2 if trading.ever else 1)
    signals = warning_signals(signs, rules)
    undone = event or len(signals) >= rules.signals
    return Standing(
        x=x,
        y=y,
        score=(x + y) / 2 if x is not None and y is not None else None,
        stage=UNCOUPLING if undone else stage,
        before=stage,
        flag=off_diagonal(x, y, rules) if both and x is not None and y is not None else "",
        dormant=dormant,
        never_invoiced=not trading.ever,
        signals=signals,
        missing=tuple(key for key in (*INVOLVEMENT, *NATURE) if answers.get(key) is None),
    )


CEILINGS = {"strategic": 5, "status": 4, "star": 4, "opportunity": 2}


def ceiling(account_class: str) -> int | None:
    """The highest stage worth developing for an account of the class (method §1); None for an unknown class."""
    return CEILINGS.get(account_class)
