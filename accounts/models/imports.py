"""Imports of files: what came in, how it was read, what it changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kamp.shared.models import Versioned
from kamp.users.models import User

if TYPE_CHECKING:
    from django.db.models import Manager


class ImportState(models.TextChoices):
    """What is settled about an import; whether something is going on is said by its job."""

    UPLOADED = "uploaded", _("To be checked")
    CHECKED = "checked", _("Checked")
    APPLIED = "applied", _("Imported")
    UNDONE = "undone", _("Undone")


class DataImportQuerySet(models.QuerySet["DataImport"]):
    """Filters over imports only."""

    def visible_to(self, user: User) -> Self:
        """One's own imports; those who may undo any import see all."""
        if not user.is_authenticated or not user.has_perm("accounts.import_facts"):
            return self.none()
        if user.has_perm("accounts.undo_any_import"):
            return self
        return self.filter(created_by=user)


class DataImport(Versioned):
    """One run of the import wizard or command.

    ``files`` lists what was given ({"role": "main" or "join", "name", "path", "sha256", "size"}; ``path`` is relative
    to MEDIA_ROOT, empty once the file is deleted), ``look`` what the files look like (services.imports.looks). ``plan``
    says how they are read (services.imports.plans), ``counts`` what came of it, ``problems`` the refused rows grouped
    by reason, ``examples`` some rows before and after, ``rejects_path`` the file to mend.
    ``message`` is why the file as a whole cannot be read, as {"code", "params"}.
    """

    kind = models.CharField(_("kind"), max_length=20)
    state = models.CharField(_("state"), max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED)
    files = models.JSONField(default=list)
    plan = models.JSONField(default=dict)
    look = models.JSONField(default=dict)
    partial = models.BooleanField(_("good rows only"), default=False)
    fingerprint = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    examples = models.JSONField(default=list)
    message = models.JSONField(default=dict)
    rejects_path = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"))
    applied_at = models.DateTimeField(_("imported"), null=True)
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Manager[DataImport]] = DataImportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="import_created_idx"),
            models.Index(fields=["created_by", "-created_at", "-id"], name="import_author_idx"),
            models.Index(
                fields=["kind", "fingerprint"], name="import_fingerprint_idx", condition=models.Q(state="applied")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def main_file(self) -> dict[str, Any]:
        """The file whose rows are imported; {} when there is none yet."""
        return next((file for file in self.files if file["role"] == "main"), {})

    @property
    def join_files(self) -> list[dict[str, Any]]:
        """The files that are joined to it."""
        return [file for file in self.files if file["role"] == "join"]

    @property
    def has_files(self) -> bool:
        """Whether the files are still there: they are deleted some time after the import."""
        return bool(self.files) and all(file["path"] for file in self.files)

    @property
    def is_busy(self) -> bool:
        """Whether a job works on it now."""
        return self.job is not None and self.job.is_live

    def path_of(self, file: dict[str, Any]) -> Path:
        """Where a file of ``files`` lies on the disk."""
        return Path(settings.MEDIA_ROOT) / file["path"]


class ImportChange(models.Model):
    """What an import did to one row, so that it can be undone.

    ``before`` are the values it replaced, None for a new row; ``version`` is the row's version after the import: a row
    with another one has been changed since. New sales lines have no such row: they carry the import themselves.
    """

    data_import = models.ForeignKey(DataImport, models.CASCADE, related_name="changes", db_index=False)
    table = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    version = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["data_import", "table", "row_id"], name="import_change_unique")]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"


class SavedMapping(models.Model):
    """A remembered way to read a file: by name, and offered again for the same header row (``signature``)."""

    kind = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=80)
    signature = models.CharField(max_length=64, db_index=True)
    plan = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        constraints = [models.UniqueConstraint("kind", Lower("name"), name="saved_mapping_unique")]

    def __str__(self) -> str:
        return self.name
