"""Who may open the import wizard: an import is its author's, and an administrator's."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import DataImport
from accounts.services.imports.files import store
from accounts.services.imports.requests import create_import
from kamp.testing.access import SIGNED_IN, Codes, Row, World, scoped, unscoped

IMPORTERS = ("owner", "manager", "administrator", "integrator", "other", "manager_out", "integrator_out")
HERE = ("owner", "administrator")


def sales_of_the_owner(world: World) -> DataImport:
    upload = SimpleUploadedFile("sales.csv", b"account,date,net amount\nX,2026-01-02,10\n")
    made = create_import(kind="sales", uploads=[upload], by=world.users["owner"], at=timezone.now())
    made.rejects_path = store(SimpleUploadedFile("rejects.csv", b"account,kamp_reason\n"), "join")["path"]
    made.save()
    return made


def at_it(world: World) -> dict[str, int]:
    return {"pk": world.once(sales_of_the_owner).pk}


def own(code: int = 200) -> Codes:
    """``code`` for the author and administrators; for others who import it does not exist, nor for anybody else."""
    return scoped(HERE, code) | dict.fromkeys((name for name in SIGNED_IN if name not in HERE), 404)


ROWS = (
    Row(name="imports:import_list", get=unscoped(IMPORTERS)),
    Row(name="imports:import_new", get=unscoped(IMPORTERS), post=unscoped(IMPORTERS, 422)),
    Row(name="imports:import_template", kwargs=lambda world: {"kind": "sales"}, get=unscoped(IMPORTERS)),
    Row(name="imports:import_columns", kwargs=at_it, get=own(), post=own(422)),
    Row(name="imports:import_check", kwargs=at_it, get=own(), post=own(302)),
    Row(name="imports:import_apply", kwargs=at_it, post=own(302)),
    Row(name="imports:import_result", kwargs=at_it, get=own(302)),
    Row(name="imports:import_undo", kwargs=at_it, post=own(302)),
    Row(name="imports:import_rejects", kwargs=at_it, get=own()),
)
