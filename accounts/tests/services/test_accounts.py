"""Making, changing, archiving and handing over accounts: what changes, and that refusals change nothing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import MemberRole
from accounts.models import AccountFigures, AccountMember, KeyAccount
from accounts.services.accounts import (
    PLACES,
    add_member,
    archive_account,
    assign_accounts,
    create_account,
    remove_member,
    restore_account,
    update_account,
)
from accounts.tests.factories import NOON, make_account, make_segment
from kamp.shared.conflicts import StaleError
from kamp.shared.errors import DomainError
from kamp.users.models import User
from kamp.users.tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return make_user("administrator")


@pytest.fixture
def rep() -> User:
    return make_user("sales_rep")


def _new(name: str = "Officine Brenta", code: str = "B1", **fields: Any) -> KeyAccount:
    return KeyAccount(name=name, code=code, **fields)


def _read(account: KeyAccount) -> KeyAccount:
    return KeyAccount.objects.get(pk=account.pk)


def test_a_new_account_has_address_keys_figures_and_a_record(admin: User) -> None:
    account = create_account(at=NOON, account=_new("Müller & Söhne", city="Zürich"), by=admin)
    saved = _read(account)
    assert (saved.slug, saved.version) == ("muller-sohne", 1)
    assert (saved.name_key, saved.search_key) == ("muller & sohne", "muller & sohne b1 zurich")
    assert AccountFigures.objects.get(account=account).revenue is None
    assert saved.pgh_event_model.objects.filter(pgh_obj_id=account.pk, pgh_label="insert").count() == 1


def test_addresses_are_unique_and_never_those_of_pages(admin: User) -> None:
    slugs = [
        create_account(at=NOON, account=_new(name, f"C{n}"), by=admin).slug
        for n, name in enumerate(["New", "New", "Brenta", "Brenta"])
    ]
    assert slugs == ["new-2", "new-3", "brenta", "brenta-2"]
    assert not set(slugs) & PLACES


def test_every_word_beside_the_slug_is_a_place() -> None:
    from accounts.urls import urlpatterns

    words = {str(pattern.pattern).split("/")[0] for pattern in urlpatterns} - {"", "<slug:slug>"}
    assert {word for word in words if "." not in word} <= PLACES


def test_who_sees_only_own_accounts_becomes_the_owner(rep: User, admin: User) -> None:
    assert create_account(at=NOON, account=_new(), by=rep).owner == rep
    assert create_account(at=NOON, account=_new(code="B2"), by=admin).owner is None


def test_nobody_makes_an_account_they_would_not_see(rep: User) -> None:
    other = make_user("sales_rep", teams=[make_team()])
    rep.teams.set(other.teams.all())
    with pytest.raises(DomainError) as refused:
        create_account(at=NOON, account=_new(owner=other), by=rep)
    assert refused.value.field == "owner"


def test_an_account_is_not_given_to_who_cannot_sell_or_is_far(rep: User) -> None:
    for other in (make_user("sales_rep"), make_user("management"), make_user("specialist")):
        with pytest.raises(DomainError):
            create_account(at=NOON, account=_new(owner=other), by=rep)
    assert not KeyAccount.objects.exists()


def test_a_code_is_used_once_also_when_two_save_at_once(admin: User) -> None:
    create_account(at=NOON, account=_new(), by=admin)
    with pytest.raises(DomainError) as refused:
        create_account(at=NOON, account=_new("Other"), by=admin)
    assert refused.value.field == "code"
    account = make_account(code="X1")
    account.code = "B1"
    with pytest.raises(IntegrityError), transaction.atomic():
        account.save()


def test_a_change_raises_the_version_and_keeps_the_address(admin: User) -> None:
    account = _read(create_account(at=NOON, account=_new(), by=admin))
    account.name = "Officine Adda"
    update_account(at=NOON, account=account, by=admin)
    saved = _read(account)
    assert (saved.slug, saved.version, saved.name_key) == ("officine-brenta", 2, "officine adda")


def test_the_second_of_two_saves_is_refused(admin: User) -> None:
    account = create_account(at=NOON, account=_new(), by=admin)
    mine, theirs = _read(account), _read(account)
    update_account(at=NOON, account=theirs, by=admin)
    mine.name = "Mine"
    with pytest.raises(StaleError):
        update_account(at=NOON, account=mine, by=admin)
    assert _read(account).name == "Officine Brenta"


def test_an_archived_account_is_not_changed(admin: User) -> None:
    account = make_account()
    mine = _read(account)
    archive_account(account=account, at=NOON)
    with pytest.raises(DomainError, match="archiv"):
        update_account(at=NOON, account=mine, by=admin)


def test_a_parent_below_is_refused_at_any_depth(admin: User) -> None:
    top = make_account()
    middle = make_account(parent=top)
    bottom = make_account(parent=middle)
    top = _read(top)
    top.parent = bottom
    with pytest.raises(DomainError) as refused:
        update_account(at=NOON, account=top, by=admin)
    assert refused.value.field == "parent"
    assert _read(top).parent is None


def test_an_owner_hands_over_only_within_the_team_and_stays_in_sight(rep: User) -> None:
    team = make_team()
    mate = make_user("sales_rep", teams=[team])
    rep.teams.add(team)
    account = make_account(owner=rep)
    mine = _read(account)
    mine.owner = mate
    with pytest.raises(DomainError):
        update_account(at=NOON, account=mine, by=rep)
    AccountMember.objects.create(account=account, user=rep)
    mine = _read(account)
    mine.owner = mate
    assert update_account(at=NOON, account=mine, by=rep).owner == mate


def test_archiving_and_bringing_back_happen_once(admin: User) -> None:
    account = make_account()
    archive_account(account=account, at=NOON)
    archive_account(account=account, at=NOON + datetime.timedelta(days=1))
    saved = _read(account)
    assert (saved.archived_at, saved.version) == (NOON, 2)
    restore_account(account=account, at=NOON)
    restore_account(account=account, at=NOON)
    assert (_read(account).archived_at, _read(account).version) == (None, 3)


def test_assigning_changes_what_is_asked_and_leaves_the_rest(admin: User) -> None:
    owner, segment = make_user("sales_rep"), make_segment("Food")
    first, second = make_account(segment=segment), make_account(owner=owner, segment=segment)
    assert assign_accounts(at=NOON, accounts=[first.pk, second.pk, first.pk], by=admin, owner=owner) == 1
    assert [_read(a).owner for a in (first, second)] == [owner, owner]
    assert [_read(a).version for a in (first, second)] == [2, 1]
    assert _read(first).segment == segment
    assign_accounts(at=NOON, accounts=[first.pk], by=admin, segment=None)
    assert _read(first).segment is None


@pytest.mark.parametrize("spoil", ["foreign", "absent", "archived"])
def test_assigning_is_all_or_nothing_and_names_nobody(rep: User, spoil: str) -> None:
    mine = make_account(owner=rep)
    bad = {
        "foreign": make_account("Foreign").pk,
        "absent": 10**9,
        "archived": make_account("Gone", owner=rep, archived_at=NOON).pk,
    }
    with pytest.raises(DomainError) as refused:
        assign_accounts(at=NOON, accounts=[mine.pk, bad[spoil]], by=rep, segment=make_segment("Food"))
    assert _read(mine).segment is None
    assert "Foreign" not in str(refused.value)
    assert "Gone" not in str(refused.value)


def test_assigning_oneself_out_of_sight_is_refused(rep: User) -> None:
    team = make_team()
    mate = make_user("sales_rep", teams=[team])
    rep.teams.add(team)
    account = make_account(owner=rep)
    with pytest.raises(DomainError):
        assign_accounts(at=NOON, accounts=[account.pk], by=rep, owner=mate)
    assert _read(account).owner == rep


def test_members_see_the_account_until_they_are_removed(admin: User) -> None:
    account, mate = make_account(), make_user("specialist")
    with pytest.raises(DomainError):
        add_member(account=account, user=mate, role=MemberRole.CO_OWNER, by=admin)
    member = add_member(account=account, user=mate, role=MemberRole.PLAN_TEAM, by=admin)
    assert add_member(account=account, user=mate, role=MemberRole.PLAN_TEAM, by=admin) == member
    assert KeyAccount.objects.visible_to(mate).filter(pk=account.pk).exists()
    remove_member(member=member, by=admin)
    assert not KeyAccount.objects.visible_to(mate).exists()


def test_nobody_removes_oneself_out_of_sight(rep: User) -> None:
    account = make_account()
    member = AccountMember.objects.create(account=account, user=rep)
    with pytest.raises(DomainError):
        remove_member(member=member, by=rep)
    assert AccountMember.objects.filter(account=account, user=rep).exists()


def test_renaming_a_segment_team_or_owner_reorders_the_list() -> None:
    segment, team, owner = make_segment("Food"), make_team("North"), make_user("sales_rep", name="Anna")
    account = make_account(segment=segment, team=team, owner=owner)
    for row, name in ((segment, "Zinc"), (team, "Zone"), (owner, "Zoe")):
        row.name = name
        row.save()
    saved = _read(account)
    assert (saved.segment_key, saved.team_key, saved.owner_key) == ("zinc", "zone", "zoe")
    assert saved.version == 1
    KeyAccount.objects.filter(pk=account.pk).update(segment=None, team=None, owner=None)
    saved = _read(account)
    assert (saved.segment_key, saved.team_key, saved.owner_key) == (None, None, None)
