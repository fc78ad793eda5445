"""Deleted rows brought back as the change record has them, with all that went with them.

More goes than the row: what belonged to it goes too (CASCADE), and what only named it forgets it (SET_NULL). The
triggers of the record wrote all of that down in the transaction of the deletion; by its moment and context the parts
are found again. They come back under their old keys, so that their history goes on.
See docs/decisions/undo-of-deletions.md.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, TypeVar

from django.db import IntegrityError, connection, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.shared.errors import DomainError
from kamp.shared.models import Versioned

ModelT = TypeVar("ModelT", bound=models.Model)
KEPT = datetime.timedelta(days=30)
"""So long after a deletion it can be taken back (design 14.4)."""


def deletion_of(model: type[models.Model], key: int, **where: Any) -> Any:
    """The recorded deletion of a row (found ``where`` it stood) that is not there now, as the row was; None without."""
    gone = events_of(model)._base_manager.filter(pgh_obj_id=key, **where).order_by("-pgh_id").first()
    if gone is None or gone.pgh_label != "delete" or model._base_manager.filter(pk=key).exists():
        return None
    return gone


def bring_back(model: type[ModelT], gone: Any, *, at: datetime.datetime) -> ModelT:
    """Writes the row of the deletion ``gone`` (from ``deletion_of``) anew, with its children, and lets the rows that
    named it name it again unless they name another one by now. What it named and is gone itself stays out.

    The caller holds a lock that keeps two from doing this at once. Raises DomainError when the deletion is older than
    KEPT, or when something entered since stands in the way of the row.
    """
    if gone.pgh_created_at < at - KEPT:
        days = KEPT.days
        text = ngettext(
            "This was deleted more than %(days)d day ago and stays deleted.",
            "This was deleted more than %(days)d days ago and stays deleted.",
            days,
        )
        raise DomainError(text % {"days": days})
    try:
        with transaction.atomic():
            _insert(model, "pgh_id = %s", [gone.pgh_id], at)
            _bring_belongings(model, gone.pgh_obj_id, gone, at)
            connection.check_constraints()
    except IntegrityError as problem:
        raise DomainError(_("What has been entered since stands in the way of this.")) from problem
    found = model._base_manager.filter(pk=gone.pgh_obj_id).first()
    if found is None:
        raise DomainError(_("What this belonged to has been deleted, too."))
    return found


def events_of(model: type[models.Model]) -> Any:
    """The model of the recorded changes of ``model``. Raises LookupError when none are recorded."""
    for events in getattr(model, "pgh_event_models", {}).values():
        return events
    raise LookupError(f"{model._meta.label} is not recorded")


def relations(model: type[models.Model], rule: Any) -> Iterator[Any]:
    """The foreign keys of other recorded rows to ``model`` whose rule on deletion is ``rule``."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.on_delete is not rule:
            continue
        if not hasattr(relation.related_model, "pgh_tracked_model"):
            yield relation.field


def _bring_belongings(model: type[models.Model], key: int, gone: Any, at: datetime.datetime) -> None:
    moment = [gone.pgh_created_at, gone.pgh_context_id]
    for field in relations(model, models.CASCADE):
        if not hasattr(field.model, "pgh_event_models"):
            continue  # bare links of a many-to-many field: who deletes keeps them (services.dictionaries)
        events = events_of(field.model)._meta.db_table
        condition = (
            f"pgh_id IN (SELECT max(pgh_id) FROM {events} WHERE {field.column} = %s AND pgh_label = 'delete' "  # noqa: S608  MEANT: our own tables
            "AND pgh_created_at = %s AND pgh_context_id IS NOT DISTINCT FROM %s GROUP BY pgh_obj_id)"
        )
        for child in _insert(field.model, condition, [key, *moment], at):
            _bring_belongings(field.model, child, gone, at)
    for field in relations(model, models.SET_NULL):
        rows = field.model._base_manager.filter(
            pk__in=_that_named(field, key, moment), **{f"{field.name}__isnull": True}
        )
        rows.update(**{field.attname: key}, **_touched(field.model, at))


def _that_named(field: Any, key: int, moment: list[Any]) -> list[int]:
    """The rows whose ``field`` named ``key`` until the deletion emptied it."""
    events = events_of(field.model)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT b.pgh_obj_id FROM {events} b WHERE b.{field.column} = %s AND EXISTS ("  # noqa: S608  MEANT: our own tables
            f"SELECT 1 FROM {events} e WHERE e.pgh_obj_id = b.pgh_obj_id AND e.pgh_id > b.pgh_id "
            f"AND e.pgh_label = 'update' AND e.{field.column} IS NULL "
            "AND e.pgh_created_at = %s AND e.pgh_context_id IS NOT DISTINCT FROM %s)",
            [key, *moment],
        )
        return [row for (row,) in cursor.fetchall()]


def _touched(model: type[models.Model], at: datetime.datetime) -> dict[str, Any]:
    """What a change does beside: who has the row open is shown that it moved on."""
    names = {field.name for field in model._meta.concrete_fields}
    changed: dict[str, Any] = {"version": F("version") + 1} if issubclass(model, Versioned) else {}
    return {**changed, **({"updated_at": at} if "updated_at" in names else {})}


def _insert(model: type[models.Model], condition: str, params: list[Any], at: datetime.datetime) -> list[int]:
    """Writes the rows of the events for which ``condition`` holds, unless they are there; gives their keys."""
    recorded = {field.column for field in events_of(model)._meta.concrete_fields}
    columns, values, given, needed = [], [], [], []
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.GeneratedField):
            continue
        if field.column in recorded:
            value, need = _value(field)
            needed += need
        elif getattr(field, "auto_now", False):
            value = "%s"
            given.append(at)
        else:
            continue
        columns.append(f'"{field.column}"')
        values.append(value)
    table, events = model._meta.db_table, events_of(model)._meta.db_table
    key = f'"{model._meta.pk.column}"'
    absent = f"NOT EXISTS (SELECT 1 FROM {table} t WHERE t.{key} = e.pgh_obj_id)"  # noqa: S608  MEANT: our own tables
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {events} e "  # noqa: S608  MEANT
            f"WHERE {' AND '.join([condition, absent, *needed])} RETURNING {key}",
            [*given, *params],
        )
        return [row for (row,) in cursor.fetchall()]


def _value(field: Any) -> tuple[str, list[str]]:
    """What a column gets, and what must hold for its row to come back: nothing may be named that is gone."""
    column = f'e."{field.column}"'
    if field.column == "version":
        return f"{column} + 1", []
    if not isinstance(field, models.ForeignKey):
        return column, []
    target = field.target_field
    there = f'EXISTS (SELECT 1 FROM {target.model._meta.db_table} f WHERE f."{target.column}" = {column})'  # noqa: S608  MEANT
    return (f"CASE WHEN {there} THEN {column} END", []) if field.null else (column, [there])
