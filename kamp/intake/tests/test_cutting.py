"""Every line of a CSV file is a row, a blank line or a bad row, with its line as an editor counts it (quality C41)."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamp.intake import cutting, slices
from kamp.intake.tests.support import table_of, whole

pytestmark = pytest.mark.unit

FILLER = "9,filler,0\n" * 8_000  # some blocks of plain rows


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends(end: str, last: bool) -> None:
    text = end.join(["a;b", "1;2", "", "3;4"]) + (end if last else "")
    chunk = whole(table_of(text))
    assert (chunk.lines, chunk.columns) == ([2, 4], {"a": ["1", "3"], "b": ["2", "4"]})


def test_values_are_the_text_of_the_file() -> None:
    text = "a,b\nNA,007\nnull, S18_1749 \n\u00a0x,1.10\n\u2028y\x0bz,\x1c\n-0,1E5\nTRUE,#N/A\n"
    assert whole(table_of(text)).columns == {
        "a": ["NA", "null", "\u00a0x", "\u2028y\x0bz", "-0", "TRUE"],
        "b": ["007", " S18_1749 ", "1.10", "\x1c", "1E5", "#N/A"],
    }


@pytest.mark.parametrize("before", ["", FILLER])
def test_lines_are_counted_through_quoted_line_breaks(before: str) -> None:
    text = f'a,b,c\n{before}1,"two\nlines",x\n2,y,z\n3,"a\r\nb\rc",d\n4,e,f\n'
    base = before.count("\n") + 1
    chunk = whole(table_of(text))
    assert chunk.lines[-4:] == [base + 1, base + 3, base + 4, base + 7]
    assert chunk.columns["b"][-4:] == ["two\nlines", "y", "a\r\nb\rc", "e"]
    assert not chunk.bad


@pytest.mark.parametrize("before", ["", FILLER])
@pytest.mark.parametrize(
    ("row", "code", "found"),
    [
        ("1,2", "cells-missing", 2),
        ("1", "cells-missing", 1),
        ("1,2,3,4", "cells-extra", 4),
        ("1,2,,,5", "cells-extra", 5),
    ],
)
def test_rows_with_too_few_or_too_many_cells(before: str, row: str, code: str, found: int) -> None:
    chunk = whole(table_of(f"a,b,c\n{before}A,B,C\n{row}\nD,E,F\n"))
    line = before.count("\n") + 3
    assert [(bad.line, bad.fault.code, bad.fault.params["found"]) for bad in chunk.bad] == [(line, code, found)]
    assert chunk.bad[0].cells == tuple(row.split(","))
    assert chunk.lines[-2:] == [line - 1, line + 1]


def test_empty_cells_behind_the_last_column_do_no_harm() -> None:
    assert whole(table_of("a;b\n1;2;;;\n3;4\n")).columns == {"a": ["1", "3"], "b": ["2", "4"]}


def test_blank_rows_are_no_rows() -> None:
    chunk = whole(table_of("a,b\n,\n\n1,2\n,,,\n,\n"))
    assert (chunk.lines, chunk.bad) == ([4], [])
    assert whole(table_of("a\n\n1\n\n")).lines == [3]


@pytest.mark.parametrize(
    ("rows", "bad", "good"),
    [
        ('1,"x"y,2\n3,4,5\n', [(2, "quote-stray")], [3]),
        ('1,"open,2\n3,4,5\n6,7,8\n', [(2, "quote-open")], [3, 4]),
        ('1,"open,2\n3,"x"y,5\n6,7,8\n', [(2, "quote-stray"), (3, "quote-stray")], [4]),
        ('1,a"b,2\n3,""" said",5\n', [], [2, 3]),
        ("1,2,3\n4,5," + "x" * 200_000 + "\n6,7,8\n", [(3, "cell-too-long")], [2, 4]),
        ('1,"' + "x" * 200_000 + '",3\n6,7,8\n', [(2, "cell-too-long")], [3]),
    ],
)
def test_what_the_csv_module_cannot_read_costs_one_line(rows: str, bad: list[tuple[int, str]], good: list[int]) -> None:
    chunk = whole(table_of("a,b,c\n" + rows))
    assert [(row.line, row.fault.code) for row in chunk.bad] == bad
    assert chunk.lines == good


