"""The history of an account: every kind of change, the state before it, who made it, pages."""

from __future__ import annotations

import datetime

import pghistory
import pgtrigger
import pytest
from django.db import connection

from accounts.models import DmuMember, KeyAccount
from accounts.selectors.history import PAGE, history_of
from accounts.tests.factories import make_account, make_person
from accounts.views.history_words import entries_of
from kamp.testing.queries import queries_of
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db


def _spread(account: KeyAccount) -> None:
    """Gives each event a moment of its own: in one transaction all have the same."""
    with pgtrigger.ignore(), connection.cursor() as cursor:  # the record takes no change
        for table in ("keyaccountevent", "personevent", "dmumemberevent", "contractevent"):
            cursor.execute(
                f"UPDATE accounts_{table} SET pgh_created_at = "
                "timestamptz '2026-01-01 12:00+00' + pgh_id * interval '1 hour'"
            )


def test_changes_of_everything_that_belongs_to_the_account_and_of_nothing_else() -> None:
    account, other = make_account("Molini"), make_account("Other")
    person = make_person(account, "Sandra")
    part = DmuMember.objects.create(person=person, attitude=1)
    account.contracts.create(title="Service", start=datetime.date(2026, 1, 1)).delete()
    account.memberships.create(user=make_user(name="Luca"))
    account.demands.create(year=2026, amount=5, recorded_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    account.financial_years.create(year=2025)
    make_person(other, "Nobody")
    part.attitude = -1
    part.save()
    kinds = {(e.source.key, e.label) for e in history_of(account).events}
    assert kinds == {
        ("keyaccount", "insert"), ("person", "insert"), ("dmumember", "insert"), ("dmumember", "update"),
        ("contract", "insert"), ("contract", "delete"), ("accountmember", "insert"), ("demand", "insert"),
        ("financialyear", "insert"),
    }  # fmt: skip


def test_before_and_after_who_and_in_which_words() -> None:
    account = make_account("Molini", city="Bari")
    giulia = make_user(name="Giulia")
    with pghistory.context(user=giulia.pk, url="/accounts/molini/edit/"):
        KeyAccount.objects.filter(pk=account.pk).update(city="Lecce", status="dormant", owner=giulia, version=2)
    [event] = [event for event in history_of(account).events if event.label == "update"]
    assert event.changes() == [("owner", None, giulia.pk), ("status", "active", "dormant"), ("city", "Bari", "Lecce")]
    [entry] = entries_of([event], sensitive=False)
    assert entry.who == giulia
    assert not entry.by_import
    words = {(str(c.before), str(c.after)) for c in entry.changes}
    assert ("Bari", "Lecce") in words
    assert ("", "Giulia") in words
    assert not any("dormant" in text for pair in words for text in pair), "the label of the choice, not its key"


def test_attitude_and_influence_are_left_out_for_who_may_not_see_them() -> None:
    account = make_account()
    part = DmuMember.objects.create(person=make_person(account, "Sandra"), attitude=1, influence=2)
    DmuMember.objects.filter(pk=part.pk).update(attitude=-2, influence=5)
    events = [event for event in history_of(account).events if event.source.key == "dmumember"]
    shown = entries_of(events, sensitive=True)
    hidden = entries_of(events, sensitive=False)
    assert {"influence", "attitude"} <= {n for e in events for n, _b, _a in e.changes()}
    assert sum(len(entry.changes) for entry in shown) - sum(len(entry.changes) for entry in hidden) == 4
    assert not any("5" in (c.before, c.after) for entry in hidden for c in entry.changes)


def test_pages_follow_each_other_without_gap_or_repetition() -> None:
    account = make_account("Molini", city="0")
    for number in range(2 * PAGE + 3):
        KeyAccount.objects.filter(pk=account.pk).update(city=str(number + 1))
    _spread(account)
    seen, before = [], ""
    for _turn in range(3):
        page = history_of(account, before=before)
        seen += [event.key for event in page.events]
        before = page.next
    assert before == ""
    assert len(seen) == len(set(seen)) == 2 * PAGE + 4
    assert seen == sorted(seen, reverse=True)


def test_a_page_cut_inside_a_moment_leaves_that_moment_to_the_next() -> None:
    account = make_account("Molini")
    for number in range(PAGE + 5):
        make_person(account, str(number))
    first = history_of(account)
    assert len(first.events) == PAGE, "one moment fills the page: it is shown as far as it goes"


@pytest.mark.parametrize("before", ["x", "", "2026-01-01", "9" * 50, "0001-01-01T00:00:00+00:00"])
def test_nonsense_gives_the_first_page(before: str) -> None:
    account = make_account()
    assert [event.label for event in history_of(account, before=before).events] == ["insert"]


def test_one_query_however_much_there_is() -> None:
    account = make_account()
    make_person(account, "A")
    assert len(queries_of(lambda: history_of(account))) == 1
    for number in range(10):
        with pghistory.context(user=make_user().pk):
            make_person(account, str(number))
    assert len(queries_of(lambda: history_of(account))) == 1
