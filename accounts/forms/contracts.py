"""Contracts with the customer, and the customer's own financial years."""

from __future__ import annotations

import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import ContractRenewal
from accounts.forms.fields import AmountField, CurrencyField, DayField
from accounts.models import Contract, FinancialYear
from kamp.shared.conflicts import VersionedModelForm
from kamp.shared.widgets import PlainSelect


def _helper(*rows: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.form_show_errors = False
    helper.layout = Layout(*rows)
    return helper


class ContractForm(VersionedModelForm):
    """A contract; the last day for notice follows from its end and the days of notice."""

    start = DayField(label=_("Start"))
    end = DayField(label=_("End"), required=False, help_text=_("Empty: no end agreed"))
    value = AmountField(label=_("Value per year"), required=False, min_value=0, max_digits=18, decimal_places=2)
    currency = CurrencyField(label=_("Currency"), required=False)

    class Meta:
        model = Contract
        fields = ("title", "number", "start", "end", "notice_days", "renewal", "value", "currency", "note")
        widgets = {"renewal": PlainSelect, "note": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"title": {"required": _("Enter what the contract is about.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper(
            Row(Field("title"), Field("number")),
            Row(Field("start"), Field("end"), Field("notice_days")),
            Row(Field("renewal"), Field("value"), Field("currency")),
            Field("note"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", ValidationError(_("The end cannot be before the start.")))
        if end is None and cleaned.get("notice_days"):
            self.add_error("end", ValidationError(_("Notice counts back from the end: enter the end, too.")))
        return cleaned


class ContractFacts(forms.Form):
    """What is known about a contract; each field is saved by itself."""

    title = forms.CharField(
        label=_("Title"), max_length=120, error_messages={"required": _("Enter what the contract is about.")}
    )
    number = forms.CharField(label=_("Number"), max_length=40, required=False)
    start = DayField(label=_("Start"))
    end = DayField(label=_("End"), required=False, help_text=_("Empty: no end agreed"))
    notice_days = forms.IntegerField(
        label=_("Notice, days"),
        min_value=0,
        max_value=3650,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short num"}),
        help_text=_("Counted back from the end"),
    )
    renewal = forms.ChoiceField(label=_("Renewal"), choices=ContractRenewal.choices, widget=PlainSelect)
    value = AmountField(label=_("Value per year"), required=False, min_value=0, max_digits=18, decimal_places=2)
    currency = CurrencyField(label=_("Currency"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *, contract: Contract) -> None:
        super().__init__(initial={name: getattr(contract, name) for name in self.base_fields})


class FinancialYearForm(VersionedModelForm):
    """A year of the customer's accounts; what is not known stays empty."""

    year = forms.IntegerField(label=_("Year"), min_value=1900, max_value=2999)
    revenue = AmountField(label=_("Revenue"), required=False, max_digits=18, decimal_places=2)
    ebit = AmountField(label=_("EBIT"), required=False, max_digits=18, decimal_places=2)
    net_profit = AmountField(label=_("Net profit"), required=False, max_digits=18, decimal_places=2)
    capital_employed = AmountField(label=_("Capital employed"), required=False, max_digits=18, decimal_places=2)
    currency = CurrencyField(label=_("Currency"), required=False)

    class Meta:
        model = FinancialYear
        fields = ("year", "revenue", "ebit", "net_profit", "capital_employed", "currency", "source")

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["year"] = self.initial.get("year") or today.year - 1
        self.fields["year"].widget.attrs["class"] = "short"
        self.helper = _helper(
            Row(Field("year"), Field("revenue"), Field("ebit")),
            Row(Field("net_profit"), Field("capital_employed"), Field("currency")),
            Field("source"),
        )
