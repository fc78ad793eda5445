"""The overview of a plan, and what is done with a plan as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.conflicts import seen_version
from kamp.shared.drawing.meters import phases_closed
from kamp.shared.errors import Denied, DomainError
from kamp.shared.parts import Kpi, Step
from kamp.shared.templatetags.formats import language, money_short, pct
from kamp.shared.undo import offer_undo
from planning.calc.horizon import fits, months_of
from planning.enums import PhaseState, PlanState
from planning.models import AccountPlan, PlanVersion
from planning.selectors.obstacles import Obstacle, obstacles_to_approval
from planning.selectors.phase_page import moves_of
from planning.selectors.plan_money import currency_of
from planning.services.approval import NotApprovableError, approve_plan
from planning.services.plans import archive_plan, close_plan, reopen_plan, restore_plan
from planning.views.phase_words import moves_in_words
from planning.views.plan_page import (
    EDIT,
    VIEW,
    PlanPage,
    note_of,
    phase_url,
    place_url,
    points_of,
    refuse,
    steps_of,
)
from planning.views.reviews.early import early_review
from planning.views.team import members_in_words
from planning.views.version_words import with_occasions

VERSIONS_SHOWN = 5
UNDO = "undo"


class PlanOverview(PlanPage):
    """Where the plan stands: the seven phases, what keeps it from being approved, the team, the versions."""

    permission_required = VIEW
    template_name = "planning/plan_detail.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        plan, standing = self.plan, self.standing
        waits = plan.is_open and plan.state != PlanState.APPROVED
        obstacles = obstacles_to_approval(plan, self.today, standing=standing) if waits else []
        closed = sum(each.state == PhaseState.CLOSED for each in standing.phases)
        return self.page(
            request,
            steps=steps_of(standing, self.today),
            now=phases_closed(closed, len(standing.phases)),
            kpis=self._kpis(closed),
            phases=[self._phase(each) for each in standing.phases],
            current=standing.current,
            current_url=phase_url(plan, standing.current.key),
            current_label=_(standing.current.spec.label),
            obstacles=[self.as_step(each) for each in obstacles],
            waits=waits,
            may_approve=self.rights.approves_plan and waits and self.may_change(),
            members=members_in_words(plan.team.all()),
            versions=self._versions(),
            events=moves_in_words(moves_of(plan)),
            as_seen=as_seen(plan),
            early=early_review(standing, request.user, self.today),
        )

    def _versions(self) -> Sequence[PlanVersion]:
        rows = PlanVersion.objects.filter(plan=self.plan).defer("snapshot").select_related("made_by")
        return with_occasions(list(rows[:VERSIONS_SHOWN]), self.plan)

    def _phase(self, each: Any) -> dict[str, Any]:
        row = self.standing.rows[each.key]
        return {
            "number": each.spec.number,
            "label": _(each.spec.label),
            "url": phase_url(self.plan, each.key),
            "state": row.get_state_display(),
            "is_closed": row.state == PhaseState.CLOSED,
            "is_late": bool(row.state != PhaseState.CLOSED and row.due and row.due < self.today),
            "row": row,
            "points": points_of(each),
            "percent": each.percent,
            "note": note_of(each, row, self.today),
        }

    def _kpis(self, closed: int) -> list[Kpi]:
        plan, totals = self.plan, self.sales.totals
        currency = currency_of(plan)
        months = months_of(plan.starts_on, plan.ends_on)
        sales = phase_url(plan, "sales-plan")
        here = language()
        returns = totals.returns
        return [
            Kpi(label=_("Phases closed"), value=f"{closed}/7"),
            Kpi(
                label=_("Exit criteria met"),
                value=formats.pct(self.standing.percent / 100, here, 0),
            ),
            Kpi(
                label=_("Horizon"),
                value=formats.number(months, here),
                unit=ngettext("month", "months", months),
                note="" if fits(plan.starts_on, plan.ends_on) else _("must be 18 to 24"),
            ),
            Kpi(
                label=_("Expected revenue"),
                value=money_short(totals.expected, currency),
                url=sales,
                missing=self._without_revenue(),
            ),
            Kpi(
                label=_("Return on investment"),
                value=pct(returns.roi) if returns and returns.roi is not None else "",
                url=sales,
                missing=_("Not computed yet") if returns is None else _("no investment") if returns.roi is None else "",
            ),
        ]

    def _without_revenue(self) -> str:
        """Why no revenue is expected yet; "" when some is, be it 0."""
        if not self.sales.sheets:
            return _("Phase 6 has no areas yet")
        return "" if self.sales.totals.counted else _("needs revenue and probability")

    def as_step(self, obstacle: Obstacle) -> Step:
        """An obstacle as a line of a checklist, with the way to where it is mended."""
        if obstacle.place:
            url = place_url(self.plan, obstacle.place)
        else:
            url = phase_url(self.plan, obstacle.phase, obstacle.section)
        return Step(label=obstacle.text, state="rest", url=url)


def as_seen(plan: AccountPlan) -> str:
    """What an address carries so that a step is made only on the plan as it was shown."""
    return f"?version={plan.version}"


class PlanVerb(PlanPage):
    """Something done with the plan as a whole by a POST."""

    abstract = True
    permission_required = EDIT
    http_method_names: ClassVar[tuple[str, ...]] = ("post",)  # type: ignore[misc, assignment]
    done: ClassVar[Any] = ""
    undo: ClassVar[str] = ""
    verb: ClassVar[Callable[..., Any]]

    def run(self, **asked: Any) -> AccountPlan:
        """The service call."""
        return type(self).verb(**asked)  # type: ignore[no-any-return]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            done = self.run(plan=self.plan, by=request.user, seen=seen_version(request.GET))
        except Denied as problem:
            refuse(problem)
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            told = str(self.done) % {"name": self.plan}
            if self.undo:
                offer_undo(request, told, f"{address_of(self.undo, self.plan.pk)}{as_seen(done)}&{UNDO}=1")
            else:
                messages.success(request, told)
        return redirect(self.plan)


class PlanArchive(PlanVerb):
    """Takes the plan out of lists and reminders."""

    verb = archive_plan
    done = pgettext_lazy("plan", "%(name)s is archived.")
    undo = "planning:plan_restore"


class PlanRestore(PlanVerb):
    """Brings an archived plan back."""

    verb = restore_plan
    done = pgettext_lazy("plan", "%(name)s is back.")


class PlanClose(PlanVerb):
    """Ends an approved plan."""

    verb = close_plan
    done = gettext_lazy("%(name)s is closed.")
    undo = "planning:plan_reopen"


class PlanReopen(PlanVerb):
    """Takes a closed plan back into work; as the undo of closing it, in the state it had."""

    verb = reopen_plan
    done = gettext_lazy("%(name)s is in work again.")

    def run(self, **asked: Any) -> AccountPlan:
        return super().run(**asked, as_it_was=UNDO in self.request.GET)


class PlanApprove(PlanOverview):
    """Management's approval: a page that shows what is approved and what keeps it from being; POST approves."""

    permission_required = "planning.approve_plan"
    permission_reason = gettext_lazy("Approving plans is for management.")
    template_name = "planning/plan_approve.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            version = approve_plan(
                plan=self.plan,
                by=request.user,
                at=timezone.now(),
                as_of=self.today,
                seen=seen_version(request.POST),
            )
        except Denied as problem:
            raise PermissionDenied(problem) from problem
        except NotApprovableError as problem:
            return self._refused(request, problem)
        except DomainError as problem:
            messages.error(request, str(problem))
            return redirect(self.plan)
        text = _("The plan is approved and kept as version %(number)s.") % {"number": version.number}
        messages.success(request, text)
        return redirect(self.plan)

    def _refused(self, request: HttpRequest, problem: NotApprovableError) -> HttpResponse:
        steps = [self.as_step(each) for each in problem.obstacles]
        return self.page(
            request,
            422,
            steps=steps_of(self.standing, self.today),
            obstacles=steps,
            problem=str(problem),
            kpis=self._kpis(sum(each.state == PhaseState.CLOSED for each in self.standing.phases)),
        )
