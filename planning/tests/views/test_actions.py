"""Actions as pages: one click, its undo, whose, filters, files."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.tests.factories import make_account, make_company
from accounts.tests.views.support import rows_of, signed_in, text_of
from kamp.testing.queries import assert_same_queries
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.models import AccountPlan, Action
from planning.tests.factories import make_plan
from planning.tests.factories_reviews import days, make_action

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def rep() -> User:
    make_company()
    return make_user("sales_rep", name="Giulia Ferri", language="en")


@pytest.fixture
def plan(rep: User) -> AccountPlan:
    return make_plan(make_account("Molini Serravento", owner=rep), by=rep)


@pytest.fixture
def client(rep: User) -> Client:
    return signed_in(rep)


def _names(answer: Any) -> set[str]:
    return {row[0].rsplit(" Molini", 1)[0] for row in rows_of(answer)}


def test_the_list_shows_mine_that_are_open(client: Client, rep: User, plan: AccountPlan) -> None:
    make_action(plan, rep, "Open")
    make_action(plan, rep, "Late", due=TODAY - days(2))
    make_action(plan, rep, "Done", done_at=NOW)
    make_action(plan, rep, "Dropped", cancelled_at=NOW)
    make_action(plan, make_user(), "Not mine")
    assert _names(client.get("/actions/")) == {"Open", "Late"}
    assert _names(client.get("/actions/?view=late")) == {"Late"}
    assert _names(client.get("/actions/?view=done")) == {"Done"}
    assert _names(client.get("/actions/?view=all&whose=all")) == {"Open", "Late", "Done", "Dropped", "Not mine"}
    assert _names(client.get(f"/actions/?plan={plan.pk}")) == {"Open", "Late", "Not mine"}
    assert _names(client.get("/actions/?whose=all&q=not")) == {"Not mine"}
    assert "Late 1" in text_of(client.get("/actions/"))


def test_done_in_one_click_and_back_again(client: Client, rep: User, plan: AccountPlan) -> None:
    action = make_action(plan, rep)
    page = client.get("/actions/?view=late&whose=all").content.decode()
    assert "No action is late" in page
    assert f'formaction="/actions/{action.pk}/done/"' in client.get("/actions/").content.decode()
    answer = client.post(f"/actions/{action.pk}/done/", {"next": "/actions/?whose=all"}, follow=True)
    assert answer.redirect_chain == [("/actions/?whose=all", 302)]
    assert f"/actions/{action.pk}/not-done/" in answer.content.decode()  # the undo of the message
    client.post(f"/actions/{action.pk}/not-done/")
    assert Action.objects.get().done_at is None


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_it_never_leads_to_another_site(client: Client, rep: User, plan: AccountPlan, elsewhere: str) -> None:
    action = make_action(plan, rep)
    assert client.post(f"/actions/{action.pk}/done/", {"next": elsewhere}).url == "/actions/"


def test_a_specialist_does_what_is_theirs_and_nothing_else(plan: AccountPlan, rep: User) -> None:
    specialist = make_user("specialist", language="en")
    plan.account.memberships.create(user=specialist, role="plan_team")
    mine, other = make_action(plan, specialist), make_action(plan, rep)
    client = signed_in(specialist)
    assert client.post(f"/actions/{mine.pk}/done/").status_code == 302
    refused = client.post(f"/actions/{other.pk}/done/")
    assert refused.status_code == 403
    assert "Giulia Ferri" in text_of(refused)
    assert Action.objects.filter(done_at__isnull=False).get() == mine


def test_an_action_is_added_to_a_plan_and_changed(client: Client, rep: User, plan: AccountPlan) -> None:
    url = f"/actions/new/?plan={plan.pk}"
    assert client.get(url).status_code == 200
    refused = client.post(url, {"text": "", "owner": rep.pk, "due": "tomorrow"})
    assert refused.status_code == 422
    assert "Enter a date" in text_of(refused)
    client.post(url, {"text": "Call the buyer", "owner": rep.pk, "due": "30/11/2026"})
    action = Action.objects.get()
    assert (action.created_by, action.due) == (rep, datetime.date(2026, 11, 30))
    edit = f"/actions/{action.pk}/"
    client.post(edit, {"text": "Call the head buyer", "owner": rep.pk, "due": "30/11/2026", "version": 1})
    stale = client.post(edit, {"text": "Write to the buyer", "owner": rep.pk, "due": "30/11/2026", "version": 1})
    assert stale.status_code == 409
    assert "Call the head buyer" in stale.content.decode()


def test_as_many_queries_for_thirty_actions_as_for_one(client: Client, rep: User, plan: AccountPlan) -> None:
    def grow(number: int) -> None:
        for _ in range(number):
            make_action(plan, rep)

    assert_same_queries(lambda: client.get("/actions/"), grow, at_most=9)


def test_the_file_has_the_rows_of_the_page(client: Client, rep: User, plan: AccountPlan) -> None:
    make_action(plan, rep, "=1+1", done_at=NOW)
    lines = b"".join(client.get("/actions/actions.csv?view=done")).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Action,Account,Code,Plan,Who,Due,Done")
    assert lines[1].startswith("'=1+1,")
    assert ",2026-11-22," in lines[1]
    sheet = client.get("/actions/actions.xlsx")
    assert b"".join(sheet).startswith(b"PK")
    sheet.close()
