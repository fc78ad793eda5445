"""Fields that several forms of this app share."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from babel.numbers import list_currencies
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import KeyAccount
from kamp.shared.folding import fold
from kamp.shared.widgets import SuggestedText

DAY_FORMATS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y", "%Y-%m-%d")


class DayField(forms.DateField):
    """A day typed as 19/11/2026, 19.11.26 or 2026-11-19; shown as the first."""

    default_error_messages = {"invalid": _("Enter a date as day/month/year, for example 19/11/2026.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "class": "short"})
        super().__init__(input_formats=DAY_FORMATS, widget=widget, **kwargs)


class WebField(forms.URLField):
    """A web address; without a scheme it is taken to be https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})


class AmountField(forms.DecimalField):
    """An amount typed with a decimal comma or point and with or without signs between thousands: 1.234,50 or 1,234.50.

    A lone sign followed by three digits is between thousands, as it is written in both languages (1.234 is 1234).
    """

    default_error_messages = {"invalid": _("Enter an amount, for example 1250 or 1.250,50.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short num"})
        super().__init__(widget=kwargs.pop("widget", widget), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(_plain_number(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Without empty decimals: 310000.0000 is shown as 310000."""
        if isinstance(value, Decimal):
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        return value


def _plain_number(text: str) -> str:
    compact = re.sub(r"[\s'’\u00a0\u202f€$£]", "", text).replace("−", "-")
    if "," in compact and "." in compact:
        comma_last = compact.rfind(",") > compact.rfind(".")
        return compact.replace(".", "").replace(",", ".") if comma_last else compact.replace(",", "")
    sign = "," if "," in compact else "."
    if compact.count(sign) > 1 or re.fullmatch(rf"-?[1-9]\d{{0,2}}\{sign}\d{{3}}", compact):
        return compact.replace(sign, "")
    return compact.replace(",", ".")


class CurrencyField(forms.CharField):
    """An ISO code in capitals; empty stands for the company's own currency."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Three letters, for example CHF. Empty: your own currency"))
        super().__init__(max_length=3, widget=forms.TextInput(attrs={"class": "short"}), **kwargs)

    def clean(self, value: Any) -> str:
        code = str(super().clean(value)).upper()
        if code and code not in _currencies():
            raise ValidationError(_("%(code)s is not a currency."), params={"code": code})
        return code


_known: list[frozenset[str]] = []


def _currencies() -> frozenset[str]:
    if not _known:
        _known.append(frozenset(list_currencies()))
    return _known[0]


class AccountChoiceField(forms.ModelChoiceField):
    """An account typed by code or name, among those of ``queryset`` (set by the form): too many for a list."""

    default_error_messages = {
        "unknown": _("No account with this code or name."),
        "several": _("Several accounts have this name. Enter the code."),
    }

    def __init__(self, *, url: Any, **kwargs: Any) -> None:
        super().__init__(queryset=KeyAccount.objects.none(), widget=SuggestedText(url), empty_label=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The code of the account; what was typed stays as it was typed."""
        if isinstance(value, KeyAccount):
            return value.code
        if isinstance(value, int):
            return KeyAccount.objects.filter(pk=value).values_list("code", flat=True).first() or ""
        return value

    def to_python(self, value: Any) -> KeyAccount | None:
        if value in self.empty_values:
            return None
        if isinstance(value, KeyAccount):
            return value
        text = str(value).strip().replace("\0", "")
        finders: tuple[Callable[[], Any], ...] = (
            lambda: self.queryset.filter(code=text),
            lambda: self.queryset.filter(code=text.upper()),
            lambda: self.queryset.filter(name_key=fold(text)[:200]),
        )
        for find in finders:
            found = list(find()[:2])
            if len(found) == 1:
                return found[0]
            if found:
                raise ValidationError(self.error_messages["several"], code="several")
        raise ValidationError(self.error_messages["unknown"], code="unknown")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(self.prepare_value(data) or "")
