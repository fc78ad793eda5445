"""The lists of the portfolio as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kamp.shared.exports import Field
from portfolio.enums import EXCLUDED, NO_CLASS, NOT_ASSESSED, mark
from portfolio.matrices.axis import Axis
from portfolio.matrices.marks import FLAGS
from portfolio.matrices.spec import MatrixSpec
from portfolio.metrics.catalog import METRICS
from portfolio.models import ClassificationRun
from portfolio.selectors.movements import Mover
from portfolio.selectors.naming import cell_name


def account_fields() -> list[Field]:
    """Who the account is."""
    return [
        Field(key="code", label=_("Code"), path="account__code"),
        Field(key="name", label=_("Account"), path="account__name"),
        Field(key="segment", label=_("Segment"), path="account__segment__name"),
        Field(key="team", label=_("Team"), path="account__team__name"),
        Field(key="owner", label=_("Owner"), path="account__owner__name"),
        Field(key="country", label=_("Country"), path="account__country"),
    ]


def matrix_fields(spec: MatrixSpec, run: ClassificationRun) -> list[Field]:
    """The columns of the file of ``spec``: class, axis values and the figures they come from, unrounded."""
    axes = {axis.metric: axis for axis in spec.axes().values()}
    facts = [key for key in spec.inputs() if key not in axes and key != "revenue"]
    return [
        *account_fields(),
        Field(key="class", label=_("Class"), path="cells", write=_class_writer(spec)),
        Field(key="revenue", label=_money("revenue", run), path="revenue"),
        *(_axis_field(axis, run) for axis in axes.values() if axis.metric != "revenue"),
        *(Field(key=key, label=_headed(key, run), path=f"metrics__{key}", write=_decimal) for key in facts),
        Field(key="margin_amount", label=f"{_('Margin')}, {run.currency}", path="margin"),
        Field(key="flags", label=_("Flags"), path="flags", write=_flags_writer(spec)),
    ]


def customer_fields(run: ClassificationRun, total: Decimal) -> list[Field]:
    """The columns of the file of the customers, largest first; ``total``: the revenue that shares are of."""

    def share(value: Decimal) -> Decimal | None:
        return value / total if total > 0 else None

    return [
        Field(key="rank", label=_("Rank"), path="rank"),
        *account_fields(),
        Field(key="revenue", label=_money("revenue", run), path="revenue"),
        Field(key="share", label=_("Share of revenue"), path="revenue", write=share),
        Field(key="cumulative", label=_("Cumulative share"), path="cumulative", write=share),
    ]


def movement_fields(spec: MatrixSpec, run: ClassificationRun, moved: Mapping[int, Mover]) -> list[Field]:
    """The columns of the file of who ``moved`` on ``spec``, by account."""
    names = _class_writer(spec)

    def before(account: int) -> Any:
        return names([mark(spec.key, moved[account].before)])

    def after(account: int) -> Any:
        return names([mark(spec.key, moved[account].after)])

    return [
        *account_fields(),
        Field(key="from", label=_("Class before"), path="account_id", write=before),
        Field(key="to", label=_("Class now"), path="account_id", write=after),
        Field(key="revenue", label=_money("revenue", run), path="revenue"),
        *(_axis_field(axis, run) for axis in spec.axes().values() if axis.metric != "revenue"),
    ]


def _axis_field(axis: Axis, run: ClassificationRun) -> Field:
    return Field(key=axis.metric, label=_headed(axis.metric, run), path=f"metrics__{axis.metric}", write=_decimal)


def _headed(metric: str, run: ClassificationRun) -> str:
    """The label of a metric, amounts with their currency."""
    spec = METRICS.get(metric)
    return _money(metric, run) if spec.unit == "money" else _(spec.label)


def _money(metric: str, run: ClassificationRun) -> str:
    return f"{_(METRICS.get(metric).label)}, {run.currency}"


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _class_writer(spec: MatrixSpec) -> Callable[[list[str]], Any]:
    names = {mark(spec.key, cell.key): cell_name(cell) for cell in spec.cells}
    if len(set(names.values())) < len(names):  # several classes of one name: their keys tell them apart
        names = {mark(spec.key, cell.key): f"{cell.key} {cell_name(cell)}" for cell in spec.cells}
    absent = {NOT_ASSESSED: _("Not assessed"), EXCLUDED: _("Left out")}
    names |= {mark(spec.key, key): absent[key] for key in NO_CLASS}
    return lambda cells: next((names[cell] for cell in cells if cell in names), "")


def _flags_writer(spec: MatrixSpec) -> Callable[[list[str]], str]:
    names = {mark(spec.key, flag.key): _(flag.label) for flag in FLAGS}
    return lambda flags: ", ".join(names[flag] for flag in flags if flag in names)
