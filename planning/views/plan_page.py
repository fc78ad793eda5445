"""What all pages of one plan share: whose it is, its head, the seven steps."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kamp.shared.addresses import address_of
from kamp.shared.errors import Denied
from kamp.shared.parts import Crumb, Step
from kamp.shared.templatetags.formats import date_short
from kamp.shared.views import ScopedView
from planning.calc.readiness import PhaseStanding
from planning.enums import PhaseState, PlanState
from planning.models import AccountPlan, PlanPhase
from planning.selectors.plans import PlanStanding, bar_of, plan_state, plans_for
from planning.selectors.rights import PlanRights, rights_of
from planning.selectors.sales_plan import SalesPlan, sales_plan_of

VIEW = "planning.view_plan"
EDIT = "planning.edit_plan"

# Where a criterion is met when it is not on a page of the plan: the name of the address and the place on it.
PLACES = {
    "audit": ("accounts:audit", ""),
    "years": ("accounts:account_years", ""),
    "demand": ("accounts:account_demand", ""),
    "people": ("accounts:account_dmu", ""),
    "choice": ("accounts:audit_choice", ""),
    "relation": ("accounts:audit_relationship", ""),
}


class PlanPage(ScopedView):
    """A page of one plan in the person's scope, whatever its state."""

    abstract = True
    permission_required = VIEW
    permission_reason = gettext_lazy("Plans are changed by who leads them.")
    template_name: ClassVar[str] = ""

    def scoped(self) -> QuerySet[AccountPlan]:
        return plans_for(self.request.user)

    def in_scope(self) -> bool:
        return AccountPlan.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"]).exists()

    @cached_property
    def plan(self) -> AccountPlan:
        """The plan of the address; 404 outside the scope."""
        return get_object_or_404(self.scoped(), pk=self.kwargs["pk"])

    @cached_property
    def rights(self) -> PlanRights:
        return rights_of(self.request.user, self.plan)

    @cached_property
    def today(self) -> datetime.date:
        return timezone.localdate()

    @cached_property
    def sales(self) -> SalesPlan:
        """The sales plan: read once, for the standing and for the pages that show it."""
        return sales_plan_of(self.plan, self.today)

    @cached_property
    def standing(self) -> PlanStanding:
        return plan_state(self.plan, self.today, sales=self.sales)

    def may_change(self) -> bool:
        """Whether anything in the plan can be changed by anybody now."""
        return self.plan.is_open and self.plan.account.archived_at is None

    def head(self) -> dict[str, Any]:
        """Path and state of the plan, for every page of it."""
        plan = self.plan
        return {
            "plan": plan,
            "account": plan.account,
            "crumbs": [
                Crumb(label=_("Plans"), url=address_of("planning:plan_list")),
                Crumb(label=plan.account.name, url=plan.account.get_absolute_url()),
                Crumb(label=plan.name, url=plan.get_absolute_url()),
            ],
            "rights": self.rights,
            "may_edit": self.rights.edits and self.may_change(),
            "locked": locked_because(plan),
        }

    def page(self, request: HttpRequest, status: int = 200, **content: Any) -> HttpResponse:
        """The template with the head and ``content``."""
        return render(request, self.template_name, {**self.head(), **content}, status=status)


def refuse(problem: Denied) -> None:
    """Turns a refusal of a service into the page that says who can help."""
    raise PermissionDenied(problem)


def locked_because(plan: AccountPlan) -> str:
    """Why nothing in the plan can be changed; "" when it can."""
    if plan.account.archived_at is not None:
        return _("The account is archived: the plan cannot be changed until it is brought back.")
    if plan.state == PlanState.ARCHIVED:
        return _(
            "This plan is archived: it is out of lists and reminders and cannot be changed until it is brought back."
        )
    if plan.state == PlanState.CLOSED:
        return _("This plan is closed. It can be read and compared, not changed.")
    return ""


def steps_of(standing: PlanStanding, today: datetime.date, current: str = "") -> list[Step]:
    """The seven phases as the stepper shows them; ``current`` is the one whose page is open."""
    return [
        Step(
            label=_(each.spec.label),
            state=bar_of(standing.rows.get(each.key), today),
            url=phase_url(standing.plan, each.key),
            note=note_of(each, standing.rows.get(each.key), today),
            percent=100.0 if each.state == PhaseState.CLOSED else percent_of(each),
            current=each.key == current,
        )
        for each in standing.phases
    ]


def percent_of(standing: PhaseStanding) -> float:
    """How far the bar of an open phase is drawn: nothing before it is started."""
    return 0.0 if standing.state == PhaseState.NOT_STARTED else standing.percent


def note_of(standing: PhaseStanding, row: PlanPhase | None, today: datetime.date) -> str:
    """The small line under a step: closed on, handed in, late, or how much is met."""
    if row is None:
        return _("to be started")
    if row.state == PhaseState.CLOSED:
        return _("closed %(date)s") % {"date": short(row.closed_at)} if row.closed_at else _("closed")
    if row.due is not None and row.due < today:
        return _("was due %(date)s") % {"date": short(row.due)}
    if row.state == PhaseState.NOT_STARTED:
        return _("to be started")
    if row.state == PhaseState.READY_FOR_REVIEW:
        return _("handed in")
    return points_of(standing)


def points_of(standing: PhaseStanding) -> str:
    """4 of 6 points."""
    text = ngettext("%(met)s point of %(total)s", "%(met)s points of %(total)s", standing.met)
    return text % {"met": standing.met, "total": standing.total}


def short(day: datetime.date | datetime.datetime | None) -> str:
    """A day without its year, in the language of the page."""
    if isinstance(day, datetime.datetime):
        day = timezone.localtime(day).date()
    return date_short(day) if day else ""


def phase_url(plan: AccountPlan, key: str, section: str = "") -> str:
    """The page of a phase, at a section of it."""
    return address_of("planning:phase", plan.pk, key) + (f"#section-{section}" if section else "")


def place_url(plan: AccountPlan, place: str) -> str:
    """Where something is given that is not on a page of a phase."""
    if place == "team":
        return address_of("planning:plan_team", plan.pk)
    if place == "plan":
        return address_of("planning:plan_edit", plan.pk)
    name, anchor = PLACES[place]
    return address_of(name, plan.account.slug) + anchor
