"""Verbs about the texts of a plan and the type of investment."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from kamp.shared.conflicts import claim_version
from planning.models import AccountPlan, Narrative
from planning.phases.keys import STRATEGY
from planning.services.guards import begin_work

if TYPE_CHECKING:
    from kamp.users.models import User


@transaction.atomic
def save_narrative(*, narrative: Narrative, by: User, at: datetime.datetime) -> Narrative:
    """Saves the text of a section. Raises StaleError if somebody saved it since, DomainError, Denied."""
    begin_work(plan_id=narrative.plan_id, phase_key=narrative.phase_key, by=by, at=at)
    if narrative.pk is not None:
        claim_version(narrative)
    narrative.author = by
    narrative.save()
    return narrative


@transaction.atomic
def choose_investment(*, plan: AccountPlan, investment_type: str, by: User, at: datetime.datetime) -> AccountPlan:
    """Keeps which type of investment the plan follows; "" = not chosen. Raises DomainError, Denied."""
    locked = begin_work(plan_id=plan.pk, phase_key=STRATEGY, by=by, at=at)
    if locked.investment_type != investment_type:
        locked.investment_type = investment_type
        locked.version += 1
        locked.save(update_fields=["investment_type", "version", "updated_at"])
    return locked
