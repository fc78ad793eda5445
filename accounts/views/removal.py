"""Deleting what belongs to an account, at once, and bringing it back: people, contacts, contracts, years."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.models import KeyAccount
from accounts.views.account_page import AccountPage
from kamp.shared.addresses import address_of
from kamp.shared.bringing_back import deletion_of
from kamp.shared.errors import DomainError
from kamp.shared.undo import offer_undo, tell_at
from kamp.shared.views import raise_404


class PartRemoval(AccountPage):
    """Deletes a row of an account without asking and offers to undo it; with ``undoes`` brings it back.

    ``kind`` names the row: its element on the page ``back`` is ``<kind>-<key>``, the button for a new one
    ``add-<kind>``, the address of the undo ``accounts:<kind>_restore``.
    """

    abstract = True
    permission_required = "accounts.edit_account"
    http_method_names = ("post",)  # type: ignore[assignment]
    undoes: bool = False
    kind: ClassVar[str] = ""
    back: ClassVar[str] = ""

    @abstractmethod
    def rows(self, account: KeyAccount) -> QuerySet[Any]:
        """The rows of the account that can be deleted here."""

    @abstractmethod
    def order(self, account: KeyAccount) -> Sequence[Sequence[int]]:
        """The keys of the rows as ``back`` shows them, list by list."""

    @abstractmethod
    def delete_row(self, row: Any) -> None:
        """The service call that deletes. May raise DomainError."""

    @abstractmethod
    def restore_row(self, gone: Any) -> Any:
        """The service call that brings back the row of the recorded deletion ``gone``. May raise DomainError."""

    def deleted(self, row: Any) -> str:
        """What is told about a row that is gone."""
        return _("%(name)s is deleted.") % {"name": row}

    def restored(self, row: Any, gone: Any) -> str:
        """What is told about a row that is back, and about what could not come back with it."""
        return _("“%(name)s” is back.") % {"name": row}

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        account = self.account()
        try:
            if self.undoes:
                self._bring_back(account, pk)
            else:
                self._delete(account, pk)
        except DomainError as problem:
            messages.error(request, str(problem))
        return redirect(self.back, slug=account.slug)

    def _delete(self, account: KeyAccount, key: int) -> None:
        row = get_object_or_404(self.rows(account), pk=key)
        text, after = self.deleted(row), self._after(account, key)
        self.delete_row(row)
        offer_undo(self.request, text, address_of(f"accounts:{self.kind}_restore", account.slug, key), at=after)

    def _bring_back(self, account: KeyAccount, key: int) -> None:
        rows = self.rows(account)
        gone = deletion_of(rows.model, key, account_id=account.pk)
        row = self.restore_row(gone) if gone is not None else rows.filter(pk=key).first()
        if row is None:
            raise_404()
        tell_at(self.request, self.restored(row, gone), f"{self.kind}-{key}")

    def _after(self, account: KeyAccount, key: int) -> str:
        """Where the focus goes when the row is gone: to the next one, else to the button for a new one."""
        add = f"add-{self.kind}"
        for keys in self.order(account):
            if key in keys[:-1]:
                return f"{self.kind}-{keys[list(keys).index(key) + 1]},{add}"
        return add
