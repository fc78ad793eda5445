"""Verbs about contracts and the customer's financial years."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import YearFigure
from accounts.models import Contract, FinancialYear
from accounts.services.guards import check_open
from kamp.shared.bringing_back import bring_back
from kamp.shared.changes import account_changed
from kamp.shared.conflicts import claim_version
from kamp.shared.errors import DomainError
from kamp.users.models import User


@transaction.atomic
def save_contract(*, contract: Contract, at: datetime, by: User | None = None) -> Contract:
    """Saves a new or changed contract.

    Raises StaleError; DomainError for an archived account, or an end before the start.
    """
    check_open(contract.account_id)
    if contract.end is not None and contract.end < contract.start:
        raise DomainError(_("The end cannot be before the start."), field="end")
    if contract.pk is not None:
        claim_version(contract)
    contract.save()
    account_changed([contract.account_id], by=by, at=at)
    return contract


@transaction.atomic
def delete_contract(*, contract: Contract, at: datetime, by: User | None = None) -> None:
    """Deletes a contract written down by mistake; one that ended stays. ``restore_contract`` undoes it.

    Raises DomainError for an archived account.
    """
    check_open(contract.account_id)
    contract.delete()
    account_changed([contract.account_id], by=by, at=at)


@transaction.atomic
def restore_contract(*, gone: Any, at: datetime, by: User | None = None) -> Contract:
    """Brings back the contract of the recorded deletion ``gone`` (``bringing_back.deletion_of``).

    Raises DomainError for an archived account, or a deletion too long ago.
    """
    check_open(gone.account_id)
    contract = bring_back(Contract, gone, at=at)
    account_changed([contract.account_id], by=by, at=at)
    return contract


@transaction.atomic
def save_financial_year(*, year: FinancialYear, at: datetime, by: User | None = None) -> FinancialYear:
    """Saves a new or changed year; a figure that is given is not "not available" any more.

    Raises StaleError; DomainError for an archived account or a year twice.
    """
    check_open(year.account_id)
    same = FinancialYear.objects.filter(account=year.account_id, year=year.year).exclude(pk=year.pk)
    if same.exists():
        raise DomainError(_("This year is there already: change it instead."), field="year")
    if year.pk is not None:
        claim_version(year)
    unknown = [name for name in YearFigure.values if getattr(year, name) is None]
    year.unavailable = sorted(set(year.unavailable) & set(unknown))
    year.save()
    account_changed([year.account_id], by=by, at=at)
    return year


@transaction.atomic
def delete_financial_year(*, year: FinancialYear, at: datetime, by: User | None = None) -> None:
    """Deletes a year written down by mistake; ``restore_financial_year`` undoes it. Raises DomainError for an archived
    account."""
    check_open(year.account_id)
    year.delete()
    account_changed([year.account_id], by=by, at=at)


@transaction.atomic
def restore_financial_year(*, gone: Any, at: datetime, by: User | None = None) -> FinancialYear:
    """Brings back the year of the recorded deletion ``gone`` (``bringing_back.deletion_of``).

    Raises DomainError for an archived account, a deletion too long ago, or when the year has been entered anew.
    """
    check_open(gone.account_id)
    if FinancialYear.objects.filter(account=gone.account_id, year=gone.year).exclude(pk=gone.pgh_obj_id).exists():
        text = _("%(year)s has been entered anew in the meantime. Delete that one first to bring the earlier one back.")
        raise DomainError(text % {"year": gone.year})
    year = bring_back(FinancialYear, gone, at=at)
    account_changed([year.account_id], by=by, at=at)
    return year
