"""The sum of a scorecard (method G7), for an account or for a portfolio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portfolio.calc.carriers import Carrier, V
from portfolio.matrices.scorecards import Criterion, Scorecard
from portfolio.parameters.values import Parameters

FULL = 100


def points_of(criterion: Criterion, figures: Any, on: Carrier[V]) -> V:
    """The points 0 to 10 of ``criterion``; missing where its metric is."""
    value: V = figures[criterion.metric]
    if criterion.steps is None:
        return value
    points = on.points(value, criterion.steps)
    if not criterion.steps.zero_below:
        return points
    loss = on.filled(figures[criterion.steps.zero_below], 0.0) < 0
    return on.where(loss, 0 * value, points)


def weights_of(card: Scorecard, parameters: Parameters) -> tuple[float, ...]:
    """The weights of the criteria in their order; together 100."""
    return tuple(float(weight) for weight in parameters.numbers(card.weights) or ())


def scored(card: Scorecard, figures: Any, on: Carrier[V]) -> V:
    """Σ weight × points ÷ answered weight × 10: 0 to 100. Missing while less weight is answered than is needed."""
    parameters = figures.parameters
    total = answered = on.known(on.unknown())
    for criterion, weight in zip(card.criteria, weights_of(card, parameters), strict=True):
        points = points_of(criterion, figures, on)
        total = total + on.filled(points, 0.0) * _like(on, weight)
        answered = answered + on.known(points) * _like(on, weight)
    enough = answered >= float(parameters.number("scorecard.min_answered_weight"))
    some = on.where(answered > 0, answered, 1.0)
    return on.where(enough & (answered > 0), on.settled(total / some * 10), on.unknown())


def _like(on: Carrier[V], number: float) -> Any:
    """``number`` as the carrier computes with it."""
    return on.filled(on.unknown(), number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A criterion of one account: what was measured, its points 0 to 10 (None: not assessed) and its weight."""

    criterion: Criterion
    value: float | None
    points: float | None
    weight: float


def lines_of(card: Scorecard, figures: Any) -> Iterator[Line]:
    """The criteria of one account, in order."""
    for criterion, weight in zip(card.criteria, weights_of(card, figures.parameters), strict=True):
        value, points = figures[criterion.metric], points_of(criterion, figures, figures.on)
        yield Line(criterion=criterion, value=_known(value), points=_known(points), weight=weight)


def _known(value: float) -> float | None:
    return None if value != value else float(value)  # noqa: PLR0124  MEANT: NaN alone differs from itself
