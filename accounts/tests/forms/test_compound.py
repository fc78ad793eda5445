"""Answers of several inputs: what is typed comes back as it was meant, in both languages, whatever its decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.forms.compound import Estimate, EstimateField, Figure, FigureField, typed

pytestmark = pytest.mark.unit
amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=4, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("amount", "english", "italian"),
    [
        ("1250000", "1,250,000", "1.250.000"),
        ("310000.50", "310,000.5", "310.000,5"),
        ("1.125", "1.1250", "1,1250"),
        ("-80000", "-80,000", "-80.000"),
        ("0", "0", "0"),
        ("0.0000", "0", "0"),
    ],
)
def test_amounts_are_shown_as_they_are_typed(amount: str, english: str, italian: str) -> None:
    for language, text in (("en", english), ("it", italian)):
        with translation.override(language):
            assert typed(Decimal(amount)) == text


@given(amount=amounts, language=st.sampled_from(["en", "it"]))
def test_what_is_shown_is_read_back_as_the_same_amount(amount: Decimal, language: str) -> None:
    with translation.override(language):
        field = EstimateField(label="", initial=Estimate())
        field.fields[0].min_value, field.fields[0].validators = None, []
        assert field.clean([typed(amount), "assumed", ""]).amount == amount
        figure = FigureField(label="", initial=Figure()).clean([typed(amount.quantize(Decimal("0.01"))), False])
        assert figure.amount == amount.quantize(Decimal("0.01"))


def test_an_amount_wins_over_the_tick_and_nothing_is_nothing() -> None:
    field = FigureField(label="", initial=Figure())
    assert field.clean(["5", "on"]) == Figure(amount=Decimal(5))
    assert field.clean(["", "on"]) == Figure(unavailable=True)
    assert field.clean(["", ""]) == Figure()
    assert EstimateField(label="", initial=Estimate()).clean(["", "confirmed", "Visit"]) == Estimate()
    assert field.clean(["10,00", ""]) == field.clean(["10", ""])
