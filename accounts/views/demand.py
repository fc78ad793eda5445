"""What the customer could buy: the estimates of a year line by line, each saved by itself."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.forms.compound import Estimate
from accounts.forms.demand import DemandForm, DemandTableForm, cell_label
from accounts.models import AccountFigures, Demand, FinancialYear, KeyAccount
from accounts.selectors.demand import DemandCell, DemandTable, demand_of, demand_table
from accounts.services.demand import carry_demand_over, record_demand, withdraw_demand
from accounts.views.account_page import AccountPage
from accounts.views.fact_section import FactSection
from accounts.views.parts import PartForm
from accounts.views.years import year_lines
from kamp.shared.errors import DomainError

BACK = "accounts:account_demand"
TOTAL, SHARE = "accounts/partials/_demand_total.html", "accounts/partials/_demand_share.html"


class DemandPage(FactSection):
    """The estimates of a year, the earlier ones, and the customer's own accounts."""

    is_audited = True
    tab = "demand"
    template_name = "accounts/account_demand.html"

    def target(self) -> KeyAccount:
        return self.account()

    def form(self, target: KeyAccount) -> DemandTableForm:
        return DemandTableForm(_table(target))

    def store(self, target: KeyAccount, name: str, value: Estimate, submission: uuid.UUID | None) -> None:
        table = _table(target)
        cell, by, at = table.cell(name), self.request.user, timezone.now()
        if cell is None:
            raise DomainError(_("This line is not there any more."))
        if value.amount is None:
            withdraw_demand(account=target, year=table.year, line=cell.line, unit=cell.unit, by=by, at=at)
            return
        demand = Demand(account=target, year=table.year, product_line=cell.line, unit=cell.unit, amount=value.amount)
        demand.confidence, demand.source = value.confidence, value.source
        demand.currency = cell.current.currency if cell.current else ""
        record_demand(demand=demand, by=by, at=at)

    def show(self, request: HttpRequest, target: KeyAccount, form: forms.Form, status: int = 200) -> HttpResponse:
        today = timezone.localdate()
        table: DemandTable = form.table  # type: ignore[attr-defined]
        demand = table.picture
        years = list(FinancialYear.objects.filter(account=target).order_by("-year"))
        content = {
            "demand": demand,
            "table": table,
            "cells": [(cell, form[cell.key]) for cell in _shown(table)],
            "next_year": today.year if demand.year and demand.year < today.year else None,
            "years": year_lines(years),
            "share_of_wallet": target.figures.share_of_wallet,
        }
        return self.page(request, target, status, **self.told(form, **content))

    def extras(self, target: KeyAccount, name: str) -> str:
        """The total and our share follow."""
        table = _table(target)
        share = AccountFigures.objects.filter(account=target).values_list("share_of_wallet", flat=True).first()
        parts = [render_to_string(TOTAL, {"demand": table.picture, "table": table, "share_of_wallet": share})]
        if (cell := table.cell(name)) is not None:
            parts.append(render_to_string(SHARE, {"cell": cell}))
        return "".join(parts)


def _table(account: KeyAccount) -> DemandTable:
    today = timezone.localdate()
    return demand_table(account, demand_of(account, today=today), today=today)


def _shown(table: DemandTable) -> Sequence[DemandCell]:
    """The estimate for everything stands first, unless lines are estimated: then it does not count."""
    return table.cells if table.is_by_line else (table.whole, *table.cells)


class DemandCreate(PartForm):
    """A new estimate; it replaces the one of the same cell and year without deleting it."""

    tab = "demand"
    back = BACK
    words: ClassVar[dict[str, Any]] = {"new": gettext_lazy("Estimate the demand"), "edit": ""}

    def rows(self, account: KeyAccount) -> QuerySet[Demand]:
        return Demand.objects.filter(account=account)

    def form(self, account: KeyAccount, row: Demand, data: Any = None) -> DemandForm:
        return DemandForm(data, instance=row, today=timezone.localdate())

    def save(self, form: DemandForm) -> Demand:
        return record_demand(demand=form.instance, by=self.request.user, at=timezone.now())

    def name_of(self, row: Demand) -> str:
        return f"{cell_label(_cell_of(row))}, {row.year}"

    def place_of(self, row: Demand) -> str:
        return f"id_{_cell_of(row).key}_0"


def _cell_of(row: Demand) -> DemandCell:
    return DemandCell(line=row.product_line, unit=row.unit, current=row, ours=None)


class DemandCarryOver(AccountPage):
    """Begins this year's estimates with those of the last one."""

    permission_required = "accounts.edit_account"

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        account, year = self.account(), timezone.localdate().year
        try:
            count = carry_demand_over(account=account, year=year, by=request.user, at=timezone.now())
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            text = ngettext(
                "%(n)d estimate is carried over to %(year)d as an assumption.",
                "%(n)d estimates are carried over to %(year)d as assumptions.",
                count,
            )
            messages.success(request, text % {"n": count, "year": year})
        return redirect(BACK, slug=account.slug)
