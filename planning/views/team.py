"""The team of a plan: who is on it, with which part, for which phases."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.enums import MemberRole
from accounts.selectors.people_of_ours import assignable_users
from kamp.shared.addresses import address_of
from kamp.shared.errors import Denied, DomainError
from kamp.shared.undo import offer_undo, tell_at
from planning.forms.plans import MemberForm, NewMemberForm
from planning.models import TeamMember
from planning.phases.catalog import PHASES
from planning.services.team import add_team_member, change_team_member, remove_team_member
from planning.views.plan_page import EDIT, VIEW, PlanPage


class TeamPage(PlanPage):
    """Everybody on the team; who leads the plan adds people here."""

    permission_required = VIEW
    template_name = "planning/plan_team.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(request, self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.rights.edits:
            raise PermissionDenied(Denied(_("Only those who lead the plan change this.")))
        again = "again" in request.GET  # an undo, whose address says who it was
        form = self._form(request.GET if again else request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                member = add_team_member(
                    plan=self.plan,
                    user=given["user"],
                    role=given["role"],
                    phases=given["phases"],
                    subject=given["subject"],
                    by=request.user,
                    answers_for=request.GET.getlist("answers") if again else (),
                )
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                told = _("%(name)s is on the team and sees the account.") % {"name": member}
                tell_at(request, told, f"member-{member.pk}")
                return redirect("planning:plan_team", pk=self.plan.pk)
        return self.show(request, form, 422)

    def show(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        return self.page(request, status, form=form, members=members_in_words(self.plan.team.all()))

    def _form(self, data: Any = None) -> NewMemberForm:
        there = [member.user_id for member in self.plan.team.all()]
        people = assignable_users(self.request.user, role=MemberRole.PLAN_TEAM).exclude(pk__in=there)
        return NewMemberForm(data, people=people.order_by("name", "pk"))


def members_in_words(members: Any) -> list[dict[str, Any]]:
    """Each member with the phases given to them."""
    return [
        {
            "member": member,
            "phases": _("all phases")
            if member.is_lead
            else ", ".join(f"{PHASES.get(k).number} {_(PHASES.get(k).label)}" for k in member.phases if k in PHASES),
        }
        for member in members
    ]


class MemberEdit(PlanPage):
    """The part and the phases of a member."""

    permission_required = EDIT
    template_name = "planning/member_form.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        member = self._member()
        return self.page(request, form=MemberForm(instance=member), member=member)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        member = self._member()
        form = MemberForm(request.POST, instance=member)
        if form.is_valid():
            try:
                change_team_member(member=form.instance, by=request.user)
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                if form.merge_note:
                    messages.info(request, form.merge_note)
                messages.success(request, _("%(name)s is saved.") % {"name": member})
                return redirect("planning:plan_team", pk=self.plan.pk)
        return self.page(request, form.error_status, form=form, member=member)

    def _member(self) -> TeamMember:
        members = TeamMember.objects.filter(plan=self.plan).select_related("user")
        return get_object_or_404(members, pk=self.kwargs["member"])


class MemberRemove(MemberEdit):
    """Takes a member off the team."""

    http_method_names = ("post",)  # type: ignore[assignment]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        member = self._member()
        try:
            answered = remove_team_member(member=member, by=request.user)
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            self._tell(request, member, answered)
        return redirect("planning:plan_team", pk=self.plan.pk)

    @staticmethod
    def _tell(request: HttpRequest, member: TeamMember, answered: list[str]) -> None:
        """That the member is gone, with an undo for who may choose this person: its address says who it was."""
        text = _("%(name)s is no longer on the team.") % {"name": member}
        if not assignable_users(request.user, role=MemberRole.PLAN_TEAM).filter(pk=member.user_id).exists():
            messages.success(request, text)
            return
        who = {"again": 1, "user": member.user_id, "role": member.role, "subject": member.subject}
        query = urlencode({**who, "phases": member.phases, "answers": answered}, doseq=True)
        undo = f"{address_of('planning:plan_team', member.plan_id)}?{query}"
        offer_undo(request, text, undo, at="next,id_user")
