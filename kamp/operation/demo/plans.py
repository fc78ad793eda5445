"""Plans of the demo in every phase, made through the same services people use; content as far as each one has come."""

from __future__ import annotations

import datetime
from decimal import Decimal
from random import Random

from accounts.criteria.catalog import CHOICE_DEFAULTS, OURS, RIVAL
from accounts.enums import ChoiceSet
from accounts.models import ChoiceCriterion, DmuMember, EnvironmentFactor, KeyAccount, ProductLine, Rating
from kamp.operation.demo import plan_words as said
from kamp.operation.demo import words
from kamp.operation.demo.plan_work import People, Work, demo_people
from kamp.operation.demo.sales_plans import make_sales_plan
from kamp.operation.demo.standings import stood
from kamp.operation.demo.strategies import make_strategy
from kamp.shared.months import month_at
from kamp.users.models import User
from planning.models import (
    AccountPlan,
    Finding,
    MarketFigure,
    MarketPosition,
    Narrative,
    Need,
    OutsideReading,
    ScenarioSource,
    SwotItem,
)
from planning.phases.catalog import PHASES
from planning.phases.keys import DEMAND, FIT, SCENARIO, STRATEGY, SWOT
from planning.selectors.plans import phase_state
from planning.services.phases import move_phase, waive_criterion
from planning.services.plans import create_plan
from planning.services.team import enrol

# (rank of the account, phases closed, months since the plan began); 6 closed = approved, with reviews
DEPTHS = (
    *((0, 6, 9), (1, 6, 7), (2, 6, 16), (3, 6, 5), (5, 5, 2), (8, 4, 2), (10, 3, 1)),
    *((4, 2, 1), (7, 1, 1), (6, 6, 8), (11, 5, 1), (9, 2, 1), (12, 1, 0), (15, 0, 0), (13, 0, 0)),
)


def make_plans(*, seed: int, until: datetime.date) -> int:
    """Makes the plans of DEPTHS for the accounts there are; returns how many. Classes should be computed before."""
    random = Random(seed + 4000)  # noqa: S311  MEANT: the same seed must give the same data
    people = demo_people()
    accounts = {account.code: account for account in KeyAccount.objects.select_related("owner").order_by("code")[:40]}
    made = 0
    for rank, depth, months in DEPTHS:
        if account := accounts.get(f"C{rank + 1:06d}"):
            _make(account, depth, months, people, random, until)
            made += 1
    return made


def _make(account: KeyAccount, depth: int, months: int, people: People, random: Random, until: datetime.date) -> None:
    starts = month_at(until, -months)
    plan = create_plan(
        plan=AccountPlan(
            account=account,
            name=f"Piano {starts.year}–{starts.year + 2}",
            scope="Impianti, ricambi e servizi di tutti gli stabilimenti",
            starts_on=starts,
            ends_on=month_at(starts, 24) - datetime.timedelta(days=1),
        ),
        by=account.owner,
    )
    work = Work(plan=plan, people=people, random=random, until=until, began=min(starts, until))
    enrol(plan, people.manager, role="market_manager")
    if random.random() < 0.6 or depth == 1:
        enrol(plan, people.specialist, role="specialist", phases=[DEMAND, FIT], subject="Tecnico")
    for number, spec in enumerate(PHASES, start=1):
        if number <= depth and number <= 5:
            _FILL[spec.key](work)
            _close(work, spec.key, number)
        elif number == depth + 1 and number <= 5:
            _begin(work, spec.key, number)
    _share_out_phases(work)
    if depth < 5:
        stood(work, work.began, until)
    else:
        stood(work, work.began, work.moment(6).date())
        make_sales_plan(work, approve=depth >= 6)


def _close(work: Work, key: str, number: int) -> None:
    """Hands a phase in and closes it; what is still missing is accepted with a reason, as a market manager would."""
    at, approver = work.moment(number), work.people.approver(work.plan.account)
    _move(work, key, "start", work.seller, at)
    missing = phase_state(work.plan, key, work.until).missing
    for each in missing:
        if each.spec.waivable:
            waive_criterion(
                plan=work.plan,
                phase_key=key,
                criterion=each.spec.key,
                reason="Il cliente non dà questo dato: si riprende alla prossima revisione.",
                by=approver,
                at=at,
            )
    _move(work, key, "submit", work.seller, at)
    _move(work, key, "approve", approver, at + datetime.timedelta(days=1))


def _begin(work: Work, key: str, number: int) -> None:
    """Half of the work of a phase."""
    _move(work, key, "start", work.seller, work.moment(number))
    if key == SCENARIO:
        _sources(work, 2)
    if key in {SWOT, FIT}:
        _swot(work, key, said.CUSTOMER_SWOT if key == SWOT else said.OUR_SWOT, each=1)


def _move(work: Work, key: str, move: str, by: User, at: datetime.datetime) -> None:
    row = work.plan.phases.get(phase_key=key)
    if move == "start" and row.state != "not_started":
        return
    move_phase(plan=work.plan, phase_key=key, move=move, by=by, at=at, as_of=work.until)


