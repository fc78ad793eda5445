"""Accounts of the demo, with their segments, teams, owners, parents and people."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from random import Random

from django.utils.text import slugify

from accounts.enums import AccountStatus, Confidence, ContractRenewal
from accounts.models import (
    AccountPin,
    Contract,
    Demand,
    DmuMember,
    FinancialYear,
    KeyAccount,
    Person,
    ProductLine,
    Segment,
    ServiceCost,
)
from kamp.operation.demo import words
from kamp.operation.demo.profiles import MONTHS, Profile, month_of
from kamp.users.models import Team, User

BATCH = 2000
PINNED = 3  # of each seller


def make_accounts(
    *, profiles: list[Profile], random: Random, until: datetime.date, people: dict[str, User], teams: list[Team]
) -> list[KeyAccount]:
    """One account per profile; the first 22 carry the names of the documentation's pictures."""
    segments = [Segment.objects.get_or_create(name=name)[0] for name, _kinds in words.SEGMENTS]
    for user in words.USERS:
        for number in user.segments:
            segments[number].managers.add(people[user.email])
    sellers = [people[user.email] for user in words.USERS if user.role == "sales_rep"]
    company = _Company(until=until, segments=segments, teams=teams, sellers=sellers)
    accounts = [_account(rank, profile, random, company) for rank, profile in enumerate(profiles)]
    KeyAccount.objects.bulk_create(accounts, batch_size=BATCH)
    _group(accounts)
    AccountPin.objects.bulk_create(AccountPin(user=row.owner, account=row) for row in accounts[: PINNED * len(sellers)])
    return accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Company:
    """What accounts are shared out among; ``taken`` collects names and slugs in use."""

    until: datetime.date
    segments: list[Segment]
    teams: list[Team]
    sellers: list[User]
    taken: set[str] = field(default_factory=set)


def _account(rank: int, profile: Profile, random: Random, ours: _Company) -> KeyAccount:
    name, segment = _name(rank, random, ours.taken)
    city, region, postal_code, area = random.choice(words.CITIES)
    months = max(0, MONTHS - 1 - profile.first) if profile.first else MONTHS + random.randint(0, 180)
    prospect = profile.story == "prospect"
    status = {"prospect": AccountStatus.PROSPECT, "lost": AccountStatus.DORMANT}.get(
        profile.story, AccountStatus.ACTIVE
    )
    account = KeyAccount(
        code=f"C{rank + 1:06d}",
        name=name,
        short_name=_short(name, ours.taken),
        segment=ours.segments[segment],
        team=ours.teams[area],
        owner=ours.sellers[rank % len(ours.sellers)],
        status=status,
        since=None if prospect else ours.until - datetime.timedelta(days=30 * months + 1),
        payment_days=profile.payment_days,
        address=f"Via {random.choice(words.LAST_NAMES)} {random.randint(1, 120)}",
        postal_code=postal_code,
        city=city,
        region=region,
        country="Italia",
        phone=f"+39 0{random.randint(10, 99)} {random.randint(100000, 9999999)}",
        vat=f"IT{random.randint(10**10, 10**11 - 1)}",
    )
    account.email = f"info@{slugify(name)[:40]}.example"
    account.slug = slugify(name)[:70] if slugify(name) not in ours.taken else f"{slugify(name)[:60]}-{rank}"
    ours.taken.add(account.slug)
    account.refresh_keys()
    return account


def _short(name: str, taken: set[str]) -> str:
    """What charts call the account: the first word of ``name``; where another one is called so, what stands behind it,
    then that with an initial."""
    first, _space, rest = name.partition(" ")
    choices = [part[:14].rstrip() for part in (first, rest, f"{first[0]}. {rest}") if part]
    found = next((each for each in choices if f"short {each}" not in taken), choices[-1])
    taken.add(f"short {found}")
    return found


def _name(rank: int, random: Random, taken: set[str]) -> tuple[str, int]:
    if rank < len(words.KNOWN):
        taken.add(words.KNOWN[rank][0])
        return words.KNOWN[rank]
    segment = random.randrange(len(words.SEGMENTS))
    for attempt in range(200):
        name = f"{random.choice(words.SEGMENTS[segment][1])} {random.choice(words.PLACES)}"
        if attempt > 3 or rank > 400:
            name += f" {random.choice(words.LEGAL_FORMS)}"
        if attempt > 6 or rank > 3000:
            name += f" {rank}"
        if name not in taken:
            taken.add(name)
            return name, segment
    raise RuntimeError("no free name")


def _group(accounts: list[KeyAccount]) -> None:
    """Two groups: a parent with two plants each."""
    for parent, children in ((1, (14, 21)), (4, (17, 25))):
        for child in children:
            if child < len(accounts):
                accounts[child].parent = accounts[parent]
    KeyAccount.objects.bulk_update([a for a in accounts[:30] if a.parent_id], ["parent"])


