"""Verbs about the rows of sections: add, change, take away, bring back. One set for every kind of row."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import EnvironmentFactor
from kamp.shared.conflicts import claim_version
from kamp.shared.errors import DomainError
from planning.calc.swot import quadrant_of
from planning.models import (
    AccountPlan,
    Finding,
    MarketFigure,
    MarketPosition,
    Need,
    Objective,
    OfferPanelItem,
    OutsideReading,
    ScenarioSource,
    Strategy,
    SwotItem,
)
from planning.services.guards import begin_work

if TYPE_CHECKING:
    from kamp.users.models import User

ROWS: dict[str, type[Model]] = {
    "source": ScenarioSource,
    "market": MarketFigure,
    "factor": EnvironmentFactor,
    "finding": Finding,
    "swot": SwotItem,
    "position": MarketPosition,
    "reading": OutsideReading,
    "need": Need,
    "objective": Objective,
    "strategy": Strategy,
    "offer": OfferPanelItem,
}
OF_ACCOUNT = frozenset({"factor"})  # they belong to the account: every plan of it shows them
OF_PHASE = frozenset({"swot", "reading"})
Links = Mapping[str, Sequence[Model]]


def rows_of(kind: str, plan: AccountPlan, phase_key: str, *, taken_away: bool = False) -> Any:
    """The rows of a kind in a phase of a plan: those there are, or those taken away."""
    model = ROWS[kind]
    owner: dict[str, Any] = {"account": plan.account_id} if kind in OF_ACCOUNT else {"plan": plan}
    if kind in OF_PHASE:
        owner["phase_key"] = phase_key
    return model._default_manager.filter(**owner, deleted_at__isnull=not taken_away)


def new_row(kind: str, plan: AccountPlan, phase_key: str) -> Any:
    """A row of a kind that is not saved yet."""
    owner: dict[str, Any] = {"account_id": plan.account_id} if kind in OF_ACCOUNT else {"plan": plan}
    if kind in OF_PHASE:
        owner["phase_key"] = phase_key
    return ROWS[kind](**owner)


@transaction.atomic
def save_row(
    *, plan: AccountPlan, phase_key: str, row: Any, by: User, at: datetime.datetime, links: Links | None = None
) -> Any:
    """Saves a new or changed row with its ``links`` (many-to-many fields by name), and starts the phase if need be.

    Raises StaleError if somebody saved it since, DomainError when plan or phase cannot be changed, Denied.
    """
    begin_work(plan_id=plan.pk, phase_key=phase_key, by=by, at=at)
    if row.pk is None:
        row.author = by
    else:
        claim_version(row)
    _place(row)
    row.save()
    for name, values in (links or {}).items():
        getattr(row, name).set(values)
    return row


@transaction.atomic
def take_row_away(*, plan: AccountPlan, phase_key: str, row: Any, by: User, at: datetime.datetime) -> None:
    """Takes a row away; ``bring_row_back`` undoes it. Raises StaleError, DomainError, Denied."""
    begin_work(plan_id=plan.pk, phase_key=phase_key, by=by, at=at)
    claim_version(row)
    row.deleted_at = at
    row.save()


@transaction.atomic
def bring_row_back(*, plan: AccountPlan, phase_key: str, row: Any, by: User, at: datetime.datetime) -> None:
    """Brings back a row that was taken away. Nothing happens to one that is there. Raises DomainError, Denied."""
    begin_work(plan_id=plan.pk, phase_key=phase_key, by=by, at=at)
    if row.deleted_at is not None:
        claim_version(row)
        row.deleted_at = None
        row.save()


@transaction.atomic
def restore_values(
    *, plan: AccountPlan, phase_key: str, row: Any, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Any:
    """Gives a row the ``values`` it had before its last change (lists of keys for many-to-many fields).

    Raises StaleError if it was changed again since, DomainError, Denied.
    """
    many = {field.name for field in row._meta.many_to_many}
    begin_work(plan_id=plan.pk, phase_key=phase_key, by=by, at=at)
    claim_version(row)
    for name, value in values.items():
        if name not in many:
            field = row._meta.get_field(name)
            setattr(row, field.attname, _still_there(field, value) if field.is_relation else field.to_python(value))
    _place(row)
    row.save()
    for name in many & values.keys():
        getattr(row, name).set(values[name])
    return row


def _place(row: Any) -> None:
    """The sign of its gap says on which list of a SWOT an item stands."""
    if isinstance(row, SwotItem):
        row.quadrant = quadrant_of(row.quadrant, row.gap)


def _still_there(field: Any, key: int | None) -> int | None:
    """``key`` of the row that ``field`` points to; None when it was deleted since: a person, for example."""
    return key if key and field.related_model._base_manager.filter(pk=key).exists() else None


def values_of(row: Any, names: Sequence[str]) -> dict[str, Any]:
    """The present values of the fields ``names``, fit to travel in a session."""
    many = {field.name for field in row._meta.many_to_many}
    found: dict[str, Any] = {}
    for name in names:
        if name in many:
            found[name] = list(getattr(row, name).values_list("pk", flat=True))
        else:
            field = row._meta.get_field(name)
            value = field.value_from_object(row)
            found[name] = value if isinstance(value, int | str | None) else field.value_to_string(row)
    return found


def refuse_unknown(kind: str) -> None:
    """Raises DomainError for a kind of rows that nobody declared."""
    if kind not in ROWS:
        raise DomainError(_("There is nothing of this kind."))
