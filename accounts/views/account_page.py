"""What all pages of one account share: whose it is, its head, its tabs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import KeyAccount
from accounts.selectors.account_page import account_pages_for
from accounts.selectors.audit import audit_score
from accounts.views.audit_onward import onward_of
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.page_memory import once_per_page
from kamp.shared.panels import ACCOUNT_MARKS, ACCOUNT_TABS
from kamp.shared.parts import Crumb, Tab
from kamp.shared.templatetags.formats import language
from kamp.shared.views import ScopedView
from kamp.users.models import User

TABS = (
    ("overview", "accounts:account_detail", gettext_lazy("Overview"), ""),
    ("audit", "accounts:audit", gettext_lazy("Audit"), ""),
    ("sales", "accounts:account_sales", gettext_lazy("Sales and profitability"), ""),
    ("people", "accounts:account_dmu", gettext_lazy("People"), "people_count"),
    ("contracts", "accounts:account_contracts", gettext_lazy("Contracts"), "contract_count"),
    ("demand", "accounts:account_demand", gettext_lazy("Demand"), ""),
    ("history", "accounts:account_history", gettext_lazy("History"), ""),
)


class AccountPage(ScopedView):
    """A page of one account in the person's scope, archived or not; ``tab`` is the section it belongs to."""

    abstract = True
    permission_required = "accounts.view_account"
    tab: ClassVar[str] = ""
    is_audited: ClassVar[bool] = False
    """Whether facts of the audit are given here: the page then leads on to the next item."""
    template_name: ClassVar[str] = ""

    def scoped(self) -> QuerySet[KeyAccount]:
        return account_pages_for(self.request.user)

    def in_scope(self) -> bool:
        return KeyAccount.objects.visible_to(self.request.user).filter(slug=self.kwargs["slug"]).exists()

    def account(self) -> KeyAccount:
        """The account of the address, read once while a page is shown; 404 outside the scope."""
        slug = self.kwargs["slug"]
        return once_per_page(("account", slug), lambda: get_object_or_404(self.scoped(), slug=slug))

    def mark(self, account: KeyAccount) -> dict[str, Any] | None:
        """Position and class of the account, asked for once."""
        if not hasattr(self, "_mark"):
            self._mark = mark_of(account, self.request.user)
        return self._mark

    def page(self, request: HttpRequest, account: KeyAccount, status: int = 200, **content: Any) -> HttpResponse:
        """The template with head, tabs and ``content``."""
        may_edit = request.user.has_perm("accounts.edit_account") and account.archived_at is None
        head = {**head_of(account, self.tab), "mark": self.mark(account), "may_edit": may_edit}
        if self.is_audited and account.archived_at is None and request.user.has_perm("accounts.fill_audit"):
            score = content.get("score") or audit_score(account, timezone.localdate())
            match = request.resolver_match
            head["onward"] = onward_of(account, score, match.view_name if match else "")
        return render(request, self.template_name, {**head, **content}, status=status)


def mark_of(account: KeyAccount, user: User) -> dict[str, Any] | None:
    """Position and class beside the name, from the app above that knows them."""
    for mark in ACCOUNT_MARKS:
        if user.has_perm(mark.permission) and (found := mark.load(account, user)):
            return found
    return None


def head_of(account: KeyAccount, tab: str) -> dict[str, Any]:
    """Title, path and tabs of the pages of ``account``; ``tab`` is the present section."""
    crumbs = [Crumb(label=_("Accounts"), url=address_of("accounts:account_list"))]
    if account.parent is not None:
        crumbs.append(Crumb(label=account.parent.name, url=account.parent.get_absolute_url()))
    return {
        "account": account,
        "crumbs": [*crumbs, Crumb(label=account.name)],
        "tab": tab,
        "tabs": [
            Tab(
                label=label,
                url=address_of(name, account.slug),
                note=_note(account, counted),
                current=key == tab,
            )
            for key, name, label, counted in TABS
        ]
        + [Tab(label=_(each.label), url=each.url(account)) for each in ACCOUNT_TABS],
    }


def _note(account: KeyAccount, counted: str) -> str:
    number = getattr(account, counted, 0) if counted else 0
    return formats.number(number, language()) if number else ""
