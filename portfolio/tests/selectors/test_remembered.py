"""Sums that are remembered are those of the accounts a person sees at this moment, whatever happened to them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from accounts.models import AccountMember, KeyAccount, ScopeChange
from accounts.selectors.change_notes import scope_state
from accounts.services.change_notes import MANY, prune_changes
from accounts.tests.factories import make_account, make_sale, make_segment
from kamp.users.models import User
from kamp.users.tests.factories import make_team, make_user
from portfolio.matrices.catalog import MATRICES
from portfolio.selectors.asked import Asked
from portfolio.selectors.concentrations import concentration_for
from portfolio.selectors.quality import quality_for
from portfolio.selectors.reading import Reading
from portfolio.selectors.runs import runs_for
from portfolio.selectors.totals import month_ends, moves_of, totals_over
from portfolio.tests.factories import make_run

pytestmark = pytest.mark.django_db

KEYS = MATRICES.keys()
AWAY = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}}


class Firm:
    """Twelve accounts of two owners, teams and segments, in two runs between which they moved."""

    def __init__(self) -> None:
        self.teams, self.segments = (
            [make_team("North"), make_team("South")],
            [make_segment("Food"), make_segment("Ore")],
        )
        self.reps = [make_user("sales_rep"), make_user("sales_rep")]
        self.manager = make_user("market_manager", teams=[self.teams[0]])
        self.overseer = make_user("management")
        self.accounts = [
            make_account(
                owner=self.reps[n % 2],
                team=self.teams[n % 2],
                segment=self.segments[n // 6],
                country=("IT", "FR")[n % 2],
            )
            for n in range(12)
        ]
        for n, account in enumerate(self.accounts):
            make_sale(account, "2026-03-01", 1_000 * (n + 1), cost=400 * (n + 1))
        make_run(as_of=datetime.date(2026, 4, 30))
        for n, account in enumerate(self.accounts):
            make_sale(account, "2026-05-01", 7_000 * (12 - n), cost=900 * n)
        make_run(as_of=datetime.date(2026, 5, 31))

    @property
    def readers(self) -> list[User]:
        return [*self.reps, self.manager, self.overseer]


@pytest.fixture
def firm() -> Firm:
    return Firm()


def answers(user: User, asked: Asked) -> dict[str, Any]:
    """Everything that is remembered, read anew by a person whose rights are read anew."""
    runs = runs_for()
    assert runs is not None
    read = Reading(user=User.objects.get(pk=user.pk), runs=runs, asked=asked)
    return {
        "sums": read.sums(KEYS),
        "transitions": read.transitions(KEYS),
        "totals": totals_over(read, month_ends(read)),
        "moves": moves_of(read, "value-potential"),
        "concentration": concentration_for(read),
        "quality": quality_for(read),
    }


ASKED = (Asked(), Asked(owner="me"), Asked(country="IT"), Asked(designation="designated"))


def check(firm: Firm) -> None:
    """What is remembered is what is there, for every reader and filter."""
    given = {(user.pk, asked): answers(user, asked) for user in firm.readers for asked in ASKED}
    again = {(user.pk, asked): answers(user, asked) for user in firm.readers for asked in ASKED}
    cache.clear()
    fresh = {(user.pk, asked): answers(user, asked) for user in firm.readers for asked in ASKED}
    assert given == fresh
    assert again == fresh


def handed_over(firm: Firm) -> None:
    account = firm.accounts[0]
    account.owner = firm.reps[1]
    account.save()


def handed_over_in_bulk(firm: Firm) -> None:
    KeyAccount.objects.filter(owner=firm.reps[0]).update(owner=firm.reps[1])


def other_team(firm: Firm) -> None:
    KeyAccount.objects.filter(pk=firm.accounts[1].pk).update(team=firm.teams[0])


def by_plain_sql(firm: Firm) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_keyaccount SET segment_id = NULL, country = 'IT'")


def designated(firm: Firm) -> None:
    KeyAccount.objects.filter(pk=firm.accounts[2].pk).update(designation="designated")


def deleted(firm: Firm) -> None:
    with connection.cursor() as cursor:  # as the undoing of an import does
        cursor.execute("DELETE FROM portfolio_classification WHERE account_id = %s", [firm.accounts[0].pk])
        cursor.execute("DELETE FROM accounts_salesline WHERE account_id = %s", [firm.accounts[0].pk])
    KeyAccount.objects.get(pk=firm.accounts[0].pk).delete()


def shared(firm: Firm) -> None:
    AccountMember.objects.create(account=firm.accounts[1], user=firm.reps[0])


def manages_a_segment(firm: Firm) -> None:
    firm.segments[1].managers.add(firm.manager)


def changes_team(firm: Firm) -> None:
    firm.manager.teams.set([firm.teams[1]])


def other_role(firm: Firm) -> None:
    User.objects.filter(pk=firm.reps[0].pk).update(role="management")


def another_run(firm: Firm) -> None:
    make_sale(firm.accounts[3], "2026-05-02", 900_000, cost=1)
    make_run(as_of=datetime.date(2026, 5, 31))


@pytest.mark.parametrize(
    "change",
    [
        *(handed_over, handed_over_in_bulk, other_team, by_plain_sql, designated, deleted, shared, manages_a_segment),
        *(changes_team, other_role, another_run),
    ],
)
def test_nobody_is_given_sums_over_other_accounts_than_theirs(firm: Firm, change: Callable[[Firm], None]) -> None:
    before = {(user.pk, asked): answers(user, asked) for user in firm.readers for asked in ASKED}
    change(firm)
    after = {(user.pk, asked): answers(user, asked) for user in firm.readers for asked in ASKED}
    assert after != before, "the change changes something for somebody"
    check(firm)


def test_a_second_page_adds_nothing_up(firm: Firm) -> None:
    first = answers(firm.manager, Asked())
    with CaptureQueriesContext(connection) as captured:
        assert answers(firm.manager, Asked()) == first
    assert not [query["sql"] for query in captured if '"portfolio_classification"' in query["sql"]]


def test_a_change_of_no_consequence_forgets_nothing(firm: Firm) -> None:
    state, account = scope_state(), firm.accounts[0]
    account.city = "Lodi"
    account.save()
    make_account(owner=firm.reps[0])
    assert scope_state() == state


def test_a_search_by_words_is_not_remembered(firm: Firm) -> None:
    runs = runs_for()
    assert runs is not None
    assert Reading(user=firm.manager, runs=runs, asked=Asked(q="account")).place == ""


def test_pruning_leaves_a_state_that_never_was(firm: Firm) -> None:
    ScopeChange.objects.bulk_create(ScopeChange() for _number in range(MANY + 1))
    seen = scope_state()
    assert prune_changes() > MANY
    assert ScopeChange.objects.count() == 1
    assert scope_state()[0] > seen[0]
    assert prune_changes() == 0


def test_without_a_cache_everything_is_added_up(firm: Firm) -> None:
    there = answers(firm.manager, Asked())
    with override_settings(CACHES=AWAY):
        assert answers(firm.manager, Asked()) == there
