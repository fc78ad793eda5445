"""Looking at the files of an import anew: another sheet, or a remembered mapping."""

from __future__ import annotations

from django.db import transaction

from accounts.models import DataImport
from accounts.services.imports.plans import Plan
from accounts.services.imports.requests import change_plan, look


@transaction.atomic
def reopen(*, data_import: DataImport, plan: Plan) -> DataImport:
    """Opens the files as ``plan`` says and completes it by what they look like.

    Raises IntakeError if they cannot be read that way, and what ``change_plan`` raises; then nothing changes.
    """
    current = change_plan(data_import=data_import, plan=plan)
    look(current, plan)
    current.save()
    return current
