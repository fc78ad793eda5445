"""The tables of a new database have what their models declare."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db

OURS = ("users", "jobs", "notices", "accounts", "portfolio", "planning")
MODELS = [model for app in OURS for model in apps.get_app_config(app).get_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_indexes_constraints_and_triggers_are_there(model: type) -> None:
    meta = model._meta
    with connection.cursor() as cursor:
        found = set(connection.introspection.get_constraints(cursor, meta.db_table))
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [f'"{meta.db_table}"'])
        triggers = {name for (name,) in cursor.fetchall()}
    assert {each.name for each in (*meta.indexes, *meta.constraints)} <= found
    assert {each.get_pgid(model) for each in getattr(meta, "triggers", [])} <= triggers
