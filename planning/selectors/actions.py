"""Actions as lists: of a person, of a plan, late ones."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet

from kamp.shared.folding import fold
from kamp.users.models import User
from planning.models import Action
from planning.models.action import OPEN

OPEN_ONES, LATE, DONE, ALL = "open", "late", "done", "all"
VIEWS = (OPEN_ONES, LATE, DONE, ALL)
MINE = "mine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the list is asked for: which ``view``, whose (MINE or everybody's), of which plan, a text in it."""

    view: str = OPEN_ONES
    whose: str = MINE
    plan: int | None = None
    text: str = ""


def actions_for(rows: QuerySet[Action], user: User, asked: Asked, today: datetime.date) -> QuerySet[Action]:
    """Those of ``rows`` (in scope) that match; of a plan those of everybody."""
    if asked.plan is not None:
        rows = rows.filter(plan=asked.plan)
    if asked.whose == MINE:
        rows = rows.filter(owner=user)
    if asked.text:
        at_account = Q(plan__account__search_key__contains=fold(asked.text))
        rows = rows.filter(Q(text__icontains=asked.text) | at_account)
    return rows.filter(_condition(asked.view, today))


def action_counts(rows: QuerySet[Action], user: User, asked: Asked, today: datetime.date) -> dict[str, int]:
    """How many of ``rows`` there are in each view. One query."""
    found = actions_for(rows, user, replace(asked, view=ALL), today)
    return found.order_by().aggregate(**{view: Count("pk", filter=_condition(view, today)) for view in VIEWS})


def marked(rows: Sequence[Action], *, user: User, today: datetime.date) -> Sequence[Action]:
    """Gives each row ``is_late`` and ``may_settle``: whoever does it may, and who edits plans."""
    edits = user.has_perm("planning.edit_plan")
    for row in rows:
        row.is_late = row.is_open and row.due < today  # type: ignore[attr-defined]
        row.may_settle = row.plan.is_open and (edits or row.owner_id == user.pk)  # type: ignore[attr-defined]
    return rows


def _condition(view: str, today: datetime.date) -> Q:
    if view == LATE:
        return OPEN & Q(due__lt=today)
    if view == DONE:
        return Q(done_at__isnull=False)
    return OPEN if view == OPEN_ONES else Q(pk__isnull=False)
