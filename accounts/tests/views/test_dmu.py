"""The people of a customer and the contacts with them, through the pages."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import DmuMember, KeyAccount, Person, Touch, TouchPerson
from accounts.tests.factories import make_account, make_member, make_person, make_touch
from accounts.tests.views.support import signed_in, text_of
from kamp.testing.queries import assert_same_queries
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db


def _today() -> datetime.date:
    return timezone.localdate()


def _example(account: KeyAccount) -> list[Person]:
    stances = (("Carlo Fo", 5, -1), ("Piero Lanza", 4, 2), ("Bice Uria", 3, 1), ("Quinto Ali", 2, 0))
    return [
        make_member(account, name, influence=influence, attitude=attitude, roles=["decider"] if influence == 5 else [])
        for name, influence, attitude in stances
    ]


def _cell(page: str, name: str) -> str:
    """The class of the field of the map in which somebody stands."""
    before = page[: page.index(f"<b>{name}</b>")]
    return str(re.findall(r'<td class="(g-\w+)', before)[-1])


def test_the_map_places_the_example_of_the_method(client: Client, account: KeyAccount) -> None:
    _example(account)
    make_person(account, "Unknown Person")
    answer = client.get(f"/accounts/{account.slug}/dmu/?view=map")
    page, words = answer.content.decode(), text_of(answer)
    assert _cell(page, "Carlo Fo") == _cell(page, "Carlo Fo") == "g-convince"
    assert [_cell(page, name) for name in ("Piero Lanza", "Bice Uria", "Quinto Ali")] == [
        "g-sponsor",
        "g-ally",
        "g-bystander",
    ]
    assert "Support +21" in words
    assert "4 of 5 people assessed" in words
    assert "Not on the map" in words
    assert "Unknown Person" in words.split("Not on the map")[1]


def test_without_the_right_the_map_says_so_and_the_list_is_by_name(account: KeyAccount) -> None:
    _example(account)
    specialist = make_user("specialist", language="en")
    account.memberships.create(user=specialist, role="plan_team")
    other = signed_in(specialist)
    words = text_of(other.get(f"/accounts/{account.slug}/dmu/?view=map"))
    assert "They are shown to those who sell to this account" in words
    assert "Carlo Fo" not in words.split("Contacts with them")[0].split("People 4")[1]
    listed = text_of(other.get(f"/accounts/{account.slug}/dmu/"))
    order = [listed.index(name) for name in ("Bice Uria", "Carlo Fo", "Piero Lanza", "Quinto Ali")]
    assert order == sorted(order)
    assert "Support" not in listed
    assert "What to look after" not in listed


def test_what_to_look_after(client: Client, account: KeyAccount) -> None:
    people = _example(account)
    make_touch(account, _today() - datetime.timedelta(days=95), account.owner, people[0])
    words = text_of(client.get(f"/accounts/{account.slug}/dmu/"))
    assert "Carlo Fo decides; the last contact was 95 days ago" in words
    assert "5 roles are open: Buyer, User, Influencer, Gatekeeper and Initiator." in words
    assert "4 people have nobody of ours." in words
    DmuMember.objects.update(stance_on=datetime.date(2020, 1, 1))
    assert "The opinions about 4 people are older than two years" in text_of(
        client.get(f"/accounts/{account.slug}/dmu/")
    )


def test_the_overview_says_that_who_decides_was_silent(client: Client, account: KeyAccount) -> None:
    people = _example(account)
    make_touch(account, _today() - datetime.timedelta(days=95), account.owner, people[0])
    make_touch(account, _today(), account.owner, people[0], two_way=False)
    words = text_of(client.get(f"/accounts/{account.slug}/"))
    assert "Carlo Fo decides, and was last in touch on" in words


def test_a_contact_is_written_down_taken_back_and_changed(client: Client, account: KeyAccount) -> None:
    buyer, plant = make_person(account, "Bice Uria"), make_person(account, "Piero Lanza")
    url = f"/accounts/{account.slug}/touches/new/"
    form = client.get(f"{url}?person={buyer.pk}").context["form"]
    assert form.initial["people"] == [buyer.pk]
    day = _today().strftime("%d/%m/%Y")
    good: dict[str, Any] = {
        "date": day,
        "kind": "visit",
        "two_way": "on",
        "our_person": account.owner.pk,
        "people": [buyer.pk],
        "note": "Price is the point",
    }
    assert "Choose who of theirs took part" in text_of(client.post(url, {**good, "people": []}))
    tomorrow = (_today() + datetime.timedelta(days=1)).strftime("%d/%m/%Y")
    assert "This day has not come yet" in text_of(client.post(url, {**good, "date": tomorrow}))
    assert not Touch.objects.exists()
    written = client.post(url, good, follow=True)
    touch = Touch.objects.get()
    assert "Giulia Ferri with Bice Uria" in text_of(written)
    assert "Price is the point" in text_of(written)
    assert f"/touches/{touch.pk}/delete/" in written.content.decode(), "the message offers to take it back"
    edit = f"/accounts/{account.slug}/touches/{touch.pk}/"
    client.post(edit, {**good, "people": [buyer.pk, plant.pk], "kind": "call", "version": 1})
    touch.refresh_from_db()
    assert (touch.kind, touch.version, touch.people.count()) == ("call", 2, 2)
    stale = client.post(edit, {**good, "kind": "message", "version": 1})
    assert stale.status_code == 409
    client.post(f"{edit}delete/")
    assert not TouchPerson.objects.exists()


def test_somebody_of_another_account_cannot_take_part(client: Client, account: KeyAccount) -> None:
    stranger = make_person(make_account(), "Stranger")
    day = _today().strftime("%d/%m/%Y")
    body = {"date": day, "kind": "visit", "our_person": account.owner.pk, "people": [stranger.pk]}
    assert client.post(f"/accounts/{account.slug}/touches/new/", body).status_code == 422


def test_notes_about_contacts_are_for_who_may_see_them(account: KeyAccount) -> None:
    make_touch(account, _today(), account.owner, make_person(account, "Bice"), note="Is leaving them")
    integrator = make_user("integrator", language="en")
    account.memberships.create(user=integrator)
    other = signed_in(integrator)
    for page in ("dmu/", "touches/", "history/"):
        assert "Is leaving them" not in text_of(other.get(f"/accounts/{account.slug}/{page}"))
    assert "Is leaving them" in text_of(signed_in(account.owner).get(f"/accounts/{account.slug}/history/"))
    touch = Touch.objects.get()
    body = {"date": "01/02/2026", "kind": "call", "our_person": account.owner.pk, "version": 1}
    body["people"] = [touch.people.get().pk]
    assert other.post(f"/accounts/{account.slug}/touches/{touch.pk}/", body).status_code == 302
    touch.refresh_from_db()
    assert (touch.kind, touch.note) == ("call", "Is leaving them")


def test_confirming_renews_the_opinions(client: Client, account: KeyAccount) -> None:
    person = make_member(account, "Bice", influence=3, attitude=1, stance_on=datetime.date(2020, 1, 1))
    client.post(f"/accounts/{account.slug}/people/{person.pk}/confirm/")
    part = DmuMember.objects.get()
    assert (part.confidence, part.confirmed_on, part.stance_on) == ("confirmed", _today(), _today())
    account.archived_at = timezone.now()
    account.save()
    answer = client.post(f"/accounts/{account.slug}/people/{person.pk}/confirm/", follow=True)
    assert "archived" in text_of(answer)


@pytest.mark.parametrize("page", ["dmu/", "dmu/?view=map", "touches/", "touches/new/"])
def test_as_many_queries_for_thirty_as_for_one(client: Client, account: KeyAccount, page: str) -> None:
    def grow(count: int) -> None:
        for number in range(count):
            person = make_member(account, f"Person {number}", influence=number % 5 + 1, attitude=number % 5 - 2)
            make_touch(account, _today(), account.owner, person, make_person(account))

    assert_same_queries(lambda: client.get(f"/accounts/{account.slug}/{page}"), grow, at_most=16)
