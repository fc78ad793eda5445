"""Models of the portfolio, one noun per file."""

from portfolio.models.classification import Classification, ClassMove
from portfolio.models.decision import KeyAccountDecision
from portfolio.models.override import ClassificationOverride
from portfolio.models.parameters import MethodParameters
from portfolio.models.pending import ChangedAccount
from portfolio.models.run import ClassificationRun, RunCell

__all__ = [
    "ChangedAccount",
    "ClassMove",
    "Classification",
    "ClassificationOverride",
    "ClassificationRun",
    "KeyAccountDecision",
    "MethodParameters",
    "RunCell",
]
