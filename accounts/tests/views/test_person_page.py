"""A person's page: each field by itself, dated opinions, two people at once, nothing for who may not see it."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import DmuMember, KeyAccount, Person
from accounts.tests.factories import make_member, make_person
from accounts.tests.views.autosave import seen_in, send
from accounts.tests.views.support import signed_in, text_of
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
OLD = datetime.date(2026, 1, 5)


@pytest.fixture
def person(account: KeyAccount) -> Person:
    return make_member(account, "Sandra Nicolai", influence=3, attitude=0, stance_on=OLD)


@pytest.fixture
def url(account: KeyAccount, person: Person) -> str:
    return f"/accounts/{account.slug}/people/{person.pk}/"


def test_somebody_new_leads_to_their_page(client: Client, account: KeyAccount) -> None:
    new = f"/accounts/{account.slug}/people/new/"
    assert client.post(new, {"name": " "}).status_code == 422
    answer = client.post(new, {"name": " Anna   Riva ", "roles": ["buyer"]})
    made = Person.objects.get()
    assert (made.name, made.dmu.roles) == ("Anna Riva", ["buyer"])
    assert answer.url == f"/accounts/{account.slug}/people/{made.pk}/"


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("job_title", "Head of purchasing", "Head of purchasing"),
        ("mobile", "+39 333", "+39 333"),
        ("left_on", "19/11/2026", datetime.date(2026, 11, 19)),
    ],
)
def test_what_they_are_is_saved_field_by_field(
    client: Client, url: str, person: Person, name: str, typed: str, kept: object
) -> None:
    answer = send(client, url, name, typed)
    assert (answer.status_code, answer.headers["X-Autosave"]) == (200, "saved")
    person.refresh_from_db()
    assert (getattr(person, name), person.version) == (kept, 2)
    assert person.dmu.stance_on == OLD, "no opinion was touched"


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("roles", ["decider", "buyer"], ["decider", "buyer"]),
        ("function", "finance", "finance"),
        ("access_level", "top", "top"),
        ("influence", "5", 5),
        ("attitude", "-2", -2),
        ("adopter_type", "laggard", "laggard"),
        ("depth", "plans", "plans"),
        ("wanted_depth", "acts", "acts"),
        ("note", "Wants a better price", "Wants a better price"),
        ("confidence", "confirmed", "confirmed"),
    ],
)
def test_their_part_in_decisions_is_saved_field_by_field(
    client: Client, url: str, person: Person, name: str, typed: object, kept: object
) -> None:
    assert send(client, url, name, typed).status_code == 200
    part = DmuMember.objects.get()
    assert getattr(part, name) == kept
    today = timezone.localdate()
    assert part.stance_on == (today if name in DmuMember.OPINIONS else OLD)
    assert part.confirmed_on == (today if name == "confidence" else None)
    assert part.influence == (5 if name == "influence" else 3)


def test_who_of_ours_is_one_of_those_around_the_account(client: Client, url: str, account: KeyAccount) -> None:
    stranger = make_user("sales_rep")
    assert send(client, url, "our_owner", str(stranger.pk)).status_code == 422
    assert send(client, url, "our_owner", str(account.owner_id)).status_code == 200
    assert DmuMember.objects.get().our_owner == account.owner


def test_nobody_reports_to_themselves_or_in_a_circle(client: Client, url: str, account: KeyAccount) -> None:
    boss = make_person(account, "Boss", reports_to=Person.objects.get())
    answer = send(client, url, "reports_to", str(boss.pk))
    assert (answer.status_code, answer.headers["X-Autosave"]) == (422, "invalid")
    assert "reports, directly or not" in text_of(answer)
    assert send(client, url, "reports_to", str(Person.objects.first().pk)).status_code == 422


def test_the_name_stays_and_a_wrong_address_is_told(client: Client, url: str) -> None:
    assert "Enter the name." in text_of(send(client, url, "name", "  "))
    assert send(client, url, "email", "nobody").status_code == 422
    assert Person.objects.get().name == "Sandra Nicolai"


def test_two_people_in_one_field(client: Client, url: str, account: KeyAccount) -> None:
    seen = seen_in(client.get(url), "attitude")
    colleague = make_user("administrator", name="Anna Villa", language="en")
    assert send(signed_in(colleague), url, "attitude", "2", seen=seen).status_code == 200
    clash = send(client, url, "attitude", "-1", seen=seen)
    assert (clash.status_code, clash.headers["X-Autosave"]) == (409, "conflict")
    assert {"Sponsor", "Against"} <= set(text_of(clash).split())
    assert DmuMember.objects.get().attitude == 2, "the first one stays until somebody chooses"
    assert send(client, url, "influence", "4", seen='[["influence", "3"]]').status_code == 200, "another field is free"


def test_the_picture_follows_the_answer(client: Client, url: str) -> None:
    assert "Undecided who decides" in text_of(send(client, url, "influence", "5"))
    assert "Sponsor" in text_of(send(client, url, "attitude", "1"))


def test_without_javascript_the_changed_fields_are_saved_together(client: Client, url: str) -> None:
    page = client.get(url)
    body = {f"seen:{name}": seen_in(page, name) for name in ("name", "job_title", "attitude", "influence")}
    body |= {"name": "Sandra Nicolai", "job_title": "CFO", "attitude": "2", "influence": "3"}
    assert client.post(url, body).status_code == 200
    person = Person.objects.get()
    assert (person.job_title, person.dmu.attitude, person.dmu.influence) == ("CFO", 2, 3)


def test_an_archived_account_takes_nothing_and_says_so(client: Client, url: str, account: KeyAccount) -> None:
    KeyAccount.objects.update(archived_at=timezone.now())
    answer = send(client, url, "job_title", "CFO")
    assert answer.status_code == 422
    assert "archived" in text_of(answer)
