"""Who may open the pages about accounts."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.utils import timezone

from accounts.models import Contract, FinancialYear, Person, Touch
from accounts.tests.factories import make_person, make_touch
from kamp.jobs.runner import run_here
from kamp.jobs.services import enqueue
from kamp.testing.access import EDITORS, READERS, SELLERS, Row, World, scoped, unscoped

EXPORTERS = ("owner", "manager", "management", "administrator", "integrator")
ANY_READER = (*READERS, "other", "manager_out", "specialist_out", "integrator_out")
ANY_EXPORTER = (*EXPORTERS, "other", "manager_out", "integrator_out")
ANY_EDITOR = (*EDITORS, "other", "manager_out", "integrator_out")


def slug(world: World) -> dict[str, str]:
    return {"slug": world.account.slug}


def person(world: World) -> Person:
    return make_person(world.account, "Sandra Nicolai")


def contract(world: World) -> Contract:
    return world.account.contracts.create(title="Maintenance", start=datetime.date(2026, 1, 1))


def year(world: World) -> FinancialYear:
    return world.account.financial_years.create(year=2025)


def touch(world: World) -> Touch:
    return make_touch(world.account, datetime.date(2026, 1, 8), world.users["owner"], world.once(person))


def made_file(world: World) -> uuid.UUID:
    """A workbook that the owner had made."""
    file = uuid.uuid4()
    payload = {"file": str(file), "query": "", "user_id": world.users["owner"].pk}
    job = enqueue(kind="accounts.export", payload=payload, by=world.users["owner"], at=timezone.now())
    run_here(job.pk)
    return file


def page(name: str) -> Row:
    """A page of the account that whoever sees the account may open."""
    return Row(name=f"accounts:{name}", kwargs=slug, get=scoped(READERS))


def part(name: str, make: object, data: Any) -> tuple[Row, ...]:
    """The form of something that belongs to the account, and its deletion."""

    def kwargs(world: World) -> dict[str, object]:
        return {**slug(world), "pk": world.once(make).pk}  # type: ignore[arg-type]

    edit = Row(
        name=f"accounts:{name}_edit",
        kwargs=kwargs,
        get=scoped(EDITORS),
        post=scoped(EDITORS, 302),
        data=data if callable(data) else lambda world: data,
    )
    return edit, *removal(name, make)


def removal(name: str, make: Any, another: Any = None) -> tuple[Row, Row]:
    """Deleting something, and bringing back what was deleted: ``another`` of it, where ``make`` makes only one."""
    another = another or make

    def gone(world: World) -> int:
        row = another(world)  # not the one that other addresses are about
        key: int = row.pk
        row.delete()
        return key

    return (
        Row(
            name=f"accounts:{name}_delete",
            kwargs=lambda world: {**slug(world), "pk": world.once(make).pk},
            post=scoped(EDITORS, 302),
        ),
        Row(
            name=f"accounts:{name}_restore",
            kwargs=lambda world: {**slug(world), "pk": world.once(gone)},
            post=scoped(EDITORS, 302),
        ),
    )


def fact(name: str, make: Any, data: dict[str, object]) -> tuple[Row, ...]:
    """The page of something whose fields save by themselves, and its deletion."""

    def kwargs(world: World) -> dict[str, object]:
        return {**slug(world), "pk": world.once(make).pk}

    edit = Row(
        name=f"accounts:{name}_edit",
        kwargs=kwargs,
        get=scoped(EDITORS),
        post=scoped(EDITORS),
        data=lambda world: data,
    )
    return edit, *removal(name, make)


def touch_body(world: World) -> dict[str, object]:
    return {
        "date": "08/01/2026",
        "kind": "call",
        "our_person": world.users["owner"].pk,
        "people": [world.once(person).pk],
        "version": 1,
    }


ROWS = (
    Row(name="accounts:account_list", get=unscoped(ANY_READER)),
    Row(name="accounts:account_columns", get=unscoped(ANY_READER)),
    Row(name="accounts:account_filters", get=unscoped(ANY_READER)),
    Row(name="accounts:account_suggest", get=unscoped(ANY_READER)),
    Row(name="accounts:account_csv", get=unscoped(ANY_EXPORTER)),
    Row(name="accounts:account_xlsx", get=unscoped(ANY_EXPORTER), post=unscoped(ANY_EXPORTER, 302)),
    Row(
        name="accounts:account_made_file",
        kwargs=lambda world: {"file": str(world.once(made_file))},
        get=unscoped(ANY_EXPORTER, 404) | {"owner": 200},
    ),
    Row(name="accounts:account_assign", get=unscoped(ANY_EDITOR, 302), post=unscoped(ANY_EDITOR, 422)),
    Row(
        name="accounts:account_create",
        get=unscoped(ANY_EDITOR),
        post=unscoped(ANY_EDITOR, 302),
        data=lambda world: {"code": "new-1", "name": "Officine Brenta", "status": "active"},
    ),
    page("account_detail"),
    page("account_sales"),
    page("sales_lines"),
    Row(name="accounts:sales_lines_csv", kwargs=slug, get=scoped(EXPORTERS)),
    Row(name="accounts:sales_lines_xlsx", kwargs=slug, get=scoped(EXPORTERS)),
    page("account_dmu"),
    page("account_touches"),
    Row(name="accounts:account_people", kwargs=slug, get=scoped(READERS, 302)),
    page("account_contracts"),
    Row(
        name="accounts:account_demand",
        kwargs=slug,
        get=scoped(READERS),
        post=scoped(EDITORS),
        data=lambda world: {"field": "cell-0-0", "cell-0-0_0": "100", "cell-0-0_1": "assumed", "seen": "[]"},
    ),
    Row(
        name="accounts:audit_profile",
        kwargs=slug,
        get=scoped(READERS),
        post=scoped(EDITORS),
        data=lambda world: {"field": "city", "city": "Bari", "seen": '[["city", ""]]'},
    ),
    Row(name="accounts:demand_carry_over", kwargs=slug, post=scoped(EDITORS, 302)),
    page("account_history"),
    page("account_members"),
    Row(name="accounts:account_pin", kwargs=slug, post=scoped(READERS, 302)),
    Row(name="accounts:member_change", kwargs=slug, post=scoped(EDITORS, 422)),
    Row(
        name="accounts:account_edit",
        kwargs=slug,
        get=scoped(EDITORS),
        post=scoped(EDITORS, 302),
        data=lambda world: {
            "code": world.account.code,
            "name": "Molini",
            "status": "active",
            "owner": world.account.owner_id,
            "team": world.account.team_id,
            "segment": world.account.segment_id,
            "version": 1,
        },
    ),
    Row(name="accounts:account_archive", kwargs=slug, post=scoped(SELLERS, 302)),
    Row(name="accounts:account_restore", kwargs=slug, post=scoped(SELLERS, 302)),
    Row(name="accounts:person_create", kwargs=slug, get=scoped(EDITORS), post=scoped(EDITORS, 422)),
    Row(name="accounts:contract_create", kwargs=slug, get=scoped(EDITORS), post=scoped(EDITORS, 422)),
    Row(name="accounts:demand_create", kwargs=slug, get=scoped(EDITORS), post=scoped(EDITORS, 422)),
    Row(name="accounts:year_create", kwargs=slug, get=scoped(EDITORS), post=scoped(EDITORS, 422)),
    *fact("person", person, {"field": "job_title", "job_title": "Buyer", "seen": '[["job_title", ""]]'}),
    Row(
        name="accounts:person_confirm",
        kwargs=lambda world: {**slug(world), "pk": world.once(person).pk},
        post=scoped(EDITORS, 302),
    ),
    Row(name="accounts:touch_create", kwargs=slug, get=scoped(EDITORS), post=scoped(EDITORS, 422)),
    *part("touch", touch, touch_body),
    *fact("contract", contract, {"field": "title", "title": "Service", "seen": '[["title", "Maintenance"]]'}),
    Row(
        name="accounts:account_years",
        kwargs=slug,
        get=scoped(READERS),
        post=scoped(EDITORS),
        data=lambda world: {"field": f"year-{world.once(year).pk}-source", "seen": "[]"},
    ),
    *removal("year", year, lambda world: world.account.financial_years.create(year=2024)),
)
