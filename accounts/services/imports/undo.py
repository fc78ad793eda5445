"""Taking an import back: what it changed is as before, what it made is gone; what was changed since stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pghistory.models
import pgtrigger
from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import DataImport, Demand, ImportChange
from accounts.models.imports import ImportState
from accounts.services.imports.execution import Tell
from accounts.services.rollups import LINE_COLUMNS, adjust_rollups, lock_sales
from kamp.shared.i18n import N_
from kamp.users.models import User

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

# What points to others goes first.
_TABLES = (
    *("accounts_dmumember", "accounts_person", "accounts_keyaccount"),
    *("accounts_product", "accounts_productline", "accounts_segment"),
)
_GUARDS = ("accounts.KeyAccount:no_delete_with_sales", "accounts.Product:no_delete_with_sales")
_BATCH = 2000
_LINE = "jsonb_populate_record(NULL::accounts_salesline, c.before)"


def undo_import(*, import_id: int, by: User | None, at: datetime, tell: Tell) -> DataImport:
    """Takes the import back and keeps in ``counts["undo"]`` how many rows were restored, removed and left as they are.

    Rows that somebody changed since, and new rows that something else points to by now, are left. One that is not
    carried out stays as it is.
    """
    data_import = DataImport.objects.select_for_update().get(pk=import_id)
    if data_import.state != ImportState.APPLIED:
        return data_import
    told = {"restored": 0, "removed": 0, "kept": 0}
    with connection.cursor() as cursor:
        tell(0, len(_TABLES) + 2, N_("Undoing"))
        _add(told, _undo_sales(cursor, import_id))
        told["removed"] += Demand.objects.filter(data_import=import_id).delete()[0]
        for done, table in enumerate(_TABLES, 2):
            tell(done, len(_TABLES) + 2)
            _add(told, _undo_table(cursor, table, import_id, at))
    data_import.counts = {**data_import.counts, "undo": told}
    data_import.state, data_import.undone_at, data_import.undone_by = ImportState.UNDONE, at, by
    data_import.version += 1
    data_import.save()
    return data_import


def _add(told: dict[str, int], more: dict[str, int]) -> None:
    for key, count in more.items():
        told[key] += count


def _undo_sales(cursor: CursorWrapper, import_id: int) -> dict[str, int]:
    """Lines of the import go, lines that it changed are as before; those that a later import changed stay."""
    lock_sales(cursor)
    mine = f"accounts_salesline WHERE data_import_id = {import_id:d}"
    cursor.execute("DROP TABLE IF EXISTS undo_line")
    cursor.execute(
        f"CREATE TEMP TABLE undo_line ON COMMIT DROP AS SELECT ({_LINE}).* FROM accounts_importchange c "
        f"WHERE c.data_import_id = {import_id:d} AND c.\"table\" = 'accounts_salesline' "
        f"AND EXISTS (SELECT FROM {mine} AND id = c.row_id)"
    )
    # A line cannot go back to an account or product that has been deleted since: it stays as it is.
    cursor.execute(
        "CREATE TEMP TABLE undo_stuck ON COMMIT DROP AS SELECT id FROM undo_line u "
        "WHERE NOT EXISTS (SELECT FROM accounts_keyaccount WHERE id = u.account_id) OR (u.product_id IS NOT NULL "
        "AND NOT EXISTS (SELECT FROM accounts_product WHERE id = u.product_id))"
    )
    cursor.execute("DELETE FROM undo_line WHERE id IN (SELECT id FROM undo_stuck)")
    leaving = f"{mine} AND id NOT IN (SELECT id FROM undo_stuck)"
    cursor.execute(f"SELECT count(*) FROM {leaving}")
    left = cursor.fetchone()[0]
    if left:
        removed, added = (f"SELECT {LINE_COLUMNS} FROM {lines}" for lines in (leaving, "undo_line"))
        adjust_rollups(cursor=cursor, removed=removed, added=added)
        cursor.execute(f"DELETE FROM {leaving}")
        cursor.execute("INSERT INTO accounts_salesline OVERRIDING SYSTEM VALUE SELECT * FROM undo_line")
    cursor.execute("SELECT (SELECT count(*) FROM undo_line), (SELECT count(*) FROM undo_stuck)")
    restored, stuck = cursor.fetchone()
    cursor.execute("DROP TABLE undo_line, undo_stuck")
    cursor.execute(
        "SELECT count(*) FROM accounts_importchange c JOIN accounts_dataimport i ON i.id = c.data_import_id "
        "WHERE c.\"table\" = 'accounts_salesline' AND c.data_import_id > %s AND i.state = 'applied' "
        "AND (c.before->>'data_import_id')::bigint = %s",
        [import_id, import_id],
    )
    return {"restored": restored, "removed": left - restored, "kept": stuck + cursor.fetchone()[0]}


def _undo_table(cursor: CursorWrapper, table: str, import_id: int, at: datetime) -> dict[str, int]:
    """Rows that people edit: those that still are as the import left them."""
    model = next(model for model in apps.get_app_config("accounts").get_models() if model._meta.db_table == table)
    restored = _restore(cursor, model, import_id, at)
    removed = 0
    while gone := _remove_unused(model, import_id):
        removed += gone
    changes = ImportChange.objects.filter(data_import=import_id, table=table).count()
    return {"restored": restored, "removed": removed, "kept": changes - restored - removed}


def _remove_unused(model: type[models.Model], import_id: int) -> int:
    """One round: the new rows that nobody changed and nothing points to (children go before their parents)."""
    new = ImportChange.objects.filter(data_import=import_id, table=model._meta.db_table, before__isnull=True)
    untouched = model._base_manager.filter(version=1, pk__in=new.values("row_id"))
    keys = sorted(set(untouched.values_list("pk", flat=True)) - _pointed_at(model, untouched))
    # The guard of each row asks for sales lines again, which is dear where no index helps. It was asked for all of them
    # just now, and nobody adds lines before this transaction ends (lock_sales).
    with pgtrigger.ignore(*_GUARDS):
        for start in range(0, len(keys), _BATCH):
            model._base_manager.filter(pk__in=keys[start : start + _BATCH]).delete()
    return len(keys)


def _restore(cursor: CursorWrapper, model: type[models.Model], import_id: int, at: datetime) -> int:
    """Puts the old values back where the version is the one of the import."""
    table = model._meta.db_table
    cursor.execute(
        "SELECT DISTINCT jsonb_object_keys(before) FROM accounts_importchange "
        'WHERE data_import_id = %s AND "table" = %s',
        [import_id, table],
    )
    columns = [column for (column,) in cursor.fetchall()]
    if not columns:
        return 0
    names = {field.column for field in model._meta.concrete_fields}
    values = ", ".join(f"{column} = old.{column}" for column in columns if column in names)
    cursor.execute(
        f"UPDATE {table} t SET {values}, version = t.version + 1, updated_at = %s FROM ("
        f"SELECT c.row_id, c.version AS left_at, (jsonb_populate_record(NULL::{table}, c.before)).* "
        'FROM accounts_importchange c WHERE c.data_import_id = %s AND c."table" = %s AND c.before IS NOT NULL'
        ") AS old WHERE t.id = old.row_id AND t.version = old.left_at",
        [at, import_id, table],
    )
    return cursor.rowcount


def _pointed_at(model: type[models.Model], rows: models.QuerySet[Any]) -> set[int]:
    """Those of ``rows`` that rows of other facts point to: they cannot go. What is only derived from facts can."""
    used: set[int] = set()
    for field in _pointing(model):
        pointing = field.model._base_manager.filter(**{f"{field.attname}__in": rows.values("pk")})
        used |= set(pointing.order_by().values_list(field.attname, flat=True).distinct())
    return used


def _pointing(model: type[models.Model]) -> Iterator[Any]:
    """The foreign keys through which facts depend on rows of ``model``."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.on_delete is models.SET_NULL:
            continue
        source = relation.related_model
        if not issubclass(source, pghistory.models.Event) and not getattr(source, "derived", False):
            yield relation.field


def result_of(data_import: DataImport) -> dict[str, Any]:
    """What the job tells about an import taken back."""
    told: dict[str, int] = data_import.counts.get("undo", {"restored": 0, "removed": 0, "kept": 0})
    done = told["restored"] + told["removed"]
    text = ngettext("%(count)d row taken back", "%(count)d rows taken back", done) % {"count": done}
    if told["kept"]:
        kept = ngettext(
            "%(count)d row was changed since and stays", "%(count)d rows were changed since and stay", told["kept"]
        )
        text = _("%(done)s; %(kept)s") % {"done": text, "kept": kept % {"count": told["kept"]}}
    return {"import_id": data_import.pk, "message": text}
