"""The profile section: two rows behind one page, the days it was looked at, and the items of the audit it fills."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import AccountProfile, Audit, KeyAccount
from accounts.selectors.section_facts import section_facts
from accounts.tests.factories import make_account, make_member
from accounts.tests.views.autosave import send
from accounts.tests.views.support import signed_in, text_of
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(account: KeyAccount) -> str:
    return f"/accounts/{account.slug}/audit/profile/"


def test_address_and_profile_are_saved_where_they_belong(client: Client, url: str, account: KeyAccount) -> None:
    for name, typed in (("city", "Bari"), ("website", "molini.example"), ("whatsapp", "+39 333"), ("phone", "080")):
        assert send(client, url, name, typed).status_code == 200, name
    account.refresh_from_db()
    assert (account.city, account.website, account.phone) == ("Bari", "https://molini.example", "080")
    assert "bari" in account.search_key, "the search knows the new place"
    profile = AccountProfile.objects.get()
    assert (profile.whatsapp, profile.contacts_on, profile.products_on) == ("+39 333", timezone.localdate(), None)
    assert Audit.objects.get(account=account).state == "open", "the first answer opens an audit"


def test_the_items_of_the_audit_are_filled(client: Client, url: str, account: KeyAccount) -> None:
    today = timezone.localdate()
    for name in ("products_sold", "markets_served", "city", "email"):
        send(client, url, name, "info@molini.example" if name == "email" else "Flour")
    found = section_facts([account.pk], as_of=today)[account.pk]
    assert {key: known.on for key, known in found.items()} == {"hg1": today, "hg2": today}


def test_two_people_in_one_field(client: Client, url: str) -> None:
    colleague = signed_in(make_user("administrator", name="Anna Villa", language="en"))
    seen = '[["products_sold", ""]]'
    assert send(colleague, url, "products_sold", "Flour", seen=seen).status_code == 200
    clash = send(client, url, "products_sold", "Pasta", seen=seen)
    assert clash.status_code == 409
    assert {"Flour", "Pasta"} <= set(text_of(clash).split())
    assert send(client, url, "markets_served", "Bakeries", seen='[["markets_served", ""]]').status_code == 200


@pytest.mark.parametrize(("name", "typed"), [("email", "nobody"), ("website", "no address"), ("city", "x" * 81)])
def test_what_cannot_be_is_told(client: Client, url: str, account: KeyAccount, name: str, typed: str) -> None:
    assert send(client, url, name, typed).status_code == 422
    account.refresh_from_db()
    assert getattr(account, name) == ""


def test_readers_see_values_without_inputs(account: KeyAccount, url: str) -> None:
    AccountProfile.objects.create(account=account, products_sold="Flour", products_on=datetime.date(2026, 1, 5))
    page = signed_in(make_user("management", language="en")).get(url)
    assert "data-autosave-url" not in page.content.decode()
    assert "Flour" in text_of(page)


def test_people_to_call_stand_beside(client: Client, url: str, account: KeyAccount) -> None:
    make_member(account, "Anna Riva", roles=["buyer"])
    assert "Anna Riva" in text_of(client.get(url))


def test_the_page_says_the_same_days_as_the_hub(client: Client, url: str, account: KeyAccount) -> None:
    """An address that came with the account is known since then, whoever looked it through."""
    for name, typed in (("city", "Bari"), ("phone", "080")):
        send(client, url, name, typed)
    AccountProfile.objects.update(contacts_on=datetime.date(2020, 1, 1))
    page = client.get(url)
    hub = {each.item.key: each.known.on for each in page.context["score"].items}
    assert hub["hg1"] == timezone.localdate()
    assert (page.context["reach_on"], page.context["products_on"]) == (hub["hg1"], None)


@pytest.mark.parametrize("moment", ["2026-11-22 23:30", "2026-11-23 12:00", "2026-11-23 22:59"])
def test_what_is_learned_after_midnight_is_of_the_day_that_has_begun(moment: str) -> None:
    """In Rome it is the 23rd at all three moments, in Greenwich not; days made by the database go by the company."""
    with time_machine.travel(f"{moment}+00:00", tick=False):
        account = make_account("Molini", city="Bari", phone="080")
        (facts,) = section_facts([account.pk], as_of=timezone.localdate()).values()
        assert facts["hg1"].on == datetime.date(2026, 11, 23)
