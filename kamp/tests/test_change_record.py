"""Who changed what, when: for every model, whoever changes it and by whatever way (quality C66).

The record is written by triggers, so page, form, import, job, command and console are one way. What is asked here for
all models: that they are recorded or are said to need no record; that a change and its record stand or fall together;
that nobody, with whatever rights in the application, changes the record.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, InternalError, connection, models, transaction

from kamp.jobs.services import enqueue
from kamp.shared.models import Versioned
from kamp.testing.abundance import abundant_world
from kamp.testing.access import World, declared_rows

pytestmark = pytest.mark.django_db
OURS = {"kamp", "accounts", "portfolio", "planning"}

# Models without a record of their changes, and why they need none. A model that people edit never stands here.
UNRECORDED = {
    "users.SavedView": "a person's own bookmark: nobody else sees it",
    "accounts.AccountPin": "a person's own bookmark: nobody else sees it",
    "jobs.Job": "says itself who asked for it, when, and how it ended",
    "jobs.Pulse": "how far a running job is",
    "jobs.Sign": "sign of life of a process",
    "notices.Digest": "a mail: its row is the record of its sending",
    "notices.Notice": "made from facts that are recorded",
    "accounts.AccountFigures": "computed",
    "accounts.DataImport": "says itself who imported what, when, and who undid it",
    "accounts.Disagreement": "computed from ratings",
    "accounts.ScopeChange": "a note that something is to be computed",
    "accounts.SumChange": "a note that something is to be computed",
    "accounts.ImportChange": "what an import changed: a record itself",
    "accounts.SavedMapping": "which column was which, remembered for the next file",
    "accounts.SalesLine": "facts of the books, by the million: each says by which import it came",
    "accounts.SalesMonth": "computed",
    "accounts.RecordedMonth": "a record itself",
    "accounts.WarningStanding": "a record itself",
    "accounts.AccountMonth": "computed",
    "accounts.Rebate": "facts of the books, brought in by an import",
    "accounts.ServiceCost": "facts of the books, brought in by an import",
    "portfolio.MethodParameters": "a new row for each change; rows are never changed",
    "portfolio.ClassificationRun": "computed",
    "portfolio.RunCell": "computed",
    "portfolio.Classification": "computed; each run keeps its own",
    "portfolio.ClassMove": "computed",
    "portfolio.ChangedAccount": "a note that something is to be computed",
    "planning.LineMove": "a record itself",
    "planning.PlanAgenda": "computed from plans and reviews",
    "planning.PhaseMove": "a record itself",
    "planning.PlanStanding": "a record itself",
    "planning.PlanVersion": "a record itself",
}
RECORDS = {"planning.LineMove", "planning.PhaseMove", "planning.PlanVersion", "portfolio.MethodParameters"}


def _ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.split(".")[0] in OURS and m._meta.app_label != "trial"]


def _events(model: type[models.Model]) -> Any:
    return next(iter(getattr(model, "pgh_event_models", {}).values()), None)


RECORDED = [model for model in _ours() if _events(model) is not None]
EVENTS = [model for model in _ours() if hasattr(model, "pgh_tracked_model")]


def test_every_model_is_recorded_or_says_why_not() -> None:
    plain = {m._meta.label for m in _ours() if _events(m) is None and m not in EVENTS}
    known = {label for label in UNRECORDED if apps.get_model(label)}
    assert plain == known, f"record {sorted(plain - known)} (kamp.shared.record); {sorted(known - plain)} are recorded"


def test_what_people_edit_is_always_recorded() -> None:
    """A form on such a row compares three ways, and the way it was is found in the record."""
    silent = {m._meta.label for m in _ours() if issubclass(m, Versioned) and _events(m) is None} - {
        "accounts.DataImport"  # counts its own states; no form is on it
    }
    assert silent == set()


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A row of nearly every model: what the pages of all addresses are about."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = abundant_world(datetime.date(2026, 11, 2))
        world.client_of("administrator")
        yield world
        transaction.set_rollback(True)


def _count(model: type[models.Model]) -> int:
    return int(_events(model)._base_manager.count())


def _column(model: type[models.Model]) -> Any:
    """A column whose change is kept, and that takes any text or number."""
    kept = {field.name for field in _events(model)._meta.fields}
    for field in model._meta.concrete_fields:
        if field.name in kept and not field.primary_key and not field.unique and not field.is_relation:
            if isinstance(field, models.TextField) and not field.choices:
                return field, "changed"
            if field.name == "version":
                return field, models.F("version") + 1
    return None, None


@pytest.mark.parametrize("model", RECORDED, ids=lambda m: m._meta.label)
def test_each_change_is_written_down_and_goes_back_with_it(model: type[models.Model], filled: World) -> None:
    """By one statement on the table, past every service: what a page, an import or a console would send."""
    row = model._base_manager.order_by("pk").last()
    if row is None:
        pytest.fail("kamp.testing.abundance makes no row of it")
    before = _count(model)
    column, value = _column(model)
    if column is not None:
        with transaction.atomic():
            assert model._base_manager.filter(pk=row.pk).update(**{column.name: value}) == 1
            assert _count(model) == before + 1
            latest = _events(model)._base_manager.order_by("-pgh_id").first()
            assert (latest.pgh_obj_id, latest.pgh_label) == (row.pk, "update")
            assert latest.pgh_created_at is not None
            transaction.set_rollback(True)
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        with contextlib.suppress(DatabaseError), transaction.atomic():  # rows with sales on them are not deleted
            cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE {model._meta.pk.column} = %s', [row.pk])
            assert _count(model) == before + 1
            transaction.set_rollback(True)
    assert _count(model) == before, "a change that was taken back left a record"


@pytest.mark.parametrize("model", RECORDED, ids=lambda m: m._meta.label)
def test_a_new_row_is_written_down(model: type[models.Model], filled: World) -> None:
    row = model._base_manager.order_by("pk").last()
    if row is None:
        pytest.fail("kamp.testing.abundance makes no row of it")
    assert _events(model)._base_manager.filter(pgh_obj_id=row.pk, pgh_label="insert").exists()


@pytest.mark.parametrize("model", EVENTS, ids=lambda m: m._meta.label)
def test_nobody_changes_the_record(model: type[models.Model], filled: World) -> None:
    if not model._base_manager.exists():
        pytest.fail("kamp.testing.abundance makes no row of it")
    for change in (lambda rows: rows.update(pgh_label="x"), lambda rows: rows.delete()):
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            change(model._base_manager.all())


@pytest.mark.parametrize("label", sorted(RECORDS))
def test_nobody_changes_what_is_a_record_itself(label: str) -> None:
    model = apps.get_model(label)
    guards = [each for owner, each in pgtrigger.registered() if owner is model and isinstance(each, pgtrigger.Protect)]
    assert len(guards) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgtype & 24 FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s",
            [model._meta.db_table, guards[0].get_pgid(model)],
        )
        assert cursor.fetchone()[0] == 24, "bits 8 and 16: before a deletion and before an update"


# -- who --


def _author(model: Any, **found: Any) -> Any:
    event = model._base_manager.filter(**found).order_by("-pgh_id").first()
    return event.pgh_context.metadata.get("user") if event and event.pgh_context else None


WRITES = {name: row for name, row in declared_rows().items() if row.post is not None and not row.without_token}


@pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in sorted(WRITES.items())])
def test_what_a_page_changes_has_its_person(row: Any, filled: World) -> None:
    """Every address that writes: each event of the request carries who sent it."""
    if row.before_sign_in:
        pytest.skip("before signing in there is nobody")
    client, user = filled.client_of("administrator"), filled.users["administrator"]
    with transaction.atomic():
        newest = {model: model._base_manager.order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0
                  for model in EVENTS}  # fmt: skip
        client.post(row.url(filled), row.data(filled), headers=dict(row.headers))
        nameless = [
            f"{event._meta.label} {event.pgh_label}"
            for model in EVENTS
            for event in model._base_manager.filter(pgh_id__gt=newest[model]).select_related("pgh_context")
            if not event.pgh_context or event.pgh_context.metadata.get("user") != user.pk
        ]
        transaction.set_rollback(True)
    assert nameless == []


def test_what_a_job_changes_has_who_asked_for_it(filled: World) -> None:
    from accounts.models import KeyAccount
    from kamp.jobs.registry import JOB_KINDS
    from kamp.jobs.runner import run_here

    kind = JOB_KINDS.get("accounts.export")  # any kind: the context is the runner's
    seen: list[Any] = []

    def handler(**_payload: Any) -> None:
        KeyAccount.objects.filter(pk=filled.account.pk).update(city="Elsewhere")
        seen.append(_author(_events(KeyAccount), pgh_obj_id=filled.account.pk))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(kind), "load", lambda self: handler)
        job = enqueue(kind=kind.key, payload={}, by=filled.users["owner"], at=_now())
        run_here(job.pk, at=_now())
    assert seen == [filled.users["owner"].pk]


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()
