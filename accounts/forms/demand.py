"""An estimate of what the customer could buy."""

from __future__ import annotations

import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.compound import Estimate, EstimateField
from accounts.forms.fields import AmountField, CurrencyField
from accounts.models import Demand, ProductLine
from accounts.selectors.demand import DemandCell, DemandTable
from kamp.shared.widgets import PlainSelect


class DemandForm(forms.ModelForm):
    """A new estimate; earlier ones stay as they were given, the newest of a cell counts."""

    amount = AmountField(label=_("Amount per year"), min_value=0, max_digits=18, decimal_places=4)
    currency = CurrencyField(label=_("Currency"), required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1970, max_value=2999)

    class Meta:
        model = Demand
        fields = ("year", "product_line", "unit", "amount", "currency", "confidence", "source")
        widgets = {"product_line": PlainSelect, "confidence": PlainSelect}

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["year"] = self.initial.get("year") or today.year
        self.fields["year"].widget.attrs["class"] = "short"
        self.fields["product_line"].queryset = ProductLine.objects.order_by("name")
        self.fields["product_line"].empty_label = _("Everything we could supply")
        self.fields["unit"].help_text = _("A site or division of the customer; empty: all of it")
        self.fields["source"].help_text = _("Where the figure comes from")
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.form_show_errors = False
        helper.layout = Layout(
            Row(Field("year"), Field("product_line"), Field("unit")),
            Row(Field("amount"), Field("currency"), Field("confidence")),
            Field("source"),
        )
        self.helper = helper


class DemandTableForm(forms.Form):
    """The estimates of a year, one field for each cell, called by its key."""

    def __init__(self, table: DemandTable) -> None:
        super().__init__()
        self.table = table
        for cell in (table.whole, *table.cells):
            self.fields[cell.key] = EstimateField(label=cell_label(cell), initial=estimate_in(cell))


def cell_label(cell: DemandCell) -> str:
    """The cell in words."""
    line = str(cell.line) if cell.line else str(_("Everything we could supply"))
    return f"{line} · {cell.unit}" if cell.unit else line


def estimate_in(cell: DemandCell) -> Estimate:
    """The current estimate of the cell as the field shows it."""
    row = cell.current
    return Estimate() if row is None else Estimate(amount=row.amount, confidence=row.confidence, source=row.source)
