"""The decision-making unit from the database: the numbers of method §10, days, expiry, and as many queries for many."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from accounts.calc.coverage import Threading
from accounts.calc.dmu import Part, Quadrant
from accounts.models import DmuMember, KeyAccount, Person
from accounts.selectors.contact_breadth import contact_breadth
from accounts.selectors.dmu import dmu_of, dmus_of
from accounts.tests.factories import make_account, make_member, make_person, make_touch
from kamp.testing.queries import assert_same_queries
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


@pytest.fixture
def account() -> KeyAccount:
    return make_account("Molini Serravento")


@pytest.fixture
def seller() -> Any:
    return make_user("sales_rep", name="Giulia Ferri")


def _example(account: KeyAccount) -> list[Person]:
    """The four people of §10.3."""
    stances = (("CFO", 5, -1), ("Plant", 4, 2), ("Buyer", 3, 1), ("QA", 2, 0))
    return [
        make_member(account, name, influence=influence, attitude=attitude, stance_on=TODAY)
        for name, influence, attitude in stances
    ]


def test_the_grid_and_the_support_of_the_example(account: KeyAccount) -> None:
    _example(account)
    dmu = dmu_of(account.pk, as_of=TODAY)
    assert {member.person.name: member.quadrant for member in dmu.members} == {
        "CFO": Quadrant.OPPONENT,
        "Plant": Quadrant.SPONSOR,
        "Buyer": Quadrant.ALLY,
        "QA": Quadrant.BYSTANDER,
    }
    assert [member.person.name for member in dmu.members] == ["CFO", "Plant", "Buyer", "QA"], "by influence"
    assert round(dmu.support, 4) == Decimal("21.4286")


def test_the_strength_and_the_touches_of_the_examples(account: KeyAccount, seller: Any) -> None:
    other = make_user("sales_rep", name="Luca Bo")
    buyer = make_member(account, "Buyer", influence=3, attitude=1, depth="information", function="purchasing")
    plant = make_member(account, "Plant", influence=5, attitude=2, function="production")
    quality = make_member(account, "QA", influence=2, attitude=0)
    DmuMember.objects.update(stance_on=TODAY)
    for days in (10, 20, 30):
        make_touch(account, ago(days), seller, buyer)
    for number in range(15):
        make_touch(account, ago(100 + number), other if number < 12 else seller, buyer)
    for days in (5, 6, 7, 8):
        make_touch(account, ago(days), other, plant)
    for days in (50, 60):
        make_touch(account, ago(days), other, quality, two_way=days == 50)
    dmu = dmu_of(account.pk, as_of=TODAY)
    by_name = {member.person.name: member for member in dmu.members}
    assert [by_name[name].touches for name in ("Buyer", "Plant", "QA")] == [18, 4, 2]
    # attitude 75, last two-way touch 10 days ago 100, three touches in 90 days 50, information 40, one of ours 60
    assert by_name["Buyer"].strength.score == 67
    assert by_name["QA"].last_two_way == ago(50)
    assert by_name["QA"].strength.missing == (Part.DEPTH,)
    assert (dmu.coverage.top_share, round(dmu.coverage.touch_hhi, 2)) == (Decimal("0.75"), Decimal("5972.22"))
    assert (dmu.coverage.active, dmu.coverage.threading) == (3, Threading.THIN)
    assert dmu.coverage.functions == ("production", "purchasing")
    assert (dmu.y1, dmu.y2) == (2, 1)


def test_what_happens_later_does_not_count(account: KeyAccount, seller: Any) -> None:
    person = make_member(account, "Plant", influence=5, attitude=2)
    make_touch(account, TODAY, seller, person)
    before = dmu_of(account.pk, as_of=ago(1))
    assert (before.members[0].last_two_way, before.members[0].touches, before.coverage.active) == (None, 0, 0)
    assert not before.has_touches
    assert dmu_of(account.pk, as_of=TODAY).coverage.threading is Threading.SINGLE


def test_no_touch_written_down_is_not_no_touch(account: KeyAccount, seller: Any) -> None:
    make_member(account, "Plant", influence=5, attitude=2, depth="acts")
    silent = dmu_of(account.pk, as_of=TODAY)
    assert (silent.members[0].strength.score, silent.y1, silent.y2) == (None, None, None)
    make_touch(account, TODAY, seller, make_person(account, "Buyer"))
    assert dmu_of(account.pk, as_of=TODAY).members[0].strength.score == 50


def test_opinions_expire_after_two_years_unless_renewed(account: KeyAccount) -> None:
    make_member(account, "Old", influence=5, attitude=2, depth="acts", stance_on=datetime.date(2024, 11, 21))
    make_member(account, "Just", influence=4, attitude=-1, stance_on=datetime.date(2024, 11, 22))
    dmu = dmu_of(account.pk, as_of=TODAY)
    members = {member.person.name: member for member in dmu.members}
    assert (members["Old"].attitude, members["Old"].quadrant, members["Old"].is_expired) == (None, None, True)
    assert (members["Just"].attitude, members["Just"].is_expired) == (-1, False)
    assert dmu.support == -50


def test_who_left_is_gone_from_the_day_they_left(account: KeyAccount) -> None:
    person = make_member(account, "Plant", influence=5, attitude=2)
    Person.objects.filter(pk=person.pk).update(left_on=TODAY)
    assert not dmu_of(account.pk, as_of=TODAY).members
    assert len(dmu_of(account.pk, as_of=ago(1)).members) == 1


def test_many_accounts_take_as_many_queries_as_one(account: KeyAccount, seller: Any) -> None:
    accounts = [account]
    make_touch(account, TODAY, seller, make_member(account, "A", influence=5))

    def grow(count: int) -> None:
        for number in range(count):
            more = make_account(f"Account {number}")
            make_touch(more, TODAY, seller, make_member(more, "B", influence=4, access_level="top"))
            accounts.append(more)

    assert_same_queries(lambda: dmus_of([each.pk for each in accounts], as_of=TODAY), grow)


def test_breadth_in_bulk_is_that_of_each_account(account: KeyAccount, seller: Any) -> None:
    other, silent = make_account("Cartiere"), make_account("Nobody calls")
    make_member(silent, "Alone", influence=5)
    levels = ("operational", "middle", "direction", "top")
    for number, level in enumerate(levels):
        person = make_member(account, f"P{number}", function=("finance", "quality", "finance", "")[number])
        DmuMember.objects.filter(person=person).update(access_level=level)
        Person.objects.filter(pk=person.pk).update(unit=" Plant North ")
        make_touch(account, ago(89 + number), seller, person, kind="meeting")
    boss = make_member(account, "Boss", access_level="top")
    make_touch(account, ago(300), seller, boss, kind="visit")
    make_touch(account, ago(2), seller, boss, kind="visit", two_way=False)
    make_touch(other, ago(400), seller, make_member(other, "Once"))
    bulk = contact_breadth(None, as_of=TODAY)
    assert set(bulk) == {account.pk, other.pk}
    assert bulk == contact_breadth([account.pk, other.pk, silent.pk], as_of=TODAY)
    for each in (account, other):
        dmu = dmu_of(each.pk, as_of=TODAY)
        found = bulk[each.pk]
        assert (found.functions, found.levels) == (len(dmu.coverage.functions), len(dmu.coverage.levels))
        assert (found.top_meetings, found.y1, found.y2) == (dmu.top_meetings, dmu.y1, dmu.y2)
    assert (bulk[account.pk].functions, bulk[account.pk].levels, bulk[account.pk].top_meetings) == (2, 2, 2)
