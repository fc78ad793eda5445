"""Making and changing accounts on pages: errors, duplicates, conflicts, archive and the way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import KeyAccount
from accounts.tests.factories import make_account, make_segment
from accounts.tests.views.support import signed_in, text_of
from kamp.testing.queries import queries_of
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
NEW = "/accounts/new/"


@pytest.fixture
def admin() -> User:
    return make_user("administrator", language="en", name="Anna Villa")


@pytest.fixture
def client(admin: User) -> Client:
    return signed_in(admin)


def _shown(page: Any) -> dict[str, Any]:
    """What the browser would send for the form of a page."""
    form = page.context["form"]
    return {field.html_name: value for field in form if (value := field.value()) not in (None, [])}


def test_a_new_account_is_saved_and_shown(client: Client) -> None:
    answer = client.post(
        NEW, {"code": "b1", "name": "Officine Brenta", "status": "active", "city": "Bari"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/accounts/officine-brenta/"
    assert "Officine Brenta is saved." in text_of(answer)


def test_errors_are_listed_stand_at_the_field_and_lose_nothing(client: Client) -> None:
    typed = {
        "code": "",
        "name": "Officine",
        "status": "active",
        "since": "31/02/2020",
        "currency": "XX",
        "city": "Bari",
    }
    answer = client.post(NEW, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    for field in ("code", "since", "currency"):
        assert f'href="#id_{field}"' in page
        assert f'id="err_id_{field}"' in page
    for value in ("Officine", "31/02/2020", "XX", "Bari"):
        assert f'value="{value}"' in page
    assert "<title>Error: " in page
    assert not KeyAccount.objects.exists()


def test_one_that_looks_like_another_is_saved_after_a_second_look(client: Client) -> None:
    make_account("Molini Serravento", code="M1")
    typed = {"code": "m2", "name": "Molini Serravénto", "status": "active"}
    first = client.post(NEW, typed)
    assert first.status_code == 422
    assert "looks like this one" in text_of(first)
    assert "M1" in text_of(first)
    assert client.post(NEW, {**typed, "distinct": "1"}).status_code == 302
    assert KeyAccount.objects.count() == 2


def test_a_code_in_use_is_said_at_the_field(client: Client) -> None:
    make_account("Molini", code="M1")
    answer = client.post(NEW, {"code": "m1", "name": "Something else", "status": "active"})
    assert answer.status_code == 422
    assert "Another account has this code." in text_of(answer)


def test_two_who_edit_different_fields_are_both_kept_and_told(client: Client) -> None:
    account = make_account("Molini", short_name="Bari", vat="1")
    url = f"/accounts/{account.slug}/edit/"
    mine, theirs = _shown(client.get(url)), _shown(client.get(url))
    client.post(url, {**theirs, "vat": "2"})
    answer = client.post(url, {**mine, "short_name": "Lecce"}, follow=True)
    saved = KeyAccount.objects.get()
    assert (saved.short_name, saved.vat, saved.version) == ("Lecce", "2", 3)
    assert "Anna Villa changed VAT number while you were writing. Both changes are kept." in text_of(answer)


@pytest.mark.parametrize(("choice", "kept"), [("mine", "Lecce"), ("theirs", "Roma")])
def test_two_who_edit_the_same_field_see_both_values_and_choose(client: Client, choice: str, kept: str) -> None:
    account = make_account("Molini", short_name="Bari")
    url = f"/accounts/{account.slug}/edit/"
    mine, theirs = _shown(client.get(url)), _shown(client.get(url))
    client.post(url, {**theirs, "short_name": "Roma"})
    answer = client.post(url, {**mine, "short_name": "Lecce", "name": "Molini Due"})
    assert answer.status_code == 409
    words = text_of(answer)
    assert "Keep mine Lecce" in words
    assert "Take theirs Roma" in words
    assert "before: Bari" in words
    assert KeyAccount.objects.get().short_name == "Roma"
    again = client.post(url, {**_shown(answer), "choice-short_name": choice})
    assert again.status_code == 302
    saved = KeyAccount.objects.get()
    assert (saved.short_name, saved.name) == (kept, "Molini Due")


def test_archiving_while_somebody_edits_is_said_and_what_was_typed_is_kept(client: Client) -> None:
    account = make_account("Molini")
    url = f"/accounts/{account.slug}/edit/"
    mine = _shown(client.get(url))
    client.post(f"/accounts/{account.slug}/archive/")
    answer = client.post(url, {**mine, "short_name": "Lecce"})
    assert answer.status_code == 422
    assert "has been archived in the meantime" in text_of(answer)
    assert 'value="Lecce"' in answer.content.decode()


def test_archive_takes_it_out_of_the_list_and_undo_brings_it_back(client: Client) -> None:
    account = make_account("Molini")
    make_account("Zeta")
    listed = client.post(f"/accounts/{account.slug}/archive/", follow=True)
    assert "Molini is archived." in text_of(listed)
    assert f'action="/accounts/{account.slug}/restore/"' in listed.content.decode()
    assert account.get_absolute_url() not in client.get("/accounts/").content.decode()
    page = client.get(account.get_absolute_url())
    assert "it is out of lists" in text_of(page)
    assert f"/accounts/{account.slug}/edit/" not in page.content.decode()
    client.post(f"/accounts/{account.slug}/restore/")
    assert account.get_absolute_url() in client.get("/accounts/").content.decode()


def test_the_form_asks_the_database_little(client: Client) -> None:
    account = make_account(segment=make_segment(), owner=make_user("sales_rep"), parent=make_account())
    for _ in range(5):
        make_user("sales_rep")
    client.get(f"/accounts/{account.slug}/edit/")
    sent = queries_of(lambda: client.get(f"/accounts/{account.slug}/edit/"))
    assert len(sent) <= 10
    assert len(set(sent)) == len(sent)


def test_suggestions_are_from_the_scope(client: Client) -> None:
    rep = make_user("sales_rep")
    make_account("Molini Uno", code="M1", owner=rep)
    make_account("Molini Due", code="M2")
    make_account("Molini Tre", code="M3", owner=rep, archived_at="2026-01-01T00:00:00Z")
    answer = signed_in(rep).get("/accounts/suggest/?parent=molini")
    assert 'value="M1"' in answer.content.decode()
    assert "M2" not in answer.content.decode()
    assert "M3" not in answer.content.decode()
