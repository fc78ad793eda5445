"""Recording what a customer could buy."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.enums import Confidence
from accounts.models import Demand, ExchangeRate, KeyAccount, ProductLine
from accounts.selectors.company import company_facts
from accounts.selectors.demand import demand_of
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
    refresh_figures(as_of=localdate(at), account_ids=[demand.account_id])
    account_changed([demand.account_id], by=by, at=at)
    return demand


@transaction.atomic
def withdraw_demand(
    *, account: KeyAccount, year: int, line: ProductLine | None, unit: str, by: User, at: datetime
) -> None:
    """Takes back what people estimated for a cell and year; the history keeps it.

    Raises DomainError for an archived account, or where an import brought an estimate: that stays a fact of its file.
    """
    check_open(account.pk)
    rows = Demand.objects.filter(account=account, year=year, product_line=line, unit=unit)
    if rows.filter(data_import__isnull=False).exists():
        raise DomainError(_("An import brought this estimate: enter 0 if they buy nothing, or undo the import."))
    rows.delete()
    refresh_figures(as_of=localdate(at), account_ids=[account.pk])
    account_changed([account.pk], by=by, at=at)


@transaction.atomic
def carry_demand_over(*, account: KeyAccount, year: int, by: User, at: datetime) -> int:
    """Repeats the estimates that count as assumptions for ``year``; gives how many.

    Raises DomainError for an archived account, without estimates, or when the year has some already.
    """
    check_open(account.pk)
    if Demand.objects.filter(account=account, year=year).exists():
        raise DomainError(_("There are estimates for this year already."))
    rows = demand_of(account, today=localdate(at)).current
    if not rows:
        raise DomainError(_("There is no estimate to carry over."))
    for row in rows:
        copy = Demand(account=account, year=year, product_line=row.product_line, unit=row.unit, amount=row.amount)
        copy.currency, copy.source, copy.rate = row.currency, row.source, _rate(row.currency, at)
        copy.confidence, copy.author, copy.recorded_at = Confidence.ASSUMED, by, at
        copy.save()
    refresh_figures(as_of=localdate(at), account_ids=[account.pk])
    account_changed([account.pk], by=by, at=at)
    return len(rows)


def _rate(currency: str, at: datetime) -> Decimal:
    """What turns an amount in ``currency`` into the company's on the day; 1 for its own."""
    if not currency or currency == company_facts().currency:
        return Decimal(1)
    newest = ExchangeRate.objects.filter(currency=currency, date__lte=localdate(at)).order_by("-date")
    rate = newest.values_list("rate", flat=True).first()
    if rate is None:
        text = _("There is no exchange rate for %(currency)s. An administrator can add it under Settings.")
        raise DomainError(text % {"currency": currency}, field="currency")
    return rate
