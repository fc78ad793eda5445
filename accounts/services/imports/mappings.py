"""Remembered ways to read a file: by name, and offered again for a file with the same columns."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import DataImport, SavedMapping
from accounts.services.imports.plans import Plan
from kamp.shared.errors import DomainError
from kamp.users.models import User

NAME_LENGTH = 80


class MappingTakenError(DomainError):
    """Somebody else has saved a mapping under this name."""


@transaction.atomic
def save_mapping(*, data_import: DataImport, name: str, by: User | None, at: datetime) -> SavedMapping:
    """Keeps how ``data_import`` is read under ``name``; one's own mapping of that name is replaced.

    Raises MappingTakenError, and DomainError for a name that is empty or too long.
    """
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH:
        raise DomainError(_("Give the mapping a name of at most 80 characters."), field="mapping_name")
    mapping = SavedMapping.objects.select_for_update().filter(kind=data_import.kind, name__iexact=name).first()
    if mapping is None:
        mapping = SavedMapping(kind=data_import.kind, created_by=by)
    elif by is not None and mapping.created_by_id != by.pk and not by.has_perm("accounts.undo_any_import"):
        text = _("There is a mapping “%(name)s” of somebody else. Choose another name.")
        raise MappingTakenError(text % {"name": mapping.name}, field="mapping_name")
    mapping.name, mapping.used_at = name, at
    mapping.signature = data_import.look.get("signature", "")
    mapping.plan = data_import.plan
    mapping.save()
    return mapping


def plan_of(mapping: SavedMapping) -> Plan:
    """The plan that a mapping keeps."""
    return Plan.from_dict(mapping.plan)


def mark_used(*, mapping: SavedMapping, at: datetime) -> None:
    """The mapping used last is offered first."""
    SavedMapping.objects.filter(pk=mapping.pk).update(used_at=at)
