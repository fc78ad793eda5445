"""Contacts with the people of a customer: all of them, a new one, one to change or take back."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.touches import TouchForm
from accounts.models import KeyAccount, Touch
from accounts.selectors.touches import SHOWN, touches_of
from accounts.services.touches import delete_touch, restore_touch, save_touch
from accounts.views.account_page import AccountPage
from accounts.views.parts import PartForm
from accounts.views.removal import PartRemoval
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.paging import Order, page_of
from kamp.shared.templatetags.formats import language
from kamp.shared.undo import offer_undo

BACK = "accounts:account_dmu"
_ORDER = Order(field="date", descending=True, parse=datetime.date.fromisoformat)


class Touches(AccountPage):
    """All contacts written down, the newest first."""

    tab = "people"
    template_name = "accounts/account_touches.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = self.account()
        page = page_of(touches_of(account).order_by(), _ORDER, request.GET.get("after", ""))
        sensitive = request.user.has_perm("accounts.view_sensitive")
        return self.page(request, account, touches=page.rows, page=page, sensitive=sensitive)


class TouchEdit(PartForm):
    """A new contact (``?person=`` names whom with), or one there is."""

    tab = "people"
    kind = "touch"
    back = BACK
    words = {
        "new": gettext_lazy("Write down a contact"),
        "edit": gettext_lazy("Edit contact"),
        "delete": "accounts:touch_delete",
    }

    def rows(self, account: KeyAccount) -> QuerySet[Touch]:
        return touches_of(account)

    def form(self, account: KeyAccount, row: Touch, data: Any = None) -> TouchForm:
        asked = self.request.GET.get("person", "")
        return TouchForm(
            data,
            instance=row,
            account=account,
            by=self.request.user,
            today=timezone.localdate(),
            sensitive=self.request.user.has_perm("accounts.view_sensitive"),
            person=int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None,
        )

    def save(self, form: TouchForm) -> Touch:
        people = form.cleaned_data["people"]
        return save_touch(touch=form.instance, people=people, by=self.request.user, at=timezone.now())

    def name_of(self, row: Touch) -> str:
        return f"{row.get_kind_display()}, {formats.date_long(row.date, language())}"

    def saved(self, request: HttpRequest, row: Touch, *, is_new: bool) -> None:
        """A new contact can be taken back at once."""
        if not is_new:
            super().saved(request, row, is_new=is_new)
            return
        url = address_of("accounts:touch_delete", row.account.slug, row.pk)
        offer_undo(request, _("The contact is written down."), url, at=f"touch-{row.pk}")


class TouchRemoval(PartRemoval):
    """Takes back a contact."""

    permission_required = "accounts.edit_account"
    kind = "touch"
    back = BACK

    def rows(self, account: KeyAccount) -> QuerySet[Touch]:
        return touches_of(account)

    def order(self, account: KeyAccount) -> list[list[int]]:
        return [list(touches_of(account).values_list("pk", flat=True)[: SHOWN + 1])]

    def delete_row(self, row: Touch) -> None:
        delete_touch(touch=row, by=self.request.user, at=timezone.now())

    def restore_row(self, gone: Any) -> Touch:
        return restore_touch(gone=gone, by=self.request.user, at=timezone.now())

    def deleted(self, row: Touch) -> str:
        return _("The contact is taken back.")

    def restored(self, row: Touch, gone: Any) -> str:
        return _("The contact is there again.")
