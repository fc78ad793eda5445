"""Why an account has its class in a run: from its stored figures and the lines of the run."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from portfolio.calc.explain import explain
from portfolio.matrices.spec import MatrixSpec
from portfolio.models import Classification, ClassificationRun


def explanation(spec: MatrixSpec, run: ClassificationRun, row: Classification) -> dict[str, Any]:
    """``portfolio.calc.explain`` for ``row`` as ``run`` left it; no query if the run's parameters are at hand."""
    facts: dict[str, Decimal | float] = {key: Decimal(value) for key, value in row.metrics.items()}
    thresholds = run.thresholds.get(spec.key) or dict.fromkeys(spec.axes())
    cell = row.cell_on(spec.key)
    given = cell if cell != row.computed_on(spec.key) else ""
    return explain(spec, facts | run.company, thresholds, run.parameters.as_parameters(), given)
