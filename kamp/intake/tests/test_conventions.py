"""Which sign stands before decimals, and what comes first in a date, is decided by the whole column."""

from __future__ import annotations

import pytest

from kamp.intake.cells import Number
from kamp.intake.conventions import Basis, Convention, Evidence, conventions
from kamp.intake.decimals import separator_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("1.5", "point"),
        ("1,5", "comma"),
        ("1,234.50", "point"),
        ("1.234,50", "comma"),
        ("1.234.567", "comma"),
        ("1,234,567", "point"),
        ("1.234", "unclear"),
        ("1,234", "unclear"),
        ("-12,345 €", "unclear"),
        ("0.123", "point"),
        ("1234.567", "point"),
        ("1 234,567", "comma"),
        ("1'234.567", "point"),
        (".500", "point"),
        ("1.2345", "point"),
        ("1,234E5", "comma"),
        ("12", None),
        ("", None),
        ("abc", None),
        ("1.2.3", None),
        ("1,23.456,7", None),
    ],
)
def test_what_a_number_says_about_its_column(text: str, word: str | None) -> None:
    assert separator_of(text) == word


def found(*chunks: list[str], kind: str = "decimal", default: str = "comma", first: str = "day") -> Convention:
    evidence = Evidence(kind)  # type: ignore[arg-type]
    for chunk in chunks:
        evidence.see(chunk)
    return conventions({"x": evidence}, {"decimal": default, "date": first})["x"]


def test_one_value_far_away_settles_a_column() -> None:
    convention = found(["1.234", "12"], ["5"] * 1000, ["0,5"])
    assert (convention.value, convention.basis, convention.ambiguous) == ("comma", Basis.SEEN, False)


def test_more_values_win_over_fewer() -> None:
    assert found(["1,5", "2,5", "3.5"]).value == "comma"
    assert found(["1,5", "2.5", "3.5"], ["x", ""]).value == "point"


def test_as_many_for_the_one_as_for_the_other_is_an_assumption() -> None:
    assert found(["1,5", "2.5"], default="point").basis is Basis.ASSUMED


@pytest.mark.parametrize("default", ["comma", "point"])
def test_a_column_that_can_be_read_both_ways_is_reported_with_an_example(default: str) -> None:
    convention = found(["12", "4.250", "1.234"], default=default)
    assert (convention.value, convention.basis, convention.ambiguous) == (default, Basis.ASSUMED, True)
    assert convention.example == "4.250"
    assert convention.notice is not None
    assert convention.notice.message() == (
        f"The numbers of “x” can be read in two ways, such as 4.250: decimals are taken to follow a {default}."
    )


def test_the_other_columns_of_the_file_are_asked_first() -> None:
    unclear, clear = Evidence("decimal"), Evidence("decimal")
    unclear.see(["1.234"])
    clear.see(["1.5"])
    result = conventions({"quantity": unclear, "price": clear}, {"decimal": "comma", "date": "day"})["quantity"]
    assert (result.value, result.basis, result.ambiguous) == ("point", Basis.OTHERS, True)


def test_whole_numbers_need_no_convention() -> None:
    convention = found(["1", "25", ""])
    assert (convention.basis, convention.ambiguous, convention.notice) == (Basis.NEUTRAL, False, None)
    assert found([]).basis is Basis.NEUTRAL


def test_numbers_of_a_workbook_say_nothing() -> None:
    assert found([Number("1.5"), Number("1.234")]).basis is Basis.NEUTRAL
    assert found([Number("1.5"), "1,5"]).value == "comma"


def test_a_cell_of_two_lines_confuses_nothing() -> None:
    assert found(["1.5\n2,5", "1\n.234", "3.5"]).value == "point"


def test_dates() -> None:
    assert found(["01/02/2025", "31/01/2025"], kind="date").value == "day"
    assert found(["01/02/2025", "01/31/2025"], kind="date").value == "month"
    assert found(["2025-01-02", "2025-01-03"], kind="date").basis is Basis.NEUTRAL
    unclear = found(["01/02/2025", "03/04/2025"], kind="date")
    assert (unclear.value, unclear.basis, unclear.example) == ("day", Basis.ASSUMED, "01/02/2025")
    assert unclear.notice is not None
    assert "the day is taken to come first" in unclear.notice.message()
    assert found(["31/12/2025", "12/31/2025", "30/12/2025"], kind="date").value == "day"
