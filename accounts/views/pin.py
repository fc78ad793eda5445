"""An account beside one's navigation, or no longer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.services.pins import pin_account, unpin_account
from accounts.views.account_page import AccountPage
from kamp.shared.errors import DomainError
from kamp.shared.returning import page_to_return_to
from kamp.shared.undo import offer_undo


class Pin(AccountPage):
    """``?on=1`` pins, ``?on=0`` unpins; back to the page one came from."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        account, is_on = self.account(), request.GET.get("on") != "0"
        try:
            (pin_account if is_on else unpin_account)(account=account, user=request.user)
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            told = _("%(name)s is pinned beside the navigation.") if is_on else _("%(name)s is no longer pinned.")
            offer_undo(request, told % {"name": account.name}, f"{request.path}?on={int(not is_on)}", at="pin")
        return redirect(page_to_return_to(request, request.POST.get("next", ""), otherwise=account.get_absolute_url()))
