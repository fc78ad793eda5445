"""What the pages of one account read."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.enums import DmuRole
from accounts.models import AccountMember, Contract, Demand, KeyAccount, Person
from accounts.selectors.sales import Sums, sales_by_month
from kamp.users.models import User

PEOPLE_SHOWN = 5
CONTRACTS_SHOWN = 4
CHILDREN_SHOWN = 8
DECIDERS = frozenset({DmuRole.DECIDER, DmuRole.ECONOMIC_BUYER, DmuRole.APPROVER})


def account_pages_for(user: User) -> QuerySet[KeyAccount]:
    """The accounts ``user`` sees with what the head of their pages shows: names, figures, ``people_count`` and
    ``contract_count``; and ``has_demand``, whether anybody estimated it."""
    return (
        KeyAccount.objects.visible_to(user)
        .select_related("segment", "team", "owner", "parent", "figures")
        .annotate(
            people_count=_count_of(Person.objects.filter(left_on__isnull=True)),
            contract_count=_count_of(Contract.objects.all()),
            has_demand=Exists(Demand.objects.filter(account=OuterRef("pk"))),
        )
    )


def _count_of(rows: QuerySet[Person] | QuerySet[Contract]) -> Coalesce:
    own = rows.filter(account=OuterRef("pk")).order_by().values("account").annotate(number=Count("pk"))
    return Coalesce(Subquery(own.values("number")), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What is known about an account at a glance. ``people`` carry ``last_two_way``, the day of the last contact with
    them; ``decider`` is whoever of those who decide was in touch last. ``children`` are at most CHILDREN_SHOWN, the
    largest first;
    ``children_revenue`` is the sum over all ``child_count`` that the person sees (None = known for none)."""

    months: dict[datetime.date, Sums]
    members: Sequence[AccountMember]
    people: Sequence[Person]
    has_decider: bool
    decider: Person | None
    contracts: Sequence[Contract]
    children: Sequence[KeyAccount]
    child_count: int
    children_revenue: Decimal | None


def overview_of(account: KeyAccount, *, user: User, today: datetime.date) -> Overview:
    """The overview of ``account``. Five queries, one more for who does not see everything."""
    people = list(
        Person.objects.filter(account=account, left_on__isnull=True)
        .select_related("dmu")
        .annotate(last_two_way=Max("participations__touch__date", filter=_two_way(today)))
        .order_by(F("dmu__influence").desc(nulls_last=True), "name", "pk")
    )
    running = (
        Contract.objects.filter(account=account).exclude(end__lt=today).order_by(F("end").asc(nulls_last=True), "pk")
    )
    children = list(
        KeyAccount.objects.visible_to(user)
        .filter(parent=account, archived_at__isnull=True)
        .select_related("figures")
        .order_by(F("figures__revenue").desc(nulls_last=True), "pk")
    )
    revenues = [child.figures.revenue for child in children if child.figures.revenue is not None]
    return Overview(
        months=sales_by_month([account.pk]),
        members=list(
            AccountMember.objects.filter(account=account).select_related("user").order_by("role", "user__name", "pk")
        ),
        people=people[:PEOPLE_SHOWN],
        has_decider=any(DECIDERS & set(_roles(person)) for person in people),
        decider=_last_decider(people),
        contracts=list(running[:CONTRACTS_SHOWN]),
        children=children[:CHILDREN_SHOWN],
        child_count=len(children),
        children_revenue=sum(revenues, Decimal(0)) if revenues else None,
    )


def _last_decider(people: Sequence[Person]) -> Person | None:
    """Whoever of those who decide was in touch last; ``last_two_way`` says when. None without any contact."""
    seen = [one for one in people if DECIDERS & set(_roles(one)) and one.last_two_way]  # type: ignore[attr-defined]
    return max(seen, key=lambda one: one.last_two_way) if seen else None  # type: ignore[attr-defined]


def _two_way(today: datetime.date) -> Q:
    """Contacts in which they took part, up to today."""
    return Q(participations__touch__two_way=True, participations__touch__date__lte=today)


def _roles(person: Person) -> list[str]:
    return person.dmu.roles if hasattr(person, "dmu") else []
