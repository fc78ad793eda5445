"""Everything a plan holds, as plain values: what a version keeps. Parts are declared here, one line each."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet

from accounts.models import AccountFigures, EnvironmentFactor
from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_
from planning.models import (
    AccountPlan,
    Action,
    Decision,
    Finding,
    Investment,
    LineRevenue,
    MarketFigure,
    MarketPosition,
    Milestone,
    Narrative,
    Need,
    Objective,
    OfferPanelItem,
    OutsideReading,
    PlanLine,
    PlanPhase,
    ScenarioSource,
    Strategy,
    SwotItem,
    TeamMember,
)

LEFT_OUT = frozenset(
    {"id", "plan", "account", "line", "review", "author", "created_at", "updated_at", "version", "deleted_at"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a version: rows of ``model`` that belong to a plan; ``name`` says what a row is called. ``shares`` are
    fields written in percent, ``money`` those in the company currency."""

    key: str
    label: str
    model: type[Model]
    rows: Callable[[AccountPlan], QuerySet[Any]]
    name: Callable[[Any], str] = str
    left_out: frozenset[str] = frozenset()
    shares: frozenset[str] = frozenset()
    money: frozenset[str] = frozenset()


def _of_plan(model: type[Model]) -> Callable[[AccountPlan], QuerySet[Any]]:
    names = {field.name for field in model._meta.fields}

    def rows(plan: AccountPlan) -> QuerySet[Any]:
        found = model._default_manager.filter(plan=plan)
        return found.filter(deleted_at__isnull=True) if "deleted_at" in names else found

    return rows


def _part(key: str, label: str, model: type[Model], **more: Any) -> Part:
    return Part(key=key, label=label, model=model, rows=more.pop("rows", None) or _of_plan(model), **more)


def _month_of_line(row: Any) -> str:
    return f"{row.line} · {row.month:%Y-%m}"


PARTS: Catalog[Part] = Catalog(
    "part of a version",
    [
        _part(
            "plan",
            N_("Plan"),
            AccountPlan,
            rows=lambda plan: AccountPlan.objects.filter(pk=plan.pk),
            left_out=frozenset({"archived_from", "approved_at", "approved_by"}),
        ),
        _part("team", N_("Team"), TeamMember),
        _part("phases", N_("Phases"), PlanPhase, name=lambda row: str(row.get_phase_key_display())),
        _part("texts", N_("Texts"), Narrative, left_out=frozenset({"phase_key", "section_key"})),
        _part("sources", N_("Sources"), ScenarioSource),
        _part("market", N_("Market figures"), MarketFigure),
        _part(
            "environment",
            N_("Environment"),
            EnvironmentFactor,
            rows=lambda plan: EnvironmentFactor.objects.filter(account=plan.account_id, deleted_at__isnull=True),
        ),
        _part("findings", N_("Findings"), Finding),
        _part("swot", N_("SWOT items"), SwotItem),
        _part("positions", N_("Positions against rivals"), MarketPosition),
        _part("readings", N_("Outside readings"), OutsideReading),
        _part("needs", N_("Needs"), Need),
        _part("objectives", N_("Objectives"), Objective),
        _part("strategies", N_("Strategies"), Strategy),
        _part("offers", N_("Offer panel"), OfferPanelItem),
        _part("lines", N_("Areas of intervention"), PlanLine),
        _part(
            "revenue",
            N_("Revenue by month"),
            LineRevenue,
            rows=lambda plan: LineRevenue.objects.filter(line__plan=plan, line__deleted_at__isnull=True),
            name=_month_of_line,
            left_out=frozenset({"month"}),
        ),
        _part(
            "investments",
            N_("Investments"),
            Investment,
            rows=lambda plan: Investment.objects.filter(line__plan=plan, line__deleted_at__isnull=True),
            name=_month_of_line,
        ),
        _part(
            "milestones",
            N_("Milestones"),
            Milestone,
            rows=lambda plan: Milestone.objects.filter(line__plan=plan, line__deleted_at__isnull=True),
        ),
        _part("actions", N_("Actions"), Action),
        _part("decisions", N_("Decisions"), Decision, rows=lambda plan: Decision.objects.filter(review__plan=plan)),
        _part(
            "figures",
            N_("Figures of the account"),
            AccountFigures,
            rows=lambda plan: AccountFigures.objects.filter(account=plan.account_id),
            name=lambda _row: "",
            shares=frozenset({"growth", "margin_share", "share_of_wallet"}),
            money=frozenset({"revenue", "revenue_previous", "margin", "cost_to_serve", "demand", "gap"}),
        ),
    ],
)


def plan_snapshot(plan: AccountPlan) -> dict[str, list[dict[str, Any]]]:
    """Every part of ``plan`` as {"id", "name", "fields"}; a fixed number of queries per part."""
    return {part.key: _rows(part, plan) for part in PARTS}


def _rows(part: Part, plan: AccountPlan) -> list[dict[str, Any]]:
    fields = [field for field in part.model._meta.fields if field.name not in LEFT_OUT | part.left_out]
    many = [field for field in part.model._meta.many_to_many if field.name not in part.left_out]
    related = [field.name for field in part.model._meta.fields if isinstance(field, ForeignKey)]
    rows = part.rows(plan).order_by("pk")
    if related:
        rows = rows.select_related(*related)
    rows = rows.prefetch_related(*(field.name for field in many))
    return [
        {
            "id": row.pk,
            "name": part.name(row)[:160],
            "fields": {field.name: _plain(row, field) for field in [*fields, *many]},
        }
        for row in rows
    ]


def _plain(row: Any, field: Any) -> Any:
    if isinstance(field, ManyToManyField):
        return sorted(str(each) for each in getattr(row, field.name).all())
    value = getattr(row, field.name)
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, datetime.date | datetime.datetime) else value
