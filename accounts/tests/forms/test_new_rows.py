"""What the forms of new rows propose."""

from __future__ import annotations

import datetime

import pytest

from accounts.forms.contracts import FinancialYearForm
from accounts.forms.demand import DemandForm
from accounts.models import Demand, FinancialYear
from accounts.tests.factories import make_account

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def test_a_new_estimate_is_for_this_year_a_new_financial_year_is_the_last_one() -> None:
    account = make_account("Molini")
    assert DemandForm(instance=Demand(account=account), today=TODAY)["year"].value() == 2026
    assert FinancialYearForm(instance=FinancialYear(account=account), today=TODAY)["year"].value() == 2025


def test_a_year_that_is_there_stays() -> None:
    row = FinancialYear(account=make_account("Molini"), year=2019)
    assert FinancialYearForm(instance=row, today=TODAY)["year"].value() == 2019
