"""A demo that fails half-way leaves nothing behind, and the next attempt makes it whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection

from accounts.models import KeyAccount, SalesLine
from kamp.jobs.models import Job
from kamp.users.models import User
from planning.models import AccountPlan, Review
from portfolio.models import ClassificationRun

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def refused_by_the_database(table: str) -> Iterator[None]:
    """Every new row of ``table`` fails, as with a full disk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.refuse() RETURNS trigger AS $$ BEGIN RAISE 'no room'; END $$ LANGUAGE plpgsql"
        )
        cursor.execute(f"CREATE TRIGGER refuse BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse()")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER refuse ON {table}")
        cursor.execute("DROP FUNCTION pg_temp.refuse()")


def demo(*options: str) -> None:
    call_command("demo", "--accounts", "30", "--until", "2026-11-20", *options, verbosity=0, stdout=StringIO())


@pytest.mark.slow
def test_a_demo_that_fails_half_way_is_not_taken_as_made():
    with refused_by_the_database(Review._meta.db_table), pytest.raises((CommandError, Error)):
        demo()
    for model in (KeyAccount, SalesLine, User, Job, ClassificationRun, AccountPlan):
        assert not model.objects.exists(), f"left behind: {model.__name__}"
    demo("--no-runs")
    assert KeyAccount.objects.count() == 30
    assert Review.objects.exists()
