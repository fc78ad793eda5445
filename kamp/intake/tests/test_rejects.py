"""The rejected rows can be mended and read again, and no spreadsheet runs them (quality C38, C51)."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamp.intake.errors import RowError
from kamp.intake.neutral import is_formula, neutralise, restore
from kamp.intake.reading import Table
from kamp.intake.rejects import write_rejects
from kamp.intake.tests.support import table_of, whole, workbook_bytes

pytestmark = pytest.mark.unit


def error(line: int, column: str = "", code: str = "missing") -> RowError:
    return RowError(line, column, "", code)


def rejected(table: Table, *errors: RowError) -> tuple[bytes, Table]:
    out = io.BytesIO()
    count = write_rejects(table, errors, out)
    assert count == len({one.line for one in errors})
    return out.getvalue(), table_of(out.getvalue())


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+39 02", "-x", "@SUM(1)", "\tx", "\rx", "\nx", "＝1", "  =1", '"=1', "'=1", "' \"@x"),
        *("-1+1", "+1;-2", "-A1", "=", "-"),
    ],
)
def test_formulas_are_made_harmless(text: str) -> None:
    assert is_formula(text)
    assert neutralise(text) == f"'{text}"
    assert restore(neutralise(text)) == text


@pytest.mark.parametrize("text", ["-5", "-1.234,50", "+3", "-1E5", "-12 %", "abc", "a=b", "", "'tis", "5-", "1+1"])
def test_numbers_and_plain_texts_stay(text: str) -> None:
    assert neutralise(text) == text
    assert restore(text) == text


@settings(max_examples=1000, deadline=None)
@given(st.text(st.sampled_from("'\"= +-@\t\r\n＝1a,.%"), max_size=8) | st.text(max_size=20))
def test_every_text_comes_back(text: str) -> None:
    assert restore(neutralise(text)) == text
    safe = neutralise(text)
    assert not is_formula(safe) or safe.startswith("'")


def test_rows_with_line_column_and_reason() -> None:
    table = table_of("code;name;net\nA;Alpha;1,5\nB;;x\nC;Gamma;2\n")
    errors = [error(3, "name"), RowError(3, "net", "x", "number"), error(4, "code")]
    content, again = rejected(table, *errors)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "code;name;net;kamp_line;kamp_column;kamp_reason",
        'B;;x;3;"name; net";"The value is missing.; “x” is not a number."',
        "C;Gamma;2;4;code;The value is missing.",
    ]
    assert again.columns == ("code", "name", "net")
    assert whole(again).columns == {"code": ["B", "C"], "name": ["", "Gamma"], "net": ["x", "2"]}


def test_the_reason_is_in_the_language_of_the_reader() -> None:
    out = io.BytesIO()
    italian = {"The value is missing.": "Manca il valore."}
    write_rejects(table_of("a,b\n1,2\n"), [error(2)], out, lambda one: one.message(lambda text: italian[text]))
    assert "Manca il valore." in out.getvalue().decode("utf-8-sig")


def test_rows_that_could_not_be_cut_come_back_as_bad_as_they_were() -> None:
    table = table_of('a,b,c\n1,2\n1,2,3,4,5\n"x"y,2,3\n1,2,3\n,,3\n')
    before = whole(table)
    errors = [RowError(row.line, "", "", row.fault.code, row.fault.params) for row in before.bad]
    _, again = rejected(table, *errors)
    after = whole(again)
    assert after.columns == {"a": [], "b": [], "c": []}
    assert [row.cells for row in after.bad] == [("1", "2"), ("1", "2", "3", "4", "5"), ('"x"y,2,3',)]
    assert [row.fault.code for row in after.bad] == ["cells-missing", "cells-extra", "cells-missing"]
    assert [row.fault.params for row in after.bad][:2] == [row.fault.params for row in before.bad][:2]


def test_rows_that_were_mended_are_read() -> None:
    table = table_of("a,b,c\n1,2\n4,5,6,7\n")
    content, _ = rejected(table, error(2, code="missing"), error(3))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    rows[1][2] = "3"
    rows[2] = rows[2][:6]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    after = whole(table_of(out.getvalue()))
    assert (after.columns, after.bad) == ({"a": ["1", "4"], "b": ["2", "5"], "c": ["3", "6"]}, [])


def test_a_row_that_was_emptied_is_left_out() -> None:
    assert whole(table_of("a,kamp_line,kamp_column,kamp_reason\n,5,a,wrong\nx,6,a,wrong\n")).columns == {"a": ["x"]}


def test_our_columns_are_found_wherever_they_are_and_only_together() -> None:
    text = "KAMP_LINE,a,kamp_reason,b,kamp_column\n9,'=1,why,'x,b\n"
    assert whole(table_of(text)).columns == {"a": ["=1"], "b": ["'x"]}
    only = table_of("a,kamp_line\n'=1,2\n")
    assert whole(only).columns == {"a": ["'=1"], "kamp_line": ["2"]}


def test_a_mended_workbook_is_read_as_well() -> None:
    content = workbook_bytes({"x": [["a", "b", "kamp_line", "kamp_column", "kamp_reason"], ["'=1", 5, 2, "b", "why"]]})
    assert whole(table_of(content)).columns == {"a": ["=1"], "b": ["5"]}


def test_numbers_of_a_workbook_are_not_taken_for_thousands_when_they_come_back() -> None:
    table = table_of(workbook_bytes({"x": [["a", "b"], [1.234, "1.234"], [-12.5, "x"]]}))
    _, again = rejected(table, error(2), error(3))
    assert whole(again).columns == {"a": ["1.2340", "-12.5"], "b": ["1.234", "x"]}


@pytest.mark.parametrize("lines", [[9], [3, 2], [1]])
def test_errors_on_lines_that_the_file_does_not_have_are_a_mistake_of_ours(lines: list[int]) -> None:
    with pytest.raises(ValueError, match="no row on line"):
        write_rejects(table_of("a,b\n1,2\n3,4\n"), [error(line) for line in lines], io.BytesIO())


def test_nothing_rejected() -> None:
    out = io.BytesIO()
    assert write_rejects(table_of("a,b\n1,2\n"), [], out) == 0
    assert out.getvalue().decode("utf-8-sig") == "a,b,kamp_line,kamp_column,kamp_reason\r\n"


CELLS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=8) | st.sampled_from(
    ["", "=1+1", "'=1", "-5", "+x", "@", "\tx", "a\r\nb", '"', "'", "''=x", "#3", "1;2,3\t4|5"]
)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=12)),
    st.sampled_from(",;\t|"),
)
def test_random_rows_come_back_as_they_were(rows: list[list[str]], delimiter: str) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow([f"c{number}" for number in range(len(rows[0]) if rows else 1)])
    writer.writerows(rows)
    if not any(map(any, rows)):
        return
    table = table_of(out.getvalue(), delimiter=delimiter)
    before = whole(table)
    _, again = rejected(table, *(error(line) for line in before.lines))
    assert whole(again).columns == before.columns
    content, _ = rejected(again, *(error(line) for line in whole(again).lines))
    assert whole(table_of(content)).columns == before.columns
