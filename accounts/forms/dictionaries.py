"""What an administrator keeps in order: segments, product lines, products, exchange rates, our own company."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import AmountField, CurrencyField, DayField
from accounts.models import Company, ExchangeRate, Product, ProductLine, Segment
from kamp.shared.conflicts import VersionedModelForm
from kamp.users.models import User
from kamp.users.roles import ROLES, Reach


class SegmentForm(VersionedModelForm):
    """A segment and the people who steer its accounts."""

    class Meta:
        model = Segment
        fields = ("name", "managers")
        widgets = {"managers": forms.CheckboxSelectMultiple}
        help_texts = {"managers": _("They see and steer the accounts of this segment.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steering = [role.key for role in ROLES if role.reach is Reach.ASSIGNED]
        self.fields["managers"].queryset = User.objects.filter(is_active=True, role__in=steering)


class ProductLineForm(VersionedModelForm):
    """A line of products or services."""

    class Meta:
        model = ProductLine
        fields = ("name",)


class ProductForm(VersionedModelForm):
    """A product with what it costs and what it is listed at, in the company currency."""

    list_price = AmountField(label=_("List price"), required=False, max_digits=18, decimal_places=4, min_value=0)
    unit_cost = AmountField(label=_("Unit cost"), required=False, max_digits=18, decimal_places=4, min_value=0)

    class Meta:
        model = Product
        fields = ("code", "name", "line", "list_price", "unit_cost")


class ExchangeRateForm(VersionedModelForm):
    """What a foreign currency is worth from a day on."""

    currency = CurrencyField(label=_("Currency"), help_text=_("Three letters, for example CHF"))
    date = DayField(label=_("From"))
    rate = forms.DecimalField(
        label=_("Rate"),
        min_value=0,
        max_digits=18,
        decimal_places=8,
        help_text=_("How much of your own currency one unit is worth, for example 1.04"),
        localize=True,
    )

    class Meta:
        model = ExchangeRate
        fields = ("currency", "date", "rate")

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"])
        own = Company.objects.filter(pk=1).values_list("currency", flat=True).first()
        if code == own:
            raise forms.ValidationError(_("This is your own currency: it needs no rate."))
        return code


class CompanyForm(VersionedModelForm):
    """Our own name and the currency of totals."""

    currency = CurrencyField(label=_("Currency"), help_text=_("Three letters, for example EUR"))

    class Meta:
        model = Company
        fields = ("name", "currency")
