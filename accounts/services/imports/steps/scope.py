"""Whose accounts an import may touch: what ``accounts.permissions.in_scope`` says, for rows that are not stored yet."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import AccountMember, Segment
from kamp.users.models import User
from kamp.users.roles import Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The keys that make an account visible to a person who does not see all."""

    user: int
    teams: list[int]
    segments: list[int]
    shared: list[int]

    def covers(self, *, owner: str, team: str, segment: str, account: str) -> str:
        """The SQL condition that an account with these values is visible; each is an SQL expression."""
        parts = [f"{owner} = {self.user}"]
        parts += [f"{team} = ANY('{_array(self.teams)}')", f"{segment} = ANY('{_array(self.segments)}')"]
        parts += [f"{account} = ANY('{_array(self.shared)}')"]
        return f"coalesce({' OR '.join(f'coalesce({part}, false)' for part in parts)}, false)"

    def default_owner(self) -> str:
        """The owner of a new account that would not be visible otherwise: whoever imports it."""
        others = self.covers(owner="NULL::bigint", team="r.team_id", segment="r.segment_id", account="NULL::bigint")
        return f"CASE WHEN {others} THEN NULL::bigint ELSE {self.user} END"


def scope_of(user: User | None) -> Scope:
    """The scope of a person whose reach is not everything; a command that acts for nobody is none."""
    if user is None:
        raise ValueError("whoever acts for nobody sees everything and has no scope")
    wide = user.reach is Reach.ASSIGNED
    return Scope(
        user=user.pk,
        teams=list(user.teams.values_list("pk", flat=True)) if wide else [],
        segments=list(Segment.objects.filter(managers=user).values_list("pk", flat=True)) if wide else [],
        shared=list(AccountMember.objects.filter(user=user).values_list("account_id", flat=True)),
    )


def _array(keys: list[int]) -> str:
    return "{" + ",".join(map(str, keys)) + "}"
