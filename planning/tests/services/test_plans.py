"""Making, staffing, moving and approving plans; what is not allowed, as tables."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from accounts.models import AccountMember, KeyAccount
from accounts.services.accounts import archive_account
from accounts.tests.factories import make_account
from kamp.shared.conflicts import StaleError
from kamp.shared.errors import Denied, DomainError
from kamp.testing.queries import assert_same_queries
from kamp.users.models import User
from kamp.users.tests.factories import make_team, make_user
from planning.calc.comparison import compare
from planning.enums import PhaseState, PlanState, TeamRole
from planning.models import AccountPlan, Need, PhaseMove, PlanPhase
from planning.phases.catalog import PHASES
from planning.phases.moves import MOVES
from planning.selectors.plans import plan_state, plan_states, plans_for
from planning.services.approval import NotApprovableError, approve_plan
from planning.services.comments import bring_comment_back, take_comment_away, write_comment
from planning.services.narratives import choose_investment
from planning.services.phases import NotReadyError, assign_phase, move_phase, waive_criterion, withdraw_waiver
from planning.services.plans import archive_plan, close_plan, create_plan, reopen_plan, restore_plan, update_plan
from planning.services.rows import bring_row_back, new_row, save_row, take_row_away
from planning.services.team import add_team_member, change_team_member, remove_team_member
from planning.services.versions import freeze
from planning.tests.factories import (
    NOW,
    TODAY,
    close_phases,
    fill_customer,
    fill_demand,
    fill_fit,
    fill_scenario,
    fill_strategy,
    make_plan,
    set_state,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def seller() -> User:
    return make_user("sales_rep", name="Giulia Ferri", teams=[make_team("North")])


@pytest.fixture
def plan(seller: User) -> AccountPlan:
    return make_plan(make_account("Molini Serravento", owner=seller))


@pytest.fixture
def manager(plan: AccountPlan) -> User:
    user = make_user("market_manager", name="Luca Bonetti", teams=[plan.account.owner.teams.get()])  # type: ignore[union-attr]
    plan.team.create(user=user, role=TeamRole.MARKET_MANAGER)
    AccountMember.objects.create(account=plan.account, user=user, role="plan_team")
    return user


def move(plan: AccountPlan, phase: str, key: str, by: User, reason: str = "") -> PlanPhase:
    return move_phase(plan=plan, phase_key=phase, move=key, by=by, at=NOW, as_of=TODAY, reason=reason)


# -- making --


def test_a_new_plan_has_seven_phases_and_the_owner_as_lead(seller: User, plan: AccountPlan) -> None:
    assert [row.phase_key for row in plan.phases.all()] == PHASES.keys()
    assert set(plan.phases.values_list("state", flat=True)) == {"not_started"}
    assert list(plan.team.values_list("user", "role")) == [(seller.pk, "seller")]
    assert plan.state == "draft"


def test_a_market_manager_who_makes_the_plan_is_on_the_team(seller: User) -> None:
    manager = make_user("market_manager")
    account = make_account(owner=seller)
    AccountMember.objects.create(account=account, user=manager, role="co_owner")
    plan = make_plan(account, by=manager)
    assert set(plan.team.values_list("user", "role")) == {(seller.pk, "seller"), (manager.pk, "market_manager")}


def test_dates_become_whole_months_and_the_name_follows(seller: User) -> None:
    plan = make_plan(
        make_account(owner=seller), name="", starts_on=datetime.date(2027, 1, 15), ends_on=datetime.date(2028, 6, 3)
    )
    assert (plan.starts_on, plan.ends_on) == (datetime.date(2027, 1, 1), datetime.date(2028, 6, 30))
    assert plan.name == "Plan 2027–2028"


def test_no_plan_for_accounts_out_of_scope_archived_or_backwards(seller: User) -> None:
    foreign = make_account()
    with pytest.raises(DomainError, match="Choose an account"):
        make_plan(foreign, by=seller)
    mine = make_account(owner=seller)
    with pytest.raises(DomainError, match="before it begins"):
        make_plan(mine, ends_on=datetime.date(2026, 1, 1))
    archive_account(account=mine, at=NOW)
    with pytest.raises(DomainError, match="archived"):
        make_plan(mine)
    with pytest.raises(Denied):
        make_plan(make_account(), by=make_user("management"))
    assert AccountPlan.objects.count() == 0


def test_changing_a_plan_that_moved_on_is_refused(plan: AccountPlan, seller: User) -> None:
    mine, theirs = AccountPlan.objects.get(pk=plan.pk), AccountPlan.objects.get(pk=plan.pk)
    mine.name = "Mine"
    update_plan(plan=mine, by=seller)
    theirs.name = "Theirs"
    with pytest.raises(StaleError):
        update_plan(plan=theirs, by=seller)
    assert AccountPlan.objects.get().name == "Mine"


def test_new_dates_ask_for_a_new_approval(plan: AccountPlan, seller: User) -> None:
    AccountPlan.objects.filter(pk=plan.pk).update(state="approved", approved_at=NOW)
    plan = AccountPlan.objects.get()
    plan.scope = "Mills only"
    assert update_plan(plan=plan, by=seller).state == PlanState.APPROVED
    plan.ends_on = datetime.date(2028, 10, 31)
    assert update_plan(plan=plan, by=seller).state == PlanState.ACTIVE


def test_archived_and_closed_plans_come_back_to_what_they_were(plan: AccountPlan, seller: User) -> None:
    set_state(plan, scenario="in_progress")
    AccountPlan.objects.update(state="active")
    archive_plan(plan=plan, by=seller)
    assert AccountPlan.objects.get().state == PlanState.ARCHIVED
    assert not AccountPlan.objects.current().exists()
    with pytest.raises(DomainError, match="archived"):
        move(plan, "scenario", "submit", seller)
    assert restore_plan(plan=plan, by=seller).state == PlanState.ACTIVE
    with pytest.raises(DomainError, match="approved"):
        close_plan(plan=plan, by=seller)
    AccountPlan.objects.update(approved_at=NOW)
    close_plan(plan=plan, by=seller)
    with pytest.raises(DomainError, match="closed"):
        move(plan, "scenario", "submit", seller)
    assert reopen_plan(plan=plan, by=seller).state == PlanState.ACTIVE


@pytest.mark.parametrize("state", [PlanState.ACTIVE, PlanState.APPROVED])
def test_the_undo_of_closing_gives_the_state_back(plan: AccountPlan, seller: User, state: str) -> None:
    """Else whoever closes an approved plan by mistake has to have it approved again."""
    AccountPlan.objects.update(state=state, approved_at=NOW)
    closed = close_plan(plan=plan, by=seller)
    assert reopen_plan(plan=plan, by=seller, seen=closed.version, as_it_was=True).state == state


# -- team --


def test_who_joins_the_team_sees_the_account_and_no_longer_after_leaving(plan: AccountPlan, seller: User) -> None:
    expert = make_user("specialist", teams=[seller.teams.get()])
    assert not KeyAccount.objects.visible_to(expert).exists()
    member = add_team_member(plan=plan, user=expert, role="specialist", phases=["fit", "demand"], by=seller)
    assert member.phases == ["demand", "fit"]
    assert KeyAccount.objects.visible_to(expert).get() == plan.account
    assert plans_for(expert).get() == plan
    set_state(plan, demand="in_progress")
    PlanPhase.objects.filter(phase_key="demand").update(owner=expert)
    remove_team_member(member=member, by=seller)
    assert not KeyAccount.objects.visible_to(expert).exists()
    assert PlanPhase.objects.get(phase_key="demand").owner is None


def test_who_is_on_two_plans_of_an_account_keeps_seeing_it(plan: AccountPlan, seller: User) -> None:
    expert = make_user("specialist", teams=[seller.teams.get()])
    first = add_team_member(plan=plan, user=expert, role="specialist", phases=["fit"], by=seller)
    add_team_member(plan=make_plan(plan.account), user=expert, role="specialist", phases=[], by=seller)
    remove_team_member(member=first, by=seller)
    assert KeyAccount.objects.visible_to(expert).exists()


def test_a_team_keeps_a_seller_and_nobody_twice(plan: AccountPlan, seller: User) -> None:
    lead = plan.team.get()
    with pytest.raises(DomainError, match="A seller leads"):
        remove_team_member(member=lead, by=seller)
    lead.role = TeamRole.SPECIALIST
    with pytest.raises(DomainError, match="A seller leads"):
        change_team_member(member=lead, by=seller)
    with pytest.raises(DomainError, match="already"):
        add_team_member(plan=plan, user=seller, role="specialist", phases=[], by=seller)
    with pytest.raises(DomainError, match="cannot add"):
        add_team_member(plan=plan, user=make_user("specialist"), role="specialist", phases=[], by=seller)


# -- phases --

STATES = [state.value for state in PhaseState]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("key", MOVES.keys())
def test_every_move_from_every_state(plan: AccountPlan, seller: User, manager: User, key: str, state: str) -> None:
    """The whole table: allowed from the declared states, refused from all others with nothing changed."""
    fill_scenario(plan)
    set_state(plan, scenario=state)
    spec = MOVES.get(key)
    by = manager if key == "approve" else seller
    if state in spec.sources:
        assert move(plan, "scenario", key, by, "A reason").state == spec.target
        event = PhaseMove.objects.get()
        assert (event.move, event.from_state, event.to_state, event.by) == (key, state, spec.target, by)
    else:
        with pytest.raises(DomainError, match="cannot be done"):
            move(plan, "scenario", key, by, "A reason")
        assert PlanPhase.objects.get(plan=plan, phase_key="scenario").state == state
        assert not PhaseMove.objects.exists()


@pytest.mark.parametrize(
    ("role", "phases", "allowed"),
    [
        ("sales_rep", None, {"start", "submit", "send_back", "reopen"}),
        ("market_manager", None, {"start", "submit", "send_back", "approve", "reopen"}),
        ("specialist", ["scenario"], {"start"}),
        ("specialist", ["fit"], set()),
        ("specialist", None, set()),
        ("management", None, set()),
        ("administrator", None, {"start", "submit", "send_back", "approve", "reopen"}),
    ],
)
@pytest.mark.parametrize("key", MOVES.keys())
def test_who_may_make_which_move(
    plan: AccountPlan, key: str, role: str, phases: list[str] | None, allowed: set[str]
) -> None:
    fill_scenario(plan)
    user = make_user(role)
    AccountMember.objects.create(account=plan.account, user=user, role="co_owner")
    if phases is not None:
        plan.team.create(user=user, role="specialist", phases=phases)
    set_state(plan, scenario=MOVES.get(key).sources[0])
    if key in allowed:
        move(plan, "scenario", key, user, "A reason")
    else:
        with pytest.raises(Denied):
            move(plan, "scenario", key, user, "A reason")


def test_who_answers_for_a_phase_may_hand_it_in(plan: AccountPlan, seller: User) -> None:
    expert = make_user("specialist", teams=[seller.teams.get()])
    add_team_member(plan=plan, user=expert, role="specialist", phases=["scenario"], by=seller)
    fill_scenario(plan)
    move(plan, "scenario", "start", expert)
    assert PlanPhase.objects.get(phase_key="scenario").owner == expert
    assert move(plan, "scenario", "submit", expert).state == PhaseState.READY_FOR_REVIEW


@pytest.mark.parametrize(
    ("phase", "closed", "approved", "message"),
    [
        ("strategy", [], False, "3 Demand, 4 Us and the competitors"),
        ("strategy", ["demand"], False, "4 Us and the competitors"),
        ("strategy", ["fit"], False, "3 Demand"),
        ("sales-plan", ["demand", "fit"], False, "5 Strategy and offer"),
        ("review", ["strategy", "sales-plan"], False, "plan is approved"),
        ("strategy", ["demand", "fit"], False, ""),
        ("sales-plan", ["strategy"], False, ""),
        ("review", [], True, ""),
    ],
)
def test_the_order_of_phases(
    plan: AccountPlan, seller: User, phase: str, closed: list[str], approved: bool, message: str
) -> None:
    close_phases(plan, *closed)
    AccountPlan.objects.update(approved_at=NOW if approved else None)
    if message:
        with pytest.raises(DomainError, match=message):
            move(plan, phase, "start", seller)
    else:
        assert move(plan, phase, "start", seller).state == PhaseState.IN_PROGRESS


def test_a_phase_is_not_handed_in_unfinished_and_says_what_is_missing(plan: AccountPlan, seller: User) -> None:
    move(plan, "scenario", "start", seller)
    with pytest.raises(NotReadyError) as refused:
        move(plan, "scenario", "submit", seller)
    missing = [each.spec.key for each in refused.value.standing.missing]
    assert missing == ["sources", "source_kinds", "market", "factors"]


@pytest.mark.parametrize("key", ["send_back", "reopen"])
@pytest.mark.parametrize("reason", ["", "   "])
def test_going_back_asks_for_a_reason(plan: AccountPlan, manager: User, key: str, reason: str) -> None:
    set_state(plan, scenario=MOVES.get(key).sources[0])
    with pytest.raises(DomainError) as refused:
        move(plan, "scenario", key, manager, reason)
    assert refused.value.field == "reason"


def test_starting_puts_the_plan_in_work_and_reopening_asks_for_a_new_approval(
    plan: AccountPlan, seller: User, manager: User
) -> None:
    move(plan, "scenario", "start", seller)
    assert AccountPlan.objects.get().state == PlanState.ACTIVE
    close_phases(plan, "scenario", "review")
    AccountPlan.objects.update(state="approved", approved_at=NOW)
    move(plan, "review", "reopen", seller, "Next round")
    assert AccountPlan.objects.get().state == PlanState.APPROVED
    move(plan, "scenario", "reopen", manager, "The market changed")
    assert AccountPlan.objects.get().state == PlanState.ACTIVE


def test_owner_and_due_of_a_phase(plan: AccountPlan, seller: User) -> None:
    row = plan.phases.get(phase_key="scenario")
    row.owner, row.due = seller, TODAY
    assert assign_phase(row=row, by=seller).version == 2
    row.owner = make_user("specialist")
    with pytest.raises(DomainError, match="on the team"):
        assign_phase(row=row, by=seller)
    row.owner, row.due = seller, datetime.date(2030, 1, 1)
    with pytest.raises(DomainError, match="ends before"):
        assign_phase(row=row, by=seller)
    stale = plan.phases.get(phase_key="swot")
    PlanPhase.objects.filter(pk=stale.pk).update(version=7)
    with pytest.raises(StaleError):
        assign_phase(row=stale, by=seller)


def test_a_gap_is_accepted_with_a_reason_by_the_market_manager_only(
    plan: AccountPlan, seller: User, manager: User
) -> None:
    asked: dict[str, Any] = {"plan": plan, "phase_key": "scenario", "criterion": "market", "at": NOW}
    with pytest.raises(Denied):
        waive_criterion(**asked, reason="No figures", by=seller)
    with pytest.raises(DomainError, match="reason"):
        waive_criterion(**asked, reason=" ", by=manager)
    with pytest.raises(DomainError, match="cannot be left out"):
        waive_criterion(**(asked | {"criterion": "approved"}), reason="x", by=manager)
    waive_criterion(**asked, reason="No figures are published", by=manager)
    assert "market" not in [c.spec.key for c in plan_state(plan, TODAY).phase("scenario").missing]
    withdraw_waiver(plan=plan, phase_key="scenario", criterion="market", by=manager)
    assert "market" in [c.spec.key for c in plan_state(plan, TODAY).phase("scenario").missing]


# -- content --


def add_need(plan: AccountPlan, by: User, text: str = "Fewer stops") -> Need:
    row = new_row("need", plan, "demand")
    row.text, row.kind, row.priority = text, "expressed", 3
    return save_row(plan=plan, phase_key="demand", row=row, by=by, at=NOW)  # type: ignore[no-any-return]


def test_writing_starts_the_phase(plan: AccountPlan, seller: User) -> None:
    need = add_need(plan, seller)
    assert need.author == seller
    row = PlanPhase.objects.get(phase_key="demand")
    assert (row.state, row.owner) == (PhaseState.IN_PROGRESS, seller)


@pytest.mark.parametrize(
    ("state", "message"), [("ready_for_review", "handed in"), ("closed", "Reopen it, with a reason")]
)
def test_nothing_is_written_into_phases_that_are_handed_in_or_closed(
    plan: AccountPlan, seller: User, state: str, message: str
) -> None:
    need = add_need(plan, seller)
    set_state(plan, demand=state)
    for verb in (take_row_away, bring_row_back, save_row):
        with pytest.raises(DomainError, match=message):
            verb(plan=plan, phase_key="demand", row=need, by=seller, at=NOW)
    set_state(plan, strategy=state)
    with pytest.raises(DomainError, match=message):
        choose_investment(plan=plan, investment_type="cash", by=seller, at=NOW)


def test_nothing_is_written_into_a_phase_that_waits(plan: AccountPlan, seller: User) -> None:
    with pytest.raises(DomainError, match="3 Demand, 4 Us"):
        choose_investment(plan=plan, investment_type="cash", by=seller, at=NOW)


def test_specialists_write_only_in_the_phases_given_to_them(plan: AccountPlan, seller: User) -> None:
    expert = make_user("specialist", teams=[seller.teams.get()])
    add_team_member(plan=plan, user=expert, role="specialist", phases=["demand"], by=seller)
    add_need(plan, expert)
    with pytest.raises(Denied) as refused:
        save_row(plan=plan, phase_key="swot", row=new_row("swot", plan, "swot"), by=expert, at=NOW)
    assert "Giulia Ferri" in refused.value.who


def test_comments_of_everybody_who_sees_the_plan_taken_away_by_their_author(plan: AccountPlan) -> None:
    author = make_user("management")
    comment = write_comment(plan=plan, phase_key="fit", text="  Good ", by=author, at=NOW)
    assert comment.text == "Good"
    with pytest.raises(Denied):
        take_comment_away(comment=comment, by=make_user(), at=NOW)
    take_comment_away(comment=comment, by=author, at=NOW)
    assert comment.deleted_at == NOW
    bring_comment_back(comment=comment, by=author)
    assert comment.deleted_at is None
    for text, field in (("", "text"), (" ", "text"), ("x" * 2001, "text")):
        with pytest.raises(DomainError) as refused:
            write_comment(plan=plan, phase_key="fit", text=text, by=author, at=NOW)
        assert refused.value.field == field


# -- standing of each phase, from rows and account --


@pytest.mark.parametrize(
    ("phase", "fill"),
    [
        ("scenario", fill_scenario),
        ("swot", fill_customer),
        ("demand", fill_demand),
        ("fit", fill_fit),
        ("strategy", fill_strategy),
    ],
)
def test_a_filled_phase_lacks_nothing_and_an_empty_one_everything(plan: AccountPlan, phase: str, fill: Any) -> None:
    empty = plan_state(plan, TODAY).phase(phase)
    assert empty.met == 0, [c.spec.key for c in empty.criteria if c.met]
    fill(plan)
    full = plan_state(AccountPlan.objects.get(), TODAY).phase(phase)
    assert [each.spec.key for each in full.missing] == []
    assert full.met == full.total - 1


def test_sources_of_last_year_do_not_count(plan: AccountPlan) -> None:
    fill_scenario(plan)
    plan.scenariosource_rows.filter(title="Source 0").update(dated=datetime.date(2025, 11, 21))
    assert [c.spec.key for c in plan_state(plan, TODAY).phase("scenario").missing] == ["sources"]


def test_what_was_taken_away_does_not_count(plan: AccountPlan) -> None:
    fill_strategy(plan)
    plan.need_rows.update(deleted_at=NOW)
    missing = [c.spec.key for c in plan_state(AccountPlan.objects.get(), TODAY).phase("strategy").missing]
    assert missing == ["offers"]
    plan.swotitem_rows.update(deleted_at=NOW)
    missing = [c.spec.key for c in plan_state(AccountPlan.objects.get(), TODAY).phase("strategy").missing]
    assert missing == ["strategies", "offers"]


def test_a_key_account_needs_its_information(plan: AccountPlan) -> None:
    KeyAccount.objects.filter(pk=plan.account_id).update(designation="designated")
    standing = plan_state(AccountPlan.objects.select_related("account").get(), TODAY)
    assert [p.key for p in standing.phases if any(c.spec.key == "informed" for c in p.criteria)] == [
        "scenario",
        "swot",
        "demand",
    ]


def test_thirty_plans_cost_as_many_queries_as_one(seller: User) -> None:
    def grow(number: int) -> None:
        for _each in range(number):
            make_plan(make_account(owner=seller), currency="EUR")  # a request asks for that of the company once

    assert_same_queries(lambda: plan_states(list(plans_for(seller)), TODAY), grow)


# -- approval and versions --


def ready(plan: AccountPlan) -> None:
    """Phases 1 to 5 closed, the sales plan handed in, with every criterion of it accepted as given."""
    fill_strategy(plan)
    close_phases(plan, "scenario", "swot", "demand", "fit", "strategy")
    set_state(plan, sales_plan="ready_for_review")
    for criterion in ("lines", "lines_whole", "returns", "loss", "total"):
        plan.waivers.create(phase_key="sales-plan", criterion=criterion, reason="Test", by=plan.account.owner, at=NOW)
    strategy = plan.strategy_rows.get()
    plan.actions.create(strategy=strategy, text="Visit the mill", owner=plan.account.owner, due=TODAY)


def approve(plan: AccountPlan, by: User) -> Any:
    return approve_plan(plan=plan, by=by, at=NOW, as_of=TODAY)


def test_management_approves_and_a_version_is_frozen(plan: AccountPlan) -> None:
    ready(plan)
    boss = make_user("management")
    version = approve(plan, boss)
    plan = AccountPlan.objects.get()
    assert (plan.state, plan.approved_by, plan.approved_at) == (PlanState.APPROVED, boss, NOW)
    states = dict(plan.phases.values_list("phase_key", "state"))
    assert (states["sales-plan"], states["review"]) == ("closed", "in_progress")
    assert (version.number, version.reason) == (1, "Approved")
    assert [row["name"] for row in version.snapshot["offers"]] == ["Predictive maintenance"]
    with pytest.raises(DomainError, match="approved already"):
        approve(plan, boss)


@pytest.mark.parametrize(
    ("spoil", "message", "where"),
    [
        (lambda p: AccountPlan.objects.update(ends_on=datetime.date(2028, 4, 30)), "17 months", ("", "plan")),
        (lambda p: AccountPlan.objects.update(ends_on=datetime.date(2028, 12, 31)), "25 months", ("", "plan")),
        (lambda p: set_state(p, fit="in_progress"), "Phase 4", ("fit", "")),
        (lambda p: p.waivers.filter(criterion="lines").delete(), "At least one area", ("sales-plan", "")),
        (lambda p: set_state(p, sales_plan="in_progress"), "not handed in", ("sales-plan", "")),
        (lambda p: p.actions.all().delete(), "no action", ("strategy", "")),
    ],
)
def test_each_reason_against_an_approval_has_its_place(
    plan: AccountPlan, spoil: Any, message: str, where: tuple[str, str]
) -> None:
    ready(plan)
    spoil(plan)
    with pytest.raises(NotApprovableError) as refused:
        approve(plan, make_user("management"))
    assert [(o.phase, o.place) for o in refused.value.obstacles] == [where]
    assert message in refused.value.obstacles[0].text
    assert AccountPlan.objects.get().state != PlanState.APPROVED
    assert not plan.versions.exists()


@pytest.mark.parametrize("role", ["sales_rep", "market_manager", "specialist", "integrator"])
def test_nobody_but_management_approves_plans(plan: AccountPlan, role: str) -> None:
    ready(plan)
    with pytest.raises(Denied):
        approve(plan, make_user(role))


def test_versions_are_numbered_never_changed_and_compared_field_by_field(plan: AccountPlan, seller: User) -> None:
    need = add_need(plan, seller)
    first = freeze(plan=plan, reason="Before", by=seller, at=NOW)
    need.priority = 5
    save_row(plan=plan, phase_key="demand", row=need, by=seller, at=NOW)
    add_need(plan, seller, "Cheaper energy")
    second = freeze(plan=plan, reason="After", by=seller, at=NOW)
    assert (first.number, second.number) == (1, 2)
    changes = {part.key: part for part in compare(first.snapshot, second.snapshot)}
    assert set(changes) == {"needs"}
    assert changes["needs"].added == ("Cheaper energy",)
    (row,) = changes["needs"].changed
    assert [(f.field, f.before, f.after) for f in row.fields] == [("priority", 3, 5)]
    take_row_away(plan=plan, phase_key="demand", row=need, by=seller, at=NOW)
    third = freeze(plan=plan, reason="Later", by=seller, at=NOW)
    assert compare(second.snapshot, third.snapshot)[0].removed == ("Fewer stops",)
    first.refresh_from_db()
    assert first.snapshot["needs"][0]["fields"]["priority"] == 3


def test_a_plan_made_through_create_plan_is_the_only_way(seller: User) -> None:
    account = make_account(owner=seller)
    plan = create_plan(
        plan=AccountPlan(
            account=account, name="X", starts_on=datetime.date(2027, 1, 1), ends_on=datetime.date(2028, 12, 31)
        ),
        by=seller,
    )
    assert plan.phases.count() == len(PHASES)
