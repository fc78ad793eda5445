"""The customer's own financial years and the ratios they give."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.calc import financials
from accounts.enums import YearFigure
from accounts.forms.contracts import FinancialYearForm
from accounts.forms.years import TEXTS, YearsForm
from accounts.models import FinancialYear, KeyAccount
from accounts.services.contracts import delete_financial_year, restore_financial_year, save_financial_year
from accounts.views.fact_section import FactSection
from accounts.views.parts import PartForm
from accounts.views.removal import PartRemoval

BACK = "accounts:account_years"
RATIOS = "accounts/partials/_year_ratios.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """A year with its ratios as shares (None = not assessed) and, on a page that saves, its fields."""

    year: FinancialYear
    ros: Decimal | None
    roi: Decimal | None
    roce: Decimal | None
    growth: Decimal | None
    figures: Sequence[BoundField] = ()
    texts: Sequence[BoundField] = ()

    @property
    def key(self) -> str:
        """The key of the year as text."""
        return str(self.year.pk)


def year_lines(years: Sequence[FinancialYear], form: YearsForm | None = None) -> list[YearLine]:
    """The years, newest first, with what follows from each and the one before it."""
    known = {year.year: year for year in years}
    return [_line(year, known.get(year.year - 1), form) for year in years]


def _line(year: FinancialYear, before: FinancialYear | None, form: YearsForm | None) -> YearLine:
    comparable = before if before is not None and before.currency == year.currency else None
    return YearLine(
        year=year,
        ros=financials.ros(ebit=year.ebit, revenue=year.revenue),
        roi=financials.roi(ebit=year.ebit, capital_employed=year.capital_employed),
        roce=financials.roce(
            ebit=year.ebit,
            capital_employed=year.capital_employed,
            previous_capital=comparable.capital_employed if comparable else None,
        ),
        growth=financials.growth(revenue=year.revenue, previous=comparable.revenue if comparable else None),
        figures=[form[f"year-{year.pk}-{name}"] for name in YearFigure.values] if form else (),
        texts=[form[f"year-{year.pk}-{name}"] for name in TEXTS] if form else (),
    )


class Years(FactSection):
    """All years written down; each figure saves by itself, the ratios follow."""

    is_audited = True
    tab = "demand"
    template_name = "accounts/account_years.html"

    def target(self) -> KeyAccount:
        return self.account()

    def form(self, target: KeyAccount) -> YearsForm:
        return YearsForm(_rows(target))

    def store(self, target: KeyAccount, name: str, value: Any, submission: uuid.UUID | None) -> None:
        key, field = YearsForm.read(name)
        year = get_object_or_404(_rows(target), pk=key)
        YearsForm.put(year, field, value)
        save_financial_year(year=year, by=self.request.user, at=timezone.now())

    def show(self, request: HttpRequest, target: KeyAccount, form: forms.Form, status: int = 200) -> HttpResponse:
        lines = year_lines(form.years, form)  # type: ignore[attr-defined, arg-type]
        return self.page(request, target, status, **self.told(form, lines=lines))

    def extras(self, target: KeyAccount, name: str) -> str:
        """The ratios of every year: those of one depend on the one before."""
        lines = year_lines(list(_rows(target)))
        return "".join(render_to_string(RATIOS, {"line": line}) for line in lines)


def _rows(account: KeyAccount) -> QuerySet[FinancialYear]:
    return FinancialYear.objects.filter(account=account).order_by("-year")


class YearCreate(PartForm):
    """A new year; its figures may be given now or on the page of the years."""

    tab = "demand"
    kind = "year"
    back = BACK
    words: ClassVar[dict[str, Any]] = {"new": _("Add a financial year"), "edit": ""}

    def rows(self, account: KeyAccount) -> QuerySet[FinancialYear]:
        return _rows(account)

    def form(self, account: KeyAccount, row: FinancialYear, data: Any = None) -> FinancialYearForm:
        return FinancialYearForm(data, instance=row, today=timezone.localdate())

    def save(self, form: FinancialYearForm) -> FinancialYear:
        return save_financial_year(year=form.instance, by=self.request.user, at=timezone.now())


class YearRemoval(PartRemoval):
    """A year written down by mistake."""

    permission_required = "accounts.edit_account"
    kind = "year"
    back = BACK

    def rows(self, account: KeyAccount) -> QuerySet[FinancialYear]:
        return _rows(account)

    def order(self, account: KeyAccount) -> list[list[int]]:
        return [list(_rows(account).values_list("pk", flat=True))]

    def delete_row(self, row: FinancialYear) -> None:
        delete_financial_year(year=row, by=self.request.user, at=timezone.now())

    def restore_row(self, gone: Any) -> FinancialYear:
        return restore_financial_year(gone=gone, by=self.request.user, at=timezone.now())
