"""The background work of this app: checking, carrying out and undoing imports, deleting their old files."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.exports import account_fields
from accounts.forms.filters import narrowed
from accounts.selectors.accounts import account_list_for
from accounts.services.export_files import delete_old_exports, export_file
from accounts.tables import account_order, accounts_table
from kamp.jobs.registry import Daily, JobKind, Progress
from kamp.shared.addresses import address_of
from kamp.shared.errors import DomainError
from kamp.shared.exports import CHUNK, rows_of, write_xlsx
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

EXPORT = JobKind(key="accounts.export", label=N_("Export accounts"), handler="accounts.jobs.run_export", personal=True)
CLEAN_EXPORTS = JobKind(
    key="accounts.clean_exports",
    label=N_("Delete old exports"),
    handler="accounts.jobs.run_clean_exports",
    daily=Daily(at=datetime.time(3, 20)),
)


def run_check(
    *, progress: Progress, at: datetime.datetime, import_id: int, by_id: int | None = None, **_later: Any
) -> Mapping[str, Any]:
    """Reads a file and keeps what importing it would do."""
    from accounts.services.imports import runs  # noqa: PLC0415  MEANT: for workers only

    told = runs.result_of(runs.check_import(import_id=import_id, by=_person(by_id), at=at, tell=progress))
    return {**told, "url": address_of("imports:import_check", import_id)}


def run_apply(
    *, progress: Progress, at: datetime.datetime, import_id: int, by_id: int | None = None, **_later: Any
) -> Mapping[str, Any]:
    """Imports a file."""
    from accounts.services.imports import runs  # noqa: PLC0415  MEANT: for workers only

    told = runs.result_of(runs.apply_import(import_id=import_id, by=_person(by_id), at=at, tell=progress))
    return {**told, "url": address_of("imports:import_check", import_id)}


def run_undo(
    *, progress: Progress, at: datetime.datetime, import_id: int, by_id: int | None = None, **_later: Any
) -> Mapping[str, Any]:
    """Takes an import back."""
    from accounts.services.imports import undo  # noqa: PLC0415  MEANT: for workers only

    told = undo.result_of(undo.undo_import(import_id=import_id, by=_person(by_id), at=at, tell=progress))
    return {**told, "url": address_of("imports:import_result", import_id)}


def run_clean(*, progress: Progress, at: datetime.datetime, **_later: Any) -> Mapping[str, Any]:
    """Deletes the files of imports that were carried out or left lying long ago."""
    from accounts.services.imports.retention import delete_old_files  # noqa: PLC0415  MEANT: for workers only

    return {"files": delete_old_files(at=at)}


def run_export(
    *, progress: Progress, at: datetime.datetime, file: str, query: str, user_id: int, **_later: Any
) -> Mapping[str, Any]:
    """Writes the accounts that the list shows to the person at the address ``query`` into the workbook ``file``.

    Raises DomainError for somebody who may no longer export.
    """
    user = User.objects.get(pk=user_id)
    if not user.has_perm("accounts.export_accounts"):
        raise DomainError(_("You no longer have the right to export accounts."))
    params, fields = QueryDict(query), account_fields()
    order = account_order(accounts_table(params.getlist("col")), params)
    rows = narrowed(account_list_for(user), params, user).order_by(*order.expressions())
    path = export_file(file)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as target:
        labels = [str(field.label) for field in fields]
        write_xlsx(target, _("Accounts"), labels, _told(rows_of(fields, rows), rows.count(), progress))
    unfinished.replace(path)
    return {"url": address_of("accounts:account_made_file", file)}


def _told(rows: Iterable[Any], total: int, progress: Progress) -> Iterator[Any]:
    """``rows``, telling now and then how far they are."""
    for number, row in enumerate(rows):
        if number % CHUNK == 0:
            progress(number, total, N_("Writing rows"))
        yield row


def run_clean_exports(*, progress: Progress, at: datetime.datetime, **_later: Any) -> Mapping[str, Any]:
    """Deletes workbooks made more than a day ago."""
    return {"files": delete_old_exports(at=at)}


def _person(key: int | None) -> User | None:
    """Whoever asked; nobody only if nobody did (a command of the operator)."""
    return None if key is None else User.objects.get(pk=key)
