"""Who of ours works on an account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.enums import MemberRole
from accounts.forms.members import MemberForm
from accounts.models import AccountMember, KeyAccount
from accounts.services.accounts import add_member, remove_member
from accounts.views.account_page import AccountPage
from kamp.shared.errors import DomainError
from kamp.shared.undo import offer_undo, tell_at


class Members(AccountPage):
    """Owner, co-owners and plan team; who may edit the account adds and removes them."""

    template_name = "accounts/account_members.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = self.account()
        return self._show(request, account, MemberForm(by=request.user))

    def _show(self, request: HttpRequest, account: KeyAccount, form: forms.Form, status: int = 200) -> HttpResponse:
        rows = AccountMember.objects.filter(account=account).select_related("user").order_by("role", "user__name", "pk")
        content: dict[str, Any] = {"form": form, "members": list(rows)}
        return self.page(request, account, status, **content)


class MemberChange(Members):
    """Adds or removes somebody."""

    permission_required = "accounts.edit_account"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = self.account()
        if "remove" in request.POST:
            return self._remove(request, account)
        given = request.POST if "user" in request.POST else request.GET  # an undo says who in its address
        form = MemberForm(given, by=request.user)
        if form.is_valid():
            user, role = form.cleaned_data["user"], MemberRole(form.cleaned_data["role"])
            try:
                member = add_member(account=account, user=user, role=role, by=request.user)
            except DomainError as problem:
                form.add_error(problem.field or None, str(problem))
            else:
                told = _("%(name)s works on this account now.") % {"name": user.name}
                tell_at(request, told, f"member-{member.pk}")
                return redirect("accounts:account_members", slug=slug)
        return self._show(request, account, form, status=422)

    def _remove(self, request: HttpRequest, account: KeyAccount) -> HttpResponse:
        key = request.POST["remove"]
        member = get_object_or_404(
            AccountMember, account=account, pk=int(key) if key.isascii() and key.isdigit() else 0
        )
        name, back = member.user.name, urlencode({"user": member.user_id, "role": member.role})
        try:
            remove_member(member=member, by=request.user)
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            told = _("%(name)s no longer works on this account.") % {"name": name}
            offer_undo(request, told, f"{request.path}?{back}", at="next,id_user")
        return redirect("accounts:account_members", slug=account.slug)
