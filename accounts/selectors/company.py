"""Our own company: its name and the currency of totals."""

from __future__ import annotations

from accounts.models import Company
from kamp.shared.company import CompanyFacts


def company_facts() -> CompanyFacts:
    """The one row about ourselves, or the defaults before it exists. One query."""
    found = Company.objects.filter(pk=1).values_list("name", "currency").first()
    return CompanyFacts(name=found[0], currency=found[1]) if found else CompanyFacts()
