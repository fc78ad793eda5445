"""What goes into the files of lists. The first fields have the names an import knows them by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import AccountStatus, Designation
from kamp.shared.exports import Field


def _choice(choices: Any) -> Callable[[str], str]:
    labels = {value: str(label) for value, label in choices.choices}
    return lambda value: labels.get(value, value)


def account_fields() -> tuple[Field, ...]:
    """Everything about an account that is typed or imported, then its figures; words in the present language."""
    return (
        Field(key="code", label=_("Code"), path="code"),
        Field(key="name", label=_("Name"), path="name"),
        Field(key="parent", label=_("Parent account"), path="parent__code"),
        Field(key="segment", label=_("Segment"), path="segment__name"),
        Field(key="team", label=_("Team"), path="team__name"),
        Field(key="owner", label=_("Owner"), path="owner__email"),
        Field(key="country", label=_("Country"), path="country"),
        Field(key="region", label=_("Region"), path="region"),
        Field(key="city", label=_("City"), path="city"),
        Field(key="postal_code", label=_("Postal code"), path="postal_code"),
        Field(key="address", label=_("Address"), path="address"),
        Field(key="phone", label=_("Phone"), path="phone"),
        Field(key="email", label=_("E-mail"), path="email"),
        Field(key="website", label=_("Website"), path="website"),
        Field(key="vat", label=_("VAT number"), path="vat"),
        Field(key="currency", label=_("Currency"), path="currency"),
        Field(key="since", label=_("Customer since"), path="since"),
        Field(key="status", label=_("Account status"), path="status", write=_choice(AccountStatus)),
        Field(key="designation", label=_("Designation"), path="designation", write=_choice(Designation)),
        Field(key="revenue", label=_("Revenue, 12 months"), path="figures__revenue"),
        Field(key="revenue_previous", label=_("Revenue, 12 months before"), path="figures__revenue_previous"),
        Field(key="growth", label=_("Growth"), path="figures__growth"),
        Field(key="margin", label=_("Contribution margin"), path="figures__margin"),
        Field(key="margin_share", label=_("Margin %"), path="figures__margin_share"),
        Field(key="cost_to_serve", label=_("Cost to serve"), path="figures__cost_to_serve"),
        Field(key="demand", label=_("Demand"), path="figures__demand"),
        Field(key="share_of_wallet", label=_("Share of wallet"), path="figures__share_of_wallet"),
        Field(key="gap", label=_("Undeveloped potential"), path="figures__gap"),
        Field(key="first_sale", label=_("First sale"), path="figures__first_sale"),
        Field(key="last_sale", label=_("Last sale"), path="figures__last_sale"),
    )


LINE_FIELDS = (
    Field(key="external_id", label=_("External id"), path="external_id"),
    Field(key="date", label=_("Date"), path="date"),
    Field(key="account", label=_("Account"), path="account__code"),
    Field(key="product", label=_("Product"), path="product__code"),
    Field(key="product_name", label=_("Product name"), path="product__name"),
    Field(key="unit", label=_("Customer unit"), path="unit"),
    Field(key="quantity", label=_("Quantity"), path="quantity"),
    Field(key="unit_price", label=_("Unit price"), path="unit_price"),
    Field(key="discount", label=_("Discount"), path="discount"),
    Field(key="list_amount", label=_("List amount"), path="list_amount"),
    Field(key="net_amount", label=_("Net amount"), path="net_amount"),
    Field(key="cost", label=_("Direct cost"), path="cost"),
    Field(key="currency", label=_("Currency"), path="currency"),
)