def test_a_quotation_mark_that_never_closes_does_not_swallow_the_rest() -> None:
    chunk = whole(table_of('a,b,c\n1,"open,2\n' + FILLER * 20))
    assert [(row.line, row.fault.code, row.cells) for row in chunk.bad] == [(2, "quote-open", ('1,"open,2',))]
    assert chunk.lines == list(range(3, 160_003))


def test_many_quotation_marks_that_never_close_are_read_in_good_time() -> None:
    text = "a,b,c\n" + ('1,"open,2\n' + "3,4,5\n" * 50) * 2_000
    chunk = whole(table_of(text))
    assert len(chunk.bad) == 2_000
    assert len(chunk.lines) == 100_000


def test_chunks_are_bounded_by_rows_characters_and_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of("a,b\n" + "x,y\n" * 200_000)
    sizes = [len(chunk.lines) for chunk in table.chunks(50_000)]
    assert sum(sizes) == 200_000
    assert all(size <= 70_000 for size in sizes)
    long = table_of("a,b\n" + f"x,{'y' * 5_000}\n" * 4_000)
    assert all(len(chunk.lines) * 5_000 <= 1.1 * slices.CHUNK_CHARACTERS for chunk in long.chunks())
    monkeypatch.setattr(slices, "CHUNK_CELLS", 10_000)
    wide = table_of(",".join(f"c{n}" for n in range(100)) + "\n" + (",".join("1" * 100) + "\n") * 3_000)
    assert all(len(chunk.lines) <= 1_000 for chunk in wide.chunks())
    shares = [chunk.share for chunk in table.chunks(50_000)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_the_head_is_the_beginning_of_the_whole() -> None:
    table = table_of("a,b\n" + "".join(f"{number},x\n" for number in range(5_000)))
    assert table.head(3).columns == {"a": ["0", "1", "2"], "b": ["x"] * 3}
    assert table.head(3).lines == [2, 3, 4]


CELL = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
CELLS = CELL | st.sampled_from(
    ["", " ", '"', '""', "\n", "\r\n", "\r", "a,b;c\td|e", "'=1+1", "1,5", "NA", "\x0b\x1c\x85"]
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], str, int]:
    width = draw(st.integers(1, 6))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=25))
    return rows, draw(st.sampled_from(",;\t|")), draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.integers(1, 9))
def test_what_the_csv_module_writes_is_read_back(
    table: tuple[list[list[str]], str, int], encoding: str, chunk_rows: int
) -> None:
    rows, delimiter, quoting = table
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    if not any(map(any, rows)):
        return
    width = len(rows[0])
    writer.writerow([f"c{number}" for number in range(width)])
    writer.writerows(rows)
    read = whole(table_of(out.getvalue().encode(encoding), delimiter=delimiter), chunk_rows)
    assert not read.bad
    assert [list(row) for row in zip(*read.columns.values(), strict=True)] == [row for row in rows if any(row)]
    starts, line = [], 2
    for row in rows:
        if any(row):
            starts.append(line)
        line += 1 + sum(cell.replace("\r\n", "\n").replace("\r", "\n").count("\n") for cell in row)
    assert list(read.lines) == starts


PLAIN = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters='\0\r\n,"'), max_size=8)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(PLAIN, min_size=2, max_size=4), min_size=1, max_size=30), st.sampled_from(["\n", "\r\n"]))
def test_the_quick_ways_give_what_the_careful_way_gives(rows: list[list[str]], end: str) -> None:
    lines = [",".join(row) + end for row in rows]
    quick, careful = slices.empty_slice(3), slices.empty_slice(3)
    shape = cutting.Shape(",", 3, 2)
    cutting._add(quick, lines, shape, 2, final=True)
    cutting._Careful(careful, shape, 2).add(lines, final=True)
    assert (quick.lines, quick.columns, quick.bad) == (careful.lines, careful.columns, careful.bad)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('ab,"\n\r'), max_size=80))
def test_no_line_is_lost(text: str) -> None:
    """Every line with a letter is in a row or in a bad row."""
    if not text.strip('",\r\n'):
        return
    read = whole(table_of("x,y\n" + text))
    seen = "".join("".join(column) for column in read.columns.values()) + "".join(
        "".join(row.cells) for row in read.bad
    )
    for letter in "ab":
        assert seen.count(letter) == text.count(letter)
