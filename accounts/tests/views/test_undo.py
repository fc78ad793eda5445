"""What one click ends can be taken back with the next."""

from __future__ import annotations

import datetime
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import KeyAccount, Person
from accounts.reminders import contract_notices
from accounts.selectors.account_page import account_pages_for
from accounts.tests.factories import make_member, make_person, make_touch
from accounts.tests.views.support import signed_in, text_of
from kamp.notices.sources import Recipient
from kamp.testing.queries import assert_same_queries, queries_of
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db


def undo_of(answer) -> str:
    """The address of the undo that the page offers."""
    return html.unescape(answer.content.decode().split("data-toast", 1)[1].split('action="', 1)[1].split('"', 1)[0])


def test_what_was_said_to_be_over_counts_again(account: KeyAccount, giulia: User) -> None:
    row = account.relationship_breaks.create(
        kind="notice", cause="rival", happened_on=timezone.localdate(), author=giulia
    )
    client = signed_in(giulia)
    answer = client.post(f"/accounts/{account.slug}/audit/relationship/breaks/{row.pk}/", follow=True)
    row.refresh_from_db()
    assert row.over_on == timezone.localdate()
    again = client.post(undo_of(answer), follow=True)
    row.refresh_from_db()
    assert row.over_on is None
    assert "It counts again" in again.content.decode()
    assert "This is not over." in client.post(undo_of(answer), follow=True).content.decode()


def test_who_was_taken_off_an_account_works_on_it_again(account: KeyAccount) -> None:
    other = make_user("sales_rep", name="Luca Bonetti", language="en")
    client = signed_in(make_user("administrator", language="en"))
    url = f"/accounts/{account.slug}/members/change/"
    client.post(url, {"user": other.pk, "role": "co_owner"})
    member = account.memberships.get(user=other)
    answer = client.post(url, {"remove": member.pk}, follow=True)
    assert not account.memberships.filter(user=other).exists()
    client.post(undo_of(answer), follow=True)
    assert account.memberships.get(user=other).role == member.role


def place_of(answer) -> str:
    """Where the focus goes on the page."""
    found = re.search(r'data-toast data-at="([^"]*)"', answer.content.decode())
    return found[1] if found else ""


@pytest.fixture
def rows(account: KeyAccount, giulia: User) -> dict[str, list[Any]]:
    """Two of each kind, in the order of their page."""
    today = timezone.localdate()
    return {
        "years": [account.financial_years.create(year=2025), account.financial_years.create(year=2024)],
        "contracts": [account.contracts.create(title=title, start=today) for title in ("Accordo A", "Accordo B")],
        "people": [make_member(account, "Anna Testa", influence=5), make_member(account, "Bruno Coda", influence=1)],
        "touches": [
            make_touch(account, today, giulia, make_person(account, "Elena"), kind="visit"),
            make_touch(account, today - datetime.timedelta(days=1), giulia, make_person(account, "Gianni")),
        ],
    }


KINDS = {"years": "year", "contracts": "contract", "people": "person", "touches": "touch"}


@pytest.mark.parametrize("part", KINDS)
def test_a_deletion_asks_nothing_tells_and_is_taken_back(
    account: KeyAccount, giulia: User, rows: dict[str, list[Any]], part: str
) -> None:
    client, kind = signed_in(giulia), KINDS[part]
    if part == "people":  # those of the contacts come after
        Person.objects.filter(name__in=["Elena", "Gianni"]).delete()
    first, second = rows[part]
    keys = [first.pk, second.pk]
    for row in (first, second):
        assert "Delete this entry?" not in client.get(f"/accounts/{account.slug}/{part}/{row.pk}/").content.decode()
    answer = client.post(f"/accounts/{account.slug}/{part}/{keys[0]}/delete/", follow=True)
    assert answer.redirect_chain[-1][1] == 302
    assert not type(first).objects.filter(pk=keys[0]).exists()
    assert place_of(answer) == f"{kind}-{keys[1]},add-{kind}"
    undo = undo_of(answer)
    last = client.post(f"/accounts/{account.slug}/{part}/{keys[1]}/delete/", follow=True)
    assert place_of(last) == f"add-{kind}"
    for url, key in ((undo_of(last), keys[1]), (undo, keys[0]), (undo, keys[0])):
        again = client.post(url, follow=True)
        assert ("is back" in again.content.decode()) or ("is there again" in again.content.decode())
        assert place_of(again) == f"{kind}-{key}"
        assert f'id="{kind}-{key}"' in again.content.decode()
    assert type(first).objects.filter(pk__in=keys).count() == 2


def test_the_button_for_a_new_row_is_there_to_land_on(account: KeyAccount, giulia: User) -> None:
    client = signed_in(giulia)
    for page, kind in (("years", "year"), ("contracts", "contract"), ("dmu", "person")):
        assert f'id="add-{kind}"' in client.get(f"/accounts/{account.slug}/{page}/").content.decode()


def test_a_refused_undo_says_why(account: KeyAccount, giulia: User) -> None:
    client = signed_in(giulia)
    year = account.financial_years.create(year=2025, revenue=7)
    undo = undo_of(client.post(f"/accounts/{account.slug}/years/{year.pk}/delete/", follow=True))
    client.post(f"/accounts/{account.slug}/years/new/", {"year": 2025, "revenue": "8"})
    answer = client.post(undo, follow=True)
    assert "2025 has been entered anew in the meantime" in text_of(answer)
    assert account.financial_years.get().revenue == 8
    assert client.post(f"/accounts/{account.slug}/years/987654/restore/").status_code == 404
    assert client.get(undo).status_code in {302, 405}


