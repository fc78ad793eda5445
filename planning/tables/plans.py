"""The list of plans: what a column is called, what it sorts by, where it goes on a phone."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kamp.shared.drawing.meters import seven
from kamp.shared.tables import Column, Kind, Phone, Table
from kamp.shared.templatetags.formats import missing, month_year
from kamp.shared.templatetags.ui import badge
from planning.calc.horizon import months_of
from planning.enums import PlanState, TeamRole
from planning.models import AccountPlan
from planning.selectors.plans import seven_of

TONES = {PlanState.APPROVED: "ok", PlanState.ACTIVE: "info"}


def _account(_value: Any, row: AccountPlan) -> SafeString:
    """The account, and under it the plan: the row's link."""
    return format_html('<a href="{}">{}</a><span>{}</span>', row.get_absolute_url(), row.account.name, row.name)


def _state(_value: Any, row: AccountPlan) -> SafeString:
    return badge(row.get_state_display(), TONES.get(PlanState(row.state), ""))


def _phases(_value: Any, row: AccountPlan) -> SafeString:
    return seven(seven_of(row, timezone.localdate()))


def _span(_value: Any, row: AccountPlan) -> str:
    return f"{month_year(row.starts_on)} – {month_year(row.ends_on)}"


def lead_of(row: AccountPlan) -> Any:
    """The seller who leads the team, from the fetched team."""
    return next((member.user for member in row.team.all() if member.role == TeamRole.SELLER), None)


def _lead(value: Any, _row: AccountPlan) -> Any:
    return missing() if value is None else format_html('<span class="trunc owner">{}</span>', value)


PLANS = Table(
    key="plans",
    default="-start",
    columns=(
        Column(
            key="account",
            label=_("Account and plan"),
            value="account.name",
            sort="account__name_key",
            nullable=False,
            draw=_account,
            phone=Phone.MAIN,
        ),
        Column(key="state", label=_("State"), value="get_state_display", draw=_state, phone=Phone.SECOND),
        Column(
            key="phases",
            label=_("Phases"),
            value=lambda row: seven_of(row, timezone.localdate()).count("done"),
            draw=_phases,
            phone=Phone.END,
        ),
        Column(
            key="start",
            label=_("From – to"),
            value="starts_on",
            kind=Kind.DATE,
            sort="starts_on",
            nullable=False,
            descending_first=True,
            draw=_span,
            phone=Phone.UNDER,
        ),
        Column(
            key="months",
            label=_("Months"),
            value=lambda row: months_of(row.starts_on, row.ends_on),
            kind=Kind.NUMBER,
        ),
        Column(key="lead", label=_("Leads"), value=lead_of, draw=_lead),
    ),
)
