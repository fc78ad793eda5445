"""Builds the whole demo portfolio in one transaction."""

from __future__ import annotations

import datetime
from random import Random

from django.db import connection, transaction

from accounts.models import Company, ExchangeRate, KeyAccount, Product, ProductLine
from accounts.services.rollups import rebuild_rollups
from kamp.operation.demo import audits, customers, words
from kamp.operation.demo.profiles import draw
from kamp.operation.demo.sales import make_sales
from kamp.shared.errors import DomainError
from kamp.users.models import Team, User


@transaction.atomic
def build_demo(
    *, accounts: int, seed: int, until: datetime.date, at: datetime.datetime, sales_lines: int = 0
) -> dict[str, int]:
    """Fills an empty database and returns how many rows of each kind came in.

    The same ``accounts``, ``seed`` and ``until`` give the same data. ``sales_lines`` (if given) is the number of lines
    aimed at, spread evenly, for load data. Raises DomainError when there are accounts already.
    """
    if KeyAccount.objects.exists():
        raise DomainError("There are accounts already: the demo fills an empty database only.")
    random = Random(seed)  # noqa: S311  MEANT: the same seed must give the same data
    Company.objects.update_or_create(pk=1, defaults={"name": words.COMPANY, "currency": "EUR"})
    for currency, rate in (("CHF", "1.04"), ("USD", "0.92"), ("GBP", "1.17")):
        ExchangeRate.objects.get_or_create(
            currency=currency, date=datetime.date(until.year - 3, 1, 1), defaults={"rate": rate}
        )
    teams = [Team.objects.get_or_create(name=name)[0] for name in words.TEAMS]
    people = _users(teams)
    _products()
    profiles = [draw(random, rank) for rank in range(accounts)]
    rows = customers.make_accounts(profiles=profiles, random=random, until=until, people=people, teams=teams)
    customers.make_people(accounts=rows, random=random)
    customers.make_demand(accounts=rows, profiles=profiles, random=random, until=until, at=at)
    customers.make_contracts(accounts=rows, random=random, until=until)
    customers.make_service_costs(accounts=rows, profiles=profiles, until=until)
    audits.make_audits(accounts=rows, profiles=profiles, people=people, until=until, seed=seed)
    audits.make_contacts(accounts=rows, until=until, seed=seed)
    audits.make_profiles(accounts=rows, until=until, seed=seed)
    mean = sales_lines / (accounts * 34.0) if sales_lines else 0
    lines = make_sales(accounts=rows, profiles=profiles, until=until, seed=seed, lines_per_month=mean)
    rebuild_rollups()
    return {"accounts": len(rows), "sales_lines": lines, "users": len(people)}


def analyze() -> None:
    """Fresh statistics, so that the first pages after a large load are planned well."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _users(teams: list[Team]) -> dict[str, User]:
    made = {}
    for spec in words.USERS:
        user = User.objects.filter(email=spec.email).first() or User.objects.create_user(
            email=spec.email, password=words.PASSWORD, name=spec.name, role=spec.role, language=spec.language
        )
        user.teams.set([teams[spec.team]] if spec.team is not None else [])
        made[spec.email] = user
    return made


def _products() -> None:
    number = 0
    for line_name, products in words.LINES:
        line, _new = ProductLine.objects.get_or_create(name=line_name)
        for name, list_price, unit_cost in products:
            number += 1
            Product.objects.create(
                code=f"P{number:03d}", name=name, line=line, list_price=list_price, unit_cost=unit_cost
            )
