"""Our own company: its name and the currency of totals."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.models import Company
from kamp.shared.company import CompanyFacts, facts_of


def company_row() -> QuerySet[Company, Any]:
    """Name and currency of the one row about ourselves; no row before it exists."""
    return Company.objects.filter(pk=1).values_list("name", "currency")


def company_facts() -> CompanyFacts:
    """The one row about ourselves, or the defaults before it exists. One query."""
    return facts_of(company_row())
