"""Separators, the line with the names, and names for the columns that lack a good one."""

from __future__ import annotations

import pytest

from kamp.intake.dialects import COLUMN_LIMIT
from kamp.intake.tests.support import refusal, table_of, whole

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1;2\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("codice;prezzo;sconto\nA;1,5;0,1\nB;2,5;0,2\n", ";"),
        ("name,text\nA,one;two;three\nB,four;five;six\n", ","),
        ('name;"a,b,c,d"\n1;2\n', ";"),
        ("sep=|\na|b\n1|2\n", "|"),
        ("SEP=;\r\na;b\r\n1,5;2\r\n", ";"),
        ("only\nA\nB\n", ","),
        ("a;b,c;d\n1;2;3\n", ";"),
    ],
)
def test_the_separator_is_found(text: str, delimiter: str) -> None:
    assert table_of(text).delimiter == delimiter


def test_the_separator_can_be_chosen() -> None:
    assert table_of("a,b;c\n1,2;3\n", delimiter=";").columns == ("a,b", "c")
    assert refusal("a,b\n1,2\n", delimiter=":").code == "delimiter-name"


def test_title_lines_are_skipped_with_a_notice() -> None:
    table = table_of("Sales 2025\n\nby customer\ncode;name;net\nA;Alpha;1\n")
    assert table.columns == ("code", "name", "net")
    assert [(notice.code, notice.params) for notice in table.notices] == [("lines-skipped", {"line": 4})]
    assert whole(table).lines == [5]


def test_the_line_of_the_names_can_be_chosen() -> None:
    table = table_of("a;b\nx;y\ncode;name\n1;2\n", header_line=3)
    assert (table.columns, table.header_line, whole(table).lines) == (("code", "name"), 3, [4])
    assert refusal("a;b\n1;2\n", header_line=9).code == "header-line"


@pytest.mark.parametrize("text", ["a;b\n", "a;b", "a;b\n;\n\n", "a,kamp_line,kamp_column,kamp_reason\n,2,a,why\n"])
def test_a_file_with_names_only_is_refused(text: str) -> None:
    assert refusal(text).code == "file-no-rows"


@pytest.mark.parametrize("text", ["\n\n\n", ";;;\n;;;\n", "\ufeff", "kamp_line;kamp_column;kamp_reason\n1;a;b\n"])
def test_a_file_without_names_is_refused(text: str) -> None:
    assert refusal(text).code == "file-no-header"


def test_names_are_made_different_and_gaps_get_one() -> None:
    table = table_of("\ufeff Net ,Net,,Net\n1,2,3,4\n")
    assert table.columns == ("Net", "Net (2)", "Column 3", "Net (3)")
    assert [notice.code for notice in table.notices] == ["header-duplicate", "header-empty", "header-duplicate"]
    assert whole(table).columns == {"Net": ["1"], "Net (2)": ["2"], "Column 3": ["3"], "Net (3)": ["4"]}


def test_a_text_with_commas_under_a_single_column_is_no_table_of_its_own() -> None:
    assert table_of("comment\nfine\none, two, three\nlate\n").columns == ("comment",)


def test_a_name_over_two_lines_is_one_name() -> None:
    table = table_of('code,"Net\r\namount"\r\nA,1\r\n')
    assert table.columns == ("code", "Net amount")
    assert whole(table).lines == [3]


def test_a_first_line_that_looks_like_data_is_mentioned() -> None:
    assert [notice.code for notice in table_of("1,2.50\n3,4.50\n").notices] == ["header-like-data"]


def test_too_many_columns_are_refused() -> None:
    assert refusal(",".join(f"c{number}" for number in range(COLUMN_LIMIT + 1)) + "\n1\n").code == "too-many-columns"


def test_a_quotation_mark_that_opens_the_names_and_never_closes_is_refused() -> None:
    assert refusal('"code,name\n' + "A,B\n" * 100).code == "header-quote"
    assert refusal('"code,name\n' + "A,B\n" * 100_000).code == "header-quote"
