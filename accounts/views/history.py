"""The history of an account: who changed what, when, from what to what."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.selectors.history import history_of
from accounts.views.account_page import AccountPage
from accounts.views.history_words import Entry, entries_of
from kamp.shared.addresses import address_of
from kamp.shared.bringing_back import KEPT

RESTORED_BY = {"person": "person", "contract": "contract", "financialyear": "year", "touch": "touch"}
"""The address that brings a row back, by kind."""


class History(AccountPage):
    """Changes of the account, its people, contracts and estimates, the newest first."""

    tab = "history"
    template_name = "accounts/account_history.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = self.account()
        page = history_of(account, before=request.GET.get("before", ""))
        sensitive = request.user.has_perm("accounts.view_sensitive")
        entries = entries_of(page.events, sensitive=sensitive)
        if request.user.has_perm("accounts.edit_account") and account.archived_at is None:
            entries = with_undo(entries, account.slug, timezone.now())
        return self.page(request, account, entries=entries, next=page.next, is_later=bool(request.GET.get("before")))


def with_undo(entries: list[Entry], slug: str, at: datetime.datetime) -> list[Entry]:
    """The entries, those of deletions that can still be taken back with the address that does it.

    One query for each kind of row deleted.
    """
    gone: dict[str, dict[int, Entry]] = defaultdict(dict)
    for entry in entries:
        event = entry.event
        if event.label == "delete" and event.source.key in RESTORED_BY and event.at > at - KEPT:
            gone[event.source.key].setdefault(event.now["pgh_obj_id"], entry)  # the newest of several deletions
    urls: dict[int, str] = {}
    for kind, found in gone.items():
        model = next(iter(found.values())).event.source.model
        there = set(model._base_manager.filter(pk__in=found).values_list("pk", flat=True))
        name = f"accounts:{RESTORED_BY[kind]}_restore"
        urls |= {id(entry): address_of(name, slug, key) for key, entry in found.items() if key not in there}
    return [replace(entry, undo_url=urls.get(id(entry), "")) for entry in entries]
