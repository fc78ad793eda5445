"""Files of lists: exact, harmless, and given back as they were."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamp.shared.exports import csv_parts, write_xlsx
from kamp.shared.neutral import is_formula, neutralise, restore

pytestmark = pytest.mark.unit
DANGEROUS = ["=1+1", "+cmd", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", " =1", '"=1', "'=1", "=HYPERLINK(1)"]
HARMLESS = ["", "Rossi & Figli", "12", "-3", "-3,5", "+39", "1.234,50", "-12 %", "a=b", "'quoted'"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_everything_else_stays(text: str) -> None:
    assert neutralise(text) == text


@given(st.text())
def test_what_was_neutralised_comes_back(text: str) -> None:
    written = neutralise(text)
    assert restore(written) == text
    assert not is_formula(written) or written.startswith("'")


@given(
    st.lists(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")), min_size=2, max_size=2))
)
def test_csv_read_back_is_what_was_written(rows: list[list[str]]) -> None:
    written = b"".join(csv_parts(["A", "=B"], rows)).decode("utf-8-sig")
    head, *body = csv.reader(io.StringIO(written, newline=""))
    assert head == ["A", "'=B"]
    assert [[restore(cell) for cell in row] for row in body] == rows


def test_numbers_and_dates_are_written_for_machines() -> None:
    row = [Decimal("1234567.5000"), Decimal("-0.10"), None, datetime.date(2026, 1, 31), 7, Decimal("1E+3")]
    line = b"".join(csv_parts(["x"], [row])).decode("utf-8-sig").splitlines()[1]
    assert line == "1234567.5,-0.1,,2026-01-31,7,1000"


def test_xlsx_has_real_numbers_and_dates_and_no_formula() -> None:
    from python_calamine import CalamineWorkbook

    file = io.BytesIO()
    write_xlsx(
        file, "Accounts: [all]", ["Name", "Revenue", "Since"], [["=1+1", Decimal("-12.5"), datetime.date(2020, 2, 29)]]
    )
    [sheet] = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_name(sheet).to_python()
    assert sheet == "Accounts all"
    assert rows == [["Name", "Revenue", "Since"], ["=1+1", -12.5, datetime.date(2020, 2, 29)]]
    import zipfile

    inner = zipfile.ZipFile(io.BytesIO(file.getvalue())).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in inner
    assert 'quotePrefix="1"' in zipfile.ZipFile(io.BytesIO(file.getvalue())).read("xl/styles.xml").decode()


def test_moments_are_of_the_zone_they_are_given_in() -> None:
    from python_calamine import CalamineWorkbook

    at = datetime.datetime(2026, 11, 22, 0, 30, 59, tzinfo=ZoneInfo("Europe/Rome"))
    line = b"".join(csv_parts(["x"], [[at]])).decode("utf-8-sig").splitlines()[1]
    assert line == "2026-11-22T00:30+01:00"
    file = io.BytesIO()
    write_xlsx(file, "Plans", ["Approved"], [[at]])
    [_head, [cell]] = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert cell == datetime.datetime(2026, 11, 22, 0, 30, 59)
