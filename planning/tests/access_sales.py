"""Who may open the sales plan and the plan on a page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kamp.testing.access import READERS, SELLERS, Row, World, scoped
from planning.models import AccountPlan, PlanLine
from planning.tests.factories_lines import make_line, make_plan

EXPORTERS = ("owner", "manager", "management", "administrator", "integrator")
LINE = {"area": "Service", "kind": "new", "confidence": "assumed", "version": 1}
FILL = {**LINE, "fill_total": "120"}


def plan(world: World) -> AccountPlan:
    return make_plan(world.account)


def line(world: World) -> PlanLine:
    return make_line(world.once(plan), months={"2027-01": 100}, probability=50, contribution=40)


def removed(world: World) -> PlanLine:
    return make_line(world.once(plan), "Taken away", deleted_at=timezone.now())


def of_plan(world: World) -> dict[str, Any]:
    return {"pk": world.once(plan).pk}


def of_line(world: World) -> dict[str, Any]:
    return {**of_plan(world), "line": world.once(line).pk}


def page(name: str, who: tuple[str, ...] = READERS) -> Row:
    return Row(name=f"sales_plan:{name}", kwargs=of_plan, get=scoped(who))


def typed(name: str, kwargs: Any, data: dict[str, Any]) -> Row:
    """An answer while a line is typed."""
    return Row(name=f"sales_plan:{name}", kwargs=kwargs, post=scoped(SELLERS), data=lambda world: data)


ROWS = (
    page("timeline"),
    page("returns"),
    page("actual"),
    page("plan_page"),
    page("plan_pdf"),
    page("lines_csv", EXPORTERS),
    page("lines_xlsx", EXPORTERS),
    page("actual_csv", EXPORTERS),
    page("actual_xlsx", EXPORTERS),
    Row(
        name="sales_plan:line_create",
        kwargs=of_plan,
        get=scoped(SELLERS),
        post=scoped(SELLERS, 302),
        data=lambda world: LINE,
    ),
    Row(
        name="sales_plan:line_edit",
        kwargs=of_line,
        get=scoped(READERS),
        post=scoped(SELLERS, 302),
        data=lambda world: LINE,
    ),
    typed("line_create_preview", of_plan, LINE),
    typed("line_preview", of_line, LINE),
    typed("line_create_fill", of_plan, FILL),
    typed("line_fill", of_line, FILL),
    Row(name="sales_plan:line_remove", kwargs=of_line, post=scoped(SELLERS, 302)),
    Row(
        name="sales_plan:line_restore",
        kwargs=lambda world: {**of_plan(world), "line": world.once(removed).pk},
        post=scoped(SELLERS, 302),
    ),
    Row(
        name="sales_plan:line_move",
        kwargs=lambda world: {**of_line(world), "move": "postpone"},
        post=scoped(SELLERS, 302),
        data=lambda world: {"reason": "The site moves"},
    ),
)
