"""Which accounts want attention, and which do not."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from typing import Any

import pytest

from accounts.criteria.catalog import INDICATORS, JUDGED
from accounts.models import AccountFigures, Audit, Contract, KeyAccount, Rating
from accounts.selectors import attention
from accounts.selectors.ratings import DISAGREEMENT, current_ratings
from accounts.tests.factories import NOON, make_account, make_person, make_touch
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def rate(account: KeyAccount, key: str, value: int | None, author: Any, *, ago: int = 0, answer: str = "value") -> None:
    on = TODAY - days(ago)
    Rating.objects.create(
        account=account, key=key, value=value, author=author, rated_on=on, created_at=NOON, answer=answer
    )


def found(select: Callable[..., Any], *arguments: Any) -> list[str]:
    return sorted(select(KeyAccount.objects.all(), *arguments).values_list("name", flat=True))


def test_audits_wait_for_a_market_manager_once_handed_in() -> None:
    for state in ("open", "submitted", "confirmed", "sent_back"):
        Audit.objects.create(account=make_account(state), number=1, state=state, opened_at=NOON)
    assert found(attention.awaiting_confirmation) == ["submitted"]


def test_people_disagree_from_two_of_five_and_four_of_ten_on() -> None:
    first, second = make_user(), make_user()
    for name, key, one, other in (
        ("five near", "relationship.x1", 2, 3),
        ("five apart", "relationship.x1", 2, 4),
        ("ten near", "attractiveness.fit", 3, 6),
        ("ten apart", "attractiveness.fit", 3, 7),
    ):
        account = make_account(name)
        rate(account, key, one, first)
        rate(account, key, other, second)
    settled = make_account("settled")
    rate(settled, "relationship.x1", 1, first, ago=9)
    rate(settled, "relationship.x1", 5, second, ago=9)
    rate(settled, "relationship.x1", None, second, answer="cleared")
    rate(make_account("alone"), "relationship.x1", 5, first)
    assert found(attention.disagreed) == ["five apart", "ten apart"]


def test_contracts_near_their_last_day_for_notice() -> None:
    def contract(name: str, end: int, notice: int = 90, renewal: str = "negotiated") -> None:
        Contract.objects.create(
            account=make_account(name),
            title="Frame",
            start=TODAY - days(700),
            end=TODAY + days(end),
            notice_days=notice,
            renewal=renewal,
        )

    contract("near", 200)
    contract("far", 211)
    contract("passed", 30)
    contract("ends by itself", 30, renewal="none")
    contract("over", -1)
    assert found(attention.with_notice_due, TODAY) == ["near", "passed"]


def test_hanging_by_one_contact_is_said_only_of_who_writes_contacts_down() -> None:
    user = make_user()
    make_account("nothing written down")
    for name, touches in {
        "one": [(1, 10)],
        "two": [(1, 10), (2, 80)],
        "second too old": [(1, 10), (2, 91)],
        "all too old": [(1, 200)],
        "a year ago": [(1, 400)],
    }.items():
        account = make_account(name)
        people = [make_person(account), make_person(account)]
        for person, ago in touches:
            make_touch(account, TODAY - days(ago), user, people[person - 1])
    one_way = make_account("nobody answered")
    make_touch(one_way, TODAY, user, make_person(one_way), two_way=False)
    expected = ["all too old", "nobody answered", "one", "second too old"]
    assert found(attention.hanging_by_one, TODAY) == expected


def test_only_key_accounts_are_warned_of_and_the_reasons_are_said() -> None:
    for name, designation, growth in (
        ("falls", "designated", "-0.15"),
        ("holds", "designated", "-0.14"),
        ("no key account", "none", "-0.5"),
    ):
        account = make_account(name, designation=designation)
        AccountFigures.objects.filter(account=account).update(growth=growth)
    (row,) = attention.warned(KeyAccount.objects.all(), TODAY)
    assert row.name == "falls"
    assert [getattr(row, why) for why in ("is_falling", "has_notice", "by_one")] == [True, False, False]


def test_disagreements_kept_by_the_database_are_those_of_all_newest_answers() -> None:
    chance, people = random.Random(5), [make_user() for _number in range(3)]
    for number in range(12):
        account = make_account(f"account {number}")
        for _answer in range(chance.randint(1, 14)):
            key = chance.choice([*INDICATORS.keys(), *JUDGED.keys()])
            cleared = chance.random() < 0.15
            high = 5 if key in INDICATORS else 10
            value = None if cleared else chance.randint(1, high)
            answer = "cleared" if cleared else "value"
            rate(account, key, value, chance.choice(people), ago=chance.randint(0, 9), answer=answer)
    apart = set()
    for account, current in current_ratings(None, [*INDICATORS.keys(), *JUDGED.keys()], TODAY).items():
        for (key, _subject), rating in current.items():
            if rating.spread >= (DISAGREEMENT if key in INDICATORS else 2 * DISAGREEMENT):
                apart.add(account)
    kept = set(attention.disagreed(KeyAccount.objects.all()).values_list("pk", flat=True))
    assert kept == apart
    assert 0 < len(kept) < 12
