"""The history of an account: who changed what, when, from what to what."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from accounts.selectors.history import history_of
from accounts.views.account_page import AccountPage
from accounts.views.history_words import entries_of


class History(AccountPage):
    """Changes of the account, its people, contracts and estimates, the newest first."""

    tab = "history"
    template_name = "accounts/account_history.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = self.account()
        page = history_of(account, before=request.GET.get("before", ""))
        sensitive = request.user.has_perm("accounts.view_sensitive")
        entries = entries_of(page.events, sensitive=sensitive)
        return self.page(request, account, entries=entries, next=page.next, is_later=bool(request.GET.get("before")))
