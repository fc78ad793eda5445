"""A row of every model in the world of the access tests, so that walks over all pages and all models meet something."""

from __future__ import annotations

import datetime
from typing import Any

from kamp.testing.access import World, declared_rows

FEW = 13  # accounts beside that of the cast: no chart is empty


def abundant_world(day: datetime.date) -> World:
    """The cast with everything its addresses are about, and a row of every model, dated around ``day``."""
    world = World()
    for row in declared_rows().values():
        row.url(world)
        row.data(world)
    _accounts(world, day)
    _audit(world, day)
    _plans(world, day)
    return world


def _accounts(world: World, day: datetime.date) -> None:
    """Accounts with sales, demand and costs; what is kept about the company as a whole."""
    from accounts.models import ExchangeRate, Rebate
    from accounts.tests.factories import (
        make_account,
        make_demand,
        make_line,
        make_product,
        make_sale,
        make_service_cost,
    )
    from kamp.users.models import SavedView

    product = make_product("Belt", line=make_line("Belts"), list_price=12, unit_cost=7)
    accounts = [world.account, *(make_account(f"A{n}", owner=world.users["owner"]) for n in range(FEW))]
    for number, account in enumerate(accounts):
        money = {"cost": 700 * number, "list_amount": 1300 * (number + 1)}
        make_sale(account, day, 1000 * (number + 1), product=product, unit="Mill", **money)
        make_demand(account, 2500 * (len(accounts) - number), year=day.year, product_line=product.line, source="Fair")
        make_service_cost(account, day.replace(day=1).isoformat(), "visits", number, 20)
    Rebate.objects.create(account=world.account, date=day, amount=10, note="Bonus")
    ExchangeRate.objects.create(currency="USD", date=day, rate="1.1")
    SavedView.objects.create(user=world.users["administrator"], page="accounts", name="Mine", query="q=a")


def _audit(world: World, day: datetime.date) -> None:
    """What an audit asks: people with their influence, ratings, what happened, what surrounds the account."""
    from accounts.models import AccountProfile, EnvironmentFactor, Rating, RelationshipTarget
    from accounts.tests.factories import make_member

    account, owner = world.account, world.users["owner"]
    for number in range(3):
        member = make_member(
            account, f"Person {number}", influence=number + 2, attitude=1 - number, roles=["decider"], note="Knows"
        )
    member.reports_to = account.people.exclude(pk=member.pk).first()
    member.save()
    EnvironmentFactor.objects.create(account=account, text="Wheat", kind="economic", meaning="Dearer", source="Press")
    AccountProfile.objects.get_or_create(
        account=account, defaults={"products_sold": "Flour", "markets_served": "Italy"}
    )
    RelationshipTarget.objects.get_or_create(account=account, defaults={"stage": 4, "by": day})
    said = {"note": "They said so", "source": "A visit", "rated_on": day, "created_at": _noon(day)}
    for author in (owner, world.users["manager"]):
        Rating.objects.create(account=account, key="relationship.x1", value=3, author=author, **said)


def _plans(world: World, day: datetime.date) -> None:
    """Every phase of every plan filled, its moves, gaps, lines with their months, and the rhythm of its reviews."""
    from planning.models import (
        AccountPlan,
        CriterionWaiver,
        Investment,
        LineContact,
        LineLead,
        LineMove,
        Milestone,
        Narrative,
        PhaseMove,
        PlanLine,
        ReviewRhythm,
    )
    from planning.tests import factories as plans

    owner, now = world.users["owner"], _noon(day)
    by: dict[str, Any] = {"by": owner, "at": now}
    for number, plan in enumerate(AccountPlan.objects.filter(account=world.account).order_by("pk")):
        plans.fill_scenario(plan)
        plans.fill_swot(plan)
        plans.fill_strategy(plan, world.users["manager"])
        plan.finding_rows.create(kind="market", text="It grows", meaning="More belts")
        plan.marketposition_rows.create(criterion="Price", score=5, rival="Bandex", rival_score=6)
        plan.outsidereading_rows.create(phase_key="swot", reader="Anna Villa", read_on=day, remark="What is OEE?")
        Narrative.objects.create(plan=plan, phase_key="demand", section_key="buying", text="Close", author=owner)
        PhaseMove.objects.create(
            plan=plan, phase_key="fit", move="start", from_state="not_started", to_state="in_progress", reason="x", **by
        )
        CriterionWaiver.objects.create(plan=plan, phase_key="demand", criterion="share", reason="Nobody knows", **by)
        if number == 0:
            ReviewRhythm.objects.get_or_create(plan=plan, defaults={"tier": "monthly"})
    for line in PlanLine.objects.all():
        Investment.objects.create(line=line, what="A test rig", month=datetime.date(2027, 1, 1), amount=100)
        LineContact.objects.create(line=line, person=world.account.people.order_by("pk")[0])
        LineLead.objects.create(line=line, user=owner)
        Milestone.objects.create(line=line, due=day, text="First belt")
        LineMove.objects.create(
            line=line, move="postpone", from_state="proposed", to_state="proposed", reason="x", **by
        )


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
