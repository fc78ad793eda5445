"""Who may open the pages of plans."""

from __future__ import annotations

from typing import Any

from kamp.testing.access import READERS, SELLERS, Row, World, scoped, unscoped
from planning.models import AccountPlan, Comment, Need, TeamMember
from planning.services.team import enrol
from planning.services.versions import freeze
from planning.tests.factories import NOW, make_plan

ANY_READER = (*READERS, "other", "manager_out", "specialist_out", "integrator_out")
ANY_SELLER = (*SELLERS, "other", "manager_out")
EXPORTERS = (*SELLERS, "management", "integrator", "other", "manager_out", "integrator_out")
APPROVERS = ("manager", "administrator")


def plan(world: World) -> AccountPlan:
    return make_plan(world.account, by=world.users["owner"])


def member(world: World) -> TeamMember:
    return enrol(world.once(plan), world.users["specialist"], role="specialist", phases=["demand"])


def need(world: World) -> Need:
    return world.once(plan).need_rows.create(text="Fewer stops", kind="expressed", priority=3)


def comment(world: World) -> Comment:
    return world.once(plan).comments.create(
        phase_key="demand", text="Good", author=world.users["owner"], written_at=NOW
    )


def version(world: World) -> Any:
    return freeze(plan=world.once(plan), reason="Test", by=world.users["owner"], at=NOW)


def of_plan(world: World) -> dict[str, Any]:
    return {"pk": world.once(plan).pk}


def of_phase(world: World) -> dict[str, Any]:
    return {**of_plan(world), "phase": "demand"}


def of_row(world: World) -> dict[str, Any]:
    return {**of_phase(world), "section": "needs", "row": world.once(need).pk}


def of_comment(world: World) -> dict[str, Any]:
    return {**of_phase(world), "comment": world.once(comment).pk}


def of_member(world: World) -> dict[str, Any]:
    return {**of_plan(world), "member": world.once(member).pk}


NEED = {"text": "No stops", "kind": "expressed", "priority": "4", "version": 1}
PLAN = {"name": "Plan", "starts_on": "01/01/2027", "ends_on": "31/12/2028", "version": 1}
VERBS = ("plan_archive", "plan_restore", "plan_close", "plan_reopen")

ROWS = (
    Row(name="planning:plan_list", get=unscoped(ANY_READER)),
    Row(name="planning:plan_csv", get=unscoped(EXPORTERS)),
    Row(name="planning:plan_xlsx", get=unscoped(EXPORTERS)),
    Row(name="planning:plan_create", get=unscoped(ANY_SELLER), post=unscoped(ANY_SELLER, 422)),
    Row(
        name="planning:scenario_of",
        kwargs=lambda world: {"slug": world.once(plan).account.slug},
        get=scoped(READERS, 302),
    ),
    Row(name="planning:plan_detail", kwargs=of_plan, get=scoped(READERS)),
    Row(name="planning:plan_history", kwargs=of_plan, get=scoped(READERS)),
    Row(
        name="planning:version_compare",
        kwargs=lambda world: {**of_plan(world), "number": world.once(version).number},
        get=scoped(READERS),
    ),
    Row(
        name="planning:plan_edit",
        kwargs=of_plan,
        get=scoped(SELLERS),
        post=scoped(SELLERS, 302),
        data=lambda world: PLAN,
    ),
    *(Row(name=f"planning:{verb}", kwargs=of_plan, post=scoped(SELLERS, 302)) for verb in VERBS),
    Row(
        name="planning:plan_approve",
        kwargs=of_plan,
        get=scoped(("management", "administrator")),
        post=scoped(("management", "administrator"), 422),
    ),
    Row(name="planning:plan_team", kwargs=of_plan, get=scoped(READERS), post=scoped(SELLERS, 422)),
    Row(
        name="planning:member_edit",
        kwargs=of_member,
        get=scoped(SELLERS),
        post=scoped(SELLERS, 302),
        data=lambda world: {"role": "specialist", "phases": ["fit"], "version": 1},
    ),
    Row(name="planning:member_remove", kwargs=of_member, post=scoped(SELLERS, 302)),
    Row(name="planning:phase", kwargs=of_phase, get=scoped(READERS), post=scoped(SELLERS)),
    Row(
        name="planning:phase_move",
        kwargs=lambda world: {**of_phase(world), "move": "start"},
        get=scoped(SELLERS),
        post=scoped(SELLERS, 302),
    ),
    Row(
        name="planning:phase_assign",
        kwargs=of_phase,
        get=scoped(SELLERS),
        post=scoped(SELLERS, 302),
        data=lambda world: {"owner": world.users["owner"].pk, "due": "01/02/2027", "version": 1},
    ),
    Row(
        name="planning:gap_accept",
        kwargs=lambda world: {**of_phase(world), "criterion": "cells"},
        get=scoped(APPROVERS),
        post=scoped(APPROVERS, 302),
        data=lambda world: {"reason": "Nobody knows"},
    ),
    Row(
        name="planning:gap_again",
        kwargs=lambda world: {**of_phase(world), "criterion": "cells"},
        post=scoped(APPROVERS, 302),
    ),
    Row(
        name="planning:comment_write",
        kwargs=of_phase,
        post=scoped(READERS, 302),
        data=lambda world: {"text": "Good"},
    ),
    Row(name="planning:comment_remove", kwargs=of_comment, post=scoped(("owner",), 302)),
    Row(name="planning:comment_undo", kwargs=of_comment, post=scoped(("owner",), 302)),
    Row(
        name="planning:row_add",
        kwargs=lambda world: {**of_phase(world), "section": "needs"},
        post=scoped(SELLERS, 302),
        data=lambda world: NEED,
    ),
    Row(name="planning:row_save", kwargs=of_row, post=scoped(SELLERS, 302), data=lambda world: NEED),
    Row(name="planning:row_remove", kwargs=of_row, post=scoped(SELLERS, 302)),
    Row(name="planning:row_undo", kwargs=of_row, post=scoped(SELLERS, 302)),
)
