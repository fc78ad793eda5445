"""Dates as they are written in English and Italian, and those that do not exist (quality C41)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamp.intake.dates import order_of, parse_dates, read_date
from kamp.intake.errors import Fault, RowError

pytestmark = pytest.mark.unit


def date_of(text: str, first: str = "day") -> str | None:
    result = read_date(text, first)
    if isinstance(result, Fault):
        assert RowError(1, "date", text, result.code, result.params).message()
        return f"!{result.code}"
    return str(result) if result else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("  ", None),
        ("2025-12-31", "2025-12-31"),
        ("2025-1-5", "2025-01-05"),
        ("2025/12/31", "2025-12-31"),
        ("2025.12.31", "2025-12-31"),
        ("1996-07-04 00:00:00.000", "1996-07-04"),
        ("2025-12-31T23:59:59Z", "2025-12-31"),
        ("2025-12-31T23:59:59.123456+02:00", "2025-12-31"),
        ("20251231", "2025-12-31"),
        ("31/12/2025", "2025-12-31"),
        ("31.12.2025", "2025-12-31"),
        ("31-12-2025", "2025-12-31"),
        ("31 12 2025", "2025-12-31"),
        ("1/2/2025", "2025-02-01"),
        ("1.2.25", "2025-02-01"),
        ("01/02/69", "1969-02-01"),
        ("01/02/68", "2068-02-01"),
        ("31/12/2025 14:30", "2025-12-31"),
        ("31/12/2025 02:30:00 PM", "2025-12-31"),
        ("31/12/2025 14.30", "2025-12-31"),
        ("45292", "2024-01-01"),
        ("45292.75", "2024-01-01"),
        ("31 dicembre 2025", "2025-12-31"),
        ("31 dic 2025", "2025-12-31"),
        ("31-dic-25", "2025-12-31"),
        ("1° maggio 2025", "2025-05-01"),
        ("lunedì 6 gennaio 2025", "2025-01-06"),
        ("gio, 2 gen 2025", "2025-01-02"),
        ("1 sett. 2025", "2025-09-01"),
        ("31 December 2025", "2025-12-31"),
        ("December 31, 2025", "2025-12-31"),
        ("Dec 31 2025", "2025-12-31"),
        ("3rd of May 2025", "2025-05-03"),
        ("31DEC2025", "2025-12-31"),
        ("29/02/2024", "2024-02-29"),
        ("31.02.2025", "!date-impossible"),
        ("29/02/2025", "!date-impossible"),
        ("31/04/2025", "!date-impossible"),
        ("00/01/2025", "!date-impossible"),
        ("2025-13-01", "!date-impossible"),
        ("2025-02-30", "!date-impossible"),
        ("12/31/2025", "!date-order"),
        ("32/13/2025", "!date-impossible"),
        ("31 Foo 2025", "!date"),
        ("01/2025", "!date-no-day"),
        ("2025-01", "!date-no-day"),
        ("gennaio 2025", "!date-no-day"),
        ("31/12/1899", "!date-range"),
        ("01/01/2101", "!date-range"),
        ("0001-01-01", "!date-range"),
        ("0000-01-01", "!date-impossible"),
        ("soon", "!date"),
        ("31/12", "!date"),
        ("31/12-2025", "!date"),
        ("1/2/3", "!date"),
        ("x" * 500, "!date"),
        ("٣١/١٢/٢٠٢٥", "!date"),
        ("#N/A", "!date"),
    ],
)
def test_a_date_with_the_day_first(text: str, value: str | None) -> None:
    assert date_of(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12/31/2025", "2025-12-31"),
        ("1/2/2025", "2025-01-02"),
        ("31/12/2025", "!date-order"),
        ("2025-12-31", "2025-12-31"),
        ("1/5/2025 12:00:00 AM", "2025-01-05"),
    ],
)
def test_a_date_with_the_month_first(text: str, value: str) -> None:
    assert date_of(text, "month") == value


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("31/12/2025", "day"),
        ("12/31/2025", "month"),
        ("01/02/2025", "unclear"),
        ("05/05/2025", None),
        ("2025-01-02", None),
        ("31/13/2025", None),
        ("", None),
        ("x", None),
        ("1 feb 2025", None),
        ("0/5/2025", None),
    ],
)
def test_what_a_date_says_about_its_column(text: str, word: str | None) -> None:
    assert order_of(text) == word


def test_a_column() -> None:
    parsed = parse_dates(["31/12/2025", "", "31/02/2025", "31/12/2025"], "day")
    assert parsed.values == ["2025-12-31", None, None, "2025-12-31"]
    assert parsed.faults == {2: Fault("date-impossible")}


@settings(max_examples=300, deadline=None)
@given(
    st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y", "%m/%d/%Y", "%d-%b-%Y", "%B %d, %Y", "%Y%m%d", "%d %B %y"]),
)
def test_a_formatted_date_is_read_back(date: dt.date, form: str) -> None:
    assert read_date(date.strftime(form), "month" if form == "%m/%d/%Y" else "day") == date


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=70) | st.from_regex(r"\A[0-9./ -]{1,20}\Z"), st.sampled_from(["day", "month"]))
def test_any_text_is_a_date_a_fault_or_nothing(text: str, first: str) -> None:
    assert isinstance(read_date(text, first), dt.date | Fault | None)
    assert order_of(text) in {None, "day", "month", "unclear"}
