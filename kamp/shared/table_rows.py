"""The rows of a declared list as HTML, written in Python: a list has hundreds of cells, a template is slow for each.

What a cell looks like follows from the kind of its column; a column with ``draw`` or ``template`` draws its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kamp.shared.tables import Cell, Column, Kind, Phone

_PLACES = {Phone.MAIN: "f-name who", Phone.SECOND: "f-b", Phone.END: "f-a", Phone.UNDER: "f-c"}
_CURRENT = format_html(' class="{}"', "current")
Writer = Callable[[Any, Any], Any]


def table_rows(
    lines: Iterable[tuple[Any, list[Cell]]],
    *,
    draw: Mapping[Kind, Callable[[Any], Any]],
    missing: SafeString,
    selectable: bool,
    current: Any,
) -> SafeString:
    """The ``<tr>`` of ``lines`` (kamp.shared.tables.Table.lines).

    ``draw`` writes the values of each kind, ``missing`` stands for None; ``selectable`` puts a tick box before each
    row; ``current`` is the key of the row that is open.
    """
    known: dict[str, tuple[str, Writer]] = {}
    return format_html_join(
        "",
        "<tr{}>{}{}</tr>",
        (
            (
                _CURRENT if current is not None and current == row.pk else "",
                _tick(row) if selectable else "",
                format_html_join("", '<td class="{}">{}</td>', _cells(row, cells, known, draw, missing)),
            )
            for row, cells in lines
        ),
    )


def _cells(
    row: Any,
    cells: list[Cell],
    known: dict[str, tuple[str, Writer]],
    draw: Mapping[Kind, Callable[[Any], Any]],
    missing: SafeString,
) -> Iterator[tuple[str, Any]]:
    for cell in cells:
        column = cell.column
        if column.key not in known:
            known[column.key] = (_classes(column), _writer(column, draw, missing))
        classes, write = known[column.key]
        yield classes, write(cell.value, row)


def _tick(row: Any) -> SafeString:
    return format_html(
        '<td class="pickcol f-pos"><input type="checkbox" name="row" value="{}" data-select-row aria-label="{}"></td>',
        row.pk,
        _("Select %(name)s") % {"name": row},
    )


def _classes(column: Column) -> str:
    return _PLACES.get(column.phone, "f-hide") + (" r" if column.numeric else "")


def _writer(column: Column, draw: Mapping[Kind, Callable[[Any], Any]], missing: SafeString) -> Writer:
    if column.draw is not None:
        return column.draw
    if column.template:
        template = get_template(column.template)
        return lambda value, row: template.render({"value": value, "row": row})
    write = draw[column.kind]
    return lambda value, row: missing if value is None else write(value)
