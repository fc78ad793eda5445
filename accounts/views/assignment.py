"""Several accounts get an owner, a team or a segment at once."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.forms.assignment import AssignmentForm
from accounts.forms.filters import AccountFilter
from accounts.models import KeyAccount
from accounts.services.accounts import assign_accounts
from kamp.shared.errors import DomainError
from kamp.shared.views import ScopedView


class AccountAssign(ScopedView):
    """Shows what was selected and asks what it should get; all of it changes or nothing."""

    permission_required = "accounts.edit_account"

    def scoped(self) -> QuerySet[KeyAccount]:
        return KeyAccount.objects.visible_to(self.request.user).current()

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self._selected(request.GET):
            messages.warning(request, _("Select the accounts first."))
            return redirect("accounts:account_list")
        return self._show(request, AssignmentForm(by=request.user), request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AssignmentForm(request.POST, by=request.user)
        if form.is_valid():
            try:
                chosen = AccountFilter.from_params(request.POST).rows
                number = assign_accounts(accounts=chosen, by=request.user, at=timezone.now(), **form.values())
            except DomainError as problem:
                form.add_error(problem.field or None, str(problem))
            else:
                text = ngettext("%(number)d account changed.", "%(number)d accounts changed.", number)
                messages.success(request, text % {"number": number})
                return redirect("accounts:account_list")
        return self._show(request, form, request.POST, status=422)

    def _selected(self, params: QueryDict) -> list[KeyAccount]:
        rows = AccountFilter.from_params(params).rows
        return list(self.scoped().filter(pk__in=rows).only("name", "code", "slug").order_by("name_key")) if rows else []

    def _show(self, request: HttpRequest, form: AssignmentForm, params: QueryDict, status: int = 200) -> HttpResponse:
        context = {"form": form, "accounts": self._selected(params)}
        return render(request, "accounts/account_assign.html", context, status=status)
