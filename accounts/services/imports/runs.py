"""The work of the jobs: check an import, carry it out. Each runs in one transaction of its job."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import DataImport
from accounts.models.imports import ImportState
from accounts.services.imports.execution import Result, Task, Tell, open_tables, run_task
from accounts.services.imports.files import remove_when_written
from accounts.services.imports.plans import Plan
from accounts.services.imports.requests import ImportSettledError, paths_of
from kamp.intake.errors import IntakeError
from kamp.users.models import User


def check_import(*, import_id: int, by: User | None, at: datetime, tell: Tell) -> DataImport:
    """Reads the whole file and keeps what would become of it; nothing else is written."""
    data_import = DataImport.objects.select_for_update().get(pk=import_id)
    if data_import.state in {ImportState.UPLOADED, ImportState.CHECKED}:
        _run(data_import, by=by, at=at, tell=tell, write=False)
    return data_import


def apply_import(*, import_id: int, by: User | None, at: datetime, tell: Tell) -> DataImport:
    """Carries the import out; one that is carried out already stays as it is.

    Where rows are refused and not only the good ones are wanted, nothing is written and the import is as after a check.
    """
    data_import = DataImport.objects.select_for_update().get(pk=import_id)
    if data_import.state in {ImportState.UPLOADED, ImportState.CHECKED}:
        _run(data_import, by=by, at=at, tell=tell, write=True)
    return data_import


def _run(data_import: DataImport, *, by: User | None, at: datetime, tell: Tell, write: bool) -> None:
    if not data_import.has_files:
        raise ImportSettledError(_("The file of this import has been deleted. Upload it again."))
    remove_when_written(data_import.rejects_path)
    data_import.rejects_path, data_import.message = "", {}
    plan = Plan.from_dict(data_import.plan)
    hashes = [file["sha256"] for file in (data_import.main_file, *data_import.join_files)]
    try:
        main, joins = open_tables(paths_of(data_import), data_import.main_file["name"], plan)
        task = Task(
            kind=data_import.kind,
            main=main,
            joins=joins,
            plan=plan,
            source=hashes[0][:16],
            by=by,
            at=at,
            import_id=data_import.pk,
        )
        result = run_task(task, tell=tell, write=write, partial=data_import.partial)
    except IntakeError as problem:
        data_import.message = {"code": problem.code, "params": dict(problem.params)}
        data_import.state = ImportState.UPLOADED
    else:
        _keep(data_import, result, at)
        data_import.fingerprint = result.plan.fingerprint(data_import.kind, hashes)
        data_import.counts["already"] = _earlier(data_import)
    data_import.version += 1
    data_import.save()


def _keep(data_import: DataImport, result: Result, at: datetime) -> None:
    outcome = result.outcome
    data_import.plan = result.plan.as_dict()
    data_import.counts = outcome.counts()
    data_import.problems, data_import.examples = outcome.problems, outcome.examples
    data_import.rejects_path = result.rejects_path
    data_import.state = ImportState.APPLIED if result.written else ImportState.CHECKED
    if result.written:
        data_import.applied_at = at


def _earlier(data_import: DataImport) -> int:
    """The number of an import of the same file in the same way that is still in force; 0 if there is none."""
    same = DataImport.objects.filter(
        kind=data_import.kind, fingerprint=data_import.fingerprint, state=ImportState.APPLIED
    ).exclude(pk=data_import.pk)
    return same.order_by("pk").values_list("pk", flat=True).first() or 0


def result_of(data_import: DataImport) -> dict[str, Any]:
    """What the job tells about an import."""
    counts = data_import.counts
    if data_import.state == ImportState.APPLIED:
        written = counts["created"] + counts["updated"]
        text = ngettext("%(count)d row imported", "%(count)d rows imported", written) % {"count": written}
    elif data_import.message:
        text = _("The file cannot be read")
    else:
        rejected = counts["rejected"]
        text = ngettext("Checked: %(count)d row to mend", "Checked: %(count)d rows to mend", rejected)
        text %= {"count": rejected}
    return {"import_id": data_import.pk, "message": text}
