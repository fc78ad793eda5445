"""Lines of the sales plan: written down with all their parts, taken away and back, moved by the table."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from accounts.models import AccountFigures
from accounts.tests.factories import make_account, make_company, make_person
from kamp.shared.conflicts import StaleError
from kamp.shared.errors import Denied, DomainError
from kamp.users.tests.factories import make_user
from planning.enums import LineState, PhaseState
from planning.kinds.lines import LINE_MOVES
from planning.models import AccountPlan, LineMove, PlanLine, PlanPhase
from planning.phases.keys import SALES_PLAN
from planning.services.line_moves import approve_lines, move_line
from planning.services.lines import InvestmentDraft, LineParts, MilestoneDraft, remove_line, restore_line, save_line
from planning.tests.factories_lines import day, make_line, make_plan

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 20, 9, tzinfo=datetime.UTC)
D = Decimal


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def seller() -> Any:
    make_company()
    return make_user(email="seller@example.com", name="Giulia Ferri", role="sales_rep")


@pytest.fixture
def plan(seller: Any) -> AccountPlan:
    return make_plan(make_account("Molini Serravento", owner=seller))


def invest(month: str, amount: int, key: int | None = None, **more: Any) -> InvestmentDraft:
    return InvestmentDraft(key=key, month=day(month), amount=D(amount), kind="training", **more)


def test_a_line_is_saved_with_all_its_parts(plan: AccountPlan, seller: Any) -> None:
    person = make_person(plan.account, "Sandra Nicolai")
    line = save_line(
        line=PlanLine(plan=plan, area="Maintenance", starts_on=day("2027-03"), ends_on=day("2027-09")),
        parts=LineParts(
            revenue={day("2027-03"): D(1000), day("2027-04"): D("1500.50")},
            investments=[invest("2027-01", 500), invest("2027-02", 100, until=day("2027-06"))],
            milestones=[MilestoneDraft(key=None, due=day("2027-04"), text="Pilot runs")],
            contacts=[person],
            leads=[seller],
        ),
        by=seller,
        at=AT,
    )
    line = PlanLine.objects.get(pk=line.pk)
    assert (line.starts_on, line.ends_on, line.author) == (day("2027-03"), datetime.date(2027, 9, 30), seller)
    assert {row.month: row.amount for row in line.revenues.all()} == {day("2027-03"): 1000, day("2027-04"): D("1500.5")}
    assert [(row.recurring, row.amount) for row in line.investments.all()] == [(False, 500), (True, 100)]
    assert [row.text for row in line.milestones.all()] == ["Pilot runs"]
    assert (list(line.contacts.all()), list(line.leads.all())) == ([person], [seller])


def test_the_first_line_starts_the_phase(plan: AccountPlan, seller: Any) -> None:
    save_line(line=PlanLine(plan=plan, area="A"), parts=LineParts(), by=seller, at=AT)
    assert PlanPhase.objects.get(plan=plan, phase_key=SALES_PLAN).state == PhaseState.IN_PROGRESS


def test_parts_become_what_is_named(plan: AccountPlan, seller: Any) -> None:
    line = make_line(plan, months={"2027-01": 10, "2027-02": 20}, invest={"2027-01": 5, "2027-02": 6})
    kept = line.investments.order_by("month").first()
    assert kept is not None
    parts = LineParts(revenue={day("2027-02"): D(25)}, investments=[invest("2027-01", 9, key=kept.pk)])
    save_line(line=line, parts=parts, by=seller, at=AT)
    assert [(row.month, row.amount) for row in line.revenues.all()] == [(day("2027-02"), 25)]
    assert [(row.pk, row.amount) for row in line.investments.all()] == [(kept.pk, 9)]


def test_only_what_changed_is_recorded(plan: AccountPlan, seller: Any) -> None:
    line = make_line(plan, months={"2027-01": 10, "2027-02": 20})
    events: Any = next(iter(line.revenues.model.pgh_event_models.values()))  # type: ignore[attr-defined]
    before = events.objects.count()
    save_line(line=line, parts=LineParts(revenue={day("2027-01"): D(10), day("2027-02"): D(21)}), by=seller, at=AT)
    assert events.objects.count() == before + 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        pytest.param({"starts_on": day("2026-12")}, "starts_on", id="before the plan"),
        pytest.param({"ends_on": day("2029-01")}, "ends_on", id="after the plan"),
        pytest.param({"starts_on": day("2027-05"), "ends_on": day("2027-04")}, "ends_on", id="end before start"),
        pytest.param({"benefits_from": day("2030-01")}, "benefits_from", id="benefits after the plan"),
        pytest.param({"low": D(50), "high": D(40)}, "high", id="high below low"),
        pytest.param({"low": D(101)}, "low", id="low above the best estimate"),
        pytest.param({"high": D(99)}, "high", id="high below the best estimate"),
    ],
)
def test_refused(plan: AccountPlan, seller: Any, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as error:
        save_line(
            line=PlanLine(plan=plan, area="A", **fields),
            parts=LineParts(revenue={day("2027-01"): D(100)}),
            by=seller,
            at=AT,
        )
    assert error.value.field == field
    assert not PlanLine.objects.exists()


def test_people_of_another_account_are_refused(plan: AccountPlan, seller: Any) -> None:
    stranger = make_person(make_account(), "Stranger")
    with pytest.raises(DomainError, match="another account"):
        save_line(line=PlanLine(plan=plan, area="A"), parts=LineParts(contacts=[stranger]), by=seller, at=AT)


def test_investments_of_another_line_are_not_touched(plan: AccountPlan, seller: Any) -> None:
    other = make_line(plan, "Other", invest={"2027-01": 5}).investments.get()
    with pytest.raises(StaleError):
        save_line(
            line=make_line(plan, "Mine"),
            parts=LineParts(investments=[invest("2027-01", 9, other.pk)]),
            by=seller,
            at=AT,
        )
    other.refresh_from_db()
    assert other.amount == 5


def test_none_needed_and_some_given_contradict(plan: AccountPlan, seller: Any) -> None:
    line = PlanLine(plan=plan, area="A", without_investment=True)
    with pytest.raises(DomainError) as error:
        save_line(line=line, parts=LineParts(investments=[invest("2027-01", 9)]), by=seller, at=AT)
    assert error.value.field == "without_investment"


def test_the_second_of_two_who_save_is_told(plan: AccountPlan, seller: Any) -> None:
    line = make_line(plan)
    mine, theirs = PlanLine.objects.get(pk=line.pk), PlanLine.objects.get(pk=line.pk)
    save_line(line=theirs, parts=LineParts(), by=seller, at=AT)
    with pytest.raises(StaleError):
        save_line(line=mine, parts=LineParts(), by=seller, at=AT)


def test_a_closed_phase_is_not_changed(plan: AccountPlan, seller: Any) -> None:
    line = make_line(plan)
    PlanPhase.objects.filter(plan=plan, phase_key=SALES_PLAN).update(state=PhaseState.CLOSED)
    for action in (
        lambda: save_line(line=line, parts=LineParts(), by=seller, at=AT),
        lambda: remove_line(line=line, by=seller, at=AT),
    ):
        with pytest.raises(DomainError, match="closed"):
            action()


def test_a_line_comes_back_whole(plan: AccountPlan, seller: Any) -> None:
    line = make_line(plan, months={"2027-01": 10}, invest={"2027-01": 5})
    remove_line(line=line, by=seller, at=AT)
    assert not PlanLine.objects.live().exists()
    restore_line(line=PlanLine.objects.get(pk=line.pk), by=seller, at=AT)
    assert PlanLine.objects.live().get().revenues.get().amount == 10


def whole_line(plan: AccountPlan, seller: Any, **fields: Any) -> PlanLine:
    """A line with all five estimates."""
    values: dict[str, Any] = {
        "result": "Fewer stops",
        "result_measure": "stops a year",
        "result_baseline": 14,
        "result_target": 7,
        "customer_benefit": 190_000,
        "probability": 70,
        "contribution": 40,
        "starts_on": day("2027-01"),
        "ends_on": datetime.date(2027, 12, 31),
        "months": {"2027-06": 100_000},
        "invest": {"2027-01": 5_000},
        **fields,
    }
    line = make_line(plan, **values)
    line.contacts.add(make_person(plan.account))
    line.leads.add(seller)
    return line


def everybody(state: str) -> list[Any]:
    return [pytest.param(state, spec.key, id=f"{spec.key} from {state}") for spec in LINE_MOVES]


@pytest.mark.parametrize(("state", "move"), [case for state in LineState.values for case in everybody(state)])
def test_the_table_of_moves(plan: AccountPlan, seller: Any, state: str, move: str) -> None:
    """Every move from every state: those of the table happen and are written down, the others change nothing."""
    manager = make_user(email="m@example.com", role="administrator")
    line = whole_line(plan, seller, state=state)
    spec = LINE_MOVES.get(move)
    if state in spec.sources:
        move_line(line=line, move=move, by=manager, at=AT, reason="Because")
        written = LineMove.objects.get()
        assert (written.from_state, written.to_state, written.by) == (state, spec.target, manager)
        assert PlanLine.objects.get().state == spec.target
    else:
        with pytest.raises(DomainError):
            move_line(line=line, move=move, by=manager, at=AT, reason="Because")
        assert PlanLine.objects.get().state == state
        assert not LineMove.objects.exists()


@pytest.mark.parametrize("move", [spec.key for spec in LINE_MOVES if spec.needs_reason])
def test_a_reason_is_asked_for(plan: AccountPlan, seller: Any, move: str) -> None:
    line = make_line(plan, state=min(LINE_MOVES.get(move).sources))
    with pytest.raises(DomainError) as error:
        move_line(line=line, move=move, by=seller, at=AT, reason="  ")
    assert error.value.field == "reason"


def test_a_seller_does_not_approve(plan: AccountPlan, seller: Any) -> None:
    with pytest.raises(Denied):
        move_line(line=whole_line(plan, seller), move="approve", by=seller, at=AT)


def test_what_is_not_complete_is_not_approved(plan: AccountPlan) -> None:
    manager = make_user(email="m@example.com", role="administrator")
    with pytest.raises(DomainError, match="Result for the customer"):
        move_line(line=make_line(plan, probability=50), move="approve", by=manager, at=AT)


def test_a_negative_margin_needs_a_way_back(plan: AccountPlan, seller: Any) -> None:
    manager = make_user(email="m@example.com", role="administrator")
    AccountFigures.objects.update_or_create(
        account=plan.account, defaults={"as_of": AT.date(), "margin": D(10), "cost_to_serve": D(15)}
    )
    line = whole_line(plan, seller)
    with pytest.raises(DomainError) as error:
        move_line(line=line, move="approve", by=manager, at=AT)
    assert error.value.field == "recovery"
    line = PlanLine.objects.get()
    line.recovery = "Fewer visits, minimum order"
    line.save()
    assert move_line(line=line, move="approve", by=manager, at=AT).state == LineState.APPROVED


def test_work_on_lines_goes_on_after_the_plan_is_approved(plan: AccountPlan, seller: Any) -> None:
    PlanPhase.objects.filter(plan=plan, phase_key=SALES_PLAN).update(state=PhaseState.CLOSED)
    line = make_line(plan, state=LineState.APPROVED)
    move_line(line=line, move="start", by=seller, at=AT)
    assert move_line(line=line, move="win", by=seller, at=AT).state == LineState.WON


def test_with_the_plan_its_proposed_lines_are_approved(plan: AccountPlan, seller: Any) -> None:
    whole_line(plan, seller)
    make_line(plan, "Lost", state=LineState.LOST)
    assert approve_lines(plan=plan, by=seller, at=AT) == 1
    assert sorted(PlanLine.objects.values_list("state", flat=True)) == ["approved", "lost"]
