"""What people do with imports: bring files, say how they are read, ask for a check, the import, its undoing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.kinds.catalog import KINDS
from accounts.models import DataImport
from accounts.models.imports import ImportState
from accounts.services.imports.execution import open_tables
from accounts.services.imports.files import Upload, remove, remove_when_written, store
from accounts.services.imports.looks import completed, look_at
from accounts.services.imports.plans import Plan
from kamp.jobs.models import Job
from kamp.jobs.services import enqueue
from kamp.shared.errors import Denied, DomainError
from kamp.users.models import User

CHECK, APPLY, UNDO = "accounts.check_import", "accounts.apply_import", "accounts.undo_import"


class ImportBusyError(DomainError):
    """Something is going on with the import; it must end first."""


class ImportSettledError(DomainError):
    """The import is in a state in which this cannot be done."""


def create_import(
    *,
    kind: str,
    uploads: Sequence[Upload],
    by: User | None,
    at: datetime,
    plan: Plan = Plan(),  # noqa: B008  MEANT: frozen
) -> DataImport:
    """A new import of the first of ``uploads``, joined with the others; columns guessed where ``plan`` says nothing.

    Raises Denied, FileTooLargeError, and ``IntakeError`` for a file that is no table; then nothing is kept.
    """
    _demand_right(by, kind)
    files: list[dict[str, Any]] = []
    try:
        for upload in uploads:
            files.append(_named_apart(store(upload, "join" if files else "main"), files))
        data_import = DataImport(kind=kind, files=files, created_by=by, created_at=at)
        look(data_import, plan)
        data_import.save()
    except BaseException:
        for file in files:
            remove(file["path"])
        raise
    return data_import


def look(data_import: DataImport, plan: Plan) -> None:
    """Opens the files and puts what they look like, and ``plan`` completed by it, into ``data_import`` (not saved)."""
    table, joins = open_tables(paths_of(data_import), data_import.main_file["name"], plan)
    completed_plan = completed(data_import.kind, table, joins, plan)
    data_import.look = look_at(table, joins)
    data_import.plan = completed_plan.as_dict()


def paths_of(data_import: DataImport) -> dict[str, Path]:
    """The files of the import by name."""
    return {file["name"]: data_import.path_of(file) for file in data_import.files}


@transaction.atomic
def change_plan(*, data_import: DataImport, plan: Plan, partial: bool | None = None) -> DataImport:
    """Says how the file is read from now on; what was found by a check before is forgotten.

    Raises ImportBusyError and ImportSettledError.
    """
    current = _open(data_import)
    current.plan = plan.as_dict()
    if partial is not None:
        current.partial = partial
    _forget_check(current)
    current.version += 1
    current.save()
    return current


@transaction.atomic
def request_check(*, data_import: DataImport, by: User | None, at: datetime) -> Job:
    """Asks for a dry run. Raises ImportBusyError and ImportSettledError."""
    current = _open(data_import)
    _forget_check(current)
    return _enqueue(CHECK, current, by, at)


@transaction.atomic
def request_apply(*, data_import: DataImport, partial: bool, by: User | None, at: datetime) -> Job:
    """Asks for the import itself, of all rows or (``partial``) of the good ones only.

    Raises Denied, ImportBusyError and ImportSettledError.
    """
    _demand_right(by, data_import.kind)
    current = _open(data_import)
    current.partial = partial
    return _enqueue(APPLY, current, by, at)


@transaction.atomic
def request_undo(*, data_import: DataImport, by: User | None, at: datetime) -> Job:
    """Asks for the import to be taken back. Raises Denied, ImportBusyError and ImportSettledError."""
    current = DataImport.objects.select_for_update(of=("self",)).select_related("job").get(pk=data_import.pk)
    if by is not None and current.created_by_id != by.pk and not by.has_perm("accounts.undo_any_import"):
        raise Denied(_("Only the person who imported this, or an administrator, can undo it."))
    _demand_idle(current)
    if current.state != ImportState.APPLIED:
        raise ImportSettledError(_("Only an import that was carried out can be undone."))
    return _enqueue(UNDO, current, by, at)


def _open(data_import: DataImport) -> DataImport:
    """The import, locked, if it is not carried out yet and nothing is going on with it."""
    current = DataImport.objects.select_for_update(of=("self",)).select_related("job").get(pk=data_import.pk)
    _demand_idle(current)
    if current.state not in {ImportState.UPLOADED, ImportState.CHECKED}:
        raise ImportSettledError(_("This import has been carried out already."))
    if not current.has_files:
        raise ImportSettledError(_("The file of this import has been deleted. Upload it again."))
    return current


def _demand_idle(data_import: DataImport) -> None:
    if data_import.is_busy:
        raise ImportBusyError(_("This import is being worked on. Wait for the end or cancel it."))


def _demand_right(by: User | None, kind: str) -> None:
    spec = KINDS.get(kind)
    if by is not None and not by.has_perms(("accounts.import_facts", spec.permission)):
        raise Denied(_("Your role does not include importing this."))


def _forget_check(data_import: DataImport) -> None:
    remove_when_written(data_import.rejects_path)
    data_import.state = ImportState.UPLOADED
    data_import.counts, data_import.problems, data_import.examples, data_import.message = {}, [], [], {}
    data_import.rejects_path = ""


def _enqueue(kind: str, data_import: DataImport, by: User | None, at: datetime) -> Job:
    payload = {"import_id": data_import.pk}
    if by is not None:
        payload["by_id"] = by.pk
    data_import.job = enqueue(kind=kind, payload=payload, by=by, at=at, key=f"import {data_import.pk}")
    data_import.save()
    return data_import.job


def _named_apart(file: dict[str, Any], others: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """``file`` under a name that none of the others has: the plan names files."""
    names = {other["name"] for other in others}
    name, number = file["name"], 2
    while file["name"] in names:
        file["name"] = f"{number}-{name}"
        number += 1
    return file
