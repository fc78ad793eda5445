"""What a workbook holds becomes text without noise, row by row, whatever wrote it."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kamp.intake import windows
from kamp.intake.cells import Number, Unvalued, number_text
from kamp.intake.reading import sheet_names
from kamp.intake.tests.support import MAIN, raw_workbook, refusal, sheet_xml, table_of, whole, workbook_bytes

pytestmark = pytest.mark.unit

NAMES = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'


def rows_of(sheet: str) -> list[tuple[str, ...]]:
    read = whole(table_of(raw_workbook(sheet)))
    return [tuple(row) for row in zip(*read.columns.values(), strict=True)]


def column_of(*values: object) -> list[str]:
    content = workbook_bytes({"Data": [["key", "value"], *[["k", value] for value in values]]})
    return whole(table_of(content)).columns["value"]


def test_numbers_have_no_noise() -> None:
    numbers = column_of(12.1, 0.1 + 0.2, 31.0, -0.0, 1e21, 1.5e-7, 1234567.891, 12.100000000000001, 100000000000000)
    expected = [
        "12.1",
        "0.3",
        "31",
        "0",
        "1000000000000000000000",
        "0.00000015",
        "1234567.891",
        "12.1",
        "100000000000000",
    ]
    assert numbers == expected
    assert {type(number) for number in numbers} == {Number}


def test_texts_stay_texts() -> None:
    texts = column_of("007", "1.234", "NA", " x ", "1E5", "=1+1", "è €\n2")
    assert texts == ["007", "1.234", "NA", " x ", "1E5", "=1+1", "è €\n2"]
    assert {type(text) for text in texts} == {str}


def test_dates_times_and_truth() -> None:
    values = [dt.datetime(2024, 1, 31), dt.datetime(2024, 1, 31, 10, 0, 1), True, False]
    assert column_of(*values) == ["2024-01-31", "2024-01-31 10:00:01", "true", "false"]


def test_a_column_of_different_kinds() -> None:
    assert column_of(1, "1", True, 1.5, None, dt.datetime(2025, 2, 1)) == ["1", "1", "true", "1.5", "", "2025-02-01"]


def test_the_dates_of_old_macintosh_workbooks() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["key", "day"])
        sheet.write(1, 0, "k")
        sheet.write_datetime(1, 1, dt.datetime(2024, 1, 31), book.add_format({"num_format": "dd/mm/yyyy"}))
    assert whole(table_of(out.getvalue())).columns["day"] == ["2024-01-31"]


def test_the_first_sheet_that_is_shown_or_the_one_that_is_named() -> None:
    content = workbook_bytes({"One": [["a"], ["1"]], "Zwei è": [["b"], ["2"]]})
    table = table_of(content)
    assert (table.sheet, table.sheets, table.columns) == ("One", ("One", "Zwei è"), ("a",))
    assert whole(table_of(content, sheet="Zwei è")).columns == {"b": ["2"]}
    error = refusal(content, sheet="Three")
    assert (error.code, error.params["sheets"]) == ("sheet-unknown", "One, Zwei è")


def test_the_sheets_can_be_asked_for_before_one_is_chosen() -> None:
    content = workbook_bytes({"Cover": [], "Names only": [["a", "b"]], "Data": [["a"], [1]]})
    assert sheet_names(io.BytesIO(content)) == ("Cover", "Names only", "Data")
    assert refusal(content).code == "file-no-header"
    assert refusal(content, sheet="Names only").code == "file-no-rows"
    assert sheet_names(io.BytesIO(b"a,b\n1,2\n")) == ()


def test_hidden_sheets_come_last() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        hidden = book.add_worksheet("Hidden")
        shown = book.add_worksheet("Shown")
        shown.activate()
        shown.set_first_sheet()
        hidden.hide()
        hidden.write_column(0, 0, ["h", 1])
        shown.write_column(0, 0, ["s", 1])
        book.add_chartsheet("Chart")
    assert table_of(out.getvalue()).sheets == ("Shown", "Hidden")


def test_a_table_that_does_not_begin_in_the_corner() -> None:
    content = workbook_bytes(
        {"Data": [[], [None, None, "Report"], [], [None, "a", "b", "c"], [None, 1, 2, 3], [], [None, None, 5]]}
    )
    table = table_of(content)
    assert table.columns == ("Column 1", "a", "b", "c")
    read = whole(table)
    assert (read.lines, read.columns["a"], read.columns["b"]) == ([5, 7], ["1", ""], ["2", "5"])
    assert [notice.code for notice in table.notices] == ["lines-skipped", "header-empty"]


def test_the_row_of_the_names_can_be_chosen() -> None:
    content = workbook_bytes({"Data": [["x", "y"], ["a", "b"], [1, 2]]})
    assert whole(table_of(content, header_line=2)).columns == {"a": ["1"], "b": ["2"]}
    assert refusal(content, header_line=9).code == "header-line"


def test_cells_beyond_the_names_are_a_bad_row() -> None:
    read = whole(table_of(workbook_bytes({"Data": [["a", "b"], [1, 2], [3, 4, 5], [6, 7]]})))
    assert [(row.line, row.cells, row.fault.code) for row in read.bad] == [(3, ("3", "4", "5"), "cells-extra")]
    assert read.lines == [2, 4]


def test_an_empty_sheet_is_refused() -> None:
    assert refusal(workbook_bytes({"Data": []})).code == "file-no-header"
    assert refusal(raw_workbook(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>')).code == "file-no-header"


def test_errors_of_the_spreadsheet_and_formulas_without_value_are_not_empty_cells() -> None:
    sheet = sheet_xml(
        NAMES
        + '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><f>1+1</f><v></v></c></row>'
        + '<row r="3"><c r="A3"><f>2*3</f><v>6</v></c><c r="B3" s="0"><f>SUM(A1:A2)</f><v/></c></row>'
        + '<row r="4"><c r="A4" t="str"><f>""</f><v></v></c><c r="B4"><f>A1&amp;"x"</f></c></row>'
        + '<row r="5"><c r="A5"><f t="shared" si="0"/><v>7</v></c><c r="B5"><f t="shared" si="0"/></c></row>'
    )
    read = whole(table_of(raw_workbook(sheet)))
    assert read.columns["a"] == ["#N/A", "6", "", "7"]
    assert read.columns["b"] == ["=1+1", "=SUM(A1:A2)", '=A1&"x"', "="]
    assert {type(text) for text in read.columns["b"]} == {Unvalued}


def test_rows_and_cells_without_places_follow_one_another() -> None:
    sheet = sheet_xml(
        '<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>'
        "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c><c><v>4</v></c></row>"
    )
    read = whole(table_of(raw_workbook(sheet)))
    assert (read.lines, read.columns) == ([2, 4], {"a": ["1", "3"], "b": ["2", "4"]})


def test_documents_with_a_prefix_other_quotes_and_other_orders() -> None:
    sheet = (
        f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData>"
        "<x:row spans='1:2' r='1'><x:c t='inlineStr' r='A1'><x:is><x:t>a</x:t></x:is></x:c></x:row>"
        "<x:row r='2'><x:c s='0' r='A2'><x:v>5</x:v></x:c></x:row><x:row r='3'/></x:sheetData></x:worksheet>"
    )
    assert rows_of(sheet) == [("5",)]


@pytest.mark.parametrize("places", [True, False])
def test_a_sheet_of_many_windows(monkeypatch: pytest.MonkeyPatch, places: bool) -> None:
    monkeypatch.setattr(windows, "_WINDOW", 4_000)
    rows = [NAMES if places else NAMES.replace(' r="1"', "").replace(' r="A1"', "").replace(' r="B1"', "")]
    for number in range(2, 2_000):
        row, one, two = (f' r="{number}"', f' r="A{number}"', f' r="B{number}"') if places else ("", "", "")
        rows.append(f"<row{row}><c{one}><v>{number}</v></c><c{two}><v>{number / 8}</v></c></row>")
    read = whole(table_of(raw_workbook(sheet_xml("".join(rows)))))
    assert read.lines == list(range(2, 2_000))
    assert read.columns["a"] == [str(number) for number in range(2, 2_000)]
    assert read.columns["b"] == [number_text(number / 8) for number in range(2, 2_000)]


def test_a_far_cell_and_gaps_between_rows_cost_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "_RECTANGLE", 1_000)
    rows = "".join(
        f'<row r="{number}"><c r="A{number}"><v>{number}</v></c><c r="B{number}"><v>0</v></c></row>'
        for number in (2, 3, 900_000, 900_001, 1_048_576)
    )
    read = whole(table_of(raw_workbook(sheet_xml(NAMES + rows))))
    assert read.lines == [2, 3, 900_000, 900_001, 1_048_576]


@settings(max_examples=300, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
def test_an_amount_comes_back_from_its_binary_fraction(amount: Decimal) -> None:
    assert Decimal(number_text(float(amount))) == amount
