"""Verbs about the team of a plan. Who is on it sees the account: an AccountMember row is kept in step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import MemberRole
from accounts.models import AccountMember
from accounts.selectors.people_of_ours import assignable_users
from kamp.shared.conflicts import claim_version
from kamp.shared.errors import DomainError
from planning.enums import TeamRole
from planning.models import AccountPlan, PlanPhase, TeamMember
from planning.phases.catalog import PHASES
from planning.services.guards import check_edits, lock_open_plan

if TYPE_CHECKING:
    from kamp.users.models import User


@transaction.atomic
def add_team_member(  # noqa: PLR0913  MEANT: what a member is
    *,
    plan: AccountPlan,
    user: User,
    role: str,
    phases: Sequence[str],
    by: User,
    subject: str = "",
    answers_for: Sequence[str] = (),
) -> TeamMember:
    """Takes somebody onto the team, and by that into the scope of the account; ``answers_for`` are phases that nobody
    answers for and this person did before.

    Raises DomainError for somebody ``by`` may not choose or who is on the team already, Denied for who may not.
    """
    locked = lock_open_plan(plan.pk)
    check_edits(by, locked)
    if not assignable_users(by, role=MemberRole.PLAN_TEAM).filter(pk=user.pk).exists():
        raise DomainError(_("You cannot add this person."), field="user")
    if locked.team.filter(user=user).exists():
        raise DomainError(_("This person is on the team already."), field="user")
    member = enrol(locked, user, role=role, phases=phases, subject=subject)
    for row in PlanPhase.objects.select_for_update().filter(plan=locked, owner=None, phase_key__in=list(answers_for)):
        _answers(row, user)
    return member


def _answers(row: PlanPhase, user: User | None) -> None:
    row.owner = user
    row.version += 1
    row.save()


def enrol(plan: AccountPlan, user: User, *, role: str, phases: Sequence[str] = (), subject: str = "") -> TeamMember:
    """Writes a member and their scope down, without asking who does it; for services of plans."""
    known = [key for key in PHASES.keys() if key in set(phases)]  # noqa: SIM118  MEANT: a Catalog, not a dict
    member = TeamMember.objects.create(plan=plan, user=user, role=role, phases=known, subject=subject)
    AccountMember.objects.get_or_create(account_id=plan.account_id, user=user, role=MemberRole.PLAN_TEAM)
    return member


@transaction.atomic
def change_team_member(*, member: TeamMember, by: User) -> TeamMember:
    """Saves the role, the subject and the phases of a member.

    Raises StaleError if somebody saved the member since, DomainError if nobody would lead the team.
    """
    plan = lock_open_plan(member.plan_id)
    check_edits(by, plan)
    _check_led(plan, member, stays=True)
    member.phases = [key for key in PHASES.keys() if key in set(member.phases)]  # noqa: SIM118  MEANT: a Catalog
    claim_version(member)
    member.save()
    return member


@transaction.atomic
def remove_team_member(*, member: TeamMember, by: User) -> list[str]:
    """Takes somebody off the team; they no longer answer for a phase, and see the account only for other reasons.
    Gives the phases they answered for.

    Raises DomainError if nobody would lead the team, or ``by`` would no longer see the account.
    """
    plan = lock_open_plan(member.plan_id)
    check_edits(by, plan)
    _check_led(plan, member, stays=False)
    member.delete()
    answered = list(PlanPhase.objects.select_for_update().filter(plan=plan, owner=member.user_id))
    for row in answered:
        _answers(row, None)
    others = TeamMember.objects.filter(plan__account=plan.account_id, user=member.user_id)
    if not others.exists():
        AccountMember.objects.filter(account=plan.account_id, user=member.user_id, role=MemberRole.PLAN_TEAM).delete()
    if not AccountPlan.objects.visible_to(by).filter(pk=plan.pk).exists():
        raise DomainError(_("You would no longer see this account. Nothing was changed."))
    return [row.phase_key for row in answered]


def _check_led(plan: AccountPlan, member: TeamMember, *, stays: bool) -> None:
    if stays and member.role == TeamRole.SELLER:
        return
    if not plan.team.filter(role=TeamRole.SELLER).exclude(pk=member.pk).exists():
        raise DomainError(_("A seller leads the team: name another one first."), field="role")
