"""Pages of an account whose facts save by themselves, one field a time."""

from __future__ import annotations

from typing import Any

from accounts.views.account_page import AccountPage
from kamp.shared.autosave import AutosaveView


class FactSection(AccountPage, AutosaveView):
    """A page of facts about one account. Whether the account may still be changed is decided by the services, so that
    what somebody typed while it was archived is answered with a reason."""

    abstract = True
    edit_permission = "accounts.edit_account"

    @property
    def sensitive(self) -> bool:
        """Whether the person may see opinions about people."""
        return bool(self.request.user.has_perm("accounts.view_sensitive"))

    def told(self, form: Any, **content: Any) -> dict[str, Any]:
        """What every template of such a page needs."""
        return {"form": form, "here": self.request.path, **content}
