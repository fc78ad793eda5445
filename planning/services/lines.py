"""Verbs about the lines of the sales plan: write one down with its months, investments and people; take it away."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from kamp.shared import formats
from kamp.shared.conflicts import StaleError, claim_version
from kamp.shared.errors import DomainError
from planning.calc.horizon import last_of
from planning.models import AccountPlan, Investment, LineContact, LineLead, LineRevenue, Milestone, PlanLine
from planning.phases.keys import SALES_PLAN
from planning.services.guards import begin_work

if TYPE_CHECKING:
    from kamp.users.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestmentDraft:
    """An investment as it should be; ``key`` None = a new one. Months by any of their days."""

    key: int | None
    month: datetime.date
    amount: Decimal
    kind: str
    what: str = ""
    until: datetime.date | None = None
    conditional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneDraft:
    """A milestone as it should be; ``key`` None = a new one."""

    key: int | None
    due: datetime.date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineParts:
    """All that belongs to a line, whole: what is not named here is taken away. ``revenue`` by first day of month."""

    revenue: Mapping[datetime.date, Decimal] = field(default_factory=dict)
    investments: Sequence[InvestmentDraft] = ()
    milestones: Sequence[MilestoneDraft] = ()
    contacts: Sequence[Person] = ()
    leads: Sequence[User] = ()


@transaction.atomic
def save_line(*, line: PlanLine, parts: LineParts, by: User, at: datetime.datetime) -> PlanLine:
    """Saves a new or changed line with its parts; starts the phase if nobody had.

    Raises StaleError if somebody saved it since it was read, Denied, and DomainError for a phase that is closed, dates
    outside the plan, an estimate out of order, people of another account, or investments of another line.
    """
    plan = begin_work(plan_id=line.plan_id, phase_key=SALES_PLAN, by=by, at=at)
    if line.pk is not None:
        claim_version(line)
    else:
        line.author = by
    _align(line)
    _check_span(plan, line)
    _check_estimate(line, parts)
    _check_people(plan, parts)
    line.save()
    _set_revenue(line, parts.revenue)
    _set_rows(line, Investment, [_investment_values(each) for each in parts.investments])
    _set_rows(line, Milestone, [{"key": m.key, "due": m.due, "text": m.text} for m in parts.milestones])
    _set_links(line, LineContact, "person_id", [person.pk for person in parts.contacts])
    _set_links(line, LineLead, "user_id", [user.pk for user in parts.leads])
    return line


@transaction.atomic
def remove_line(*, line: PlanLine, by: User, at: datetime.datetime) -> PlanLine:
    """Takes a line away; ``restore_line`` brings it back whole. Raises DomainError, Denied, StaleError."""
    begin_work(plan_id=line.plan_id, phase_key=SALES_PLAN, by=by, at=at)
    claim_version(line)
    line.deleted_at = at
    line.save()
    return line


@transaction.atomic
def restore_line(*, line: PlanLine, by: User, at: datetime.datetime) -> PlanLine:
    """Brings a line back that was taken away. Raises DomainError, Denied, StaleError."""
    begin_work(plan_id=line.plan_id, phase_key=SALES_PLAN, by=by, at=at)
    claim_version(line)
    line.deleted_at = None
    line.save()
    return line


def _align(line: PlanLine) -> None:
    """Puts the dates on the edges of their months."""
    if line.starts_on is not None:
        line.starts_on = line.starts_on.replace(day=1)
    if line.ends_on is not None:
        line.ends_on = last_of(line.ends_on.year, line.ends_on.month)
    if line.benefits_from is not None:
        line.benefits_from = line.benefits_from.replace(day=1)


def _check_span(plan: AccountPlan, line: PlanLine) -> None:
    for name in ("starts_on", "ends_on", "benefits_from"):
        day = getattr(line, name)
        if day is not None and not plan.starts_on <= day <= plan.ends_on:
            text = _("The plan runs from %(first)s to %(last)s.")
            first, last = formats.date_input(plan.starts_on), formats.date_input(plan.ends_on)
            raise DomainError(text % {"first": first, "last": last}, field=name)
    if line.starts_on and line.ends_on and line.ends_on < line.starts_on:
        raise DomainError(_("The end cannot be before the start."), field="ends_on")


def _check_estimate(line: PlanLine, parts: LineParts) -> None:
    best = sum(parts.revenue.values(), Decimal(0)) if parts.revenue else None
    if line.low is not None and line.high is not None and line.low > line.high:
        raise DomainError(_("The high estimate cannot be below the low one."), field="high")
    if best is not None and line.low is not None and line.low > best:
        raise DomainError(_("The low estimate is above the sum of the months."), field="low")
    if best is not None and line.high is not None and line.high < best:
        raise DomainError(_("The high estimate is below the sum of the months."), field="high")
    if line.without_investment and parts.investments:
        raise DomainError(
            _("There are investments: take them away, or the mark that none is needed."), field="without_investment"
        )


def _check_people(plan: AccountPlan, parts: LineParts) -> None:
    if any(person.account_id != plan.account_id for person in parts.contacts):
        raise DomainError(_("This person works for another account."), field="contacts")


def _investment_values(draft: InvestmentDraft) -> dict[str, Any]:
    month = draft.month.replace(day=1)
    until = draft.until.replace(day=1) if draft.until else None
    if until is not None and until < month:
        raise DomainError(_("An investment cannot end before it starts."), field="investments")
    return {
        "key": draft.key,
        "month": month,
        "until": until if until != month else None,
        "amount": draft.amount,
        "kind": draft.kind,
        "what": draft.what,
        "conditional": draft.conditional,
    }


def _set_revenue(line: PlanLine, wanted: Mapping[datetime.date, Decimal]) -> None:
    """Writes only the months that differ, so that the change record says what changed."""
    present = {row.month: row for row in line.revenues.all()}
    gone = [row.pk for month, row in present.items() if month not in wanted]
    changed = []
    for month, row in present.items():
        if month in wanted and row.amount != wanted[month]:
            row.amount = wanted[month]
            changed.append(row)
    if gone:
        LineRevenue.objects.filter(pk__in=gone).delete()
    if changed:
        LineRevenue.objects.bulk_update(changed, ["amount"])
    new = [LineRevenue(line=line, month=month, amount=wanted[month]) for month in wanted if month not in present]
    if new:
        LineRevenue.objects.bulk_create(new)


def _set_rows(line: PlanLine, model: type[Investment | Milestone], wanted: Sequence[dict[str, Any]]) -> None:
    """Makes the rows of ``line`` those of ``wanted``: changed, new, and gone where they are not named."""
    present: dict[int, Any] = {row.pk: row for row in model._default_manager.filter(line=line)}
    named = {values["key"] for values in wanted if values["key"] is not None}
    if not named <= present.keys():
        raise StaleError(_("Someone else took away a row of this line. Save again to see what there is."))
    gone = present.keys() - named
    if gone:
        model._default_manager.filter(pk__in=gone).delete()
    for values in wanted:
        row = present.get(values["key"]) or model(line=line)
        fields = {name: value for name, value in values.items() if name != "key"}
        if row.pk is None or any(getattr(row, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()


def _set_links(line: PlanLine, model: type[LineContact | LineLead], column: str, wanted: Sequence[int]) -> None:
    present = set(model._default_manager.filter(line=line).values_list(column, flat=True))
    gone = present - set(wanted)
    if gone:
        model._default_manager.filter(line=line, **{f"{column}__in": gone}).delete()
    new: list[Any] = [model(line=line, **{column: key}) for key in dict.fromkeys(wanted) if key not in present]
    if new:
        model._default_manager.bulk_create(new)
