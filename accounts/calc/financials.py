"""Ratios of the customer's own accounts (method §3, H-G6): shares, 0.1 is 10%.

None when an input is not known or the denominator is not positive (G6).
"""

from __future__ import annotations

from decimal import Decimal


def ros(*, ebit: Decimal | None, revenue: Decimal | None) -> Decimal | None:
    """Return on sales: EBIT / revenue.

    >>> ros(ebit=Decimal(80), revenue=Decimal(1000))
    Decimal('0.08')
    """
    return _ratio(ebit, revenue)


def roi(*, ebit: Decimal | None, capital_employed: Decimal | None) -> Decimal | None:
    """Return on investment: EBIT / capital employed, as §3 defines it."""
    return _ratio(ebit, capital_employed)


def roce(*, ebit: Decimal | None, capital_employed: Decimal | None, previous_capital: Decimal | None) -> Decimal | None:
    """Return on the capital employed on average over the year: EBIT / mean of its capital and that of the year before.

    Without the year before it cannot be told from ROI and is not assessed.
    """
    if capital_employed is None or previous_capital is None:
        return None
    return _ratio(ebit, (capital_employed + previous_capital) / 2)


def growth(*, revenue: Decimal | None, previous: Decimal | None) -> Decimal | None:
    """Change of the customer's revenue on the year before; None when that is not positive."""
    return None if revenue is None else _ratio(revenue - previous, previous) if previous is not None else None


def _ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return part / whole if part is not None and whole is not None and whole > 0 else None
