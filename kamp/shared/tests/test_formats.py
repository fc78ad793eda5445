"""The table of design §15, missing values, halves and edges."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.template import engines
from django.utils import translation

from kamp.shared import formats

pytestmark = pytest.mark.unit
TODAY = dt.date(2026, 11, 19)
NB = "\u00a0"


@pytest.mark.parametrize(
    ("written", "italian", "english"),
    [
        (lambda lang: formats.number(2841, lang), "2.841", "2,841"),
        (lambda lang: formats.number(Decimal("2841.5"), lang, 1), "2.841,5", "2,841.5"),
        (lambda lang: formats.number(-12, lang), "−12", "−12"),
        (lambda lang: formats.money(2841300, lang), f"2.841.300{NB}€", "€2,841,300"),
        (lambda lang: formats.money(-310, lang), f"−310{NB}€", "−€310"),
        (lambda lang: formats.money(Decimal("9.5"), lang, decimals=2), f"9,50{NB}€", "€9.50"),
        (lambda lang: formats.money_short(2841300, lang), f"2,84{NB}Mln{NB}€", "€2.84m"),
        (lambda lang: formats.money_short(310000, lang), f"310{NB}k€", "€310k"),
        (lambda lang: formats.money_short(26_300_000, lang), f"26,3{NB}Mln{NB}€", "€26.3m"),
        (lambda lang: formats.money_short(999_499, lang), f"999{NB}k€", "€999k"),
        (lambda lang: formats.money_short(999_500, lang), f"1{NB}Mln{NB}€", "€1m"),
        (lambda lang: formats.money_short(1_250_000_000, lang), f"1,25{NB}Mrd{NB}€", "€1.25bn"),
        (lambda lang: formats.money_short(850, lang), f"850{NB}€", "€850"),
        (lambda lang: formats.money_short(0, lang), f"0{NB}€", "€0"),
        (lambda lang: formats.money_short(-2_400_000, lang), f"−2,4{NB}Mln{NB}€", "−€2.4m"),
        (lambda lang: formats.money_short(2_000_000, lang, "CHF"), f"2{NB}Mln{NB}CHF", "CHF2m"),
        (lambda lang: formats.money_k(2841300, lang), "2.841", "2,841"),
        (lambda lang: formats.thousands_unit("EUR", lang), "k€", "€k"),
        (lambda lang: formats.pct(0.312, lang), "31,2%", "31.2%"),
        (lambda lang: formats.pct(0.38, lang, 0), "38%", "38%"),
        (lambda lang: formats.points(-0.011, lang), f"−1,1{NB}pt", f"−1.1{NB}pt"),
        (lambda lang: formats.delta(0.124, lang), "+12,4%", "+12.4%"),
        (lambda lang: formats.delta(-0.034, lang), "−3,4%", "−3.4%"),
        (lambda lang: formats.delta(0, lang), "0,0%", "0.0%"),
        (lambda lang: formats.delta(-0.0004, lang), "0,0%", "0.0%"),
        (lambda lang: formats.ratio(2.8, lang), "2,8×", "2.8×"),
        (lambda lang: formats.signed(19, lang), "+19", "+19"),
        (lambda lang: formats.date_full(TODAY, lang), "giovedì 19 novembre 2026", "Thursday 19 November 2026"),
        (lambda lang: formats.date_long(dt.date(2026, 3, 1), lang), "1º marzo 2026", "1 March 2026"),
        (lambda lang: formats.date_long(dt.date(2026, 3, 11), lang), "11 marzo 2026", "11 March 2026"),
        (lambda lang: formats.date_short(TODAY, lang, TODAY), "19 nov", "19 Nov"),
        (lambda lang: formats.date_short(dt.date(2027, 1, 31), lang, TODAY), "31 gen 2027", "31 Jan 2027"),
        (lambda lang: formats.date_short(dt.date(2026, 3, 1), lang, TODAY), "1º mar", "1 Mar"),
        (lambda lang: formats.date_weekday(dt.date(2026, 11, 26), lang, TODAY), "gio 26 nov", "Thu 26 Nov"),
        (lambda lang: formats.month_year(TODAY, lang), "novembre 2026", "November 2026"),
        (lambda lang: formats.quarter(dt.date(2026, 9, 30), lang), "T3 2026", "Q3 2026"),
        (lambda lang: formats.quarter(dt.date(2026, 10, 1), lang), "T4 2026", "Q4 2026"),
    ],
)
def test_the_table_of_the_design(written: Any, italian: str, english: str) -> None:
    assert written("it") == italian
    assert written("en") == english


def test_the_same_in_both_languages() -> None:
    assert formats.date_input(TODAY) == "19/11/2026"
    assert formats.time_range(dt.time(10), dt.time(11, 30)) == "10:00–11:30"


@pytest.mark.parametrize("value", [None, float("nan"), Decimal("NaN")])
@pytest.mark.parametrize(
    "write",
    [
        formats.number,
        formats.money,
        formats.money_short,
        formats.money_k,
        formats.pct,
        formats.points,
        formats.delta,
        formats.signed,
        formats.ratio,
    ],
)
def test_missing_is_a_dash_and_never_zero(write: Any, value: Any) -> None:
    assert write(value, "it") == "–"


@pytest.mark.parametrize("write", [formats.date_full, formats.date_long, formats.month_year, formats.quarter])
def test_a_missing_date_is_a_dash(write: Any) -> None:
    assert write(None, "it") == "–"


def test_halves_go_up_whatever_the_kind_of_number() -> None:
    assert formats.number(Decimal("0.5"), "it") == "1"
    assert formats.number(2.5, "it") == "3"
    assert formats.number(1.005, "it", 2) == "1,01"
    assert formats.pct(Decimal("0.0005"), "it") == "0,1%"
    assert formats.number(-2.5, "it") == "−3"


def test_days_near_are_words_and_others_dates() -> None:
    def said(days: int) -> str:
        return formats.relative(TODAY + dt.timedelta(days=days), "en", TODAY)

    assert [said(days) for days in (0, 1, -1, 7, -3, 8)] == [
        "today",
        "tomorrow",
        "yesterday",
        "in 7 days",
        "3 days ago",
        "27 Nov",
    ]


def _rendered(text: str, **values: Any) -> str:
    return engines["django"].from_string(text).render(values)


@pytest.mark.django_db
def test_filters_write_in_the_language_of_the_page() -> None:
    source = "{{ v|money_short }} {{ s|pct }} {{ d|date_long }} {% k_unit %}"
    values = {"v": 2841300, "s": 0.312, "d": dt.date(2026, 3, 1)}
    with translation.override("it"):
        assert _rendered(source, **values) == f"2,84{NB}Mln{NB}€ 31,2% 1º marzo 2026 k€"
    with translation.override("en"):
        assert _rendered(source, **values) == "€2.84m 31.2% 1 March 2026 €k"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "filter_name",
    [
        "number",
        "money",
        "money_short",
        "money_k",
        "pct",
        "points",
        "delta",
        "ratio",
        "date_full",
        "date_short",
        "quarter",
        "relative",
        "moment",
        "clock",
    ],
)
def test_a_missing_figure_is_said_to_screen_readers(filter_name: str) -> None:
    with translation.override("en"):
        shown = _rendered("{{ v|" + filter_name + " }}", v=None)
    assert '<span aria-hidden="true">–</span>' in shown
    assert "not assessed" in shown


def test_moments_are_shown_in_the_zone_of_the_person() -> None:
    from django.utils import timezone

    at = dt.datetime(2026, 11, 19, 22, 30, tzinfo=dt.UTC)
    with timezone.override("Asia/Tokyo"), translation.override("en"):
        assert _rendered("{{ at|clock }} {{ at|date_long }}", at=at) == "07:30 20 November 2026"
