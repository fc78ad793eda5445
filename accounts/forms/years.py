"""The customer's financial years as fields that save by themselves."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from accounts.enums import Confidence, YearFigure
from accounts.forms.compound import Figure, FigureField
from accounts.forms.fields import CurrencyField
from accounts.models import FinancialYear
from kamp.shared.widgets import PlainSelect

TEXTS = ("currency", "source", "confidence")


class YearsForm(forms.Form):
    """For each year its figures, currency, source and confidence, called ``year-<key>-<field>``."""

    def __init__(self, years: Iterable[FinancialYear]) -> None:
        super().__init__()
        self.years = list(years)
        for year in self.years:
            self._add(year)

    def _add(self, year: FinancialYear) -> None:
        for name, label in YearFigure.choices:
            initial = Figure(amount=getattr(year, name), unavailable=name in year.unavailable)
            text = _("%(figure)s %(year)d") % {"figure": label, "year": year.year}
            self.fields[f"year-{year.pk}-{name}"] = FigureField(label=text, initial=initial)
        self.fields[f"year-{year.pk}-currency"] = CurrencyField(
            label=_("Currency"), required=False, initial=year.currency, help_text=_("Empty: your own currency")
        )
        self.fields[f"year-{year.pk}-source"] = forms.CharField(
            label=_("Source"), required=False, max_length=120, initial=year.source
        )
        self.fields[f"year-{year.pk}-confidence"] = forms.ChoiceField(
            label=_("How sure we are"), choices=Confidence.choices, initial=year.confidence, widget=PlainSelect
        )

    @staticmethod
    def read(name: str) -> tuple[int, str]:
        """The key of the year and the field that a name of this form stands for."""
        _word, key, field = name.split("-", 2)
        return int(key), field

    @staticmethod
    def put(year: FinancialYear, field: str, value: object) -> None:
        """Sets a clean value of this form on ``year``."""
        if isinstance(value, Figure):
            setattr(year, field, value.amount)
            others = set(year.unavailable) - {field}
            year.unavailable = sorted(others | ({field} if value.unavailable else set()))
        else:
            setattr(year, field, value)