def _share_out_phases(work: Work) -> None:
    """Open phases have somebody who answers for them and a day: some of them past."""
    for row in work.plan.phases.exclude(state="closed").order_by("pk")[:2]:
        row.owner = row.owner or work.random.choice((work.seller, work.people.manager))
        row.due = work.until + datetime.timedelta(days=work.random.choice((-9, -2, 5, 12, 30, 45)))
        row.save(update_fields=["owner", "due"])


def _write(work: Work, phase: str) -> None:
    Narrative.objects.bulk_create(
        Narrative(plan=work.plan, phase_key=key, section_key=section, text=text, author=work.seller)
        for (key, section), text in said.NARRATIVES.items()
        if key == phase
    )


def _sources(work: Work, number: int) -> None:
    for title, kind, means, reliability in said.SOURCES[:number]:
        ScenarioSource.objects.create(
            plan=work.plan,
            title=title,
            kind=kind,
            means=means,
            reliability=reliability,
            dated=work.until - datetime.timedelta(days=work.random.randint(20, 300)),
            author=work.seller,
        )


def _scenario(work: Work) -> None:
    account = work.plan.account
    _write(work, SCENARIO)
    _sources(work, 4)
    MarketFigure.objects.create(
        plan=work.plan,
        market=account.segment.name,
        year=work.until.year - 1,
        size=work.random.randint(4, 90) * 100_000_000,
        growth=Decimal(work.random.randint(-30, 60)) / 10,
        author=work.seller,
    )
    for kind, text, meaning in said.FINDINGS:
        Finding.objects.create(plan=work.plan, kind=kind, text=text, meaning=meaning, author=work.seller)
    known = set(EnvironmentFactor.objects.filter(account=account).values_list("text", flat=True))
    for text, kind, horizon, impact in words.FACTORS[: max(0, 6 - len(known))]:
        if text not in known:
            EnvironmentFactor.objects.create(
                account=account, text=text, kind=kind, horizon=horizon, impact=impact, author=work.seller
            )


def _swot(work: Work, phase: str, items: dict[str, tuple[tuple[object, ...], ...]], *, each: int = 2) -> None:
    for quadrant, rows in items.items():
        for text, importance, gap, probability, evidence in rows[:each]:
            SwotItem.objects.create(
                plan=work.plan,
                phase_key=phase,
                quadrant=quadrant,
                text=text,
                importance=importance,
                gap=gap,
                probability=probability,
                evidence=evidence,
                author=work.seller,
            )


def _customer(work: Work) -> None:
    _write(work, SWOT)
    _swot(work, SWOT, said.CUSTOMER_SWOT)
    for criterion, score, rival in said.POSITIONS:
        MarketPosition.objects.create(
            plan=work.plan, criterion=criterion, score=score, rival="Il primo concorrente", rival_score=rival
        )
    OutsideReading.objects.create(
        plan=work.plan, phase_key=SWOT, reader="Silvia Neri", read_on=work.until - datetime.timedelta(days=15)
    )


def _demand(work: Work) -> None:
    account = work.plan.account
    _write(work, DEMAND)
    lines = {line.name: line for line in ProductLine.objects.all()}
    for number, area in enumerate(said.AREAS):
        Need.objects.create(
            plan=work.plan,
            text=area.need,
            kind="unexpressed" if number % 2 else "expressed",
            priority=5 - number % 3,
            product_line=lines[area.product_line],
            answer=area.name,
            author=work.seller,
        )
    members = DmuMember.objects.filter(person__account=account)
    filled = {role for member in members for role in member.roles}
    for member in members.order_by("pk")[:1]:
        wanted = ("decider", "buyer", "user", "influencer", "gatekeeper", "initiator")
        member.roles = [*member.roles, *(role for role in wanted if role not in filled)]
        member.save(update_fields=["roles"])


def _fit(work: Work) -> None:
    """The team judged anew for this plan: the relationship and business that could be."""
    account = work.plan.account
    _write(work, FIT)
    _swot(work, FIT, said.OUR_SWOT)
    if ChoiceCriterion.objects.filter(account=account, set=ChoiceSet.POTENTIAL).exists():
        return
    day = work.until - datetime.timedelta(days=20)
    at = datetime.datetime.combine(day, datetime.time(9), tzinfo=datetime.UTC)
    for order, default in enumerate(CHOICE_DEFAULTS):
        criterion = ChoiceCriterion.objects.create(
            account=account, set=ChoiceSet.POTENTIAL, key=default.key, weight=default.weight, order=order
        )
        for key in (OURS, RIVAL):
            Rating.objects.create(
                account=account,
                key=key,
                subject=str(criterion.pk),
                value=work.random.randint(4, 9),
                author=work.seller,
                rated_on=day,
                created_at=at,
            )


_FILL = {SCENARIO: _scenario, SWOT: _customer, DEMAND: _demand, FIT: _fit, STRATEGY: make_strategy}
