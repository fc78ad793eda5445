"""A company in the middle of its work, for tests of the homes: the same seed, the same company."""

from __future__ import annotations

import datetime
from decimal import Decimal
from random import Random

from django.utils import timezone

from accounts.models import Audit, Contract, KeyAccount, Rating, SalesLine
from accounts.services.figures import refresh_figures
from accounts.services.rollups import rebuild_rollups
from accounts.tests.factories import (
    make_account,
    make_company,
    make_demand,
    make_person,
    make_segment,
    make_touch,
)
from kamp.shared.months import months_later
from kamp.users.tests.factories import make_team, make_user
from planning.models import AccountPlan, PlanPhase, Review
from planning.phases.keys import PHASE_LABELS
from planning.tests.factories_lines import make_line
from planning.tests.factories_lines import make_plan as plain_plan
from planning.tests.factories_reviews import make_action
from portfolio.models import ClassificationRun
from portfolio.services.recompute import recompute
from portfolio.tests.factories import judge

ROLES = ("sales_rep", "market_manager", "specialist", "management", "administrator", "integrator")
ACCOUNTS = 28  # more than a page
WEAK = {"x": (2,) * 7, "y": (2,) * 6, "fit": 2, "willingness": 2, "ours": (3,) * 6, "rival": (8,) * 6}
STRONG = {"x": (4,) * 7, "y": (4,) * 6, "fit": 9, "willingness": 9, "ours": (9,) * 6, "rival": (4,) * 6}


