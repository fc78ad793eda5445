"""The page of a phase: one view for all seven, what differs is declared in ``planning.phases.catalog``."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from kamp.shared.autosave import AutosaveView, Stamp
from kamp.shared.conflicts import last_change
from kamp.shared.errors import Denied
from planning.calc.readiness import PhaseStanding
from planning.enums import PhaseState
from planning.forms.phases import INVESTMENT, PhaseForm
from planning.models import AccountPlan, Narrative, PlanPhase
from planning.phases.catalog import PHASES
from planning.phases.spec import PhaseSpec
from planning.selectors.phase_page import comments_of, evidence_for, moves_of
from planning.services.narratives import choose_investment, save_narrative
from planning.views.phase_parts import Asked, choices_of, criteria_of, editing_note, sections_of
from planning.views.phase_words import evidence_in_words, moves_in_words
from planning.views.plan_page import VIEW, PlanPage, phase_url, points_of, steps_of

LIVE = ("_state", "_moves", "_steps", "_criteria")  # the parts of the page that say where the phase stands


class PhasePage(PlanPage):
    """What pages about one phase share."""

    abstract = True

    @cached_property
    def spec(self) -> PhaseSpec:
        if self.kwargs["phase"] not in PHASES:
            raise Http404
        return PHASES.get(self.kwargs["phase"])

    @cached_property
    def phase(self) -> PhaseStanding:
        return self.standing.phase(self.spec.key)

    @property
    def row(self) -> PlanPhase:
        return self.standing.rows[self.spec.key]

    def closed_because(self) -> str:
        """Why nothing can be written into this phase now, "" when it can."""
        return editing_note(self.plan, self.phase, self.rights)

    def head(self) -> dict[str, Any]:
        number = {"number": self.spec.number, "points": points_of(self.phase)}
        return {
            **super().head(),
            "spec": self.spec,
            "title": _(self.spec.title),
            "phase": self.phase,
            "row": self.row,
            "steps": steps_of(self.standing, self.today, self.spec.key),
            "now": _("Phase %(number)s of 7, %(points)s") % number,
        }


class PhaseView(PhasePage, AutosaveView):
    """The work of a phase. GET shows it, POST saves one of its texts."""

    permission_required = VIEW
    template_name = "planning/phase.html"

    # ---- saving texts -----------------------------------------------------------------------------------------

    def target(self) -> AccountPlan:
        return self.plan

    def form(self, target: AccountPlan) -> PhaseForm:
        saved = {each.section_key: each.text for each in self._narratives(target)}
        return PhaseForm(self.spec, saved=saved, investment_type=target.investment_type)

    def save(self, target: AccountPlan, name: str, value: Any, submission: uuid.UUID | None) -> None:
        at = timezone.now()
        try:
            if name == INVESTMENT:
                choose_investment(plan=target, investment_type=value, by=self.request.user, at=at)
                return
            narrative = self._narrative(target, name) or Narrative(
                plan=target, phase_key=self.spec.key, section_key=name
            )
            narrative.text = value
            save_narrative(narrative=narrative, by=self.request.user, at=at)
        except Denied as problem:
            raise PermissionDenied(problem) from problem

    def may_edit(self, target: AccountPlan) -> bool:
        return self.rights.may_work_on(self.spec.key)

    def stamp(self, target: AccountPlan, name: str) -> Stamp:
        narrative = self._narrative(target, name)
        change = last_change(narrative or target)
        return Stamp(who=change.who, at=change.at)

    def extras(self, target: AccountPlan, name: str) -> str:
        """What the phase still needs, its state and moves, the steps: a text or a choice saved may change them all."""
        for read in ("plan", "rights", "sales", "standing", "phase"):
            self.__dict__.pop(read, None)
        found = {**self.head(), **self._standing_content()}
        return "".join(render_to_string(f"planning/partials/{part}.html", found, self.request) for part in LIVE)

    def _narratives(self, plan: AccountPlan) -> list[Narrative]:
        return list(Narrative.objects.filter(plan=plan, phase_key=self.spec.key))

    def _narrative(self, plan: AccountPlan, name: str) -> Narrative | None:
        return Narrative.objects.filter(plan=plan, phase_key=self.spec.key, section_key=name).first()

    # ---- the page ---------------------------------------------------------------------------------------------

    def show(self, request: HttpRequest, target: AccountPlan, form: Any, status: int = 200) -> HttpResponse:
        return self.show_phase(request, form=form, status=status, asked=Asked.from_params(request.GET))

    def show_phase(
        self, request: HttpRequest, *, asked: Asked, form: Any = None, status: int = 200, comment: Any = None
    ) -> HttpResponse:
        """The whole page; ``asked`` says which row is open, with the form that could not be saved."""
        if form is None:
            form = self.form(self.plan)
            form.clashes, form.problems = [], []
        narratives = list(Narrative.objects.filter(plan=self.plan))
        closed = self.closed_because()
        content = {
            "form": form,
            "closed": closed,
            "writable": not closed,
            "sections": sections_of(self, form, asked),
            **self._standing_content(),
            "events": moves_in_words(moves_of(self.plan, self.spec.key)),
            "evidence": evidence_in_words(self.plan, evidence_for(self.plan, self.spec.key, narratives)),
            "comments": list(comments_of(self.plan, self.spec.key)),
            "comment": comment,
            "questions": [_(each) for each in self.spec.questions],
            "deliverable": _(self.spec.deliverable),
            "page_url": phase_url(self.plan, self.spec.key),
        }
        return render(request, self.template_name, {**self.head(), **content}, status=status)

    def _standing_content(self) -> dict[str, Any]:
        """How far the phase is and what can be done with it."""
        row = self.row
        return {
            "criteria": criteria_of(self),
            "moves": choices_of(self),
            "is_late": row.due is not None and row.due < self.today and row.state != PhaseState.CLOSED,
        }
