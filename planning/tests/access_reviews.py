"""Who may open the pages about reviews and actions."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kamp.testing.access import READERS, Row, World, scoped, unscoped
from planning.models import AccountPlan, Action, AgendaItem, Decision, Review
from planning.services.reviews import add_agenda_item
from planning.tests.factories import make_plan
from planning.tests.factories_reviews import make_action, make_decision, make_review

ANY_READER = (*READERS, "other", "manager_out", "specialist_out", "integrator_out")
HOLDERS = ("owner", "manager", "administrator")
ANY_HOLDER = (*HOLDERS, "other", "manager_out")
EXPORTERS = ("owner", "manager", "management", "administrator", "integrator", "other", "manager_out", "integrator_out")
DOERS = HOLDERS
HOSTILE = '"><svg/onload=alert(1)><b>bold</b>'


def plan(world: World) -> AccountPlan:
    return make_plan(world.account, by=world.users["owner"])


def review(world: World) -> Review:
    return make_review(world.once(plan), world.users["owner"], starts_at=timezone.now())


def meeting(world: World) -> Review:
    """A review that is being held."""
    return make_review(world.once(plan), world.users["owner"], starts_at=timezone.now(), state="in_meeting")


def decision(world: World) -> Decision:
    return make_decision(world.once(meeting), HOSTILE)


def action(world: World) -> Action:
    return make_action(world.once(plan), world.users["administrator"], HOSTILE)


def own_item(world: World) -> AgendaItem:
    return add_agenda_item(review=world.once(review), title="Price", minutes=10)


def of_review(world: World) -> dict[str, Any]:
    return {"pk": world.once(review).pk}


def of_meeting(world: World) -> dict[str, Any]:
    return {"pk": world.once(meeting).pk}


def of_decision(world: World) -> dict[str, Any]:
    return {**of_meeting(world), "decision": world.once(decision).pk}


def decision_gone(world: World) -> int:
    row = decision(world)  # not the one that other addresses are about
    key: int = row.pk
    row.delete()
    return key


def item_gone(world: World) -> int:
    row = own_item(world)
    key: int = row.pk
    row.delete()
    return key


def of_action(world: World) -> dict[str, Any]:
    return {"pk": world.once(action).pk}


def verb(name: str) -> Row:
    return Row(name=f"reviews:{name}", kwargs=of_action, post=scoped(DOERS, 302))


NEW = unscoped(ANY_HOLDER, 404)  # without ?plan= in the address there is no plan to write down for
ROWS = (
    Row(name="reviews:review_list", get=unscoped(ANY_READER)),
    Row(name="reviews:review_csv", get=unscoped(EXPORTERS)),
    Row(name="reviews:review_xlsx", get=unscoped(EXPORTERS)),
    Row(name="reviews:review_new", get=unscoped(ANY_HOLDER), post=NEW),
    Row(name="reviews:review_detail", kwargs=of_review, get=scoped(READERS)),
    Row(name="reviews:review_minutes", kwargs=of_review, get=scoped(READERS)),
    Row(name="reviews:review_ics", kwargs=of_review, get=scoped(READERS)),
    Row(name="reviews:review_agreed", kwargs=of_meeting, get=scoped(READERS)),
    Row(
        name="reviews:review_edit",
        kwargs=of_review,
        get=scoped(HOLDERS),
        post=scoped(HOLDERS, 422),
        data=lambda world: {"version": 1},
    ),
    Row(
        name="reviews:review_move",
        kwargs=of_review,
        post=scoped(HOLDERS, 302),
        data=lambda world: {"move": "prepare"},
    ),
    Row(
        name="reviews:review_notes",
        kwargs=of_meeting,
        get=scoped(HOLDERS) | dict.fromkeys(("specialist", "management", "integrator"), 302),
        post=scoped(HOLDERS),
    ),
    Row(
        name="reviews:agenda_item_add",
        kwargs=of_review,
        post=scoped(HOLDERS, 302),
        data=lambda world: {"title": "Price", "minutes": 10},
    ),
    Row(
        name="reviews:agenda_item_drop",
        kwargs=lambda world: {**of_review(world), "item": world.once(own_item).pk},
        post=scoped(HOLDERS, 302),
    ),
    Row(
        name="reviews:agenda_item_restore",
        kwargs=lambda world: {**of_review(world), "item": world.once(item_gone)},
        post=scoped(HOLDERS, 302),
    ),
    Row(name="reviews:decision_add", kwargs=of_meeting, post=scoped(HOLDERS, 302)),
    Row(name="reviews:decision_edit", kwargs=of_decision, get=scoped(HOLDERS), post=scoped(HOLDERS, 422)),
    Row(name="reviews:decision_delete", kwargs=of_decision, post=scoped(HOLDERS, 302)),
    Row(
        name="reviews:decision_restore",
        kwargs=lambda world: {**of_meeting(world), "decision": world.once(decision_gone)},
        post=scoped(HOLDERS, 302),
    ),
    Row(name="reviews:review_action_add", kwargs=of_meeting, post=scoped(HOLDERS, 302)),
    Row(name="reviews:review_close", kwargs=of_meeting, get=scoped(HOLDERS), post=scoped(HOLDERS, 422)),
    Row(
        name="reviews:plan_rhythm",
        kwargs=lambda world: {"pk": world.once(plan).pk},
        post=scoped(HOLDERS, 302),
        data=lambda world: {"tier": "monthly"},
    ),
    Row(name="reviews:action_list", get=unscoped(ANY_READER)),
    Row(name="reviews:action_csv", get=unscoped(EXPORTERS)),
    Row(name="reviews:action_xlsx", get=unscoped(EXPORTERS)),
    Row(name="reviews:action_new", get=unscoped(ANY_HOLDER), post=NEW),
    Row(name="reviews:action_edit", kwargs=of_action, get=scoped(DOERS), post=scoped(DOERS, 422)),
    verb("action_done"),
    verb("action_undone"),
    verb("action_drop"),
    verb("action_take_up"),
)