def make_people(*, accounts: list[KeyAccount], random: Random) -> None:
    """Two to eight people for each of the largest 500 accounts, with their part in the decision."""
    for account in islice(accounts, 500):
        boss: Person | None = None
        for number in range(min(len(words.POSTS), random.randint(2, 8))):
            title, unit, roles, influence, level = words.POSTS[number]
            name = f"{random.choice(words.FIRST_NAMES)} {random.choice(words.LAST_NAMES)}"
            person = Person.objects.create(
                account=account,
                name=name,
                job_title=title,
                unit=unit,
                email=f"{slugify(name).replace('-', '.')}@{slugify(account.name)[:40]}.example",
                reports_to=boss,
            )
            boss = boss or person
            DmuMember.objects.create(
                person=person,
                roles=list(roles),
                influence=influence,
                attitude=random.choice((-1, 0, 0, 1, 1, 2)) if random.random() > 0.15 else None,
                access_level=level,
                confidence=random.choice(Confidence.values),
            )


def make_demand(
    *, accounts: list[KeyAccount], profiles: list[Profile], random: Random, until: datetime.date, at: datetime.datetime
) -> None:
    """Demand of this and the last year: by product line for the larger customers, one estimate for the others."""
    lines = list(ProductLine.objects.order_by("pk"))
    rows = []
    for rank, (account, profile) in enumerate(zip(accounts, profiles, strict=True)):
        if profile.wallet is None:
            continue
        yearly = profile.monthly * 12 / profile.wallet
        for year, factor in ((until.year - 1, 0.94), (until.year, 1.0)):
            parts = _split(random, len(lines)) if rank % 3 == 0 else None
            for line, part in zip(lines, parts, strict=True) if parts else [(None, 1.0)]:
                rows.append(
                    Demand(
                        account=account,
                        year=year,
                        product_line=line,
                        amount=Decimal(round(yearly * factor * part / 100) * 100),
                        source=random.choice(("Cliente", "Stima del venditore", "Bilancio")),
                        confidence=random.choice(Confidence.values),
                        author=account.owner,
                        recorded_at=at - datetime.timedelta(days=random.randint(5, 300)),
                    )
                )
    Demand.objects.bulk_create(rows, batch_size=BATCH)


def _split(random: Random, parts: int) -> list[float]:
    weights = [random.uniform(0.3, 1.0) for _ in range(parts)]
    total = sum(weights)
    return [weight / total for weight in weights]


def make_contracts(*, accounts: list[KeyAccount], random: Random, until: datetime.date) -> None:
    """Contracts of the largest 300 accounts, some of them with a notice date close by, and two financial years."""
    contracts, years = [], []
    for rank, account in enumerate(islice(accounts, 300)):
        for title in words.CONTRACTS[: random.randint(0, 3)]:
            start = until - datetime.timedelta(days=random.randint(200, 900))
            contracts.append(
                Contract(
                    account=account,
                    title=title,
                    number=f"{start.year}/{rank + 1:03d}",
                    start=start,
                    end=until + datetime.timedelta(days=random.choice((-20, 40, 73, 130, 260, 420, 700))),
                    notice_days=random.choice((30, 60, 90)),
                    renewal=random.choice(ContractRenewal.values),
                    value=Decimal(random.randint(8, 320) * 1000),
                )
            )
        for year in (until.year - 2, until.year - 1):
            revenue = random.randint(8, 240) * 1_000_000
            years.append(
                FinancialYear(
                    account=account,
                    year=year,
                    revenue=revenue,
                    ebit=int(revenue * random.uniform(-0.02, 0.14)),
                    net_profit=int(revenue * random.uniform(-0.03, 0.08)),
                    capital_employed=int(revenue * random.uniform(0.4, 1.2)),
                    source="Bilancio depositato",
                )
            )
    Contract.objects.bulk_create(contracts, batch_size=BATCH)
    FinancialYear.objects.bulk_create(years, batch_size=BATCH)


def make_service_costs(*, accounts: list[KeyAccount], profiles: list[Profile], until: datetime.date) -> None:
    """Monthly cost to serve of the last 24 months, as a share of revenue split over three drivers."""
    rates = (("visits", Decimal(250), 0.5), ("orders", Decimal(35), 0.3), ("support_hours", Decimal(60), 0.2))
    rows = []
    for account, profile in islice(zip(accounts, profiles, strict=True), 2000):
        if profile.service_share is None:
            continue
        for index in range(max(12, profile.first), MONTHS):
            for driver, rate, part in rates:
                quantity = Decimal(str(round(profile.monthly * profile.service_share * part / float(rate), 2)))
                if quantity:
                    rows.append(
                        ServiceCost(
                            account=account,
                            month=month_of(until, index),
                            driver=driver,
                            quantity=quantity,
                            unit_rate=rate,
                        )
                    )
    ServiceCost.objects.bulk_create(rows, batch_size=5000)
