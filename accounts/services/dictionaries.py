"""Verbs that change the dictionaries."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import Company, SalesLine
from kamp.shared.bringing_back import bring_back
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
def delete_entry(*, entry: models.Model) -> dict[str, list[int]]:
    """Deletes an entry nothing points to; gives the keys it named in many-to-many fields, which no record keeps, for
    ``restore_entry``. Raises DomainError when it is in use."""
    many = entry._meta.many_to_many
    named = {field.name: list(getattr(entry, field.name).values_list("pk", flat=True)) for field in many}
    try:
        with transaction.atomic():
            entry.delete()
    except (ProtectedError, models.deletion.RestrictedError) as problem:
        raise DomainError(_("“%(name)s” is in use and stays.") % {"name": entry}) from problem
    return named


@transaction.atomic
def restore_entry(
    *, model: type[models.Model], gone: Any, named: Mapping[str, Sequence[int]], at: datetime.datetime
) -> models.Model:
    """Brings back the entry of the recorded deletion ``gone``, naming again what is still there of ``named``.

    Raises DomainError for a deletion too long ago, or when an entry like it has been made since.
    """
    entry = bring_back(model, gone, at=at)
    for field in model._meta.many_to_many:
        others = field.related_model._base_manager.filter(pk__in=named.get(field.name, ()))
        getattr(entry, field.name).set(others)
    return entry