class Company:
    """Two segments with a market manager of the first, two reps, accounts in all states, plans, reviews, two runs.

    ``users`` by role; the rep owns every third account, the specialist is on the plan team of one.
    """

    def __init__(self, seed: int = 1, accounts: int = ACCOUNTS) -> None:
        self.random, self.now = Random(seed), timezone.now()
        self.today = timezone.localdate()
        self.lines: list[SalesLine] = []
        make_company()
        self.users = {role: make_user(role, name=f"{role.title()} {seed}", language="en") for role in ROLES}
        self.other = make_user("sales_rep", name="Nicola Rossi", language="en")
        self.segments = [make_segment(managers=[self.users["market_manager"]]), make_segment()]
        self.team = make_team()
        self.users["integrator"].teams.add(self.team)
        self.accounts = [self._account(number) for number in range(accounts)]
        self.accounts[0].memberships.create(user=self.users["specialist"], role="plan_team")
        self._sold()
        self.runs = [self._run(self._back(70)), self._change_and_run()]
        self.plans = [self._plan(account, number) for number, account in enumerate(self.accounts[:12])]

    def _back(self, days: int) -> datetime.date:
        return self.today - datetime.timedelta(days=days)

    def _account(self, number: int) -> KeyAccount:
        account = make_account(
            f"Customer {number:02d}",
            owner=self.users["sales_rep"] if number % 3 == 0 else self.other,
            segment=self.segments[number % 2],
            team=self.team if number % 4 == 0 else None,
            designation="designated" if number % 2 == 0 or number < 6 else "none",
        )
        if number == ACCOUNTS - 1:
            account.archived_at = self.now
            account.save()
        self._sales(account)
        self._soft(account, number)
        return account

    def _sales(self, account: KeyAccount) -> None:
        amount = Decimal(self.random.randint(10_000, 900_000)) / 7
        for days, part in ((20, "0.4"), (75, "0.3"), (200, "0.3"), (400, self.random.choice(["0.6", "1.4"]))):
            net = (amount * Decimal(part)).quantize(Decimal("0.0001"))
            cost = None if self.random.random() < 0.2 else net * Decimal("0.6")
            self._sale(account, self._back(days), net, cost)
        if self.random.random() < 0.8:
            make_demand(account, amount * self.random.randint(1, 4), year=self.today.year, recorded_at=self.now)

    def _soft(self, account: KeyAccount, number: int) -> None:
        if number % 7:
            judge(account, self._back(100), **(WEAK if number % 4 == 0 else self.random.choice([WEAK, STRONG])))
        user, other = self.users["sales_rep"], self.other
        if number % 3 == 0:
            for author, value in ((user, 1), (other, self.random.choice([2, 4, 5]))):
                Rating.objects.create(
                    account=account,
                    key="relationship.x1",
                    value=value,
                    author=author,
                    rated_on=self._back(10),
                    created_at=self.now,
                )
        if number % 4 == 1:
            state = self.random.choice(["submitted", "open", "confirmed"])
            Audit.objects.create(account=account, number=1, state=state, opened_at=self.now)
        if number % 5 == 0:
            end = self.today + datetime.timedelta(days=self.random.choice([60, 150, 600]))
            Contract.objects.create(account=account, title="Frame", start=self._back(300), end=end, notice_days=60)
        for person in range(number % 3):
            found = make_person(account, f"Buyer {number}-{person}")
            make_touch(account, self._back(self.random.choice([5, 120])), user, found)

    def _run(self, day: datetime.date) -> ClassificationRun:
        return recompute(as_of=day, at=self.now)

    def _change_and_run(self) -> ClassificationRun:
        for account in self.accounts[::4]:
            self._sale(account, self._back(3), Decimal(400_000), Decimal(100_000))
            judge(account, self._back(8), **STRONG)
            make_demand(account, 5_000_000, year=self.today.year, recorded_at=self.now)
        self._sold()
        return self._run(self.today)

    def _sale(self, account: KeyAccount, day: datetime.date, net: Decimal, cost: Decimal | None) -> None:
        self.lines.append(SalesLine(account=account, date=day, net_amount=net, cost=cost, currency="EUR"))

    def _sold(self) -> None:
        """Writes the sales down, with roll-ups and figures."""
        SalesLine.objects.bulk_create(self.lines)
        self.lines.clear()
        rebuild_rollups(account_ids=[account.pk for account in self.accounts])
        refresh_figures(as_of=self.today)

    def _plan(self, account: KeyAccount, number: int) -> AccountPlan:
        start = self.today.replace(day=1) - datetime.timedelta(days=93)
        start = start.replace(day=1)
        end = datetime.date(start.year + 2, start.month, 1) - datetime.timedelta(days=1)
        plan = plain_plan(account, name=f"Plan of {account.name}", starts_on=start, ends_on=end, state="active")
        for place, key in enumerate(PHASE_LABELS):
            state = "closed" if place < number % 4 else self.random.choice(["in_progress", "ready_for_review"])
            due = self.today + datetime.timedelta(days=self.random.choice([-9, 4, 40]))
            owner = self.random.choice([account.owner, self.users["market_manager"]])
            values = {"state": state, "due": due, "owner": owner, "submitted_at": self.now}
            PlanPhase.objects.update_or_create(plan=plan, phase_key=key, defaults=values)
        months = [f"{months_later(start, step):%Y-%m}" for step in (0, 5)]
        likely = self.random.choice([None, 40, 80])
        make_line(
            plan,
            months=dict.fromkeys(months, self.random.randint(1000, 90_000)),
            invest={months[0]: self.random.randint(100, 9000)},
            probability=likely,
            contribution=30,
        )
        make_action(plan, account.owner, f"Call {account.name}", due=self._back(self.random.choice([-3, 6])))
        self._review(plan, number)
        return plan

    def _review(self, plan: AccountPlan, number: int) -> None:
        days = {0: None, 1: 3, 2: -4, 3: 30}[number % 4]
        if days is None:
            return
        review = Review.objects.create(
            plan=plan,
            tier="quarterly",
            starts_at=self.now + datetime.timedelta(days=days),
            time_zone="Europe/Rome",
            length=60,
            lead=plan.account.owner,
        )
        review.participants.add(plan.account.owner, self.users["market_manager"])
