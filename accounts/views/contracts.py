"""Contracts with the customer on a line of time, and their deadlines."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.charts import timeline
from accounts.forms.contracts import ContractForm
from accounts.models import Contract, KeyAccount
from accounts.services.contracts import delete_contract, save_contract
from accounts.views.account_page import AccountPage
from accounts.views.overview_parts import deadlines_of
from accounts.views.parts import PartDelete, PartForm

BACK = "accounts:account_contracts"


class Contracts(AccountPage):
    """Running contracts by deadline, those that ended below."""

    tab = "contracts"
    template_name = "accounts/account_contracts.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        account, today = self.account(), timezone.localdate()
        rows = list(Contract.objects.filter(account=account).order_by(F("end").asc(nulls_last=True), "pk"))
        running = [contract for contract in rows if contract.end is None or contract.end >= today]
        bars = timeline([(contract.start, contract.end, contract.notice_date) for contract in running], today)
        return self.page(
            request,
            account,
            running=list(zip(deadlines_of(running, today), bars.rows, strict=True)),
            years=bars.years,
            ended=[contract for contract in reversed(rows) if contract not in running],
        )


class ContractEdit(PartForm):
    """A new contract, or one there is."""

    tab = "contracts"
    back = BACK
    words = {"new": _("Add a contract"), "edit": _("Edit contract"), "delete": "accounts:contract_delete"}

    def rows(self, account: KeyAccount) -> QuerySet[Contract]:
        return Contract.objects.filter(account=account)

    def form(self, account: KeyAccount, row: Contract, data: Any = None) -> ContractForm:
        return ContractForm(data, instance=row)

    def save(self, form: ContractForm) -> Contract:
        return save_contract(contract=form.instance, by=self.request.user, at=timezone.now())


class ContractDelete(PartDelete):
    """A contract written down by mistake."""

    tab = "contracts"
    back = BACK

    def rows(self, account: KeyAccount) -> QuerySet[Contract]:
        return Contract.objects.filter(account=account)

    def delete_row(self, row: Contract) -> None:
        delete_contract(contract=row, by=self.request.user, at=timezone.now())
