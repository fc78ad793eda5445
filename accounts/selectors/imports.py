"""Reads about imports."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.kinds.catalog import KINDS
from accounts.kinds.spec import Kind
from accounts.models import DataImport, SavedMapping
from kamp.users.models import User


def imports_of(user: User) -> QuerySet[DataImport]:
    """The imports ``user`` may see, with their authors and jobs."""
    return DataImport.objects.visible_to(user).select_related("created_by", "undone_by", "job")


def kinds_of(user: User) -> list[Kind]:
    """The kinds ``user`` may import, in catalogue order."""
    return [kind for kind in KINDS if user.has_perm(kind.permission)]


def mappings_for(data_import: DataImport) -> list[SavedMapping]:
    """Remembered mappings of the kind: those made for the same columns first, then those used last; at most 12."""
    rows = list(SavedMapping.objects.filter(kind=data_import.kind).order_by("-used_at")[:12])
    signature = data_import.look.get("signature", "")
    return sorted(rows, key=lambda mapping: mapping.signature != signature)
