"""Verbs that change users and teams. Nobody can raise anyone, or change themselves, beyond their own role."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from kamp.shared.conflicts import claim_version
from kamp.shared.errors import DomainError
from kamp.users.models import SavedView, Team, User
from kamp.users.roles import ROLES

ADMINISTRATOR = "administrator"


def _check_role(*, role: str, by: User) -> None:
    if ROLES.get(role).rank > by.role_spec.rank:
        raise DomainError(_("You cannot give a role above your own."), field="role")


@transaction.atomic
def create_user(*, email: str, name: str, role: str, teams: Iterable[Team], language: str, by: User) -> User:
    """A new user without a password: the invitation lets the person choose one. Raises DomainError."""
    _check_role(role=role, by=by)
    if User.objects.filter(email__iexact=email).exists():
        raise DomainError(_("Someone with this e-mail address exists already."), field="email")
    user = User.objects.create_user(email=email, name=name, role=role, language=language)
    user.teams.set(teams)
    return user


@transaction.atomic
def first_administrator(*, email: str, name: str, language: str) -> User:
    """The administrator with this address, made if nobody administers yet: for who installs KAMP.

    Raises DomainError if somebody else administers already, or the address is that of somebody who does not.
    """
    known = User.objects.filter(email__iexact=email).first()
    if known is not None:
        if known.role != ADMINISTRATOR or not known.is_active:
            raise DomainError(_("This person is no administrator. An administrator can change that."), field="email")
        return known
    if User.objects.filter(role=ADMINISTRATOR, is_active=True).exists():
        raise DomainError(_("There is an administrator already, who can invite others."), field="email")
    return User.objects.create_user(email=email, name=name or email, role=ADMINISTRATOR, language=language)


@transaction.atomic
def update_user(*, user: User, teams: Iterable[Team], by: User) -> User:
    """Saves the changed fields of ``user``. Raises DomainError for one's own role, a higher role, the last
    administrator."""
    before = User.objects.select_for_update().get(pk=user.pk)
    if before.role_spec.rank > by.role_spec.rank:
        raise DomainError(_("You cannot change someone whose role is above your own."))
    if user.pk == by.pk and (user.role != before.role or not user.is_active):
        raise DomainError(_("You cannot change your own role or close your own access. Ask another administrator."))
    if user.role != before.role:
        _check_role(role=user.role, by=by)
    leaves = before.role == ADMINISTRATOR and (user.role != ADMINISTRATOR or not user.is_active)
    if leaves and not User.objects.filter(role=ADMINISTRATOR, is_active=True).exclude(pk=user.pk).exists():
        raise DomainError(_("This is the last administrator. Name another one first."))
    claim_version(user)
    user.email = user.email.lower()
    user.save()
    user.teams.set(teams)
    return user


@transaction.atomic
def save_team(*, team: Team) -> Team:
    """Saves a new or changed team."""
    if team.pk:
        claim_version(team)
    team.save()
    return team


@transaction.atomic
def set_preferences(*, user: User, language: str, time_zone: str) -> None:
    """The person's own language and time zone."""
    user.language, user.time_zone = language, time_zone
    user.save(update_fields=["language", "time_zone", "updated_at"])


@transaction.atomic
def keep_view(*, user: User, page: str, name: str, query: str) -> SavedView:
    """Keeps the query of a list under ``name``; an existing name of the same page is replaced."""
    found = SavedView.objects.filter(user=user, page=page, name__iexact=name).first()
    view = found or SavedView(user=user, page=page)
    view.name, view.query = name, query[:1000]
    view.save()
    return view


@transaction.atomic
def rename_view(*, view: SavedView, name: str) -> SavedView:
    """Gives ``view`` another name. Raises DomainError if another view of the list has it."""
    others = SavedView.objects.filter(user=view.user_id, page=view.page, name__iexact=name).exclude(pk=view.pk)
    if others.exists():
        raise DomainError(_("Another of your views has this name."), field="name")
    view.name = name
    view.save(update_fields=["name"])
    return view


@transaction.atomic
def open_view_first(*, view: SavedView, first: bool) -> SavedView:
    """Lets the list open with ``view`` (``first``), or with none."""
    SavedView.objects.filter(user=view.user_id, page=view.page, is_default=True).update(is_default=False)
    view.is_default = first
    view.save(update_fields=["is_default"])
    return view


def delete_view(*, view: SavedView) -> None:
    """Forgets ``view``."""
    view.delete()
