"""Numbers of all sorts are read exactly, or refused with a reason; never guessed (quality C41)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamp.intake.cells import Number
from kamp.intake.decimals import fit, parse_decimals, read_decimal
from kamp.intake.errors import Fault, RowError
from kamp.intake.fields import Field, Kind, parsed_each
from kamp.intake.values import parse_column

pytestmark = pytest.mark.unit

AMOUNT = Field(key="amount", kind=Kind.DECIMAL)


def value_of(text: str, decimal: str = "point", field: Field = AMOUNT) -> str | None:
    """The value of a cell, or the code of its fault after an exclamation mark."""
    parsed = parse_column([text], field, decimal)
    if parsed.faults:
        fault = parsed.faults[0]
        assert RowError(1, "amount", text, fault.code, fault.params).message()
        assert parsed.values == [None]
        return f"!{fault.code}"
    return parsed.values[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("   ", None),
        ("\u00a0", None),
        ("0", "0"),
        ("12", "12"),
        ("12.10", "12.10"),
        ("-3.5", "-3.5"),
        ("+3.5", "3.5"),
        ("\u22123.5", "-3.5"),
        ("–3.5", "-3.5"),
        ("- 3.5", "-3.5"),
        ("3.5-", "-3.5"),
        ("3.5 -", "-3.5"),
        ("(3.5)", "-3.5"),
        ("( 1,234.50 )", "-1234.50"),
        ("(€ 3.5)", "-3.5"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("007", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1E5", "100000"),
        ("1e-2", "0.01"),
        ("1.5E+3", "1500"),
        ("1,234,567.89", "1234567.89"),
        ("1 234 567.89", "1234567.89"),
        ("1\u00a0234.5", "1234.5"),
        ("1\u202f234.5", "1234.5"),
        ("1'234.50", "1234.50"),
        ("1’234.50", "1234.50"),
        ("€ 12.10", "12.10"),
        ("12.10€", "12.10"),
        ("EUR 12.10", "12.10"),
        ("12.10 chf", "12.10"),
        ("-$5", "-5"),
        ("$-5", "-5"),
        ("US$ 5", "5"),
        ("5 kr", "5"),
        ("15%", "0.15"),
        ("15.5 %", "0.155"),
        ("-15%", "-0.15"),
        ("99999999999999.9999", "99999999999999.9999"),
        ("1.00005", "1.0001"),
        ("-1.00005", "-1.0001"),
        ("0.00004", "0.0000"),
        ("1,23", "!number-separator"),
        ("1.234,50", "!number-separator"),
        ("1,2345", "!number-separator"),
        ("1.2.3", "!number"),
        ("12,34,567.8", "!number"),
        ("1 23", "!number"),
        ("1,234 567", "!number"),
        ("abc", "!number"),
        ("-", "!number"),
        ("€", "!number"),
        ("12 pcs", "!number"),
        ("1-2", "!number"),
        ("--5", "!number"),
        ("(-5)", "!number"),
        ("(5", "!number"),
        ("5)", "!number"),
        ("EUR 5 EUR", "!number"),
        ("1E999", "!number"),
        ("1E", "!number"),
        ("NaN", "!number"),
        ("Infinity", "!number"),
        ("0x10", "!number"),
        ("1_000", "!number"),
        ("١٢", "!number"),
        ("5\n6", "!number"),
        ("1" * 65, "!number"),
        ("100000000000000", "!number-range"),
        ("-1E15", "!number-range"),
        ("#N/A", "!cell-error"),
        ("#DIV/0!", "!cell-error"),
        ("NULL", "!number"),
    ],
)
def test_a_number_with_a_decimal_point(text: str, value: str | None) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,10", "12.10"),
        ("1.234,50", "1234.50"),
        ("1.234.567", "1234567"),
        ("1.234", "1234"),
        ("1 234,5", "1234.5"),
        ("1'234,5", "1234.5"),
        ("-1.234,50 €", "-1234.50"),
        ("1.234,50-", "-1234.50"),
        ("12,5%", "0.125"),
        ("0,1", "0.1"),
        (",5", "0.5"),
        ("1,5E3", "1500"),
        ("12.5", "!number-separator"),
        ("1,234.50", "!number-separator"),
        ("1.23,45", "!number"),
    ],
)
def test_a_number_with_a_decimal_comma(text: str, value: str) -> None:
    assert value_of(text, "comma") == value


@pytest.mark.parametrize("decimal", ["point", "comma"])
def test_what_a_workbook_holds_as_a_number_is_never_in_doubt(decimal: str) -> None:
    texts = [Number("1.234"), Number("-5"), Number("1234.5")]
    values = parse_column(texts, AMOUNT, decimal).values
    assert values == ["1.234", "-5", "1234.5"]
    assert {type(value) for value in values} == {str}
    mixed = parse_column([*texts, "1.234", "", "x"], AMOUNT, decimal)
    assert mixed.values == ["1.234", "-5", "1234.5", "1.234" if decimal == "point" else "1234", None, None]
    assert mixed.faults == {5: Fault("number")}


@pytest.mark.parametrize(
    ("text", "value"),
    [("-0.5", "!number-minimum"), ("0", "0"), ("1", "1"), ("1.01", "!number-maximum"), ("", "!missing")],
)
def test_limits_and_need(text: str, value: str) -> None:
    field = Field(key="d", kind=Kind.DECIMAL, minimum=Decimal(0), maximum=Decimal(1), required=True)
    assert value_of(text, field=field) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        ("12.0", "12"),
        ("1,200", "1200"),
        ("-3", "-3"),
        ("1E3", "1000"),
        ("", None),
        ("12.5", "!not-whole"),
        ("x", "!number"),
        ("1E20", "!number-range"),
    ],
)
def test_whole_numbers(text: str, value: str | None) -> None:
    assert value_of(text, field=Field(key="n", kind=Kind.INTEGER, digits=10, scale=0)) == value


def test_rounding_is_counted() -> None:
    parsed = parse_decimals(["1.00005", "1.0001", "1.00005", "", "2"], AMOUNT, "point")
    assert (parsed.values, parsed.rounded) == (["1.0001", "1.0001", "1.0001", None, "2"], 2)


LOCALES = {
    "en": (",", ".", "{}"),
    "it": (".", ",", "{}"),
    "de": (".", ",", "{} €"),
    "fr": ("\u202f", ",", "{} €"),
    "ch": ("’", ".", "CHF {}"),
    "sv": ("\u00a0", ",", "{} kr"),
}


@settings(max_examples=400, deadline=None)
@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**13), max_value=10**13),
    st.sampled_from(sorted(LOCALES)),
    st.integers(0, 4),
    st.sampled_from(["before", "behind", "brackets", "typographic"]),
    st.booleans(),
)
def test_a_formatted_number_is_read_back(number: Decimal, locale: str, places: int, sign: str, grouped: bool) -> None:
    group, point, frame = LOCALES[locale]
    number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    digits = f"{abs(number):,f}" if grouped else f"{abs(number):f}"
    text = frame.format(digits.translate({ord(","): group, ord("."): point}))
    if number < 0:
        text = {"before": f"-{text}", "behind": f"{text}-", "brackets": f"({text})", "typographic": f"−{text}"}[sign]
    field = Field(key="amount", kind=Kind.DECIMAL, digits=20)
    parsed = parse_decimals([text], field, "comma" if point == "," else "point")
    assert (parsed.faults, parsed.rounded) == ({}, 0)
    assert Decimal(str(parsed.values[0])) == number


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.text(st.sampled_from("0123456789.,-+ '%€E()"), max_size=9), max_size=6),
    st.sampled_from(["point", "comma"]),
    st.integers(0, 4),
    st.integers(5, 18),
)
def test_the_quick_way_gives_what_the_careful_way_gives(
    texts: list[str], decimal: str, scale: int, digits: int
) -> None:

    field = Field(key="amount", kind=Kind.DECIMAL, scale=scale, digits=digits)

    def careful(text: str) -> str | Fault | None:
        value = read_decimal(text, decimal)
        return fit(value, field) if isinstance(value, Decimal) else value

    expected = parsed_each(texts, careful)
    parsed = parse_decimals(texts, field, decimal)
    assert (parsed.values, parsed.faults) == (expected.values, expected.faults)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["point", "comma"]))
def test_any_text_is_a_number_a_fault_or_nothing(text: str, decimal: str) -> None:
    assert isinstance(read_decimal(text, decimal), Decimal | Fault | None)
