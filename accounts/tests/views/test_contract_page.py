"""A contract: field by field, the last day for notice that follows, one that has passed."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Contract, KeyAccount
from accounts.tests.views.autosave import send
from accounts.tests.views.support import signed_in, text_of
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db


def _in(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def contract(account: KeyAccount) -> Contract:
    return account.contracts.create(title="Maintenance", start=_in(-300), end=_in(100))


@pytest.fixture
def url(account: KeyAccount, contract: Contract) -> str:
    return f"/accounts/{account.slug}/contracts/{contract.pk}/"


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("title", "Service", "Service"),
        ("end", "31/01/2030", datetime.date(2030, 1, 31)),
        ("notice_days", "60", 60),
        ("renewal", "automatic", "automatic"),
        ("value", "310.000,50", 310000.5),
        ("currency", "chf", "CHF"),
    ],
)
def test_each_field_is_saved(client: Client, url: str, contract: Contract, name: str, typed: str, kept: object) -> None:
    assert send(client, url, name, typed).status_code == 200
    contract.refresh_from_db()
    assert (getattr(contract, name), contract.version) == (kept, 2)


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("title", " ", "Enter what the contract is about."),
        ("start", "", "required"),
        ("end", "01/01/2001", "The end cannot be before the start."),
        ("end", "soon", "Enter a date"),
        ("currency", "lira", "three letters"),
    ],
)
def test_what_cannot_be_is_told(client: Client, url: str, contract: Contract, name: str, typed: str, told: str) -> None:
    answer = send(client, url, name, typed)
    assert answer.status_code == 422
    assert told in text_of(answer)
    contract.refresh_from_db()
    assert contract.version == 1


def test_the_day_for_notice_follows_and_the_database_knows_it(client: Client, url: str, contract: Contract) -> None:
    words = text_of(send(client, url, "notice_days", "30"))
    assert "70 days" in words
    contract.refresh_from_db()
    assert contract.notice_on == contract.notice_date == _in(70)


@pytest.mark.parametrize(
    ("renewal", "told"),
    [
        ("automatic", "it renews by itself."),
        ("negotiated", "Notice was possible until"),
        ("none", "Notice was possible"),
    ],
)
def test_a_day_for_notice_that_has_passed_is_marked(
    client: Client, url: str, account: KeyAccount, contract: Contract, renewal: str, told: str
) -> None:
    Contract.objects.update(notice_days=120, renewal=renewal)
    assert told in text_of(client.get(f"/accounts/{account.slug}/contracts/"))
    assert told in text_of(client.get(url))
    Contract.objects.update(notice_days=100)
    assert "Notice was possible" not in text_of(client.get(url)), "today is the last day"


def test_two_people_in_two_fields_and_in_one(client: Client, url: str, contract: Contract) -> None:
    colleague = signed_in(make_user("administrator", name="Anna Villa", language="en"))
    seen = '[["title", "Maintenance"]]'
    assert send(colleague, url, "title", "Service", seen=seen).status_code == 200
    assert send(client, url, "notice_days", "5").status_code == 200
    clash = send(client, url, "title", "Care", seen=seen)
    assert clash.status_code == 409
    assert {"Care", "Service"} <= set(text_of(clash).split())
