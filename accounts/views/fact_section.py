"""Pages of an account whose facts save by themselves, one field a time."""

from __future__ import annotations

import uuid
from abc import abstractmethod
from typing import Any

from django.utils import timezone

from accounts.models import KeyAccount
from accounts.services.audits import open_audit
from accounts.views.account_page import AccountPage
from kamp.shared.autosave import AutosaveView


class FactSection(AccountPage, AutosaveView):
    """A page of facts about one account. Whether the account may still be changed is decided by the services, so that
    what somebody typed while it was archived is answered with a reason.

    The facts belong to the audit, too: the first one given opens a round of it. A subclass gives ``form`` and
    ``store``.
    """

    abstract = True
    edit_permission = "accounts.edit_account"

    def _locked(self) -> Any:
        """The account is locked before the row, as the services do it: nobody waits in a circle."""
        list(KeyAccount.objects.select_for_update(no_key=True).filter(slug=self.kwargs["slug"]).values_list("pk"))
        return super()._locked()

    @abstractmethod
    def store(self, target: Any, name: str, value: Any, submission: uuid.UUID | None) -> None:
        """Saves one field, with one service call. May raise DomainError."""

    def save(self, target: Any, name: str, value: Any, submission: uuid.UUID | None) -> None:
        self.store(target, name, value, submission)
        if self.request.user.has_perm("accounts.fill_audit"):
            key = target.pk if isinstance(target, KeyAccount) else target.account_id
            open_audit(account_id=key, by=self.request.user, at=timezone.now())

    @property
    def sensitive(self) -> bool:
        """Whether the person may see opinions about people."""
        return bool(self.request.user.has_perm("accounts.view_sensitive"))

    def told(self, form: Any, **content: Any) -> dict[str, Any]:
        """What every template of such a page needs."""
        return {"form": form, "here": self.request.path, **content}
