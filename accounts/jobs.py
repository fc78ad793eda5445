"""The background work of this app: checking, carrying out and undoing imports, deleting their old files."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from kamp.jobs.registry import Daily, JobKind, Progress
from kamp.shared.i18n import N_
from kamp.users.models import User

CHECK = JobKind(key="accounts.check_import", label=N_("Check an import"), handler="accounts.jobs.run_check")
APPLY = JobKind(key="accounts.apply_import", label=N_("Import a file"), handler="accounts.jobs.run_apply")
UNDO = JobKind(key="accounts.undo_import", label=N_("Undo an import"), handler="accounts.jobs.run_undo")
CLEAN = JobKind(
    key="accounts.clean_imports",
    label=N_("Delete the files of old imports"),
    handler="accounts.jobs.run_clean",
    daily=Daily(at=datetime.time(3, 15)),
)


def run_check(
    *, progress: Progress, at: datetime.datetime, import_id: int, by_id: int | None = None, **_later: Any
) -> Mapping[str, Any]:
    """Reads a file and keeps what importing it would do."""
    from accounts.services.imports import runs  # noqa: PLC0415  MEANT: for workers only

    told = runs.result_of(runs.check_import(import_id=import_id, by=_person(by_id), at=at, tell=progress))
    return {**told, "url": reverse("imports:import_check", args=[import_id])}


def run_apply(
    *, progress: Progress, at: datetime.datetime, import_id: int, by_id: int | None = None, **_later: Any
) -> Mapping[str, Any]:
    """Imports a file."""
    from accounts.services.imports import runs  # noqa: PLC0415  MEANT: for workers only

    told = runs.result_of(runs.apply_import(import_id=import_id, by=_person(by_id), at=at, tell=progress))
    return {**told, "url": reverse("imports:import_check", args=[import_id])}


def run_undo(
    *, progress: Progress, at: datetime.datetime, import_id: int, by_id: int | None = None, **_later: Any
) -> Mapping[str, Any]:
    """Takes an import back."""
    from accounts.services.imports import undo  # noqa: PLC0415  MEANT: for workers only

    told = undo.result_of(undo.undo_import(import_id=import_id, by=_person(by_id), at=at, tell=progress))
    return {**told, "url": reverse("imports:import_result", args=[import_id])}


def run_clean(*, progress: Progress, at: datetime.datetime, **_later: Any) -> Mapping[str, Any]:
    """Deletes the files of imports that were carried out or left lying long ago."""
    from accounts.services.imports.retention import delete_old_files  # noqa: PLC0415  MEANT: for workers only

    return {"files": delete_old_files(at=at)}


def _person(key: int | None) -> User | None:
    """Whoever asked; nobody only if nobody did (a command of the operator)."""
    return None if key is None else User.objects.get(pk=key)
