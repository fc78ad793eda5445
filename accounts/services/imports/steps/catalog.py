"""Which step writes which kind."""

from __future__ import annotations

from accounts.services.imports.steps.accounts import AccountsStep
from accounts.services.imports.steps.base import Step
from accounts.services.imports.steps.contacts import ContactsStep
from accounts.services.imports.steps.demand import DemandStep
from accounts.services.imports.steps.products import ProductsStep
from accounts.services.imports.steps.sales import SalesStep

STEPS: dict[str, type[Step]] = {
    "accounts": AccountsStep,
    "contacts": ContactsStep,
    "products": ProductsStep,
    "sales": SalesStep,
    "demand": DemandStep,
}
