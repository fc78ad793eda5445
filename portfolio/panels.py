"""What the portfolio adds to pages about accounts: the panel "In the matrices", the class beside the name,
a column and a filter of the list."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import KeyAccount
from kamp.shared.addresses import address_of
from kamp.shared.drawing.marks import Spot
from kamp.shared.i18n import N_
from kamp.shared.panels import AccountColumn, AccountMark, AccountNarrowing, AccountPanel
from kamp.users.models import User
from portfolio.enums import NO_CLASS, NOT_ASSESSED, mark
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.marks import Flag
from portfolio.matrices.spec import MatrixSpec
from portfolio.models import Classification
from portfolio.selectors.hues import COLOURED_BY, NO_HUE, hue_of
from portfolio.selectors.naming import cell_label, cell_name
from portfolio.selectors.placing import cuts, in_band, value_on
from portfolio.selectors.positions import Position, latest_rows, position_kept, present_row, spot_of


def load_positions(account: KeyAccount, _user: User, today: datetime.date) -> dict[str, Any] | None:
    """The account on every matrix as of the latest run; None while nothing was computed."""
    found = position_kept(account, today)
    if found is None:
        return None
    places = [_place(spec, found, account) for spec in MATRICES] if found.row else []
    return {"run": found.run, "places": places}


def _place(spec: MatrixSpec, found: Position, account: KeyAccount) -> dict[str, Any]:
    row = found.row
    assert row is not None  # noqa: S101  MEANT: asked for accounts that the run knows
    return {
        "title": _(spec.title),
        "label": cell_label(spec, row.cell_on(spec.key)),
        "url": address_of("portfolio:matrix", spec.key) + f"?a={account.slug}",
        "spot": spot_of(spec, found.run, row),
    }


def load_classes(account_ids: Iterable[int], _user: User) -> dict[int, dict[str, str]]:
    """The class of each account on the matrix that gives accounts their colour, and its hue."""
    spec = MATRICES.get(COLOURED_BY)
    return {account: _class(spec, row) for account, row in latest_rows(account_ids).items()}


def _class(spec: MatrixSpec, row: Classification) -> dict[str, str]:
    key = row.cell_on(spec.key)
    return {"label": cell_label(spec, key), "hue": NO_HUE if key in NO_CLASS else hue_of(row)}


def load_mark(account: KeyAccount, _user: User) -> dict[str, Any] | None:
    """The place and class of an account on the matrix that gives accounts their colour."""
    row = present_row(account)
    spec = MATRICES.get(COLOURED_BY)
    if row is None or row.cell_on(spec.key) in NO_CLASS | {""}:
        return None
    cell = spec.cell(row.cell_on(spec.key))
    bands = zip(spec.axes().values(), (cell.at[0].x, cell.at[0].y), strict=True)
    x, y = (in_band(axis, key, value_on(row, axis)) for axis, key in bands)
    provisional = Flag.PROVISIONAL in row.flags_on(spec.key)
    spot = Spot(x=x, y=y, cuts_x=cuts(spec.x), cuts_y=cuts(spec.y), tone=hue_of(row), provisional=provisional)
    posture = _(cell.posture) if cell.posture else ""
    return {"spot": spot.labelled(cell_name(cell)), "tone": hue_of(row), "name": cell_name(cell), "posture": posture}


def narrow_by_class(accounts: QuerySet[KeyAccount], value: str, _user: User) -> QuerySet[KeyAccount] | None:
    """The accounts in a cell ("value-potential:key") after the latest run."""
    if not _known(value):
        return None
    rows = Classification.objects.filter(to_run__isnull=True, cells__contains=[value])
    return accounts.filter(pk__in=rows.values("account"))


def describe_class(value: str) -> str:
    """Matrix and class in words; what no cell is called is given back."""
    if not _known(value):
        return value
    matrix, _colon, cell = value.partition(":")
    spec = MATRICES.get(matrix)
    return f"{_(spec.title)}: {cell_label(spec, cell)}"


def _known(value: str) -> bool:
    matrix, _colon, cell = value.partition(":")
    return matrix in MATRICES and cell in {*MATRICES.get(matrix).cell_keys(), *NO_CLASS}


def list_url(matrix: str, cell: str) -> str:
    """The accounts of a cell in the account list."""
    return f"{address_of('accounts:account_list')}?class={mark(matrix, cell or NOT_ASSESSED)}"


MATRICES_PANEL = AccountPanel(
    key="matrices",
    title=N_("In the matrices"),
    template="portfolio/partials/_account_panel.html",
    permission="portfolio.view_matrix",
    order=20,
    load=load_positions,
)
CLASS_COLUMN = AccountColumn(
    key="class",
    label=N_("Class"),
    template="portfolio/partials/_class_cell.html",
    permission="portfolio.view_matrix",
    order=10,
    load=load_classes,
    text=lambda value: value["label"],
)
CLASS_NARROWING = AccountNarrowing(
    key="class",
    label=N_("Class"),
    permission="portfolio.view_matrix",
    narrow=narrow_by_class,
    describe=describe_class,
)
CLASS_MARK = AccountMark(key="class", permission="portfolio.view_matrix", load=load_mark)
