"""Recording what a customer could buy."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Demand, ExchangeRate
from accounts.selectors.company import company_facts
from accounts.services.figures import refresh_figures
from accounts.services.guards import check_open
from kamp.shared.changes import account_changed
from kamp.shared.errors import DomainError
from kamp.users.models import User


@transaction.atomic
def record_demand(*, demand: Demand, by: User, at: datetime) -> Demand:
    """Adds an estimate and brings the account's figures up to date. Earlier estimates are not touched.

    Raises DomainError for an archived account, or a currency without a rate on the day.
    """
    check_open(demand.account_id)
    demand.author, demand.recorded_at = by, at
    demand.rate = _rate(demand.currency, at)
    demand.save()
    refresh_figures(as_of=at.date(), account_ids=[demand.account_id])
    account_changed([demand.account_id], by=by, at=at)
    return demand


def _rate(currency: str, at: datetime) -> Decimal:
    """What turns an amount in ``currency`` into the company's on the day; 1 for its own."""
    if not currency or currency == company_facts().currency:
        return Decimal(1)
    newest = ExchangeRate.objects.filter(currency=currency, date__lte=at.date()).order_by("-date")
    rate = newest.values_list("rate", flat=True).first()
    if rate is None:
        text = _("There is no exchange rate for %(currency)s. An administrator can add it under Settings.")
        raise DomainError(text % {"currency": currency}, field="currency")
    return rate
