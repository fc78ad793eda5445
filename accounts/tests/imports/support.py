"""Bringing texts in as files, through the services and jobs that people and commands use."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from accounts.models import AccountMonth, DataImport, SalesMonth
from accounts.services.imports.plans import Plan
from accounts.services.imports.requests import create_import, request_apply, request_check, request_undo
from accounts.services.rollups import rebuild_rollups
from kamp.intake.recipes import Recipe
from kamp.jobs.models import Job
from kamp.jobs.runner import run_here

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


def file(text: str | bytes, name: str = "file.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def uploaded(kind: str, text: str | bytes, *, by: Any = None, name: str = "file.csv", **said: Any) -> DataImport:
    """A new import of ``text``; ``joins`` are further files by name, the rest of ``said`` is the recipe."""
    joins: Mapping[str, str] = said.pop("joined", {})
    at = said.pop("at", NOON)
    uploads = [file(text, name), *(file(body, other) for other, body in joins.items())]
    return create_import(kind=kind, uploads=uploads, by=by, at=at, plan=Plan(recipe=Recipe(**said)))


def done(job: Job) -> Job:
    job = run_here(job.pk, at=NOON)
    assert job.state == "done", (job.state, job.error, job.failure)
    return job


def apply(data_import: DataImport, *, partial: bool = False, by: Any = None) -> DataImport:
    done(request_apply(data_import=data_import, partial=partial, by=by, at=NOON))
    return DataImport.objects.get(pk=data_import.pk)


def check(data_import: DataImport, *, by: Any = None) -> DataImport:
    done(request_check(data_import=data_import, by=by, at=NOON))
    return DataImport.objects.get(pk=data_import.pk)


def undo(data_import: DataImport, *, by: Any = None) -> DataImport:
    done(request_undo(data_import=data_import, by=by, at=NOON))
    return DataImport.objects.get(pk=data_import.pk)


def bring(kind: str, text: str | bytes, *, partial: bool = False, by: Any = None, **said: Any) -> DataImport:
    """``text`` imported; every row must go in unless ``partial``."""
    data_import = apply(uploaded(kind, text, by=by, **said), partial=partial, by=by)
    assert data_import.message == {}, data_import.message
    assert partial or data_import.state == "applied", data_import.problems
    return data_import


def figures(data_import: DataImport) -> tuple[int, ...]:
    """rows, created, updated, unchanged, rejected."""
    return tuple(data_import.counts[key] for key in ("rows", "created", "updated", "unchanged", "rejected"))


def codes(data_import: DataImport) -> dict[str, list[int]]:
    """The lines of each problem, by code."""
    found: dict[str, list[int]] = {}
    for problem in data_import.problems:
        found.setdefault(problem["code"], []).extend(row["line"] for row in problem["rows"])
    return found


def rollups() -> tuple[set[tuple], set[tuple]]:
    """Both roll-ups as they are."""
    sums = ("lines", "quantity", "net", "costed_net", "cost", "listed_net", "list_amount", "returned")
    return (
        set(SalesMonth.objects.values_list("account_id", "product_id", "month", *sums)),
        set(AccountMonth.objects.values_list("account_id", "month", *sums)),
    )


def assert_rollups_right() -> None:
    """They are what rebuilding them from the lines gives."""
    kept = rollups()
    rebuild_rollups()
    assert kept == rollups()


def contents(*tables: str) -> dict[str, list[tuple]]:
    """All rows of tables, in a fixed order."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            found[table] = cursor.fetchall()
    return found
