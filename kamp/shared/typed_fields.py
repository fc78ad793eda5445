"""Days and amounts as people type them: fields that forms of every app share."""

from __future__ import annotations

import calendar
import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

_DAY = re.compile(
    r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4}|\d\d)|(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"
)
DAY_FORMATS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y", "%Y-%m-%d")


FIRST_YEAR, LAST_YEAR = 1800, 2199


class DayField(forms.DateField):
    """A day typed as 19/11/2026, 19.11.26 or 2026-11-19; shown as the first. Of the years FIRST_YEAR to LAST_YEAR: a
    slip of the finger (0206, 9999) would leave the range of the calendar as soon as something is reckoned from it."""

    default_error_messages = {
        "invalid": _("Enter a date as day/month/year, for example 19/11/2026."),
        "no_such_day": _("%(day)s does not exist: that month has %(count)d days."),
        "no_such_year": _("Enter a year between %(first)s and %(last)s."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "class": "short"})
        super().__init__(input_formats=DAY_FORMATS, widget=widget, **kwargs)

    def to_python(self, value: Any) -> datetime.date | None:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            if days := _days_of_its_month(str(value)):
                told = {"day": str(value).strip(), "count": days}
                raise forms.ValidationError(
                    self.error_messages["no_such_day"], code="no_such_day", params=told
                ) from None
            raise

    def validate(self, value: datetime.date | None) -> None:
        super().validate(value)
        if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
            years = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
            raise forms.ValidationError(self.error_messages["no_such_year"], code="no_such_year", params=years)


def _days_of_its_month(text: str) -> int | None:
    """How many days the month has that is written in a date which does not exist; None if no such month is written."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, month = int(found["year"] or found["y"]), int(found["month"] or found["m"])
    known = 1 <= month <= 12 and 1 <= int(found["day"] or found["d"]) <= 31
    return calendar.monthrange(year + (2000 if year < 100 else 0), month)[1] if known else None


class AmountField(forms.DecimalField):
    """An amount typed with a decimal comma or point and with or without signs between thousands: 1.234,50 or 1,234.50.

    A lone sign followed by three digits is between thousands, as it is written in both languages (1.234 is 1234). Where
    the unit beside the box is % (``data-after``), the sign may be typed as well: 12,5 %.
    """

    default_error_messages = {"invalid": _("Enter a number, for example 1250 or 1.250,50.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short num"})
        super().__init__(widget=kwargs.pop("widget", widget), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # MEANT: the stubs take it for integers
        if not isinstance(value, str):
            return super().to_python(value)
        if self.widget.attrs.get("data-after") == "%":
            value = value.strip().removesuffix("%")
        return super().to_python(_plain_number(value))

    def prepare_value(self, value: Any) -> Any:
        """As it is typed in the present language, without empty decimals: 310000.0000 is shown as 310000, a half as 0,5
        or 0.5. Three decimals keep a fourth (1.1250): alone behind a sign they would be read back as thousands."""
        if not isinstance(value, Decimal):
            return value
        whole, _point, decimals = f"{value:f}".partition(".")
        decimals = decimals.rstrip("0")
        if len(decimals) == 3:
            decimals += "0"
        sign = "," if (get_language() or "").startswith("it") else "."
        return f"{whole}{sign}{decimals}" if decimals else whole


def _plain_number(text: str) -> str:
    """What Decimal reads. Signs that do not stand between thousands (1,2,3 or 12.34,5) stay, and it refuses them."""
    compact = re.sub(r"[\s'’\u00a0\u202f€$£]", "", text).replace("−", "-")
    decimal = "." if compact.rfind(".") > compact.rfind(",") else ","
    between = "," if decimal == "." else "."
    if between not in compact and (
        compact.count(decimal) > 1 or re.fullmatch(_THOUSANDS.format(sign=decimal), compact)
    ):
        decimal, between = between, decimal
    whole, point, decimals = compact.partition(decimal)
    if between in whole and re.fullmatch(_GROUPS.format(sign=between), whole):
        whole = whole.replace(between, "")
    return whole + ("." if point else "") + decimals


_THOUSANDS = r"[-+]?[1-9]\d{{0,2}}\{sign}\d{{3}}"
_GROUPS = r"[-+]?\d{{1,3}}(\{sign}\d{{3}})+"
