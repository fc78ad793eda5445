"""What the demo's people found out about their customers: answers of three rounds, choice criteria, contacts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from accounts.criteria.catalog import CHOICE_DEFAULTS, DAYS_LATE, INDICATORS, JUDGED, OURS, RIVAL
from accounts.enums import Answer, ChoiceSet, Confidence, RelationDepth, TouchKind
from accounts.models import (
    AccountProfile,
    ChoiceCriterion,
    DmuMember,
    EnvironmentFactor,
    KeyAccount,
    Person,
    Rating,
    Touch,
    TouchPerson,
)
from kamp.operation.demo import words
from kamp.operation.demo.profiles import Profile
from kamp.users.models import User

AUDITED = 400  # the largest accounts that somebody has audited
BATCH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bond:
    """How good the relationship with a customer really is (1–5), how strong we are against the best rival (points per
    criterion) and how much the customer suits us (0–10); answers are drawn around it."""

    relation: float
    lead: float
    fit: float
    drift: float


def make_audits(
    *, accounts: list[KeyAccount], profiles: list[Profile], people: dict[str, User], until: datetime.date, seed: int
) -> None:
    """Answers for four accounts in five, from about two years ago until a few days ago.

    Some are complete and fresh, some old, some have a question left open or answered "not known". Its own source of
    randomness keeps the accounts and sales of a seed as they are whatever is drawn here.
    """
    random = Random(seed + 1000)  # noqa: S311  MEANT: the same seed must give the same data
    rows: list[Rating] = []
    manager = people["luca@corvale.example"]
    for rank, (account, profile) in enumerate(zip(accounts[:AUDITED], profiles, strict=False)):
        if rank > 10 and random.random() < 0.2:
            continue
        bond = _bond(random, profile)
        criteria = _criteria(account)
        for number, day in enumerate(_days(random, until, rank)):
            at = _Round(account=account, author=account.owner, day=day, shift=bond.drift * (number - 1))
            rows += (
                _relationship(random, bond, at) + _choice(random, bond, at, criteria) + _attraction(random, bond, at)
            )
        if rank % 5 == 0:  # the market manager judges, too: sometimes quite differently
            at = _Round(account=account, author=manager, day=until - datetime.timedelta(days=40), shift=-0.8)
            rows += _relationship(random, bond, at)[:6] + _attraction(random, bond, at)
    Rating.objects.bulk_create(rows, batch_size=BATCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """One sitting: who answered about whom on which day; ``shift`` moves what is true on that day."""

    account: KeyAccount
    author: User
    day: datetime.date
    shift: float


def _bond(random: Random, profile: Profile) -> _Bond:
    start = {"growing": 3.4, "steady": 3.0, "young": 2.1, "prospect": 1.3, "lost": 1.6}.get(profile.story, 2.6)
    relation = min(4.8, max(1.0, random.gauss(start, 0.6)))
    return _Bond(
        relation=relation,
        lead=random.gauss((relation - 2.7) * 2.2, 2.2),
        fit=min(10.0, max(0.0, random.gauss(5.4, 3.0))),
        drift={"growing": 0.35, "shrinking": -0.4, "lost": -0.5}.get(profile.story, random.uniform(-0.15, 0.2)),
    )


def _days(random: Random, until: datetime.date, rank: int) -> list[datetime.date]:
    ages = [random.randint(560, 700), random.randint(250, 400), random.choice((4, 12, 30, 60, 95, 150, 200))]
    if rank % 6 == 5:
        ages = ages[:2]  # nobody looked again this year
    return [until - datetime.timedelta(days=age) for age in ages]


def _rating(random: Random, at: _Round, key: str, value: float, *, ends: tuple[int, int], subject: str = "") -> Rating:
    low, high = ends
    answered = random.random() > 0.03
    return Rating(
        account=at.account,
        key=key,
        subject=subject,
        value=Decimal(min(high, max(low, round(value)))) if answered else None,
        answer=Answer.VALUE if answered else Answer.NOT_KNOWN,
        confidence=random.choice(Confidence.values),
        author=at.author,
        rated_on=at.day,
        created_at=datetime.datetime.combine(at.day, datetime.time(9, 30), tzinfo=datetime.UTC),
    )


def _relationship(random: Random, bond: _Bond, at: _Round) -> list[Rating]:
    asked = [criterion for criterion in INDICATORS if random.random() > 0.04]
    return [
        _rating(random, at, each.key, random.gauss(bond.relation + at.shift, 0.6), ends=(each.low, each.high))
        for each in asked
    ]


def _attraction(random: Random, bond: _Bond, at: _Round) -> list[Rating]:
    late = random.choice((0, 0, 4, 9, 14, 22, 40, 65))
    paid = _rating(random, at, DAYS_LATE.key, late, ends=(DAYS_LATE.low, DAYS_LATE.high))
    return [
        paid,
        *(_rating(random, at, each.key, random.gauss(bond.fit, 1.2), ends=(each.low, each.high)) for each in JUDGED),
    ]


def _criteria(account: KeyAccount) -> list[ChoiceCriterion]:
    rows = [
        ChoiceCriterion(account=account, set=ChoiceSet.EXISTING, key=each.key, weight=each.weight, order=order)
        for order, each in enumerate(CHOICE_DEFAULTS)
    ]
    return ChoiceCriterion.objects.bulk_create(rows)


def _choice(random: Random, bond: _Bond, at: _Round, criteria: list[ChoiceCriterion]) -> list[Rating]:
    rows = []
    for criterion in criteria:
        rival = random.uniform(4.0, 8.0)
        ours = rival + random.gauss(bond.lead + at.shift, 1.0)
        subject = str(criterion.pk)
        rows.append(_rating(random, at, OURS, ours, ends=(0, 10), subject=subject))
        rows.append(_rating(random, at, RIVAL, rival, ends=(0, 10), subject=subject))
    return rows


def make_profiles(*, accounts: list[KeyAccount], until: datetime.date, seed: int) -> None:
    """What customers sell to whom, and what goes on around them; a few are still to be described."""
    random = Random(seed + 3000)  # noqa: S311  MEANT: the same seed must give the same data
    described = [account for account in accounts[:AUDITED] if random.random() > 0.15]
    AccountProfile.objects.bulk_create(
        AccountProfile(
            account=account,
            products_sold=random.choice(words.PRODUCTS_SOLD),
            markets_served=random.choice(words.MARKETS_SERVED),
            contacts_on=until - datetime.timedelta(days=random.randint(5, 320)),
            products_on=until - datetime.timedelta(days=random.randint(20, 600)),
        )
        for account in described
    )
    EnvironmentFactor.objects.bulk_create(
        EnvironmentFactor(
            account=account,
            text=text,
            kind=kind,
            horizon=horizon,
            impact=impact,
            source=random.choice(("Stampa di settore", "Associazione di categoria", "Incontro con il cliente")),
            author=account.owner,
        )
        for account in described
        for text, kind, horizon, impact in random.sample(words.FACTORS, k=random.choice((0, 3, 5, 6)))
    )


FUNCTIONS = {
    "Acquisti": "purchasing",
    "Manutenzione": "technical",
    "Qualità": "quality",
    "Produzione": "production",
    "Direzione": "management",
    "Tecnico": "technical",
}


def make_contacts(*, accounts: list[KeyAccount], until: datetime.date, seed: int) -> None:
    """What people do at the customer and for us, and the visits, calls and messages of the last year."""
    random = Random(seed + 2000)  # noqa: S311  MEANT: the same seed must give the same data
    touches: list[Touch] = []
    with_whom: list[list[Person]] = []
    members: list[DmuMember] = []
    known = Person.objects.filter(account__in=accounts[:AUDITED]).select_related("dmu").order_by("pk")
    by_account: dict[int, list[Person]] = {}
    for person in known:
        by_account.setdefault(person.account_id, []).append(person)
    for account in accounts[:AUDITED]:
        theirs = by_account.get(account.pk, [])
        members += [_member(random, person.dmu, account, until) for person in theirs if hasattr(person, "dmu")]
        for _number in range(random.choice((0, 2, 4, 7, 11)) if theirs else 0):
            touches.append(_touch(random, account, until))
            with_whom.append(random.sample(theirs, k=min(len(theirs), random.choice((1, 1, 1, 2, 3)))))
    fields = ["function", "depth", "our_owner", "stance_on", "confirmed_on"]
    DmuMember.objects.bulk_update(members, fields, batch_size=500)
    Touch.objects.bulk_create(touches, batch_size=BATCH)
    pairs = zip(touches, with_whom, strict=True)
    TouchPerson.objects.bulk_create(
        [TouchPerson(touch=touch, person=person) for touch, persons in pairs for person in persons], batch_size=BATCH
    )


def _member(random: Random, member: DmuMember, account: KeyAccount, until: datetime.date) -> DmuMember:
    member.function = FUNCTIONS.get(member.person.unit, "")
    member.depth = random.choice((*RelationDepth.values, ""))
    member.our_owner = account.owner if random.random() > 0.25 else None
    member.stance_on = until - datetime.timedelta(days=random.choice((10, 40, 80, 120, 210)))
    member.confirmed_on = member.stance_on if member.confidence == Confidence.CONFIRMED else None
    return member


def _touch(random: Random, account: KeyAccount, until: datetime.date) -> Touch:
    return Touch(
        account=account,
        date=until - datetime.timedelta(days=int(random.triangular(1, 330, 20))),
        kind=random.choice(TouchKind.values),
        two_way=random.random() > 0.2,
        our_person=account.owner,
        note=random.choice(words.TOUCH_NOTES),
    )
