"""Users and teams, for administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import TemplateView

from kamp.shared.errors import DomainError
from kamp.shared.folding import fold
from kamp.shared.paging import page_of
from kamp.shared.parts import Crumb, Pick
from kamp.shared.views import PermittedView
from kamp.users.forms import TeamForm, UserForm
from kamp.users.invitations import send_invitation
from kamp.users.models import Team, User
from kamp.users.permissions import Right
from kamp.users.roles import ROLES
from kamp.users.selectors import all_rights, users_matching
from kamp.users.services import create_user, save_team, update_user
from kamp.users.tables import USERS

MANAGE = "users.manage_users"
SETTINGS = Crumb(label=_lazy("Settings"), url=reverse_lazy("users:settings_index"))
PEOPLE = Crumb(label=_lazy("People"), url=reverse_lazy("users:user_list"))
TEAMS = Crumb(label=_lazy("Teams"), url=reverse_lazy("users:team_list"))


class UserList(PermittedView, TemplateView):
    """Everybody who can sign in."""

    permission_required = MANAGE
    template_name = "users/user_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        params = self.request.GET
        column, descending = USERS.sorting(params)
        rows: QuerySet[User] = users_matching(fold(params.get("q", "")), closed=params.get("closed") == "1")
        page = page_of(rows, column.order(descending=descending), params.get("after", ""))
        access = [("", _("open access")), ("1", _("also closed access"))]
        return super().get_context_data(
            crumbs=[SETTINGS],
            page=page,
            heads=USERS.heads(params),
            lines=list(USERS.lines(page.rows)),
            q=params.get("q", ""),
            picks=[Pick(name="closed", label=_("Show"), options=access, value=params.get("closed", ""))],
            **kwargs,
        )


class UserCreate(PermittedView):
    """A new user, who is mailed a link to choose a password."""

    permission_required = MANAGE

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, UserForm(by=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UserForm(request.POST, by=request.user)
        if form.is_valid():
            try:
                user = create_user(
                    email=form.cleaned_data["email"],
                    name=form.cleaned_data["name"],
                    role=form.cleaned_data["role"],
                    teams=form.cleaned_data["teams"],
                    language=form.cleaned_data["language"],
                    by=request.user,
                )
            except DomainError as problem:
                form.add_error(problem.field or None, str(problem))
            else:
                send_invitation(request, user)
                messages.success(request, _("%(name)s is invited by e-mail.") % {"name": user.name})
                return redirect("users:user_list")
        return self._show(request, form, status=422)

    def _show(self, request: HttpRequest, form: UserForm, status: int = 200) -> HttpResponse:
        return render(
            request, "users/user_form.html", {"form": form, "person": None, "crumbs": [SETTINGS, PEOPLE]}, status=status
        )


class UserEdit(PermittedView):
    """Role, teams and access of a user."""

    permission_required = MANAGE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        return self._show(request, UserForm(instance=user, by=request.user), user)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        form = UserForm(request.POST, instance=user, by=request.user)
        if form.is_valid():
            try:
                update_user(user=form.instance, teams=form.cleaned_data["teams"], by=request.user)
            except DomainError as problem:
                form.add_error(problem.field or None, str(problem))
            else:
                messages.success(request, _("%(name)s is saved.") % {"name": user.name})
                return redirect("users:user_list")
        return self._show(request, form, user, status=form.error_status)

    def _show(self, request: HttpRequest, form: UserForm, user: User, status: int = 200) -> HttpResponse:
        return render(
            request, "users/user_form.html", {"form": form, "person": user, "crumbs": [SETTINGS, PEOPLE]}, status=status
        )


class UserInvite(PermittedView):
    """Sends the invitation again."""

    permission_required = MANAGE

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk, is_active=True)
        send_invitation(request, user)
        messages.success(request, _("%(name)s is invited by e-mail.") % {"name": user.name})
        return redirect("users:user_edit", pk=user.pk)


class TeamList(PermittedView, TemplateView):
    """The sales teams."""

    permission_required = MANAGE
    template_name = "users/team_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(crumbs=[SETTINGS], teams=Team.objects.prefetch_related("users"), **kwargs)


class TeamEdit(PermittedView):
    """A new team, or the name of one."""

    permission_required = MANAGE

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        team = get_object_or_404(Team, pk=pk) if pk else Team()
        return render(
            request,
            "users/team_form.html",
            {"form": TeamForm(instance=team), "team": team, "crumbs": [SETTINGS, TEAMS]},
        )

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        team = get_object_or_404(Team, pk=pk) if pk else Team()
        form = TeamForm(request.POST, instance=team)
        if form.is_valid():
            save_team(team=form.instance)
            messages.success(request, _("Team %(name)s is saved.") % {"name": form.instance.name})
            return redirect("users:team_list")
        return render(
            request,
            "users/team_form.html",
            {"form": form, "team": team, "crumbs": [SETTINGS, TEAMS]},
            status=form.error_status,
        )


class RoleList(PermittedView, TemplateView):
    """Which role may do what, as declared in the code."""

    permission_required = MANAGE
    template_name = "users/role_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rights: list[Right] = all_rights()
        lines = [(right, [right.key in role.rights for role in ROLES]) for right in rights]
        return super().get_context_data(crumbs=[SETTINGS], roles=list(ROLES), lines=lines, **kwargs)
