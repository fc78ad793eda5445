"""Verbs that change the dictionaries."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import Company, SalesLine
from kamp.shared.conflicts import claim_version
from kamp.shared.errors import DomainError
from kamp.shared.models import Versioned


@transaction.atomic
def save_entry(*, entry: models.Model) -> models.Model:
    """Saves a new or changed entry of a dictionary, raising its version if it has one.

    Raises DomainError when the company's currency is changed after sales came in: their rates lead to the old one.
    """
    if isinstance(entry, Company) and entry.pk and _currency_moved(entry):
        raise DomainError(
            _("There are sales already, converted into your present currency: it cannot be changed any more."),
            field="currency",
        )
    if isinstance(entry, Versioned) and entry.pk and type(entry)._base_manager.filter(pk=entry.pk).exists():
        claim_version(entry)
    entry.save()
    return entry


def _currency_moved(company: Company) -> bool:
    before = Company.objects.filter(pk=company.pk).values_list("currency", flat=True).first()
    return before is not None and before != company.currency and SalesLine.objects.exists()


@transaction.atomic
def delete_entry(*, entry: models.Model) -> None:
    """Deletes an entry nothing points to. Raises DomainError when it is in use."""
    try:
        with transaction.atomic():
            entry.delete()
    except (ProtectedError, models.deletion.RestrictedError) as problem:
        raise DomainError(_("“%(name)s” is in use and stays.") % {"name": entry}) from problem
