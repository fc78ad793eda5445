"""What a method parameter is: its kind, its limits, and how a value somebody typed is checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise

from kamp.shared.i18n import N_

Value = int | Decimal | str | tuple[Decimal, ...] | None


class Kind(StrEnum):
    """The form of a parameter's value."""

    WHOLE = "whole"
    NUMBER = "number"
    NUMBERS = "numbers"
    CHOICE = "choice"


class ParameterUnit(StrEnum):
    """How a parameter's numbers are to be read."""

    PERCENT = "percent"  # 80 is 80 %
    PERCENT_POINTS = "percent_points"  # 5 is from 20 % to 25 %
    AMOUNT = "amount"  # company currency
    POINTS = "points"  # of a 0-100 or 0-10,000 scale
    MONTHS = "months"
    SCALE = "scale"  # of a 1-5 rating
    NONE = "none"


class Order(StrEnum):
    """How the numbers of a list must follow each other."""

    RISING = "rising"
    FALLING = "falling"
    ANY = "any"


class ParameterError(ValueError):
    """A value that cannot be taken. ``message`` is a msgid with the named placeholders of ``values``."""

    def __init__(self, key: str, message: str, **values: object) -> None:
        super().__init__(message % values)
        self.key = key
        self.message = message
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSpec:
    """One parameter. ``length``, ``order`` and ``total`` (what they must sum up to) belong to lists; ``needed_when`` =
    (parameter, choice) with which an otherwise optional value must be given; ``section`` is the place in the method."""

    key: str
    label: str
    kind: Kind
    section: str
    default: Value = None
    unit: ParameterUnit = ParameterUnit.NONE
    help: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    length: int = 0
    order: Order = Order.RISING
    total: Decimal | None = None
    choices: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    needed_when: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if (self.kind is Kind.CHOICE) != bool(self.choices):
            raise ValueError(f"parameter {self.key!r}: choices belong to a choice")
        if (self.kind is Kind.NUMBERS) != bool(self.length):
            raise ValueError(f"parameter {self.key!r}: a length belongs to a list of numbers")
        if self.clean(self.default) != self.default:
            raise ValueError(f"parameter {self.key!r}: the default is not in its final form")

    def clean(self, raw: object) -> Value:
        """``raw`` as a value of this parameter; text is read. Raises ParameterError saying what is wrong."""
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            if self.optional:
                return None
            raise self._error(N_("%(label)s: enter a value."))
        return _CLEANERS[self.kind](self, raw)

    def dump(self, value: Value) -> int | str | list[str] | None:
        """``value`` for JSON, without loss: numbers with decimals as text. ``clean`` reads it back."""
        if isinstance(value, tuple):
            return [str(number) for number in value]
        return str(value) if isinstance(value, Decimal) else value

    def _error(self, message: str, **values: object) -> ParameterError:
        return ParameterError(self.key, message, label=self.label, **values)

    def _number(self, raw: object) -> Decimal:
        try:
            number = Decimal(str(raw).strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if isinstance(raw, bool) or not number.is_finite():
            raise self._error(N_("%(label)s: “%(value)s” is not a number."), value=raw)
        if self.minimum is not None and number < self.minimum:
            raise self._error(N_("%(label)s: %(value)s is below %(limit)s."), value=number, limit=self.minimum)
        if self.maximum is not None and number > self.maximum:
            raise self._error(N_("%(label)s: %(value)s is above %(limit)s."), value=number, limit=self.maximum)
        return number


def _whole(spec: ParameterSpec, raw: object) -> int:
    number = spec._number(raw)
    if number != number.to_integral_value():
        raise spec._error(N_("%(label)s: “%(value)s” is not a whole number."), value=raw)
    return int(number)


def _numbers(spec: ParameterSpec, raw: object) -> tuple[Decimal, ...]:
    if isinstance(raw, str) or not isinstance(raw, Sequence):
        raise spec._error(N_("%(label)s: enter %(length)s numbers."), length=spec.length)
    numbers = tuple(spec._number(item) for item in raw)
    if len(numbers) != spec.length:
        raise spec._error(N_("%(label)s: enter %(length)s numbers."), length=spec.length)
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    if spec.order is Order.RISING and any(step <= 0 for step in steps):
        raise spec._error(N_("%(label)s: each number must be larger than the one before."))
    if spec.order is Order.FALLING and any(step >= 0 for step in steps):
        raise spec._error(N_("%(label)s: each number must be smaller than the one before."))
    if spec.total is not None and sum(numbers) != spec.total:
        message = N_("%(label)s: together they must make %(total)s, not %(sum)s.")
        raise spec._error(message, total=spec.total, sum=sum(numbers))
    return numbers


def _choice(spec: ParameterSpec, raw: object) -> str:
    known = [key for key, _label in spec.choices]
    if raw not in known:
        raise spec._error(N_("%(label)s: choose one of %(choices)s."), choices=", ".join(known))
    return str(raw)


_CLEANERS: dict[Kind, Callable[[ParameterSpec, object], Value]] = {
    Kind.WHOLE: _whole,
    Kind.NUMBER: ParameterSpec._number,
    Kind.NUMBERS: _numbers,
    Kind.CHOICE: _choice,
}
