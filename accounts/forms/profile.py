"""The profile of an account as fields that save by themselves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import WebField
from accounts.models import AccountProfile, KeyAccount
from accounts.services.profile import PROFILE, REACH


class ProfileFacts(forms.Form):
    """How to reach the customer, what it sells and to whom."""

    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    region = forms.CharField(label=_("Region"), max_length=80, required=False)
    country = forms.CharField(label=_("Country"), max_length=60, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    whatsapp = forms.CharField(label=_("WhatsApp"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    website = WebField(label=_("Website"), max_length=200, required=False)
    products_sold = forms.CharField(
        label=_("Products they sell"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What they make or trade, and what it is used for"),
    )
    markets_served = forms.CharField(
        label=_("Markets they serve"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Which customers, sectors and countries; how large, growing or shrinking"),
    )

    def __init__(self, *, account: KeyAccount, profile: AccountProfile | None) -> None:
        values = {name: getattr(account, name) for name in REACH}
        values |= {name: getattr(profile, name) if profile else "" for name in PROFILE}
        super().__init__(initial=values)
