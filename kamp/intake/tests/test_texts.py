"""Texts, choices and the small kinds of values."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamp.intake.cells import Unvalued
from kamp.intake.errors import RowError
from kamp.intake.fields import Field, Kind
from kamp.intake.texts import folded, parse_texts, read_text
from kamp.intake.values import parse_column

pytestmark = pytest.mark.unit

STATUS = {"active": ("customer", "attivo", "cliente attivo"), "lost": ("perso", "ex cliente")}


def value_of(text: str, kind: Kind, **options: object) -> str | None:
    parsed = parse_column([text], Field(key="field", kind=kind, **options))  # type: ignore[arg-type]
    if parsed.faults:
        fault = parsed.faults[0]
        assert RowError(1, "field", text, fault.code, fault.params).message()
        return f"!{fault.code}"
    return parsed.values[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        (" \u00a0\t", None),
        ("  Wolski  Zajazd ", "Wolski  Zajazd"),
        ("NA", "NA"),
        ("007", "007"),
        ("via Roma 1\r\n40100 Bologna", "via Roma 1 40100 Bologna"),
        ("Ko\u0308ln", "Köln"),
        ("\ufeffA\u200bB", "AB"),
        ("a\u00a0b", "a\u00a0b"),
        ("a\x07b", "!text-control"),
        ("x" * 21, "!text-too-long"),
        ("#N/A", "!cell-error"),
        ("#RIF!", "!cell-error"),
        ("#1 customer", "#1 customer"),
        ("=1+1", "=1+1"),
        (Unvalued("=A1"), "!formula-no-value"),
    ],
)
def test_texts(text: str, value: str | None) -> None:
    assert value_of(text, Kind.TEXT, max_length=30 if len(text) != 21 else 20) == value


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"]), max_size=8), max_size=5))
def test_the_quick_way_for_texts_gives_what_the_careful_way_gives(texts: list[str]) -> None:
    parsed = parse_texts(texts, Field(key="name", max_length=6))
    one_by_one = [read_text(text, 6) for text in texts]
    values = [value if isinstance(value, str) else None for value in one_by_one]
    assert parsed.values == values
    assert parsed.faults == {at: fault for at, fault in enumerate(one_by_one) if fault and not isinstance(fault, str)}
    assert all(value is None or unicodedata.is_normalized("NFC", value) for value in parsed.values)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.BOOLEAN, "Sì", "true"),
        (Kind.BOOLEAN, "si", "true"),
        (Kind.BOOLEAN, "YES", "true"),
        (Kind.BOOLEAN, "1", "true"),
        (Kind.BOOLEAN, "x", "true"),
        (Kind.BOOLEAN, "✓", "true"),
        (Kind.BOOLEAN, "Vero", "true"),
        (Kind.BOOLEAN, "no", "false"),
        (Kind.BOOLEAN, "FALSO", "false"),
        (Kind.BOOLEAN, "0", "false"),
        (Kind.BOOLEAN, "", None),
        (Kind.BOOLEAN, "maybe", "!boolean"),
        (Kind.BOOLEAN, "-", "!boolean"),
        (Kind.YEAR, "2025", "2025"),
        (Kind.YEAR, "2025.0", "2025"),
        (Kind.YEAR, "", None),
        (Kind.YEAR, "1899", "!year"),
        (Kind.YEAR, "2101", "!year"),
        (Kind.YEAR, "25", "!year"),
        (Kind.YEAR, "2024/25", "!year"),
        (Kind.CURRENCY, "eur", "EUR"),
        (Kind.CURRENCY, " CHF ", "CHF"),
        (Kind.CURRENCY, "€", "EUR"),
        (Kind.CURRENCY, "Euro", "EUR"),
        (Kind.CURRENCY, "", None),
        (Kind.CURRENCY, "XXX", "!currency"),
        (Kind.CURRENCY, "E", "!currency"),
        (Kind.EMAIL, " Anna.Rossi+x@Example.COM ", "Anna.Rossi+x@example.com"),
        (Kind.EMAIL, "mailto:a@b.it", "a@b.it"),
        (Kind.EMAIL, "müller@münchen.de", "müller@münchen.de"),
        (Kind.EMAIL, "", None),
        (Kind.EMAIL, "anna@", "!email"),
        (Kind.EMAIL, "anna@example", "!email"),
        (Kind.EMAIL, "a b@example.com", "!email"),
        (Kind.EMAIL, "a@x.it; b@y.it", "!email"),
        (Kind.EMAIL, "a@" + "x" * 300 + ".it", "!email"),
        (Kind.PHONE, " +39 (02) 123-456 ", "+39 (02) 123-456"),
        (Kind.PHONE, "7025551838", "7025551838"),
        (Kind.CHOICE, "Attivo", "active"),
        (Kind.CHOICE, "ACTIVE", "active"),
        (Kind.CHOICE, "Ex-cliente", "lost"),
        (Kind.CHOICE, "", None),
        (Kind.CHOICE, "new", "!choice"),
        (Kind.CHOICES, "attivo; perso", "active,lost"),
        (Kind.CHOICES, "attivo, cliente attivo", "active"),
        (Kind.CHOICES, "", None),
        (Kind.CHOICES, "attivo; new", "!choice"),
    ],
)
def test_small_kinds(kind: Kind, text: str, value: str | None) -> None:
    assert value_of(text, kind, choices=STATUS) == value


@pytest.mark.parametrize("kind", list(Kind))
def test_a_needed_value_that_is_missing(kind: Kind) -> None:
    assert value_of("  ", kind, required=True, choices=STATUS) == "!missing"


@pytest.mark.parametrize("kind", list(Kind))
@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=6))
def test_every_kind_takes_any_text(kind: Kind, texts: list[str]) -> None:
    parsed = parse_column(texts, Field(key="field", kind=kind, choices=STATUS, max_length=10))
    assert len(parsed.values) == len(texts)
    assert all(parsed.values[position] is None for position in parsed.faults)
    for position, fault in parsed.faults.items():
        assert RowError(1, "field", texts[position], fault.code, fault.params).message()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("OrderDate", "order date"),
        ("order_date", "order date"),
        ("Città (sede)", "citta sede"),
        ("CAP", "cap"),
        ("customerVATNumber", "customer vat number"),
        ("  Qty. ", "qty"),
        ("N°", "n"),
        ("", ""),
        ("100%", "100"),
    ],
)
def test_folded(text: str, words: str) -> None:
    assert folded(text) == words
