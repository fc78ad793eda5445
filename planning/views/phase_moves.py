"""Moving a phase, who answers for it, and gaps accepted with a reason; each move has a page that says what it means."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kamp.shared.conflicts import StaleError, seen_version
from kamp.shared.errors import Denied, DomainError
from planning.forms.plans import AssignForm, ReasonForm
from planning.models import PlanPhase
from planning.phases.moves import MOVES, Move
from planning.phases.spec import Criterion
from planning.services.phases import NotReadyError, assign_phase, may_move, move_phase, waive_criterion, withdraw_waiver
from planning.views.phase import PhasePage
from planning.views.phase_parts import criteria_of
from planning.views.plan_page import EDIT, VIEW, phase_url


class MovePage(PhasePage):
    """What a move means, what it lacks, and its reason; POST makes it."""

    permission_required = VIEW
    template_name = "planning/phase_move.html"

    @cached_property
    def move(self) -> Move:
        if self.kwargs["move"] not in MOVES:
            raise Http404
        return MOVES.get(self.kwargs["move"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not may_move(self.move, self.row, self.rights, request.user):
            raise PermissionDenied(Denied(_("This is for those who answer for the phase.")))
        return self._show(request, ReasonForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        reason = request.POST.get("reason", "").replace("\0", "")
        try:
            move_phase(
                plan=self.plan,
                phase_key=self.spec.key,
                move=self.move.key,
                by=request.user,
                at=timezone.now(),
                as_of=self.today,
                reason=reason,
                seen=seen_version(request.POST),
            )
        except Denied as problem:
            raise PermissionDenied(problem) from problem
        except StaleError as problem:
            return self._show(request, form, 409, problem=str(problem))
        except NotReadyError as problem:
            return self._show(request, form, 422, problem=str(problem))
        except DomainError as problem:
            return self._show(request, form, 422, problem=str(problem))
        told = _(self.move.told or self.spec.gate.handed_in) % {"number": self.spec.number, "phase": _(self.spec.label)}
        messages.success(request, told)
        return redirect(phase_url(self.plan, self.spec.key))

    def _show(self, request: HttpRequest, form: ReasonForm, status: int = 200, problem: str = "") -> HttpResponse:
        missing = [each for each in criteria_of(self) if not each["met"] and each["key"] != "approved"]
        return self.page(
            request,
            status,
            move=self.move,
            move_label=_(self.move.label),
            form=form,
            problem=problem,
            criteria=criteria_of(self) if self.move.needs_criteria else [],
            missing=missing if self.move.needs_criteria else [],
        )


class PhaseAssign(PhasePage):
    """Who answers for a phase, and until when."""

    permission_required = EDIT
    template_name = "planning/phase_assign.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(request, form=AssignForm(instance=self._row(), plan=self.plan))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = AssignForm(request.POST, instance=self._row(), plan=self.plan)
        if form.is_valid():
            try:
                assign_phase(row=form.instance, by=request.user)
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                if form.merge_note:
                    messages.info(request, form.merge_note)
                messages.success(request, _("Saved."))
                return redirect(phase_url(self.plan, self.spec.key))
        return self.page(request, form.error_status, form=form)

    def _row(self) -> PlanPhase:
        return PlanPhase.objects.get(plan=self.plan, phase_key=self.spec.key)


class CriterionPage(PhasePage):
    """An exit criterion accepted as not met, with the reason."""

    permission_required = "planning.approve_phase"
    permission_reason = gettext_lazy("Accepting a gap is for the market manager.")
    template_name = "planning/phase_gap.html"

    @cached_property
    def criterion(self) -> Criterion:
        found = self.spec.criterion(self.kwargs["criterion"])
        if found is None or not found.waivable:
            raise Http404
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._show(request, ReasonForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if form.is_valid():
            asked = {"plan": self.plan, "phase_key": self.spec.key, "criterion": self.criterion.key}
            try:
                waive_criterion(**asked, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                return redirect(phase_url(self.plan, self.spec.key))
        return self._show(request, form, 422)

    def _show(self, request: HttpRequest, form: ReasonForm, status: int = 200) -> HttpResponse:
        return self.page(request, status, form=form, criterion_label=_(self.criterion.label))


class CriterionAgain(CriterionPage):
    """Asks for a criterion again that was accepted as not met."""

    http_method_names = ("post",)  # type: ignore[assignment]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            withdraw_waiver(plan=self.plan, phase_key=self.spec.key, criterion=self.criterion.key, by=request.user)
        except DomainError as problem:
            messages.error(request, str(problem))
        return redirect(phase_url(self.plan, self.spec.key))
