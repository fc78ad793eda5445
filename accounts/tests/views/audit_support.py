"""What the tests of the pages of an audit share."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.criteria.catalog import INDICATORS
from accounts.models import KeyAccount
from accounts.services.ratings import Given, record_ratings
from kamp.users.models import User
from kamp.users.tests.factories import make_user

TRUST = "relationship.x2"


def someone(account: KeyAccount, role: str = "administrator", **fields: Any) -> tuple[User, Client]:
    user = make_user(role, **{"language": "en", **fields})
    client = Client()
    client.force_login(user)
    return user, client


def at(account: KeyAccount, name: str, **more: Any) -> str:
    return reverse(f"accounts:{name}", kwargs={"slug": account.slug, **more})


def answer(client: Client, url: str, field: str, values: list[list[str]], seen: list[list[str]], **more: Any) -> Any:
    data: dict[str, Any] = {"field": field, "seen": json.dumps(seen), **more}
    for name, value in values:
        data.setdefault(name, []).append(value) if isinstance(data.get(name), list) else data.update({name: [value]})
    return client.post(url, data)


def trust(value: str, note: str = "") -> list[list[str]]:
    parts = [[TRUST, value]] if value else []
    return [
        *parts,
        [f"{TRUST}_note", note],
        [f"{TRUST}_source", ""],
        [f"{TRUST}_confidence", "assumed"],
        [f"{TRUST}_on", ""],
    ]


def assess(account: KeyAccount, by: User, value: int = 3) -> None:
    given = [Given(key=key, value=Decimal(value)) for key in INDICATORS.keys()]  # noqa: SIM118
    record_ratings(account_id=account.pk, given=given, by=by, at=timezone.now())
