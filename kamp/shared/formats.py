"""How numbers, money and dates are written in Italian and English. Pure: the language is an argument.

Values are exact until here; rounding is half-up (method G2). Missing (None, NaN) gives MISSING.
Shares and growth are fractions (0.312 is 31,2%), as the calculations give them.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date as babel_date
from babel.numbers import get_currency_symbol
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Number = int | float | Decimal

MISSING = "–"
MINUS = "\u2212"
_NBSP = "\u00a0"
_LOCALES = {"it": "it_IT", "en": "en_GB"}
_ITALIAN = str.maketrans(",.", ".,")
_STEPS = ((Decimal(10**9), "Mrd", "bn"), (Decimal(10**6), "Mln", "m"), (Decimal(10**3), "k", "k"))


def is_missing(value: object) -> bool:
    """Whether there is no figure: None, or a NaN that came out of a calculation."""
    if value is None:
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, float) and math.isnan(value)


def number(value: Number | None, language: str, decimals: int = 0) -> str:
    """2.841 · 2,841: always grouped, exactly ``decimals`` decimals, U+2212 for negatives."""
    if is_missing(value):
        return MISSING
    return _write(_rounded(value, decimals), language, decimals)


def money(value: Number | None, language: str, currency: str = "EUR", decimals: int = 0) -> str:
    """2.841.300 € · €2,841,300."""
    if is_missing(value):
        return MISSING
    return _with_currency(_rounded(value, decimals), language, currency, decimals)


def money_short(value: Number | None, language: str, currency: str = "EUR") -> str:
    """2,84 Mln € · €2.84m, 310 k€ · €310k: at most three significant digits, no empty decimals."""
    if is_missing(value):
        return MISSING
    amount, unit = _stepped(_exact(value), language)
    decimals = max(0, -int(amount.as_tuple().exponent))
    return _with_currency(amount, language, currency, decimals, unit)


def money_k(value: Number | None, language: str) -> str:
    """Thousands without unit, for a column headed "k€": 2.841."""
    if is_missing(value):
        return MISSING
    return number(_exact(value) / 1000, language)


def pct(value: Number | None, language: str, decimals: int = 1) -> str:
    """A share, 0.312 → 31,2% · 31.2%."""
    if is_missing(value):
        return MISSING
    return number(_exact(value) * 100, language, decimals) + "%"


def points(value: Number | None, language: str, decimals: int = 1) -> str:
    """A difference between two shares in percentage points, signed: −0.011 → −1,1 pt."""
    if is_missing(value):
        return MISSING
    return signed(_exact(value) * 100, language, decimals) + f"{_NBSP}pt"


def delta(value: Number | None, language: str, decimals: int = 1) -> str:
    """A growth rate, signed: 0.124 → +12,4%, −0.034 → −3,4%, 0 → 0,0%."""
    if is_missing(value):
        return MISSING
    return signed(_exact(value) * 100, language, decimals) + "%"


def signed(value: Number | None, language: str, decimals: int = 0) -> str:
    """A number with its sign; what rounds to zero has none."""
    if is_missing(value):
        return MISSING
    rounded = _rounded(value, decimals)
    return ("+" if rounded > 0 else "") + _write(rounded, language, decimals)


def ratio(value: Number | None, language: str, decimals: int = 1) -> str:
    """2.8 → 2,8×."""
    if is_missing(value):
        return MISSING
    return number(value, language, decimals) + "×"


def currency_symbol(currency: str, language: str) -> str:
    """€ for EUR; the symbol the language uses, or the code."""
    return str(get_currency_symbol(currency, locale=_LOCALES[language]))


def thousands_unit(currency: str, language: str) -> str:
    """The unit of a column of thousands: k€ · €k."""
    symbol = currency_symbol(currency, language)
    return f"k{symbol}" if language == "it" else f"{symbol}k"


def date_full(value: dt.date | None, language: str) -> str:
    """giovedì 19 novembre 2026 · Thursday 19 November 2026."""
    return _day(value, language, "EEEE {} MMMM y")


def date_long(value: dt.date | None, language: str) -> str:
    """19 novembre 2026, 1º marzo 2026 · 19 November 2026."""
    return _day(value, language, "{} MMMM y")


def date_short(value: dt.date | None, language: str, today: dt.date) -> str:
    """19 nov in the year of ``today``, else 19 nov 2026."""
    if value is None:
        return MISSING
    return _day(value, language, "{} MMM" if value.year == today.year else "{} MMM y")


def date_weekday(value: dt.date | None, language: str, today: dt.date) -> str:
    """gio 26 nov · Thu 26 Nov; with the year when it is another one."""
    if value is None:
        return MISSING
    return _day(value, language, "EEE {} MMM" if value.year == today.year else "EEE {} MMM y")


def date_input(value: dt.date | None) -> str:
    """19/11/2026, as it is typed in both languages."""
    return MISSING if value is None else f"{value:%d/%m/%Y}"


def month_year(value: dt.date | None, language: str) -> str:
    """ottobre 2026 · October 2026."""
    return MISSING if value is None else babel_date(value, "MMMM y", locale=_LOCALES[language])


def month_brief(value: dt.date | None, language: str) -> str:
    """ott 2026 · Oct 2026: where months stand below each other."""
    return MISSING if value is None else babel_date(value, "LLL y", locale=_LOCALES[language])


def month_short(value: dt.date | None, language: str) -> str:
    """ott · Oct."""
    return MISSING if value is None else babel_date(value, "LLL", locale=_LOCALES[language])


def quarter(value: dt.date | None, language: str) -> str:
    """T3 2026 · Q3 2026."""
    if value is None:
        return MISSING
    return f"{'T' if language == 'it' else 'Q'}{(value.month + 2) // 3} {value.year}"


def time_range(start: dt.time | dt.datetime, end: dt.time | dt.datetime) -> str:
    """10:00–11:30 in both languages. Moments must be in local time already."""
    return f"{start:%H:%M}–{end:%H:%M}"


def relative(value: dt.date | None, language: str, today: dt.date) -> str:
    """Within seven days in words (today, yesterday, in 3 days), else the short date."""
    if value is None:
        return MISSING
    days = (value - today).days
    if abs(days) > 7:
        return date_short(value, language, today)
    with translation.override(language):
        if days == 0:
            return _("today")
        if days in (1, -1):
            return _("tomorrow") if days == 1 else _("yesterday")
        if days > 0:
            return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
        return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


def _exact(value: Number | None) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _rounded(value: Number | None, decimals: int) -> Decimal:
    return _exact(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _write(value: Decimal, language: str, decimals: int) -> str:
    # The same in both languages but for the signs; a page has hundreds of numbers, Babel takes 30 µs for each.
    text = f"{abs(value):,.{decimals}f}"
    if language == "it":
        text = text.translate(_ITALIAN)
    return MINUS + text if value < 0 else text


def _with_currency(value: Decimal, language: str, currency: str, decimals: int, unit: str = "") -> str:
    symbol, digits = currency_symbol(currency, language), _write(abs(value), language, decimals)
    sign = MINUS if value < 0 else ""
    if language == "it":
        separated = f"{_NBSP}{unit}{symbol}" if unit == "k" else f"{_NBSP}{unit}{_NBSP}{symbol}"
        return sign + digits + (separated if unit else f"{_NBSP}{symbol}")
    return f"{sign}{symbol}{digits}{unit}"


def _stepped(value: Decimal, language: str) -> tuple[Decimal, str]:
    """``value`` at three significant digits, in the largest unit that leaves a whole part."""
    rounded = _significant(value)
    for step, italian, english in _STEPS:
        if abs(rounded) >= step:
            return _plain(rounded / step), italian if language == "it" else english
    return rounded, ""


def _significant(value: Decimal, digits: int = 3) -> Decimal:
    """Half-up to ``digits`` significant digits, never finer than cents."""
    if value == 0:
        return Decimal(0)
    return _plain(value.quantize(Decimal(1).scaleb(max(-2, value.adjusted() - digits + 1)), rounding=ROUND_HALF_UP))


def _plain(value: Decimal) -> Decimal:
    """Without empty decimals and without exponent: 310, 2.3."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


@lru_cache(4096)
def _day(value: dt.date | None, language: str, pattern: str) -> str:
    """The date by a CLDR pattern in which ``{}`` stands for the day; Italian writes the first as 1º."""
    if value is None:
        return MISSING
    day = "d'º'" if language == "it" and value.day == 1 else "d"
    return str(babel_date(value, pattern.format(day), locale=_LOCALES[language]))
