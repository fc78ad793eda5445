"""Making, changing, archiving and bringing back an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.forms.accounts import AccountForm
from accounts.models import KeyAccount
from accounts.selectors.duplicates import similar_accounts
from accounts.services.accounts import archive_account, create_account, restore_account, update_account
from kamp.shared.addresses import address_of
from kamp.shared.errors import DomainError
from kamp.shared.undo import offer_undo
from kamp.shared.views import PermittedView, ScopedView

TEMPLATE = "accounts/account_form.html"


class AccountCreate(PermittedView):
    """A new account; one that looks like another is saved only after a second look."""

    permission_required = "accounts.add_account"

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, TEMPLATE, {"form": AccountForm(by=request.user), "account": None, "similar": []})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AccountForm(request.POST, by=request.user)
        similar: list[KeyAccount] = []
        if form.is_valid():
            if "distinct" not in request.POST:
                similar = similar_accounts(user=request.user, name=form.instance.name, vat=form.instance.vat)
            if not similar:
                try:
                    account = create_account(account=form.instance, by=request.user, at=timezone.now())
                except DomainError as problem:
                    form.add_error(problem.field or None, str(problem))
                else:
                    messages.success(request, _("%(name)s is saved.") % {"name": account.name})
                    return redirect(account)
        return render(request, TEMPLATE, {"form": form, "account": None, "similar": similar}, status=422)


class AccountOfScope(ScopedView):
    """A view of one account in the person's scope, archived or not."""

    abstract = True

    def scoped(self) -> QuerySet[KeyAccount]:
        return KeyAccount.objects.visible_to(self.request.user)

    def in_scope(self) -> bool:
        return self.scoped().filter(slug=self.kwargs["slug"]).exists()

    def account(self) -> KeyAccount:
        return get_object_or_404(self.scoped(), slug=self.kwargs["slug"])


class AccountEdit(AccountOfScope):
    """Changing an account; what two people changed at once is merged or asked for."""

    permission_required = "accounts.edit_account"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = self.account()
        return self._show(request, AccountForm(instance=account, by=request.user), account)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = self.account()
        form = AccountForm(request.POST, instance=account, by=request.user)
        if form.is_valid():
            try:
                update_account(account=form.instance, by=request.user, at=timezone.now())
            except DomainError as problem:
                form.add_error(problem.field or None, str(problem))
            else:
                if form.merge_note:
                    messages.info(request, form.merge_note)
                messages.success(request, _("%(name)s is saved.") % {"name": form.instance.name})
                return redirect("accounts:account_detail", slug=slug)
        return self._show(request, form, self.account(), status=form.error_status)

    def _show(self, request: HttpRequest, form: AccountForm, account: KeyAccount, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "account": account, "similar": []}
        return render(request, TEMPLATE, context, status=status)


class AccountArchive(AccountOfScope):
    """Takes an account out of the lists, with a way back."""

    permission_required = "accounts.archive_account"

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = archive_account(account=self.account(), at=timezone.now(), by=request.user)
        undo = address_of("accounts:account_restore", slug)
        offer_undo(request, _("%(name)s is archived.") % {"name": account.name}, undo)
        return redirect("accounts:account_list")


class AccountRestore(AccountOfScope):
    """Brings an archived account back."""

    permission_required = "accounts.archive_account"

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = restore_account(account=self.account(), at=timezone.now(), by=request.user)
        messages.success(request, _("%(name)s is back.") % {"name": account.name})
        return redirect(account)
