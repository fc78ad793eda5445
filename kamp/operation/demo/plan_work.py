"""What working on a demo plan needs: the plan, who does what, and when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from accounts.models import AccountFigures, KeyAccount
from accounts.services.figures import refresh_figures
from kamp.operation.demo import words
from kamp.users.models import User
from planning.models import AccountPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who does what in the demo's plans."""

    manager: User
    specialist: User
    management: User
    administrator: User

    def approver(self, account: KeyAccount) -> User:
        """Who approves phases: the market manager where the account is in his scope, else the administrator."""
        seen = KeyAccount.objects.visible_to(self.manager).filter(pk=account.pk).exists()
        return self.manager if seen else self.administrator


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A plan being made: what it needs to be worked on."""

    plan: AccountPlan
    people: People
    random: Random
    until: datetime.date
    began: datetime.date

    @property
    def seller(self) -> User:
        """The owner of the account, who leads the team."""
        owner: User = self.plan.account.owner
        return owner

    def moment(self, phase: int) -> datetime.datetime:
        """When the work on a phase (1–7) was done: spread from the beginning to a few days ago."""
        span = max(7, (self.until - self.began).days - 3)
        day = self.began + datetime.timedelta(days=min(span, 12 * phase))
        return datetime.datetime.combine(min(day, self.until), datetime.time(10, 15), tzinfo=datetime.UTC)


@contextmanager
def figures_as_of(work: Work, day: datetime.date) -> Iterator[AccountFigures | None]:
    """The figures of the account as they were on ``day``, for what was written down then; afterwards those of today."""
    account = work.plan.account_id
    refresh_figures(as_of=day, account_ids=[account])
    yield AccountFigures.objects.filter(account=account).first()
    refresh_figures(as_of=work.until, account_ids=[account])


def demo_people() -> People:
    """The demo's users by what they do."""
    by_email = {user.email: user for user in User.objects.filter(email__in=[spec.email for spec in words.USERS])}
    return People(
        manager=by_email["luca@corvale.example"],
        specialist=by_email["paolo@corvale.example"],
        management=by_email["silvia@corvale.example"],
        administrator=by_email["anna@corvale.example"],
    )
