"""Filters that write figures and dates in the language of the page. Built in: no {% load %}.

A missing figure becomes a dash that screen readers hear as "not assessed".
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kamp.shared import formats
from kamp.shared.company import our_company

register = template.Library()


def language() -> str:
    """The language of the page: "it" or "en"."""
    return "en" if (get_language() or settings.LANGUAGE_CODE).startswith("en") else "it"


def missing() -> SafeString:
    """The dash for what is not there; missing is never zero."""
    return _missing(language())


@lru_cache(maxsize=10)
def _missing(_language: str) -> SafeString:
    return format_html(
        '<span class="muted"><span aria-hidden="true">–</span><span class="visually-hidden">{}</span></span>',
        _("not assessed"),
    )


def _shown(text: str) -> str:
    return missing() if text == formats.MISSING else text


def _day(value: Any) -> dt.date | None:
    """The local day of a date or moment; "" counts as missing."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value or None


def _currency(code: str) -> str:
    return code or our_company().currency


@register.filter
def number(value: Any, decimals: int = 0) -> str:
    """{{ 2841|number }} → 2.841; {{ 2841.5|number:1 }} → 2.841,5."""
    return _shown(formats.number(value, language(), decimals))


@register.filter
def money(value: Any, currency: str = "") -> str:
    """{{ 2841300|money }} → 2.841.300 €."""
    return _shown(formats.money(value, language(), _currency(currency)))


@register.filter
def money_exact(value: Any, currency: str = "") -> str:
    """With cents: 2.841.300,00 €."""
    return _shown(formats.money(value, language(), _currency(currency), decimals=2))


@register.filter
def money_short(value: Any, currency: str = "") -> str:
    """{{ 2841300|money_short }} → 2,84 Mln €."""
    return _shown(formats.money_short(value, language(), _currency(currency)))


@register.filter
def money_k(value: Any) -> str:
    """{{ 2841300|money_k }} → 2.841, under a head that says k€ ({% k_unit %})."""
    return _shown(formats.money_k(value, language()))


@register.filter
def pct(value: Any, decimals: int = 1) -> str:
    """A fraction: {{ 0.312|pct }} → 31,2%; {{ 0.38|pct:0 }} → 38%."""
    return _shown(formats.pct(value, language(), decimals))


@register.filter
def points(value: Any, decimals: int = 1) -> str:
    """A difference of fractions: {{ -0.011|points }} → −1,1 pt."""
    return _shown(formats.points(value, language(), decimals))


@register.filter
def delta(value: Any, decimals: int = 1) -> str:
    """A growth as fraction, signed: {{ 0.124|delta }} → +12,4%."""
    return _shown(formats.delta(value, language(), decimals))


@register.filter
def signed(value: Any, decimals: int = 0) -> str:
    """{{ 19|signed }} → +19."""
    return _shown(formats.signed(value, language(), decimals))


@register.filter
def ratio(value: Any, decimals: int = 1) -> str:
    """{{ 2.8|ratio }} → 2,8×."""
    return _shown(formats.ratio(value, language(), decimals))


@register.filter
def date_full(value: Any) -> str:
    """giovedì 19 novembre 2026."""
    return _shown(formats.date_full(_day(value), language()))


@register.filter
def date_long(value: Any) -> str:
    """19 novembre 2026; 1º marzo 2026."""
    return _shown(formats.date_long(_day(value), language()))


@register.filter
def date_short(value: Any) -> str:
    """19 nov, with the year if it is not this one."""
    return _shown(formats.date_short(_day(value), language(), timezone.localdate()))


@register.filter
def date_weekday(value: Any) -> str:
    """gio 26 nov."""
    return _shown(formats.date_weekday(_day(value), language(), timezone.localdate()))


@register.filter
def relative(value: Any) -> SafeString:
    """oggi, ieri, fra 7 giorni within a week, else the short date; the full date is the title."""
    day = _day(value)
    if day is None:
        return missing()
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        day.isoformat(),
        formats.date_full(day, language()),
        formats.relative(day, language(), timezone.localdate()),
    )


@register.filter
def clock(value: dt.datetime | dt.time | None) -> str:
    """10:42, in the zone of the person."""
    if value is None:
        return missing()
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%H:%M}"


@register.filter
def moment(value: dt.datetime | None) -> SafeString:
    """19 nov, 10:42, in the zone of the person."""
    if value is None:
        return missing()
    return format_html('<time datetime="{}">{}, {}</time>', value.isoformat(), date_short(value), clock(value))


@register.filter
def month_brief(value: Any) -> str:
    """ott 2026 · Oct 2026."""
    return _shown(formats.month_brief(_day(value), language()))


@register.filter
def month_year(value: Any) -> str:
    """ottobre 2026."""
    return _shown(formats.month_year(_day(value), language()))


@register.filter
def quarter(value: Any) -> str:
    """T3 2026."""
    return _shown(formats.quarter(_day(value), language()))


@register.simple_tag
def time_range(start: dt.datetime, end: dt.datetime) -> str:
    """{% time_range start end %} → 10:00–11:30, in the zone of the person."""
    return formats.time_range(timezone.localtime(start), timezone.localtime(end))


@register.simple_tag
def k_unit(currency: str = "") -> str:
    """The unit of a column of thousands: k€ · €k."""
    return formats.thousands_unit(_currency(currency), language())
