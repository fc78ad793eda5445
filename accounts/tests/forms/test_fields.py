"""What people type, in the ways they type it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.forms.fields import AccountChoiceField, AmountField, CurrencyField, DayField
from accounts.models import KeyAccount
from accounts.tests.factories import make_account

AMOUNTS = {
    "1250": "1250", "1.250,50": "1250.50", "1,250.50": "1250.50", "1250,5": "1250.5", "1250.5": "1250.5",
    "1.250": "1250",
    "1,250": "1250", "1.250.000": "1250000", "€ 1.250": "1250", "1 250,00": "1250.00", "-3,5": "-3.5", "−3": "-3",
    "0,125": "0.125", "0.125": "0.125", "12'500": "12500", ",5": "0.5", "1.2345": "1.2345",
}  # fmt: skip


@pytest.mark.unit
@pytest.mark.parametrize("text", AMOUNTS)
def test_amounts_in_both_ways_of_writing(text: str) -> None:
    assert AmountField(max_digits=18, decimal_places=4).clean(text) == Decimal(AMOUNTS[text])


@pytest.mark.unit
@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "1.2.3,4,5",
        "--1",
        "NaN",
        "Infinity",
        "1e400",
        "12.345,678.9",
        "1,2,3",
        "1.2.3",
        "12.34,5",
        "1.234.56",
        "1,25,000",
        "1.25,000.5",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        AmountField(max_digits=18, decimal_places=4).clean(text)


@pytest.mark.unit
@pytest.mark.parametrize("text", ["19/11/2026", "19.11.2026", "19.11.26", "19-11-2026", "2026-11-19", "19/11/26"])
def test_days(text: str) -> None:
    assert DayField().clean(text) == datetime.date(2026, 11, 19)


@pytest.mark.unit
@pytest.mark.parametrize("text", ["31/02/2026", "11/19/2026", "tomorrow", "0000-00-00"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(text)


@pytest.mark.unit
def test_currencies_are_known_codes_in_capitals() -> None:
    field = CurrencyField(required=False)
    assert (field.clean(" chf "), field.clean("")) == ("CHF", "")
    for text in ("XX", "ZZZ", "€"):
        with pytest.raises(ValidationError):
            field.clean(text)


@pytest.mark.django_db
def test_an_account_is_found_by_code_or_name_among_those_offered() -> None:
    mine, _twin, other = make_account("Molini", code="M1"), make_account("Twin"), make_account("Twin", code="T2")
    hidden = make_account("Hidden", code="H1")
    field = AccountChoiceField(url="/", required=False)
    field.queryset = KeyAccount.objects.exclude(pk=hidden.pk)
    assert field.clean("M1") == field.clean("m1 ") == field.clean("  MOLINI") == mine
    assert field.clean("T2") == other
    assert field.clean("") is None
    for text in ("Twin", "H1", "Hidden", str(hidden.pk), "x\0"):
        with pytest.raises(ValidationError):
            field.clean(text)
    assert (field.prepare_value(mine.pk), field.prepare_value("typed")) == ("M1", "typed")


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize(
    ("amount", "shown"), [("1.125", "1.1250"), ("310000.0000", "310000"), ("0.5", "0.5"), ("999.999", "999.9990")]
)
def test_an_amount_that_is_shown_is_read_back_as_the_same(amount: str, shown: str, language: str) -> None:
    field = AmountField(max_digits=18, decimal_places=4)
    expected = shown.replace(".", ",") if language == "it" else shown
    with translation.override(language):
        assert field.prepare_value(Decimal(amount)) == expected
    assert field.clean(expected) == Decimal(amount)


@pytest.mark.parametrize(("typed", "said"), [("dodici", "three letters"), ("xyz", "XYZ is not a currency")])
def test_what_is_no_currency_is_refused_in_plain_words(typed: str, said: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match=said):
        CurrencyField(required=False).clean(typed)


@pytest.mark.parametrize("text", ["12,5 %", "12.5%", "12,5", " 12.5 "])
def test_a_share_is_typed_with_or_without_its_sign(text: str) -> None:
    field = AmountField(decimal_places=2)
    field.widget.attrs["data-after"] = "%"
    assert field.clean(text) == Decimal("12.5")


def test_a_sign_of_shares_is_refused_where_amounts_are_asked_for() -> None:
    with pytest.raises(ValidationError):
        AmountField().clean("12,5 %")
