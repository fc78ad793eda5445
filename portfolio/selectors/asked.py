"""Which accounts of a run a page is about."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.db.models import Q

from accounts.models import KeyAccount
from kamp.users.models import User
from kamp.users.roles import Reach
from portfolio.models.classification import ClassificationQuerySet

NONE, ME = "none", "me"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters in force; "" = not filtered. ``segment``, ``team`` and ``owner`` are ids or NONE, ``owner`` also ME.

    Segment and team are those of the account when the run was made, so that the numbers of a page agree with each
    other; the rest is as it is now.
    """

    segment: str = ""
    team: str = ""
    owner: str = ""
    designation: str = ""
    country: str = ""
    q: str = ""

    def apply(self, rows: ClassificationQuerySet, user: User) -> ClassificationQuerySet:
        """``rows`` without those that are not asked for."""
        return rows.filter(self._places(user)).filter(self._accounts(user))

    def by_place_only(self) -> bool:
        """Whether nothing but segment and team is filtered by."""
        return not (self.owner or self.designation or self.country or self.q)

    def active(self) -> list[tuple[str, str]]:
        """(name, value) of the filters in force."""
        return [(field.name, getattr(self, field.name)) for field in fields(self) if getattr(self, field.name)]

    def _places(self, _user: User) -> Q:
        return place_condition(self.segment, self.team)

    def _accounts(self, user: User) -> Q:
        condition = Q()
        if self.owner == NONE:
            condition &= Q(account__owner__isnull=True)
        elif self.owner:
            condition &= Q(account__owner=user.pk if self.owner == ME else self.owner)
        for name in ("designation", "country"):
            if value := getattr(self, name):
                condition &= Q(**{f"account__{name}": value})
        if self.q:
            condition &= Q(account__in=KeyAccount.objects.matching(self.q).values("pk"))
        return condition


def place_condition(segment: str, team: str) -> Q:
    """Rows of a segment and team (ids, NONE or "")."""
    condition = Q()
    for name, value in (("segment", segment), ("team", team)):
        if value == NONE:
            condition &= Q(**{f"{name}__isnull": True})
        elif value:
            condition &= Q(**{name: value})
    return condition


def sees_everything(user: User) -> bool:
    """Whether every account is in the user's scope, so that stored totals are the user's totals."""
    return user.is_active and user.reach is Reach.ALL


def sees_thresholds(user: User) -> bool:
    """Whether the user may read the lines between classes as amounts.

    Classes compare an account with the whole company. A market manager needs to know where the lines are; to
    somebody who sees only a few accounts, a mean or a cumulative share would tell about all the others (C08).
    """
    return user.is_active and user.reach in (Reach.ALL, Reach.ASSIGNED)
