"""What an objective is measured by, in words."""

from __future__ import annotations

from decimal import Decimal

from kamp.shared import formats
from kamp.shared.templatetags.formats import language

MOST_DECIMALS = 2


def measured(value: Decimal | None, unit: str) -> str:
    """``value`` with its unit and as many decimals as it has, two at most; "" for None: not measured is not zero."""
    if value is None:
        return ""
    if unit.strip() == "%":
        return formats.pct(value / 100, language(), decimals_of(value))
    return f"{formats.number(value, language(), decimals_of(value))} {unit}".strip()


def decimals_of(value: Decimal) -> int:
    """How many decimals ``value`` has, two at most."""
    exponent = value.normalize().as_tuple().exponent
    return min(MOST_DECIMALS, max(0, -exponent)) if isinstance(exponent, int) else 0
