"""The decision-making unit of accounts: people, how strong the relationship with each is, coverage (method §10).

Everything is at a day: touches and opinions given later do not count, opinions older than two years have expired.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from accounts.calc.coverage import (
    ACTIVE_DAYS,
    SHARE_DAYS,
    TOP_LEVEL,
    Contact,
    Coverage,
    coverage_of,
    proposed_functions,
    proposed_levels,
)
from accounts.calc.dmu import (
    ContactFacts,
    Depth,
    Quadrant,
    Strength,
    account_score,
    quadrant_of,
    strength_of,
    support_index,
)
from accounts.enums import TouchKind
from accounts.models import DmuMember, Person, Touch

OPINION_MONTHS = 24
_MEETINGS = (TouchKind.VISIT, TouchKind.MEETING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person still at the customer on the day. ``influence`` and ``attitude`` are None when not known or expired;
    ``touches`` are those of 12 months; ``is_expired`` = the opinions are older than two years."""

    person: Person
    part: DmuMember
    influence: int | None
    attitude: int | None
    is_expired: bool
    last_two_way: datetime.date | None
    touches: int
    strength: Strength
    quadrant: Quadrant | None
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dmu:
    """The people of an account with what follows from them. ``support`` is −100…+100, ``score`` 0–100, both unrounded
    and None when not assessed; ``has_touches`` = contacts with this customer are written down at all."""

    members: Sequence[Member]
    support: Decimal | None
    score: Decimal | None
    coverage: Coverage
    has_touches: bool
    top_meetings: int

    @property
    def y1(self) -> int | None:
        """The proposal for Y1 (§1), 1–5; None while no contacts are written down."""
        return proposed_functions(len(self.coverage.functions)) if self.has_touches else None

    @property
    def y2(self) -> int | None:
        """The proposal for Y2 (§1), 1–5; None while no contacts are written down."""
        return proposed_levels(len(self.coverage.levels), self.top_meetings) if self.has_touches else None


def dmu_of(account_id: int, *, as_of: datetime.date) -> Dmu:
    """The decision-making unit of one account. Three queries."""
    return dmus_of([account_id], as_of=as_of)[account_id]


def dmus_of(account_ids: Iterable[int], *, as_of: datetime.date) -> dict[int, Dmu]:
    """The decision-making unit of each account, an empty one where nobody is known. Three queries for any number."""
    keys = sorted(set(account_ids))
    people: dict[int, list[Person]] = defaultdict(list)
    for person in _people(keys, as_of):
        people[person.account_id].append(person)
    ours, touched = _our_touches(keys, as_of)
    meetings = _top_meetings(keys, as_of)
    return {
        key: _dmu(people[key], ours.get(key, {}), key in touched, meetings.get(key, 0), as_of=as_of) for key in keys
    }


def opinion_limit(as_of: datetime.date) -> datetime.date:
    """Opinions given before this day have expired."""
    year, month = divmod(as_of.year * 12 + as_of.month - 1 - OPINION_MONTHS, 12)
    return datetime.date(year, month + 1, min(as_of.day, 28))


def opinions_given_on(part: DmuMember) -> datetime.date | None:
    """The day the opinions about a person were given; for those of before that was kept, the day of the last change."""
    if part.stance_on is not None:
        return part.stance_on
    return timezone.localdate(part.updated_at) if part.pk is not None and part.updated_at else None


def _people(keys: Sequence[int], as_of: datetime.date) -> QuerySet[Person]:
    seen = Q(participations__touch__date__lte=as_of)
    lately = seen & Q(participations__touch__date__gte=as_of - datetime.timedelta(days=ACTIVE_DAYS))
    this_year = seen & Q(participations__touch__date__gt=as_of - datetime.timedelta(days=SHARE_DAYS))
    return (
        Person.objects.filter(account__in=keys)
        .filter(Q(left_on__isnull=True) | Q(left_on__gt=as_of))
        .select_related("dmu", "dmu__our_owner", "reports_to")
        .annotate(
            last_two_way=Max("participations__touch__date", filter=seen & Q(participations__touch__two_way=True)),
            lately=Count("participations", filter=lately),
            this_year=Count("participations", filter=this_year),
            our_people=Count("participations__touch__our_person", filter=lately, distinct=True),
        )
        .order_by(F("dmu__influence").desc(nulls_last=True), "name", "pk")
    )


def _our_touches(keys: Sequence[int], as_of: datetime.date) -> tuple[dict[int, dict[int, int]], set[int]]:
    """Touches of 12 months by person of ours, and the accounts with any touch at all."""
    since = as_of - datetime.timedelta(days=SHARE_DAYS)
    rows = (
        Touch.objects.filter(account__in=keys, date__lte=as_of)
        .order_by()
        .values("account", "our_person")
        .annotate(number=Count("pk", filter=Q(date__gt=since)))
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    touched = set()
    for row in rows:
        touched.add(row["account"])
        if row["number"]:
            found[row["account"]][row["our_person"]] = row["number"]
    return found, touched


def _top_meetings(keys: Sequence[int], as_of: datetime.date) -> Mapping[int, int]:
    """Visits and meetings of 12 months in which somebody of the top took part."""
    rows = (
        Touch.objects.filter(
            account__in=keys,
            date__lte=as_of,
            date__gt=as_of - datetime.timedelta(days=SHARE_DAYS),
            two_way=True,
            kind__in=_MEETINGS,
            people__dmu__access_level=TOP_LEVEL,
        )
        .order_by()
        .values("account")
        .annotate(number=Count("pk", distinct=True))
    )
    return {row["account"]: row["number"] for row in rows}


def _dmu(
    people: Sequence[Person], ours: Mapping[int, int], has_touches: bool, meetings: int, *, as_of: datetime.date
) -> Dmu:
    members = [_member(person, has_touches, as_of) for person in people]
    contacts = [_contact(member) for member in members]
    return Dmu(
        members=members,
        support=support_index((member.influence, member.attitude) for member in members),
        score=account_score([(member.influence, member.strength.score) for member in members]),
        coverage=coverage_of(contacts, ours, as_of=as_of),
        has_touches=has_touches,
        top_meetings=meetings,
    )


def _member(person: Person, has_touches: bool, as_of: datetime.date) -> Member:
    part = person.part
    given = opinions_given_on(part)
    is_expired = given is not None and given < opinion_limit(as_of)
    influence, attitude = (None, None) if is_expired else (part.influence, part.attitude)
    facts = ContactFacts(
        attitude=attitude,
        depth=Depth(part.depth) if part.depth and not is_expired else None,
        last_two_way=person.last_two_way,  # type: ignore[attr-defined]
        touches=person.lately if has_touches else None,  # type: ignore[attr-defined]
        our_people=person.our_people if has_touches else None,  # type: ignore[attr-defined]
    )
    last: datetime.date | None = facts.last_two_way
    return Member(
        person=person,
        part=part,
        influence=influence,
        attitude=attitude,
        is_expired=is_expired and (part.influence is not None or part.attitude is not None),
        last_two_way=last,
        touches=person.this_year,  # type: ignore[attr-defined]
        strength=strength_of(facts, as_of=as_of),
        quadrant=quadrant_of(influence, attitude),
        is_active=last is not None and (as_of - last).days <= ACTIVE_DAYS,
    )


def _contact(member: Member) -> Contact:
    return Contact(
        influence=member.influence,
        strength=member.strength.score,
        roles=member.part.roles,
        function=member.part.function or member.person.unit.strip().lower(),
        level=member.part.access_level,
        last_two_way=member.last_two_way,
        touches=member.touches,
    )
