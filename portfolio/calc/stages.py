"""The stages of the relational development model (method §1), for an account or for a portfolio."""

from __future__ import annotations

from typing import Any

from portfolio.calc.carriers import Carrier, V

NEVER_INVOICED, DORMANT = 1, 2  # the highest stage there is without sales: ever, and in the window


def stage_of(of: Any, on: Carrier[V]) -> V:
    """1 to 5: the stage of the mean of both axes, at most one above that of the weaker axis.

    Never invoiced: 1. No revenue in the window, but invoiced before: at most 2. Missing without both axes.
    """
    x, y = of["relation_x"], of["relation_y"]
    cuts = [float(cut) for cut in of.parameters.numbers("stage.cuts")]
    lower = on.smaller(x, y)
    stage = on.smaller(stage_at((x + y) / 2, cuts, on), stage_at(lower, cuts, on) + 1)
    stage = on.where(is_dormant(of, on), on.smaller(stage, DORMANT), stage)
    return on.where(on.filled(of["invoiced"], 1.0) <= 0, on.smaller(stage, NEVER_INVOICED), stage)


def stage_at(value: V, cuts: list[float], on: Carrier[V]) -> V:
    """The stage of a value of 1 to 5; on a cut that above it (G3)."""
    settled = on.settled(value)
    stage: Any = settled * 0 + 1
    for cut in cuts:
        stage = stage + (on.filled(settled, 0.0) >= cut)
    return stage


def is_dormant(of: Any, on: Carrier[V]) -> Any:
    """Whether the account was invoiced once, but nothing in the window."""
    return (on.filled(of["invoiced"], 0.0) > 0) & (on.filled(of["revenue"], 1.0) <= 0)


def lean(of: Any, on: Carrier[V]) -> V:
    """How far involvement (y) is ahead of the nature of the relationship (x); negative where it is behind."""
    return on.settled(of["relation_y"] - of["relation_x"])


def undone(of: Any, on: Carrier[V]) -> V:
    """1 where an event has ended the relationship or enough signals warn of it, else 0."""
    parameters = of.parameters
    score = (of["relation_x"] + of["relation_y"]) / 2
    signals: Any = on.known(of["revenue"]) * 0
    for sign in (
        on.filled(of["growth"] * 100, 0.0) <= float(parameters.number("uncoupling.growth")),
        on.filled(on.settled(score - of["score_before"]), 0.0) <= -float(parameters.number("uncoupling.drop")),
        on.filled(of["sponsor_lost"], 0.0) > 0,
    ):
        signals = signals + sign
    broken = (on.filled(of["broken"], 0.0) > 0) | (signals >= float(parameters.number("uncoupling.signals")))
    return signals * 0 + broken
