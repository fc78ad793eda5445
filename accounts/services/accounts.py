"""Verbs that change accounts: make, change, archive, bring back, hand over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.enums import MemberRole
from accounts.models import AccountMember, KeyAccount, Segment
from accounts.selectors.people_of_ours import assignable_users
from kamp.shared.changes import account_changed
from kamp.shared.conflicts import claim_version
from kamp.shared.errors import DomainError
from kamp.shared.unchanged import UNCHANGED, Unchanged
from kamp.users.models import Team, User
from kamp.users.roles import Reach

PLACES = frozenset({"new", "assign", "columns", "filters", "suggest", "import", "export", "views", "dictionaries"})
"""Words that stand for pages beside the accounts: no account may have them as its address."""

STANDING = ("status", "currency", "since", "payment_days", "country", "segment_id", "team_id", "owner_id", "parent_id")
"""Columns that the class of an account, or where it is counted, follows from."""

_TREE_LOCK = 0x4A0C


@transaction.atomic
def create_account(*, account: KeyAccount, by: User, at: datetime) -> KeyAccount:
    """Saves a new account under an address of its own. Who makes it without an owner becomes the owner.

    Raises DomainError for a code in use, an owner one may not give it to, or if one would not see it afterwards.
    """
    if account.owner is None and by.has_perm("accounts.edit_account") and _needs_owner(account, by):
        account.owner = by
    account.slug = free_slug(account.name)
    _check_code(account)
    _check_owner(account, None, by)
    account.refresh_keys()
    _save(account)
    _check_still_seen(account, by)
    account_changed([account.pk], by=by, at=at)
    return account


@transaction.atomic
def update_account(*, account: KeyAccount, by: User, at: datetime) -> KeyAccount:
    """Saves the changed fields of ``account`` with its next version; its address stays what it was, its class follows.

    Raises StaleError if somebody saved it since it was read, DomainError for an archived account, a code in use, an
    owner one may not give it to, a parent below it, or if one would not see it afterwards.
    """
    before = KeyAccount.objects.get(pk=account.pk)
    if before.archived_at is not None:
        raise DomainError(_("This account has been archived in the meantime. Bring it back before you change it."))
    claim_version(account)
    _check_code(account)
    if account.owner_id != before.owner_id:
        _check_owner(account, before.owner_id, by)
    if account.parent_id != before.parent_id:
        _check_parent(account)
    account.refresh_keys()
    _save(account)
    _check_still_seen(account, by)
    if any(getattr(account, name) != getattr(before, name) for name in STANDING):
        account_changed([account.pk], by=by, at=at)
    return account


@transaction.atomic
def archive_account(*, account: KeyAccount, at: datetime, by: User | None = None) -> KeyAccount:
    """Takes the account out of lists and portfolios; everything about it stays. Nothing happens to an archived one."""
    account = KeyAccount.objects.select_for_update().get(pk=account.pk)
    if account.archived_at is None:
        account.archived_at = at
        account.version += 1
        account.save(update_fields=["archived_at", "version", "updated_at"])
        account_changed([account.pk], by=by, at=at)
    return account


@transaction.atomic
def restore_account(*, account: KeyAccount, at: datetime, by: User | None = None) -> KeyAccount:
    """Brings an archived account back. Nothing happens to one that is not archived."""
    account = KeyAccount.objects.select_for_update().get(pk=account.pk)
    if account.archived_at is not None:
        account.archived_at = None
        account.version += 1
        account.save(update_fields=["archived_at", "version", "updated_at"])
        account_changed([account.pk], by=by, at=at)
    return account


@transaction.atomic
def assign_accounts(
    *,
    accounts: Iterable[int],
    by: User,
    at: datetime,
    owner: User | Unchanged | None = UNCHANGED,
    team: Team | Unchanged | None = UNCHANGED,
    segment: Segment | Unchanged | None = UNCHANGED,
) -> int:
    """Gives all ``accounts`` (keys) the owner, team or segment; all of them or none. Gives how many changed.

    Raises DomainError, without naming any account, if one of them is not there, archived, or not seen by ``by`` before
    or after.
    """
    wanted = sorted(set(accounts))
    rows = list(
        KeyAccount.objects.visible_to(by).current().filter(pk__in=wanted).select_for_update(of=("self",)).order_by("pk")
    )
    if len(rows) != len(wanted) or not rows:
        raise DomainError(_("Some of the selected accounts are no longer available. Nothing was changed."))
    if isinstance(owner, User) and not assignable_users(by).filter(pk=owner.pk).exists():
        raise DomainError(_("You cannot give accounts to this person."), field="owner")
    changed = []
    for account in rows:
        values = {"owner": owner, "team": team, "segment": segment}
        new = {name: value for name, value in values.items() if value is not UNCHANGED}
        if any(getattr(account, f"{name}_id") != getattr(value, "pk", None) for name, value in new.items()):
            for name, value in new.items():
                setattr(account, name, value)
            account.version += 1
            account.save(update_fields=[*new, "version", "updated_at"])
            changed.append(account.pk)
    if KeyAccount.objects.visible_to(by).filter(pk__in=wanted).count() != len(wanted):
        raise DomainError(_("You would no longer see some of these accounts. Nothing was changed."))
    account_changed(changed, by=by, at=at)
    return len(changed)


@transaction.atomic
def add_member(*, account: KeyAccount, user: User, role: MemberRole, by: User) -> AccountMember:
    """Lets ``user`` work on (and see) the account; nothing happens if they do already. Raises DomainError."""
    if not assignable_users(by, role=role).filter(pk=user.pk).exists():
        raise DomainError(_("You cannot add this person."), field="user")
    if role is MemberRole.CO_OWNER and account.owner_id == user.pk:
        raise DomainError(_("This person owns the account already."), field="user")
    return AccountMember.objects.get_or_create(account=account, user=user, role=role)[0]


@transaction.atomic
def remove_member(*, member: AccountMember, by: User) -> None:
    """Takes somebody off the account. Raises DomainError if ``by`` would no longer see it."""
    account = member.account
    member.delete()
    _check_still_seen(account, by)


def free_slug(name: str) -> str:
    """An address for an account called ``name`` that no other has and no page uses: the name, then with a number."""
    base = slugify(name)[:60].strip("-") or "account"
    taken = set(KeyAccount.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | PLACES
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def _needs_owner(account: KeyAccount, by: User) -> bool:
    """Whether ``by`` would not see the account unless it is theirs."""
    teams = by.teams.filter(pk=account.team_id) if account.team_id else by.teams.none()
    segments = by.segments.filter(pk=account.segment_id) if account.segment_id else by.segments.none()
    if by.reach is Reach.ALL:
        return False
    return by.reach is Reach.OWN or not (teams.exists() or segments.exists())


def _save(account: KeyAccount) -> None:
    """Saves; what the database refuses becomes a message."""
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as problem:
        if "account_code_unique" in str(problem):
            raise _code_in_use() from problem
        raise


def _code_in_use() -> DomainError:
    return DomainError(_("Another account has this code."), field="code")


def _check_code(account: KeyAccount) -> None:
    if KeyAccount.objects.filter(code=account.code).exclude(pk=account.pk).exists():
        raise _code_in_use()


def _check_owner(account: KeyAccount, before: int | None, by: User) -> None:
    if account.owner_id is None or account.owner_id in {before, by.pk}:
        return
    if not assignable_users(by).filter(pk=account.owner_id).exists():
        raise DomainError(_("You cannot give the account to this person."), field="owner")


def _check_still_seen(account: KeyAccount, by: User) -> None:
    if not KeyAccount.objects.visible_to(by).filter(pk=account.pk).exists():
        text = _("You would no longer see this account. Stay its owner, or choose one of your teams or segments.")
        raise DomainError(text, field="owner")


def _check_parent(account: KeyAccount) -> None:
    """Walks up from the new parent under a lock, so that two changes at once cannot close a circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TREE_LOCK])
    seen, above = {account.pk}, account.parent_id
    while above is not None:
        if above in seen:
            raise DomainError(
                _("This account stands below the one you edit, so it cannot be above it."), field="parent"
            )
        seen.add(above)
        above = KeyAccount.objects.filter(pk=above).values_list("parent_id", flat=True).first()