def test_what_a_second_one_typed_into_a_deleted_contact_stays(account: KeyAccount, giulia: User) -> None:
    client, person = signed_in(giulia), make_member(account, "Sandra")
    touch = make_touch(account, timezone.localdate(), giulia, person, note="Listino")
    url = f"/accounts/{account.slug}/touches/{touch.pk}/"
    shown = client.get(url).context["form"]
    typed = {
        "date": timezone.localdate().strftime("%d/%m/%Y"),
        "kind": "call",
        "two_way": "on",
        "our_person": giulia.pk,
        "people": [person.pk],
        "note": "Vuole un audit energetico",
        "version": shown["version"].value(),
        "seen": shown["seen"].value(),
    }
    undo = undo_of(client.post(f"{url}delete/", follow=True))
    refused = client.post(url, typed)
    assert refused.status_code == 409
    assert "Somebody has deleted this in the meantime" in text_of(refused)
    assert "Vuole un audit energetico" in refused.content.decode()
    client.post(undo)
    assert client.post(url, typed).status_code == 302
    touch.refresh_from_db()
    assert (touch.note, touch.kind) == ("Vuole un audit energetico", "call")


def test_what_was_deleted_is_nowhere_and_back_everywhere(account: KeyAccount, giulia: User) -> None:
    client = signed_in(giulia)
    person = make_member(account, "Zaira Unica", influence=5, roles=["decider"])
    contract = account.contracts.create(
        title="Unico", start=timezone.localdate(), end=timezone.localdate() + datetime.timedelta(days=20)
    )

    def told() -> tuple[int, int, bool, bool, int]:
        page = account_pages_for(giulia).get(pk=account.pk)
        sent = list(contract_notices(timezone.now(), [Recipient(user=giulia, today=timezone.localdate())]))
        found = client.get("/search/?q=Zaira").content.decode()
        overview = text_of(client.get(f"/accounts/{account.slug}/"))
        return page.people_count, page.contract_count, "Zaira Unica" in found, "Zaira Unica" in overview, len(sent)

    before = told()
    assert before == (1, 1, True, True, 1)
    undos = [
        undo_of(client.post(f"/accounts/{account.slug}/{part}/{row.pk}/delete/", follow=True))
        for part, row in (("people", person), ("contracts", contract))
    ]
    assert told() == (0, 0, False, False, 0)
    for undo in undos:
        client.post(undo)
    assert told() == before


@pytest.mark.django_db(transaction=True)
def test_the_history_offers_what_can_still_come_back(account: KeyAccount, giulia: User) -> None:
    client, url = signed_in(giulia), f"/accounts/{account.slug}/history/"

    def offers(reader: Client) -> list[str]:
        page = reader.get(url).content.decode().split('id="toasts"')[0]
        return re.findall(r'action="(/accounts/[^"]+/restore/)"', page)

    person = make_member(account, "Zaira Unica", influence=5)
    year = account.financial_years.create(year=2025)
    for part, row in (("people", person), ("years", year)):
        client.post(f"/accounts/{account.slug}/{part}/{row.pk}/delete/")
    offered = offers(client)
    assert offered == [
        f"/accounts/{account.slug}/years/{year.pk}/restore/",
        f"/accounts/{account.slug}/people/{person.pk}/restore/",
    ]
    assert offers(signed_in(make_user("management"))) == []
    client.post(offered[1])
    words = text_of(client.get(url))
    assert "Person Zaira Unica brought back" in words
    assert "Part of Zaira Unica in the decision brought back" in words
    assert offers(client) == offered[:1]
    client.post(f"/accounts/{account.slug}/people/{person.pk}/delete/")
    assert len(offers(client)) == 2


def test_as_many_queries_for_many_deletions_in_the_history(account: KeyAccount, giulia: User) -> None:
    client = signed_in(giulia)

    def grow(count: int) -> None:
        for number in range(count):
            account.contracts.create(title=f"A{number}", start=timezone.localdate()).delete()

    assert_same_queries(lambda: client.get(f"/accounts/{account.slug}/history/"), grow, counts=(1, 12))


def test_as_many_queries_for_thirty_as_for_one(account: KeyAccount, giulia: User) -> None:
    client, today = signed_in(giulia), timezone.localdate()

    sandra = make_member(account, "Sandra", influence=5)

    def grow(count: int) -> None:
        for number in range(count):
            Person.objects.filter(pk=make_member(account, f"Sub {number}", influence=2).pk).update(reports_to=sandra)
            make_touch(account, today, giulia, sandra)

    def counts() -> tuple[int, int]:
        url = f"/accounts/{account.slug}/people/{sandra.pk}/"
        return len(queries_of(lambda: client.post(f"{url}delete/"))), len(
            queries_of(lambda: client.post(f"{url}restore/"))
        )

    grow(1)
    counts()
    few = counts()
    grow(29)
    assert counts() == few
    assert (sandra.reports.count(), sandra.participations.count()) == (30, 30)
