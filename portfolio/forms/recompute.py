"""The request to classify the portfolio."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

EARLIEST = datetime.date(1900, 1, 1)


class RecomputeForm(forms.Form):
    """As of which day; empty means today. ``today`` is the last day that can be asked for."""

    as_of = forms.DateField(
        label=_("As of"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d/%m/%y", "%d.%m.%y"],
        error_messages={"invalid": _("Enter a day, for example 31/12/2026.")},
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_as_of(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["as_of"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("Enter a day that is not in the future."))
        if day is not None and day < EARLIEST:
            raise forms.ValidationError(_("Enter a day after 1899."))
        return day
