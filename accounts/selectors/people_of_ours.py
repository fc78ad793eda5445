"""Which of our people can be given an account."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.enums import MemberRole
from accounts.models import AccountMember, KeyAccount, Segment
from kamp.users.models import User
from kamp.users.roles import ROLES, Reach


def assignable_users(by: User, *, role: MemberRole | None = None) -> QuerySet[User]:
    """The people to whom ``by`` may give an account (``role`` None: as owner; else as member).

    Owners and co-owners can edit accounts by their role; on a plan team anybody may be. Who sees everything chooses
    among all active people, others among those of their teams, and themselves.
    """
    people = User.objects.filter(is_active=True)
    if role is not MemberRole.PLAN_TEAM:
        people = people.filter(role__in=[each.key for each in ROLES if "accounts.edit_account" in each.rights])
    if by.reach is Reach.ALL:
        return people
    return people.filter(Q(pk=by.pk) | Q(pk__in=User.objects.filter(teams__in=by.teams.all()).values("pk")))


def people_around(account: KeyAccount, *, also: int | None = None) -> QuerySet[User]:
    """Our active people who have to do with ``account``: its owner, who works on it, its team and the managers of its
    segment; ``also`` is the key of somebody who is named already."""
    around = Q(pk=account.owner_id) | Q(pk__in=AccountMember.objects.filter(account=account).values("user"))
    if account.team_id:
        around |= Q(pk__in=User.teams.through.objects.filter(team=account.team_id).values("user"))
    if account.segment_id:
        around |= Q(pk__in=Segment.managers.through.objects.filter(segment=account.segment_id).values("user"))
    return User.objects.filter((around & Q(is_active=True)) | Q(pk=also)).only("name", "email").order_by("name", "pk")
