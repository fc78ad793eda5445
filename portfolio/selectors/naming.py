"""What cells are called in the language of the reader."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portfolio.enums import EXCLUDED, NOT_ASSESSED
from portfolio.matrices.spec import Cell, MatrixSpec


def cell_label(spec: MatrixSpec, key: str) -> str:
    """What a cell is called, also where there is no class."""
    if key == EXCLUDED:
        return _("Left out")
    if key in (NOT_ASSESSED, ""):
        return _("Not assessed")
    return cell_name(spec.cell(key))


def cell_name(cell: Cell) -> str:
    """The name of a cell."""
    return pgettext(cell.context, cell.label) if cell.context else _(cell.label)
