"""Contracts with the customer on a line of time, and their deadlines."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, ClassVar

from django import forms
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.charts import timeline
from accounts.forms.contracts import ContractFacts, ContractForm
from accounts.models import Contract, KeyAccount
from accounts.services.contracts import delete_contract, restore_contract, save_contract
from accounts.views.account_page import AccountPage
from accounts.views.fact_section import FactSection
from accounts.views.overview_parts import deadlines_of
from accounts.views.parts import PartForm
from accounts.views.removal import PartRemoval

BACK = "accounts:account_contracts"
DEADLINE = "accounts/partials/_contract_deadline.html"


class Contracts(AccountPage):
    """Running contracts by deadline, those that ended below."""

    is_audited = True
    tab = "contracts"
    template_name = "accounts/account_contracts.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        account, today = self.account(), timezone.localdate()
        running, ended = _running_and_ended(account, today)
        bars = timeline([(contract.start, contract.end, contract.notice_date) for contract in running], today)
        return self.page(
            request,
            account,
            running=list(zip(deadlines_of(running, today), bars.rows, strict=True)),
            years=bars.years,
            ended=ended,
        )


class ContractCreate(PartForm):
    """A new contract."""

    tab = "contracts"
    kind = "contract"
    back = BACK
    words: ClassVar[dict[str, Any]] = {"new": _("Add a contract"), "edit": ""}

    def rows(self, account: KeyAccount) -> QuerySet[Contract]:
        return Contract.objects.filter(account=account)

    def form(self, account: KeyAccount, row: Contract, data: Any = None) -> ContractForm:
        return ContractForm(data, instance=row)

    def save(self, form: ContractForm) -> Contract:
        return save_contract(contract=form.instance, by=self.request.user, at=timezone.now())


class ContractPage(FactSection):
    """What is known about a contract; each field saves by itself, the last day for notice follows."""

    tab = "contracts"
    permission_required = "accounts.edit_account"
    template_name = "accounts/contract.html"

    def target(self) -> Contract:
        return get_object_or_404(Contract.objects.filter(account=self.account()), pk=self.kwargs["pk"])

    def form(self, target: Contract) -> ContractFacts:
        return ContractFacts(contract=target)

    def store(self, target: Contract, name: str, value: Any, submission: uuid.UUID | None) -> None:
        setattr(target, name, value)
        save_contract(contract=target, by=self.request.user, at=timezone.now())

    def show(self, request: HttpRequest, target: Contract, form: forms.Form, status: int = 200) -> HttpResponse:
        return self.page(request, self.account(), status, **self.told(form, **_deadline(target)))

    def extras(self, target: Contract, name: str) -> str:
        """The deadline follows end and notice."""
        return render_to_string(DEADLINE, _deadline(target))


def _deadline(contract: Contract) -> dict[str, Any]:
    return {"contract": contract, "deadline": deadlines_of([contract], timezone.localdate())[0]}


class ContractRemoval(PartRemoval):
    """A contract written down by mistake."""

    permission_required = "accounts.edit_account"
    kind = "contract"
    back = BACK

    def rows(self, account: KeyAccount) -> QuerySet[Contract]:
        return Contract.objects.filter(account=account)

    def order(self, account: KeyAccount) -> list[list[int]]:
        return [[contract.pk for contract in part] for part in _running_and_ended(account, timezone.localdate())]

    def delete_row(self, row: Contract) -> None:
        delete_contract(contract=row, by=self.request.user, at=timezone.now())

    def restore_row(self, gone: Any) -> Contract:
        return restore_contract(gone=gone, by=self.request.user, at=timezone.now())


def _running_and_ended(account: KeyAccount, today: datetime.date) -> tuple[list[Contract], list[Contract]]:
    """The contracts that run, the next deadline first, and those that ended, the last first."""
    rows = list(Contract.objects.filter(account=account).order_by(F("end").asc(nulls_last=True), "pk"))
    running = [contract for contract in rows if contract.end is None or contract.end >= today]
    return running, [contract for contract in reversed(rows) if contract not in running]
