"""Who of ours has to do with an account: found by keys, never by joining accounts."""

from __future__ import annotations

import pytest

from accounts.selectors.people_of_ours import people_around
from accounts.tests.factories import make_account, make_segment
from kamp.users.tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


def test_owner_members_team_and_managers_are_around_strangers_and_former_are_not() -> None:
    owner, member, colleague, manager = (make_user("sales_rep", name=name) for name in "ABCD")
    stranger, former = make_user("sales_rep", name="E"), make_user("sales_rep", name="F")
    team = make_team("North")
    for user in (colleague, former):
        user.teams.add(team)
    former.is_active = False
    former.save()
    account = make_account(owner=owner, team=team, segment=make_segment("Food", [manager]))
    account.memberships.create(user=member)
    make_account(owner=stranger, segment=make_segment("Paper", [stranger]))
    assert list(people_around(account)) == [owner, member, colleague, manager]
    assert list(people_around(account, also=former.pk)) == [owner, member, colleague, manager, former]
    assert list(people_around(make_account())) == []


def test_no_account_is_joined() -> None:
    sql = str(people_around(make_account(owner=make_user(), team=make_team("North"))).query)
    assert "accounts_keyaccount" not in sql
