"""Rows of declared lists: on phones, without their heads, figures say what they are."""

from __future__ import annotations

from types import SimpleNamespace

from django.utils.safestring import SafeString

from kamp.shared.table_rows import table_rows
from kamp.shared.tables import Cell, Column, Kind, Phone

COLUMNS = (
    Column(key="name", label="Name", value="name", phone=Phone.MAIN),
    Column(key="revenue", label="Revenue", value="revenue", kind=Kind.MONEY, phone=Phone.END),
    Column(key="margin", label='Margin "%" %', value="margin", kind=Kind.PERCENT, phone=Phone.UNDER),
    Column(key="days", label="Days", value="days", kind=Kind.NUMBER),
)


def test_money_has_its_unit_and_a_share_its_name_where_there_are_no_heads() -> None:
    row = SimpleNamespace(pk=1, name="Brenta", revenue=12, margin=3, days=4)
    cells = [Cell(column=column, value=column.of(row)) for column in COLUMNS]
    html = table_rows(
        [(row, cells)],
        draw=dict.fromkeys(Kind, str),
        missing=SafeString("–"),
        selectable=False,
        current=None,
        unit="k€",
    )
    assert '<td class="f-name who">Brenta' in html
    assert '<td class="f-a r" data-unit="k€">12' in html
    assert '<td class="f-c r" data-head="Margin &quot;%&quot;">3' in html
    assert '<td class="f-hide r">4' in html
