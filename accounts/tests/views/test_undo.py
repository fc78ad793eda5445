"""What one click ends can be taken back with the next."""

from __future__ import annotations

import html

import pytest
from django.utils import timezone

from accounts.models import KeyAccount
from accounts.tests.views.support import signed_in
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db


def undo_of(answer) -> str:
    """The address of the undo that the page offers."""
    return html.unescape(answer.content.decode().split("data-toast>", 1)[1].split('action="', 1)[1].split('"', 1)[0])


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
