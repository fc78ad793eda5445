"""The short lists that rows refer to by name: product lines and segments may grow, teams and users do not."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import ImportChange, ProductLine, Segment
from accounts.services.imports.lookups import NameLookup
from accounts.services.imports.steps.base import Run
from kamp.users.models import Team, User


def product_lines(run: Run) -> NameLookup:
    """Product lines by name; an unknown one is added if the importing person manages the catalogue."""
    return _growing(run, ProductLine)


def segments(run: Run) -> NameLookup:
    """Segments by name; an unknown one is added if the importing person manages them."""
    return _growing(run, Segment)


def teams() -> NameLookup:
    """Teams by name."""
    return _named(Team.objects.order_by().values_list("pk", "name"))


def users() -> NameLookup:
    """Active users by e-mail address or name."""
    rows = list(User.objects.filter(is_active=True).order_by().values_list("pk", "email", "name"))
    lookup = _named((key, name) for key, _, name in rows)
    for key, email, _ in rows:
        lookup.put(key, email)
    return lookup


def _growing(run: Run, model: type[ProductLine | Segment]) -> NameLookup:
    lookup = _named(model.objects.order_by().values_list("pk", "name"))
    if run.may("accounts.manage_dictionaries"):
        lookup.add = lambda name: model.objects.create(name=name).pk
    return lookup


def _named(rows: Iterable[tuple[int, str]]) -> NameLookup:
    lookup = NameLookup()
    for key, name in rows:
        lookup.put(key, name)
    return lookup


def keep_used(run: Run, model: type[ProductLine | Segment], lookup: NameLookup, column: str, good: str) -> None:
    """Of the rows that the lookup has added only those stay that a good row of ``import_row`` refers to."""
    if not lookup.added:
        return
    run.cursor.execute(f"SELECT DISTINCT r.{column} FROM import_row r WHERE r.{column} IS NOT NULL AND {good}")
    used = {key for (key,) in run.cursor.fetchall()}
    model.objects.filter(pk__in=lookup.added.keys() - used).delete()
    run.added[model._meta.db_table] = sorted(name for key, name in lookup.added.items() if key in used)
    if run.import_id:
        ImportChange.objects.bulk_create(
            ImportChange(data_import_id=run.import_id, table=model._meta.db_table, row_id=key, version=1)
            for key in lookup.added.keys() & used
        )
