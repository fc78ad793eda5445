"""The demo portfolio: the same seed gives the same data, and every page has something true to show."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Max, Sum

from accounts.models import (
    AccountFigures,
    AccountMonth,
    Audit,
    Contract,
    Demand,
    DmuMember,
    KeyAccount,
    Rating,
    SalesLine,
    Touch,
)
from kamp.operation.demo.decisions import make_decisions
from kamp.operation.demo.plan_work import demo_people
from kamp.operation.demo.plans import DEPTHS, make_plans
from kamp.operation.demo.portfolio import build_demo
from kamp.operation.demo.sign_ins import sign_ins
from kamp.shared.errors import DomainError
from kamp.users.models import User
from kamp.users.roles import ROLES
from planning.models import AccountPlan, Action, Objective, OfferPanelItem, PlanPhase, Review
from planning.phases.catalog import PHASES
from planning.selectors.plans import plan_state

pytestmark = pytest.mark.django_db
UNTIL = datetime.date(2026, 11, 20)
AT = datetime.datetime(2026, 11, 20, 8, tzinfo=datetime.UTC)


def fingerprint() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(concat(a.code, a.name, l.date, l.net_amount, l.cost, p.code), ';' ORDER BY external_id) "
            "FROM accounts_salesline l JOIN accounts_keyaccount a ON a.id = l.account_id "
            "JOIN accounts_product p ON p.id = l.product_id"
        )
        return hashlib.sha256(cursor.fetchone()[0].encode()).hexdigest()


def forget() -> None:
    """Empties what the demo filled; sequences go on, so equal data cannot come from equal ids."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "TRUNCATE accounts_salesline, accounts_keyaccount, accounts_product, accounts_productline CASCADE"
        )


def build(seed: int = 1, accounts: int = 40) -> dict[str, int]:
    return build_demo(accounts=accounts, seed=seed, until=UNTIL, at=AT)


def test_same_seed_same_sales_and_another_seed_others():
    prints = []
    for seed in (1, 1, 2):
        build(seed)
        prints.append(fingerprint())
        forget()
    assert prints[0] == prints[1] != prints[2]


def test_has_every_kind_of_customer():
    build(accounts=60)
    window = AccountMonth.objects.filter(month__gte=datetime.date(2025, 12, 1))
    sums = {row["account"]: row for row in window.values("account").annotate(net=Sum("net"), cost=Sum("cost"))}
    assert any(row["cost"] > row["net"] * 9 / 10 for row in sums.values()), "no thin margin"
    assert SalesLine.objects.filter(net_amount__lt=0).exists(), "no returns"
    assert set(KeyAccount.objects.values_list("status", flat=True)) >= {"active", "prospect", "dormant"}
    assert KeyAccount.objects.exclude(pk__in=sums).exists(), "nobody without sales"
    assert KeyAccount.objects.filter(parent__isnull=False).count() == 4
    without_demand = KeyAccount.objects.exclude(pk__in=Demand.objects.values("account"))
    assert 0 < without_demand.count() < 30
    assert Contract.objects.exists()
    assert DmuMember.objects.filter(attitude__isnull=True).exists()
    assert SalesLine.objects.filter(date__gt=UNTIL).count() == 0


def test_every_role_can_sign_in():
    build(accounts=10)
    assert {role for role, _email, _password in sign_ins()} == {role.label for role in ROLES}
    for _role, email, password in sign_ins():
        assert User.objects.get(email=email).check_password(password)


def test_refuses_a_database_with_accounts():
    build(accounts=5)
    with pytest.raises(DomainError):
        build(accounts=5)


def test_audits_of_every_age_with_something_left_open():
    build(accounts=60)
    rated = Rating.objects.values("account").annotate(newest=Max("rated_on"))
    ages = [(UNTIL - row["newest"]).days for row in rated]
    assert min(ages) < 30, "fresh ones"
    assert max(ages) > 180, "old ones"
    assert 40 <= len(ages) < 60, "some accounts nobody has audited"
    assert Rating.objects.filter(answer="not_known").exists()
    assert Touch.objects.filter(participants__isnull=True).count() == 0
    assert Rating.objects.filter(author__email="luca@corvale.example").exists(), "a second opinion"


def test_plans_in_every_phase_and_reviews_held_due_overdue_and_never_planned():
    build(accounts=60)
    assert make_plans(seed=1, until=UNTIL) == len(DEPTHS)
    states = Counter(PlanPhase.objects.values_list("phase_key", "state"))
    for number, spec in enumerate(PHASES, start=1):
        assert number == 7 or states[spec.key, "closed"], f"phase {number} is closed nowhere"
        assert states[spec.key, "in_progress"], f"phase {number} is nowhere in progress"
    approved = AccountPlan.objects.filter(state="approved")
    assert approved.count() >= 4
    for plan in approved:
        assert plan_state(plan, UNTIL).phase("sales-plan").missing == ()
    reviews = Counter(Review.objects.values_list("state", flat=True))
    assert reviews["closed"] >= 5
    planned = Review.objects.filter(state="planned")
    assert planned.filter(starts_at__date__lt=UNTIL).exists(), "an overdue one"
    assert planned.filter(starts_at__date__range=(UNTIL, UNTIL + datetime.timedelta(days=7))).exists(), "one this week"
    assert AccountPlan.objects.filter(state="approved", reviews=None).exists(), "one nobody scheduled"
    held = Review.objects.filter(state="closed").select_related("plan__account__figures")
    moved = [each for each in held if Decimal(each.snapshot["figures"]["revenue"]) != each.plan.account.figures.revenue]
    assert len(moved) == len(held), "a review of months ago keeps the figures of then"
    assert not AccountFigures.objects.filter(as_of__lt=UNTIL).exists(), "today shows the figures of today"
    assert not OfferPanelItem.objects.filter(amount=None).exists(), "the offer panel adds up"
    assert Objective.objects.filter(actual__isnull=False).exists()
    assert Action.objects.filter(done_at=None, due__lt=UNTIL).exists()


def test_audits_and_designations_in_every_state():
    build(accounts=30)
    make_decisions(people=demo_people(), until=UNTIL)
    states = set(Audit.objects.values_list("state", flat=True))
    assert states == {"open", "submitted", "sent_back", "confirmed"}
    designations = set(KeyAccount.objects.values_list("designation", flat=True))
    assert designations >= {"none", "candidate", "designated", "suspended"}
    assert Audit.objects.filter(state="confirmed").exclude(snapshot={}).exists()
