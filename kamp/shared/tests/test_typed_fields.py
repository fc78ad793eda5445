"""Days as people type them: what is taken, and what is said about what is not."""

from __future__ import annotations

import datetime

import pytest
from django import forms
from django.utils import translation

from kamp.shared.typed_fields import DayField

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("typed", ["19/11/2026", "19.11.26", " 19-11-2026 ", "2026-11-19"])
def test_a_day_is_taken_in_each_way_of_writing(typed: str) -> None:
    assert DayField().clean(typed) == datetime.date(2026, 11, 19)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2026", "31/02/2026 does not exist: that month has 28 days."),
        ("30.2.28", "30.2.28 does not exist: that month has 29 days."),
        ("2026-04-31", "2026-04-31 does not exist: that month has 30 days."),
        ("31/06/0000", "31/06/0000 does not exist: that month has 30 days."),
        *(
            (text, "Enter a year between 1800 and 2199.")
            for text in ("25/11/0206", "01/01/0001", "31/12/1799", "01/01/2200", "9999-12-31")
        ),
        *(
            (text, "Enter a date as day/month/year, for example 19/11/2026.")
            for text in ("11/19/2026", "32/01/2026", "2026-00-10", "soon", "1/2-2026", "0/1/0000")
        ),
    ],
)
def test_what_is_said_about_another(typed: str, said: str) -> None:
    with translation.override("en"):
        with pytest.raises(forms.ValidationError) as refused:
            DayField().clean(typed)
        assert refused.value.messages == [said]
