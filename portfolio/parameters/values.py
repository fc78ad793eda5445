"""The parameters in force: defaults with a company's overrides, whole and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from kamp.shared.i18n import N_
from portfolio.parameters.catalog import PARAMETERS
from portfolio.parameters.spec import ParameterError, Value


@dataclass(frozen=True, slots=True)
class Parameters:
    """A value for every parameter. ``Parameters({...})`` takes overrides by key; the rest are defaults.

    Raises ParameterError (a ValueError) for an unknown key, a value out of its limits, or a choice whose
    amounts are not given.
    """

    overrides: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)
    values: Mapping[str, Value] = field(init=False)

    def __post_init__(self) -> None:
        for key in self.overrides:
            if key not in PARAMETERS:
                message = N_("There is no method parameter “%(unknown)s”.")
                raise ParameterError(key, message, unknown=key)
        values = {spec.key: spec.clean(self.overrides.get(spec.key, spec.default)) for spec in PARAMETERS}
        _check_needs(values)
        object.__setattr__(self, "values", MappingProxyType(values))
        object.__setattr__(self, "overrides", MappingProxyType(_changed(values)))

    def number(self, key: str) -> Decimal:
        """The number of ``key``. Raises TypeError if it is not one."""
        value = self.values[PARAMETERS.get(key).key]
        if isinstance(value, int | Decimal):
            return Decimal(value)
        raise TypeError(f"parameter {key!r} is no number")

    def numbers(self, key: str) -> tuple[Decimal, ...] | None:
        """The numbers of ``key`` (one for a single number), or None if they are optional and not given."""
        value = self.values[PARAMETERS.get(key).key]
        if isinstance(value, str):
            raise TypeError(f"parameter {key!r} is a choice")
        if value is None or isinstance(value, tuple):
            return value
        return (Decimal(value),)

    def choice(self, key: str) -> str:
        """The key chosen for ``key``. Raises TypeError if it is not a choice."""
        value = self.values[PARAMETERS.get(key).key]
        if isinstance(value, str):
            return value
        raise TypeError(f"parameter {key!r} is no choice")

    def as_dict(self) -> dict[str, int | str | list[str] | None]:
        """Every parameter, JSON-able and without loss: what a run stores, so that later defaults leave it be."""
        return {spec.key: spec.dump(self.values[spec.key]) for spec in PARAMETERS}

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> Parameters:
        """The parameters of ``as_dict``; keys declared since then take their defaults."""
        return cls(stored)


def _changed(values: Mapping[str, Value]) -> dict[str, object]:
    return {spec.key: values[spec.key] for spec in PARAMETERS if values[spec.key] != spec.default}


def _check_needs(values: Mapping[str, Value]) -> None:
    for spec in PARAMETERS:
        if spec.needed_when is None or values[spec.key] is not None:
            continue
        other, choice = spec.needed_when
        if values[other] == choice:
            message = N_("%(label)s: enter a value, because “%(other)s” is set to fixed amounts.")
            raise ParameterError(spec.key, message, label=spec.label, other=PARAMETERS.get(other).label)
