"""How complete and how fresh the knowledge about an account is (method §3), item by item."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from accounts.calc.audit_score import NOTHING, ItemState, Known, Level, item_points, item_state, level, score
from accounts.criteria.catalog import ITEMS
from accounts.criteria.spec import AuditItem, Quadrant
from accounts.enums import AuditState
from accounts.models import Audit, KeyAccount
from accounts.selectors.evidence import known_items

FULL = Decimal(100)
OPEN_STATES = frozenset({ItemState.MISSING, ItemState.OLD})


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemStanding:
    """An item of an account: what is known and what it counts (0–1). ``age`` in days, None when nothing is known."""

    item: AuditItem
    known: Known
    state: ItemState
    points: Fraction
    age: int | None

    @property
    def is_open(self) -> bool:
        """Whether there is something to do: nothing known, or too old."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class QuadrantScore:
    """A quadrant: ``score`` 0–100 over its required items, None without any; ``items`` with the optional ones."""

    quadrant: Quadrant
    score: Decimal | None
    level: Level | None
    items: tuple[ItemStanding, ...]

    @property
    def shown(self) -> Decimal | None:
        """The score as a whole percentage: 100 only when nothing is missing or old."""
        return None if self.score is None else _whole(self.score)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditScore:
    """``total`` 0–100 over the sixteen required items. ``minutes`` is what the open required ones take a person."""

    total: Decimal
    level: Level
    quadrants: tuple[QuadrantScore, ...]

    @property
    def shown(self) -> Decimal:
        """The total as a whole percentage: 100 only when nothing is missing or old."""
        return _whole(self.total)

    @property
    def items(self) -> list[ItemStanding]:
        """All items, quadrant by quadrant."""
        return [item for quadrant in self.quadrants for item in quadrant.items]

    @property
    def required(self) -> list[ItemStanding]:
        """The items that count."""
        return [standing for standing in self.items if standing.item.required]

    @property
    def to_do(self) -> list[ItemStanding]:
        """The open items that count, what was never given before what is old."""
        open_items = [standing for standing in self.required if standing.is_open]
        return sorted(open_items, key=lambda standing: (standing.state == ItemState.OLD, -(standing.age or 0)))

    @property
    def filled(self) -> int:
        """How many of the required items something is known about."""
        return sum(standing.state != ItemState.MISSING for standing in self.required)

    @property
    def minutes(self) -> int:
        """What the open items that can be given take."""
        return sum(standing.item.minutes for standing in self.to_do if standing.item.url_name)


def _whole(score: Decimal) -> Decimal:
    whole = score.quantize(Decimal(1), ROUND_HALF_UP)
    return min(whole, Decimal(99)) if score < FULL else whole


def audit_score(account: KeyAccount, as_of: datetime.date) -> AuditScore:
    """The score of one account."""
    return audit_scores([account.pk], as_of)[account.pk]


def audit_scores(accounts: Iterable[int], as_of: datetime.date) -> dict[int, AuditScore]:
    """The scores of ``accounts``, each of which has an entry; as many queries for one as for all."""
    return {account: _score(known, as_of) for account, known in known_items(accounts, as_of).items()}


def _score(known: dict[str, Known], as_of: datetime.date) -> AuditScore:
    items = [_standing(item, known.get(item.key, NOTHING), as_of) for item in ITEMS]
    total = score(standing.points for standing in items if standing.item.required) or Decimal(0)
    return AuditScore(
        total=total,
        level=level(total) or Level.INSUFFICIENT,
        quadrants=tuple(_quadrant(quadrant, items) for quadrant in Quadrant),
    )


def _quadrant(quadrant: Quadrant, items: list[ItemStanding]) -> QuadrantScore:
    own = tuple(standing for standing in items if standing.item.quadrant == quadrant)
    value = score(standing.points for standing in own if standing.item.required)
    return QuadrantScore(quadrant=quadrant, score=value, level=level(value), items=own)


def _standing(item: AuditItem, known: Known, as_of: datetime.date) -> ItemStanding:
    return ItemStanding(
        item=item,
        known=known,
        state=item_state(known, item.interval, as_of),
        points=item_points(known, item.interval, as_of),
        age=None if known.on is None else max((as_of - known.on).days, 0),
    )


def audit_under_way(account_id: int) -> Audit | None:
    """The audit of the account that is open, submitted or sent back; None when there is none."""
    rows = Audit.objects.filter(account_id=account_id).exclude(state=AuditState.CONFIRMED)
    return rows.select_related("opened_by", "submitted_by", "confirmed_by").first()


def audits_of(account_id: int) -> list[Audit]:
    """All audits of the account, newest first, without their snapshots."""
    rows = Audit.objects.filter(account_id=account_id).defer("snapshot").order_by("-number")
    return list(rows.select_related("opened_by", "submitted_by", "confirmed_by"))
