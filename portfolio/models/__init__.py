"""Models of the portfolio, one noun per file."""

from portfolio.models.classification import Classification, ClassMove
from portfolio.models.parameters import MethodParameters
from portfolio.models.run import ClassificationRun, RunCell

__all__ = ["ClassMove", "Classification", "ClassificationRun", "MethodParameters", "RunCell"]
