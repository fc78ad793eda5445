"""Imports of files: what came in, how it was read, what it changed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.users.models import User

if TYPE_CHECKING:
    from django.db.models import Manager


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    CHECKING = "checking", _("Checking")
    CHECKED = "checked", _("Checked")
    APPLYING = "applying", _("Importing")
    APPLIED = "applied", _("Imported")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class DataImportQuerySet(models.QuerySet["DataImport"]):
    """Filters over imports only."""

    def visible_to(self, user: User) -> Self:
        """One's own imports; those who may undo any import see all."""
        if user.has_perm("accounts.undo_any_import"):
            return self
        return self.filter(created_by=user)


class DataImport(models.Model):
    """One run of the import wizard or command.

    ``files`` lists what was uploaded ({"role": "main" or a join name, "name", "path", "sha256", "size"});
    ``plan`` holds mapping, constants, expressions, joins and reading choices; ``counts`` the result.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20)
    state = models.CharField(
        _("state"), max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    files = models.JSONField(default=list)
    plan = models.JSONField(default=dict)
    partial = models.BooleanField(_("good rows only"), default=False)
    fingerprint = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    message = models.TextField(blank=True)
    rejects_path = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"))
    applied_at = models.DateTimeField(_("imported"), null=True)
    undone_at = models.DateTimeField(_("undone"), null=True)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Manager[DataImport]] = DataImportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-created_at",)
        indexes = [
            models.Index(fields=["created_by", "-created_at"], name="import_author_idx"),
            models.Index(fields=["fingerprint"], name="import_fingerprint_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class ImportChange(models.Model):
    """What an import did to one row, so that it can be undone: ``before`` is None for a new row."""

    data_import = models.ForeignKey(DataImport, models.CASCADE, related_name="changes")
    table = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after_version = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["data_import", "table"], name="import_change_idx")]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"


class SavedMapping(models.Model):
    """A remembered way to read a file: by name, and offered again for the same header row."""

    kind = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=80)
    signature = models.CharField(max_length=64, db_index=True)
    plan = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="saved_mapping_unique")]

    def __str__(self) -> str:
        return self.name
