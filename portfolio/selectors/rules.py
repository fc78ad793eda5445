"""What the parameters of the method say about facts."""

from __future__ import annotations

import datetime

from accounts.selectors.facts_sql import FactRules
from accounts.selectors.windows import Window
from portfolio.models import MethodParameters
from portfolio.parameters.values import Parameters


def rules_of(parameters: Parameters) -> FactRules:
    """How costs count."""
    return FactRules(cost_of_capital=parameters.number("cts.cost_of_capital"))


def window_of(as_of: datetime.date, parameters: Parameters) -> Window:
    """The revenue window up to ``as_of``."""
    return Window.trailing(as_of, int(parameters.number("window.months")))


def version_in_force(day: datetime.date) -> MethodParameters | None:
    """The version of the parameters that a run as of ``day`` would take, None while nobody set any. One query."""
    versions = MethodParameters.objects.filter(valid_from__lte=day).order_by("-valid_from", "-number")
    return versions.first()


def parameters_in_force(day: datetime.date) -> Parameters:
    """The parameters that a run as of ``day`` would take; the defaults while nobody set any. One query."""
    found = version_in_force(day)
    return found.as_parameters() if found else Parameters()
