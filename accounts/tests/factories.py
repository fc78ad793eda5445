"""Rows of this app for tests; nothing random. Sales always arrive with their roll-ups."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils.text import slugify

from accounts.models import (
    Company,
    Demand,
    DmuMember,
    KeyAccount,
    Person,
    Product,
    ProductLine,
    SalesLine,
    Segment,
    ServiceCost,
    Touch,
    TouchPerson,
)
from accounts.services.rollups import rebuild_rollups

_numbers = count(1)
NOON = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)


def make_company(**fields: Any) -> Company:
    return Company.objects.update_or_create(pk=1, defaults={"name": "Officine Corvale", "currency": "EUR", **fields})[0]


def make_segment(name: str = "", managers: Iterable[Any] = ()) -> Segment:
    segment = Segment.objects.create(name=name or f"Segment {next(_numbers)}")
    segment.managers.set(managers)
    return segment


def make_account(name: str = "", **fields: Any) -> KeyAccount:
    """A saved account with its keys; code and slug follow from a running number unless given."""
    number = next(_numbers)
    name = name or f"Account {number}"
    fields.setdefault("code", f"C{number:05d}")
    account = KeyAccount(name=name, slug=slugify(f"{name}-{number}")[:80], **fields)
    account.refresh_keys()
    account.save()
    return account


def make_product(name: str = "", line: ProductLine | None = None, **fields: Any) -> Product:
    number = next(_numbers)
    fields.setdefault("code", f"P{number:05d}")
    return Product.objects.create(name=name or f"Product {number}", line=line, **fields)


def make_line(name: str = "") -> ProductLine:
    return ProductLine.objects.create(name=name or f"Line {next(_numbers)}")


def make_sale(
    account: KeyAccount,
    date: datetime.date | str,
    net: Any,
    *,
    cost: Any = None,
    list_amount: Any = None,
    **fields: Any,
) -> SalesLine:
    """One sales line in the company currency, roll-ups rebuilt."""
    if isinstance(date, str):
        date = datetime.date.fromisoformat(date)
    fields.setdefault("currency", "EUR")
    line = SalesLine.objects.create(
        account=account,
        date=date,
        net_amount=Decimal(str(net)),
        cost=None if cost is None else Decimal(str(cost)),
        list_amount=None if list_amount is None else Decimal(str(list_amount)),
        **fields,
    )
    rebuild_rollups(account_ids=[account.pk])
    return line


def make_demand(account: KeyAccount, amount: Any, *, year: int = 2026, **fields: Any) -> Demand:
    fields.setdefault("recorded_at", NOON)
    return Demand.objects.create(account=account, year=year, amount=Decimal(str(amount)), **fields)


def make_service_cost(account: KeyAccount, month: str, driver: str, quantity: Any, unit_rate: Any) -> ServiceCost:
    return ServiceCost.objects.create(
        account=account,
        month=datetime.date.fromisoformat(month),
        driver=driver,
        quantity=Decimal(str(quantity)),
        unit_rate=Decimal(str(unit_rate)),
    )


def make_person(account: KeyAccount, name: str = "", **fields: Any) -> Person:
    return Person.objects.create(account=account, name=name or f"Contact {next(_numbers)}", **fields)


def make_touch(account: KeyAccount, date: datetime.date, by: Any, *people: Person, **fields: Any) -> Touch:
    touch = Touch.objects.create(account=account, date=date, our_person=by, **fields)
    TouchPerson.objects.bulk_create(TouchPerson(touch=touch, person=person) for person in people)
    return touch


def make_member(account: KeyAccount, name: str = "", **fields: Any) -> Person:
    """A person with a part in decisions: ``fields`` are those of DmuMember."""
    person = make_person(account, name)
    person.dmu = DmuMember.objects.create(person=person, **fields)
    return person
