"""The rows of a declared list as HTML, written in Python: a list has hundreds of cells, a template is slow for each.

What a cell looks like follows from the kind of its column; a column with ``draw`` or ``template`` draws its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kamp.shared.tables import Cell, Column, Kind, Phone

_LABELLED = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.DATE, Kind.MOMENT})
_PLACES = {Phone.MAIN: "f-name who", Phone.SECOND: "f-b", Phone.END: "f-a", Phone.UNDER: "f-c"}
Writer = Callable[[Any, Any], Any]


def table_rows(
    lines: Iterable[tuple[Any, list[Cell]]],
    *,
    draw: Mapping[Kind, Callable[[Any], Any]],
    missing: SafeString,
    selectable: bool,
    current: Any,
    unit: str = "",
) -> SafeString:
    """The ``<tr>`` of ``lines`` (kamp.shared.tables.Table.lines).

    ``draw`` writes the values of each kind, ``missing`` stands for None; ``selectable`` puts a tick box before each
    row; ``current`` is the key of the row that is open. ``unit`` is that of money ("k€"): on phones, where there are no
    heads, a cell says its own.
    """
    known: dict[str, tuple[str, Writer]] = {}
    select = _("Select %(name)s")
    parts: list[str] = []
    for row, cells in lines:
        parts.append('<tr class="current">' if current is not None and current == row.pk else "<tr>")
        if selectable:
            parts.append(_tick(row, select))
        parts += _cells(row, cells, known, draw, missing, unit)
        parts.append("</tr>")
    return mark_safe("".join(parts))  # noqa: S308  MEANT: every part went through _shown, the rest is written here


def _cells(
    row: Any,
    cells: list[Cell],
    known: dict[str, tuple[str, Writer]],
    draw: Mapping[Kind, Callable[[Any], Any]],
    missing: SafeString,
    unit: str,
) -> Iterator[str]:
    for cell in cells:
        column = cell.column
        if column.key not in known:
            known[column.key] = (
                f'<td class="{_classes(column)}"{_head(column, unit)}>',
                _writer(column, draw, missing),
            )
        opening, write = known[column.key]
        yield f"{opening}{_shown(write(cell.value, row))}</td>"


def _shown(value: Any) -> str:
    """``value`` as HTML: what is HTML already as it is, all else escaped. A third of the price of Django's own."""
    return str(value.__html__()) if hasattr(value, "__html__") else escape(str(value))


def _tick(row: Any, select: str) -> str:
    name = _shown(select % {"name": row})
    box = f'<input type="checkbox" name="row" value="{_shown(row.pk)}" data-select-row aria-label="{name}">'
    return f'<td class="pickcol f-pos">{box}</td>'


def _head(column: Column, unit: str) -> str:
    """What the head says about a figure, for where there is none: its unit if it is money, else its name."""
    if column.phone not in {Phone.END, Phone.UNDER}:
        return ""
    if column.kind == Kind.MONEY:
        return f' data-unit="{escape(unit)}"'
    return f' data-head="{escape(str(column.label).removesuffix(" %"))}"' if column.kind in _LABELLED else ""


def _classes(column: Column) -> str:
    return _PLACES.get(column.phone, "f-hide") + (" r" if column.numeric else "")


def _writer(column: Column, draw: Mapping[Kind, Callable[[Any], Any]], missing: SafeString) -> Writer:
    if column.draw is not None:
        return column.draw
    if column.template:
        template = get_template(column.template).template  # type: ignore[attr-defined]
        return lambda value, row: template.render(Context({"value": value, "row": row}))
    write = draw[column.kind]
    return lambda value, row: missing if value is None else write(value)
