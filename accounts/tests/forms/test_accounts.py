"""The account form: clean values, only what the person may choose, nothing smuggled in (C05, C13)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.forms.accounts import AccountForm
from accounts.models import KeyAccount
from accounts.tests.factories import make_account, make_segment
from kamp.users.models import User
from kamp.users.tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
LEAST = {"code": "b 1", "name": "  Officine   Brenta ", "status": "active"}


@pytest.fixture
def rep() -> User:
    return make_user("sales_rep")


def _form(by: User, **data: Any) -> AccountForm:
    return AccountForm({**LEAST, **data}, by=by)


def test_values_are_put_into_shape(rep: User) -> None:
    form = _form(rep, vat="it 123-456.789", website="brenta.example", currency="chf", since="1.2.20")
    assert form.is_valid(), form.errors
    cleaned = form.cleaned_data
    assert (cleaned["code"], cleaned["name"]) == ("B 1", "Officine Brenta")
    assert (cleaned["vat"], cleaned["currency"]) == ("IT123456789", "CHF")
    assert cleaned["website"] == "https://brenta.example"
    assert cleaned["since"].isoformat() == "2020-02-01"


def test_an_old_code_in_small_letters_stays(rep: User) -> None:
    account = make_account(code="alfki", owner=rep)
    form = AccountForm({**LEAST, "code": "alfki", "version": 1}, instance=account, by=rep)
    assert form.is_valid()
    assert form.cleaned_data["code"] == "alfki"


def test_rows_out_of_sight_cannot_be_chosen(rep: User) -> None:
    foreign = make_account("Foreign", code="F1")
    stranger, team = make_user("sales_rep"), make_team()
    cases = {"parent": "F1", "owner": stranger.pk, "team": team.pk}
    for field, value in cases.items():
        form = _form(rep, **{field: value})
        assert not form.is_valid()
        assert list(form.errors) == [field]
        assert "Foreign" not in str(form.errors)
    assert not _form(rep, parent=str(foreign.pk)).is_valid()
    assert not _form(rep, segment=10**6).is_valid()


def test_what_is_set_already_may_stay(rep: User) -> None:
    stranger, team = make_user("sales_rep", name="Stranger"), make_team()
    account = make_account(owner=stranger, team=team, code="A1")
    account.memberships.create(user=rep)
    data = {**LEAST, "code": "A1", "owner": stranger.pk, "team": team.pk, "version": 1}
    assert AccountForm(data, instance=account, by=rep).is_valid()


def test_posted_extras_change_nothing(client: Client, rep: User) -> None:
    account = make_account("Molini", code="A1", owner=rep)
    client.force_login(rep)
    extras = {
        "id": 999, "pk": 999, "slug": "stolen", "designation": "designated", "archived_at": "2020-01-01",
        "name_key": "x", "search_key": "x", "created_at": "2000-01-01", "is_staff": 1, "members": rep.pk,
        "classification": "star", "owner_key": "zz",
    }  # fmt: skip
    answer = client.post(
        f"/accounts/{account.slug}/edit/",
        {**LEAST, "code": "A1", "name": "Molini", "owner": rep.pk, "version": 1, **extras},
    )
    assert answer.status_code == 302
    saved = KeyAccount.objects.get()
    assert (saved.pk, saved.slug, saved.designation, saved.archived_at) == (account.pk, account.slug, "none", None)
    assert (saved.name_key, saved.version, saved.owner_key) == ("molini", 2, rep.name.lower())


def test_a_segment_of_anybody_may_be_chosen_and_the_owner_stays_oneself(rep: User) -> None:
    segment = make_segment("Food")
    form = _form(rep, segment=segment.pk)
    assert form.is_valid()
    assert form.cleaned_data["segment"] == segment
