"""The lists of the portfolio: accounts on a matrix, and the largest customers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kamp.shared import formats
from kamp.shared.drawing import people
from kamp.shared.drawing.marks import Spot, glyph, quadlet
from kamp.shared.formats import MISSING
from kamp.shared.tables import Column, Kind, Phone, Table
from kamp.shared.templatetags.formats import language
from portfolio.calc.bands import Threshold
from portfolio.matrices.axis import Axis
from portfolio.matrices.marks import FLAGS
from portfolio.matrices.spec import MatrixSpec
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import Unit
from portfolio.models import Classification
from portfolio.selectors.hues import COLOURED_BY, hue_of
from portfolio.selectors.naming import cell_label
from portfolio.selectors.placing import band_places, cuts

KINDS = {Unit.MONEY: Kind.MONEY, Unit.RATIO: Kind.PERCENT, Unit.SHARE: Kind.PERCENT}
SCORES = (Unit.SCORE, Unit.SCALE)  # written with one decimal


def margin_share(row: Classification) -> Decimal | None:
    """Margin on revenue of an account, None without positive revenue or margin."""
    return row.margin / row.revenue if row.margin is not None and row.revenue > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What the rows of a list are drawn with: the lines of the run by axis, the cells that accounts came from since the
    run before (``compared``: whether there is one), and the address that explains an account by its slug."""

    thresholds: Mapping[str, Threshold | None]
    moved: Mapping[int, str]
    compared: bool
    explain_url: Callable[[str], str]


def matrix_table(spec: MatrixSpec, listed: Listed) -> Table:
    """The accounts of a run on ``spec``."""
    columns = [
        Column(
            key="name",
            label=gettext_lazy("Account"),
            value="account.name",
            sort="account__name_key",
            nullable=False,
            draw=lambda value, row: _name(value, row, listed.explain_url(row.account.slug)),
            phone=Phone.MAIN,
        ),
        Column(
            key="class",
            label=gettext_lazy("Class"),
            value=lambda row: cell_label(spec, row.cell_on(spec.key)),
            draw=lambda value, row: _class(spec, listed, value, row),
            phone=Phone.SECOND,
        ),
        *(_axis_column(axis) for axis in spec.axes().values() if axis.metric != "revenue"),
        Column(
            key="revenue",
            label=gettext_lazy("Revenue"),
            value="revenue",
            sort="revenue",
            nullable=False,
            kind=Kind.MONEY,
            descending_first=True,
            phone=Phone.END,
        ),
        Column(key="margin", label=gettext_lazy("Margin %"), value=margin_share, kind=Kind.PERCENT, phone=Phone.UNDER),
        Column(key="owner", label=gettext_lazy("Owner"), value="account.owner", draw=_owner),
    ]
    if listed.compared:
        change = Column(
            key="change",
            label=gettext_lazy("Came from"),
            value=lambda row: listed.moved.get(row.account_id),
            draw=lambda value, row: _change(spec, value, row),
        )
        columns.insert(-1, change)
    if any(axis.metric == "margin" for axis in spec.axes().values()):
        columns = [column for column in columns if column.value is not margin_share]
    return Table(key=f"matrix-{spec.key}", columns=columns, default="-revenue")


def sorted_metrics(spec: MatrixSpec) -> tuple[str, ...]:
    """The stored values that ``matrix_table`` sorts by."""
    return tuple(axis.metric for axis in spec.axes().values() if axis.metric != "revenue")


def _axis_column(axis: Axis) -> Column:
    metric = METRICS.get(axis.metric)
    return Column(
        key=axis.metric,
        label=gettext_lazy(metric.label),
        value=f"value_{axis.metric}",
        sort=f"value_{axis.metric}",
        kind=KINDS.get(metric.unit, Kind.NUMBER),
        draw=_score if metric.unit in SCORES else None,
        descending_first=True,
    )


def _score(value: Any, _row: Classification) -> SafeString:
    return format_html("{}", formats.number(value, language(), 1))


def _name(value: str, row: Classification, url: str) -> SafeString:
    """The name opens the explanation beside the chart; the account's own page is one step further."""
    account = row.account
    segment = account.segment.name if account.segment else ""
    about = " · ".join(part for part in (account.code, segment) if part)
    return format_html(
        '<a class="ka" href="{0}" data-point="{1}" hx-get="{0}" hx-target="#inspector" hx-select="#inspector" '
        'hx-swap="outerHTML" hx-push-url="true">{4}{2}</a><span>{3}</span>',
        url,
        account.slug,
        value,
        about,
        glyph(hue_of(row)),
    )


def _class(spec: MatrixSpec, listed: Listed, value: str, row: Classification) -> SafeString:
    flags = row.flags_on(spec.key)
    marks = ", ".join(_(FLAGS.get(flag).label) for flag in flags)
    noted = format_html('<span class="pf-marks meta muted">{}</span>', marks) if marks else ""
    return format_html('<span class="ka">{}{}</span>{}', _picture(spec, listed, row), value, noted)


def _change(spec: MatrixSpec, value: str | None, row: Classification) -> SafeString:
    if value is None:
        return format_html('<span class="muted">{}</span>', MISSING)
    return format_html("{}", cell_label(spec, value))


def _owner(value: Any, _row: Classification) -> SafeString:
    return people.avatar(value) if value else format_html('<span class="muted">{}</span>', MISSING)


def _picture(spec: MatrixSpec, listed: Listed, row: Classification) -> SafeString:
    """The class as a position: the glyph on the matrix that gives accounts their colour, the grid on others."""
    if spec.key == COLOURED_BY:
        return glyph(hue_of(row))
    place = band_places(spec, listed.thresholds, row) or (None, None)
    across, up = cuts(spec.x, listed.thresholds["x"]), cuts(spec.y, listed.thresholds.get("y"))
    return quadlet(Spot(x=place[0], y=place[1], cuts_x=across, cuts_y=up, tone=hue_of(row)), 22)
