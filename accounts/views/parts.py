"""Making and changing what belongs to an account: people, contracts, years, estimates."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.models import KeyAccount
from accounts.views.account_page import AccountPage
from kamp.shared.bringing_back import deletion_of
from kamp.shared.errors import DomainError
from kamp.shared.undo import tell_at


class PartForm(AccountPage):
    """One form for a new row (no ``pk`` in the address) and for one there is. ``back`` names the page it belongs to;
    there its id is made of ``kind`` and its key."""

    abstract = True
    permission_required = "accounts.edit_account"
    template_name = "accounts/part_form.html"
    back: ClassVar[str] = ""
    kind: ClassVar[str] = ""
    words: ClassVar[dict[str, Any]] = {}

    @abstractmethod
    def rows(self, account: KeyAccount) -> QuerySet[Any]:
        """The rows of the account that can be changed here."""

    @abstractmethod
    def form(self, account: KeyAccount, row: Any, data: Any = None) -> ModelForm:
        """The form on ``row``, filled from ``data``."""

    @abstractmethod
    def save(self, form: Any) -> Model:
        """The service call that saves the row of a valid form."""

    def get(self, request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
        account = self.account()
        if account.archived_at is not None:
            messages.warning(request, _("An archived account cannot be changed. Bring it back first."))
            return redirect(account)
        row = self._row(account, pk)
        return self._show(request, account, self.form(account, row), row)

    def post(self, request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
        account = self.account()
        if pk is not None and self._is_gone(account, pk):
            return self._show_gone(request, account)
        row = self._row(account, pk)
        form = self.form(account, row, request.POST)
        if form.is_valid():
            try:
                saved = self.save(form)
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                if note := getattr(form, "merge_note", ""):
                    messages.info(request, note)
                self.saved(request, saved, is_new=pk is None)
                return self.leave(account, saved)
        return self._show(request, account, form, row, status=getattr(form, "error_status", 422))

    def saved(self, request: HttpRequest, row: Any, *, is_new: bool) -> None:
        """Tells that ``row`` is saved; the focus goes to it."""
        tell_at(request, _("%(name)s is saved.") % {"name": self.name_of(row)}, self.place_of(row))

    def name_of(self, row: Any) -> str:
        """What ``row`` is called in what is told about it."""
        return str(row)

    def place_of(self, row: Any) -> str:
        """The id of ``row`` on the page it belongs to."""
        return f"{self.kind}-{row.pk}"

    def leave(self, account: KeyAccount, row: Any) -> HttpResponse:
        """Where it goes on after saving."""
        return redirect(self.back, slug=account.slug)

    def _row(self, account: KeyAccount, pk: int | None) -> Any:
        rows = self.rows(account)
        return rows.model(account=account) if pk is None else get_object_or_404(rows, pk=pk)

    def _is_gone(self, account: KeyAccount, pk: int) -> bool:
        return deletion_of(self.rows(account).model, pk, account_id=account.pk) is not None

    def _show_gone(self, request: HttpRequest, account: KeyAccount) -> HttpResponse:
        """What somebody typed into a row that was deleted meanwhile: shown again, to be saved once it is back."""
        row = self.rows(account).model(account=account)
        form = self.form(account, row, request.POST)
        text = _(
            "Somebody has deleted this in the meantime. What you typed is still here: bring it back in the history of "
            "the account, then save again."
        )
        form.add_error(None, text)
        return self._show(request, account, form, row, status=409)

    def _show(
        self, request: HttpRequest, account: KeyAccount, form: ModelForm, row: Any, status: int = 200
    ) -> HttpResponse:
        is_new = row.pk is None
        title = self.words["new"] if is_new else self.words["edit"]
        delete = "" if is_new else self.words.get("delete", "")
        content = {"form": form, "row": row, "part_title": title, "back": self.back, "delete_url": delete}
        return self.page(request, account, status, **content)
