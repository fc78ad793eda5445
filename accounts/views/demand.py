"""What the customer could buy, and its own financial years."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.demand import DemandForm
from accounts.models import Demand, FinancialYear, KeyAccount
from accounts.selectors.demand import demand_of
from accounts.services.demand import record_demand
from accounts.views.account_page import AccountPage
from accounts.views.parts import PartForm
from accounts.views.years import year_lines

BACK = "accounts:account_demand"


class DemandPage(AccountPage):
    """The estimates that count, the earlier ones, and the customer's own accounts."""

    tab = "demand"
    template_name = "accounts/account_demand.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = self.account()
        return self.page(
            request,
            account,
            demand=demand_of(account, today=timezone.localdate()),
            years=year_lines(list(FinancialYear.objects.filter(account=account).order_by("-year"))),
        )


class DemandCreate(PartForm):
    """A new estimate; it replaces the one of the same cell and year without deleting it."""

    tab = "demand"
    back = BACK
    words = {"new": _("Estimate the demand"), "edit": ""}

    def rows(self, account: KeyAccount) -> QuerySet[Demand]:
        return Demand.objects.filter(account=account)

    def form(self, account: KeyAccount, row: Demand, data: Any = None) -> DemandForm:
        return DemandForm(data, instance=row, today=timezone.localdate())

    def save(self, form: DemandForm) -> Demand:
        return record_demand(demand=form.instance, by=self.request.user, at=timezone.now())
