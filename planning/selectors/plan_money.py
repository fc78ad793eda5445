"""In which money a plan is written, what it is worth in the company's, and the rate its value is discounted by."""

from __future__ import annotations

import datetime
from decimal import Decimal

from accounts.models import ExchangeRate
from kamp.shared.company import our_company
from planning.models import AccountPlan
from portfolio.models import MethodParameters
from portfolio.parameters.values import Parameters


def currency_of(plan: AccountPlan) -> str:
    """The currency of a plan's amounts: its own, else the account's, else the company's."""
    return plan.currency or plan.account.currency or our_company().currency


def rate_to_company(currency: str, as_of: datetime.date) -> Decimal | None:
    """What one unit of ``currency`` is worth in the company currency on the day; 1 for its own, None when not known."""
    if currency == our_company().currency:
        return Decimal(1)
    newest = ExchangeRate.objects.filter(currency=currency, date__lte=as_of).order_by("-date")
    return newest.values_list("rate", flat=True).first()


def discount_rate(as_of: datetime.date) -> Decimal:
    """The yearly rate of the net present value in force on the day, as a fraction (method §9.4). One query."""
    versions = MethodParameters.objects.order_by("-valid_from", "-number")
    values = versions.filter(valid_from__lte=as_of).values_list("values", flat=True).first()
    return Parameters.from_dict(values or {}).number("npv.rate") / 100
