"""Phase 6 of the demo's plans: areas of intervention with revenue, investments and people; approval; reviews."""

from __future__ import annotations

import datetime
from decimal import Decimal

from accounts.models import AccountFigures, Person, ProductLine
from kamp.operation.demo import plan_words as said
from kamp.operation.demo.plan_work import Work
from kamp.operation.demo.reviews import make_reviews
from kamp.operation.demo.standings import stood
from kamp.shared.months import month_at
from planning.models import Narrative, Objective, OfferPanelItem, PlanLine
from planning.phases.keys import SALES_PLAN
from planning.selectors.obstacles import obstacles_to_approval
from planning.selectors.plans import phase_state
from planning.services.approval import approve_plan
from planning.services.line_moves import move_line
from planning.services.lines import InvestmentDraft, LineParts, MilestoneDraft, save_line
from planning.services.phases import move_phase, waive_criterion


def make_sales_plan(work: Work, *, approve: bool) -> None:
    """The lines of a plan; with ``approve`` the plan is handed in, approved by management and reviewed. What it is
    worth is recorded for the months in between."""
    new = Decimal(0)
    areas = said.AREAS if approve else said.AREAS[:3]
    for area, share in zip(areas, said.SHARES, strict=False):
        line = _line(work, area, share)
        if area.kind == "new":
            new += sum((row.amount for row in line.revenues.all()), Decimal(0)) * area.probability / 100
    Objective.objects.filter(plan=work.plan, kind="sales").update(target=round(new / 1000))
    written = work.moment(6).date()
    if not approve:
        stood(work, written, work.until)
        return
    _approve(work)
    moved = _moved_at(work).date()
    stood(work, written, moved)
    _move_lines(work)
    stood(work, moved, work.until)
    make_reviews(work)


def _line(work: Work, area: said.Area, share: int) -> PlanLine:
    plan, at = work.plan, work.moment(6)
    lead = work.random.randint(0, 3)
    starts = month_at(plan.starts_on, lead)
    months = [month_at(starts, number) for number in range(24 - lead)]
    monthly = _monthly(work) * share / 100
    line = PlanLine(
        plan=plan,
        area=area.name,
        offer=OfferPanelItem.objects.filter(plan=plan, name=area.name).first(),
        product_line=ProductLine.objects.get(name=area.product_line),
        kind=area.kind,
        result=area.result,
        result_measure=area.measure,
        result_unit=area.unit,
        result_baseline=area.baseline,
        result_target=area.target,
        customer_benefit=round(monthly * 5, -2),
        customer_cost=round(monthly * 2, -2),
        adoption_cost=round(monthly * 3, -2),
        confidence=work.random.choice(("assumed", "confirmed")),
        probability=area.probability,
        contribution=area.contribution,
        starts_on=starts,
        ends_on=plan.ends_on,
        benefits_from=month_at(starts, 2),
        recovery=_recovery(work),
    )
    what, kind, percent = area.investment
    parts = LineParts(
        revenue={month: _ramp(monthly, number) for number, month in enumerate(months)},
        investments=[
            InvestmentDraft(
                key=None, month=starts, amount=round(monthly * 12 * percent / 100, -2), kind=kind, what=what
            )
        ],
        milestones=[
            MilestoneDraft(key=None, due=month_at(starts, 1), text="Prova in stabilimento"),
            MilestoneDraft(key=None, due=month_at(starts, 4), text="Decisione del cliente"),
        ],
        contacts=list(Person.objects.filter(account=plan.account).order_by("pk")[:2]),
        leads=[work.seller],
    )
    return save_line(line=line, parts=parts, by=work.seller, at=at)


def _monthly(work: Work) -> Decimal:
    figures = AccountFigures.objects.filter(account=work.plan.account).first()
    return ((figures.revenue if figures else None) or Decimal(400_000)) / 12


def _recovery(work: Work) -> str:
    """How the margin recovers, of an account that costs more than it brings: such a plan is not approved without."""
    figures = AccountFigures.objects.filter(account=work.plan.account).first()
    if figures is None or figures.margin is None or figures.margin >= (figures.cost_to_serve or 0):
        return ""
    return "Consegne raggruppate e listino rivisto: il margine torna positivo entro dodici mesi."


def _ramp(monthly: Decimal, number: int) -> Decimal:
    """Half a year until an area gives all it can."""
    return round(monthly * min(6, number + 1) / 6, -1)


def _approve(work: Work) -> None:
    plan, at, approver = work.plan, work.moment(7), work.people.approver(work.plan.account)
    for each in phase_state(plan, SALES_PLAN, work.until).missing:
        if each.spec.key == "loss":
            Narrative.objects.create(
                plan=plan,
                phase_key=SALES_PLAN,
                section_key="loss_reason",
                text=said.NARRATIVES[SALES_PLAN, "loss_reason"],
                author=work.seller,
            )
        elif each.spec.waivable:
            waive_criterion(
                plan=plan,
                phase_key=SALES_PLAN,
                criterion=each.spec.key,
                reason="Accettato per questo ciclo.",
                by=approver,
                at=at,
            )
    as_of = work.until
    move_phase(plan=plan, phase_key=SALES_PLAN, move="submit", by=work.seller, at=at, as_of=as_of)
    plan.refresh_from_db()
    if not obstacles_to_approval(plan, as_of):
        approve_plan(plan=plan, by=work.people.management, at=at, as_of=as_of)
        plan.refresh_from_db()


def _moved_at(work: Work) -> datetime.datetime:
    return work.moment(7) + datetime.timedelta(days=5)


def _move_lines(work: Work) -> None:
    """What became of the lines since: some under way, one won, one postponed."""
    at = _moved_at(work)
    steps = ("start", "start", "postpone", "win", "")
    for line, step in zip(
        PlanLine.objects.filter(plan=work.plan, state="approved").order_by("pk"), steps, strict=False
    ):
        if step:
            move_line(line=line, move=step, by=work.seller, at=at, reason="Il cliente rinvia il budget")
