"""Fields that several forms of this app share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from babel.numbers import list_currencies
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import KeyAccount
from kamp.shared.folding import fold
from kamp.shared.typed_fields import DAY_FORMATS, AmountField, DayField
from kamp.shared.widgets import SuggestedText

__all__ = ["DAY_FORMATS", "AccountChoiceField", "AmountField", "CurrencyField", "DayField", "WebField"]


class WebField(forms.URLField):
    """A web address; without a scheme it is taken to be https."""

    default_error_messages = {"invalid": _("Enter a web address, for example www.example.com.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})


class CurrencyField(forms.CharField):
    """An ISO code in capitals; empty stands for the company's own currency."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Three letters, for example CHF. Empty: your own currency"))
        super().__init__(max_length=3, widget=forms.TextInput(attrs={"class": "short"}), **kwargs)
        # MEANT: not Django's words about a number of characters
        self.validators = [MaxLengthValidator(3, _("A currency has three letters, for example CHF."))]

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
