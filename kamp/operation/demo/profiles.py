"""How each demo customer behaves: the numbers the sales lines are drawn from."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Behaviour of one customer over the demo's 36 months.

    ``monthly`` is its revenue a month at the end (company currency), ``trend`` the factor a month, months count from
    0 (oldest) to 35; ``cost_factor`` scales the products' unit cost. None = that fact is left unknown.
    """

    story: str
    monthly: float
    trend: float
    season: float
    phase: int
    first: int
    last: int
    lines: int
    discount: float
    cost_factor: float
    returns: float
    wallet: float | None
    service_share: float | None
    payment_days: int | None


MONTHS = 36
# story: (weight, yearly trend range, first month range, last month, discount range, cost factor range, returns)
STORIES: dict[str, tuple[int, tuple[float, float], tuple[int, int], int, tuple[float, float], float, float]] = {
    "steady": (38, (0.97, 1.04), (0, 0), 35, (0.05, 0.14), 1.0, 0.02),
    "growing": (20, (1.10, 1.35), (0, 4), 35, (0.04, 0.12), 1.0, 0.02),
    "shrinking": (14, (0.62, 0.88), (0, 0), 35, (0.10, 0.22), 1.02, 0.04),
    "squeezed": (8, (0.95, 1.10), (0, 0), 35, (0.34, 0.44), 1.08, 0.05),
    "young": (8, (1.2, 1.6), (25, 32), 35, (0.05, 0.15), 1.0, 0.02),
    "lost": (6, (0.7, 0.95), (0, 0), 27, (0.08, 0.2), 1.02, 0.08),
    "prospect": (6, (1.0, 1.0), (36, 36), 35, (0.0, 0.0), 1.0, 0.0),
}


def draw(random: Random, rank: int) -> Profile:
    """The profile of the customer at size ``rank`` (0 = largest). Depends on the state of ``random`` only."""
    names = list(STORIES)
    story = random.choices(names, [STORIES[name][0] for name in names])[0]
    if rank < 6 and story in {"prospect", "lost", "young"}:
        story = "steady"
    _w, (low, high), (first_low, first_high), last, (cheap, dear), cost_factor, returns = STORIES[story]
    monthly = 720_000 / (rank + 3) ** 0.85 * random.uniform(0.8, 1.2) + 350
    wallet_known = random.random() > 0.12
    return Profile(
        story=story,
        monthly=round(monthly, 2),
        trend=random.uniform(low, high) ** (1 / 12),
        season=random.uniform(0.05, 0.25),
        phase=random.randrange(12),
        first=random.randint(first_low, first_high),
        last=last,
        lines=max(1, min(9, int(monthly / 9_000) + random.randint(1, 2))),
        discount=round(random.uniform(cheap, dear), 2),
        cost_factor=cost_factor * random.uniform(0.97, 1.05),
        returns=returns,
        wallet=random.choice((0.15, 0.25, 0.4, 0.55, 0.7, 0.85, 0.95)) if wallet_known else None,
        service_share=random.uniform(0.02, 0.09) if random.random() > 0.08 else None,
        payment_days=random.choice((30, 45, 60, 75, 90, 120)) if random.random() > 0.1 else None,
    )


def month_of(until: datetime.date, index: int) -> datetime.date:
    """First day of demo month ``index``; 35 is the month of ``until``."""
    total = until.year * 12 + until.month - 1 - (MONTHS - 1 - index)
    return datetime.date(total // 12, total % 12 + 1, 1)
