"""Freezing a plan: a version never changes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from planning.models import AccountPlan, PlanVersion
from planning.selectors.snapshot import plan_snapshot

if TYPE_CHECKING:
    from kamp.users.models import User


@transaction.atomic
def freeze(*, plan: AccountPlan, reason: str, by: User | None, at: datetime) -> PlanVersion:
    """Keeps the plan as it is now, under the next number. Who may is asked by the caller."""
    locked = AccountPlan.objects.select_for_update(of=("self",)).select_related("account").get(pk=plan.pk)
    last = locked.versions.aggregate(last=Max("number"))["last"] or 0
    return PlanVersion.objects.create(
        plan=locked,
        number=last + 1,
        reason=reason[:200],
        snapshot=plan_snapshot(locked),
        made_by=by,
        made_at=at,
    )
