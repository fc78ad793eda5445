"""Writing a line down: the form, the return while it is typed, the months filled by rule."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from kamp.shared.errors import Denied, DomainError
from planning.enums import LineState
from planning.forms.fill import FillForm
from planning.forms.lines import LineForm
from planning.forms.plan_months import month_name
from planning.kinds.lines import moves_from
from planning.models import PlanLine
from planning.phases.keys import SALES_PLAN
from planning.selectors.seasons import seasons_of
from planning.services.lines import save_line
from planning.tables.measures import measured
from planning.views.phase_words import taken_away_meanwhile
from planning.views.plan_page import phase_url
from planning.views.sales.base import SalesPage
from planning.views.sales.preview import draft_preview, saved_preview
from planning.views.sales.words import STATE_TONES, gap_links, span_words


class LinePage(SalesPage):
    """A page about one line; without ``line`` in the address about a new one."""

    abstract = True

    @cached_property
    def is_gone(self) -> bool:
        """Whether somebody took the line away; what is typed into it meanwhile is that of a new one."""
        gone = PlanLine.objects.filter(plan=self.plan, pk=self.kwargs.get("line", 0), deleted_at__isnull=False)
        return self.request.method == "POST" and gone.exists()

    def row(self) -> PlanLine:
        is_new = "line" not in self.kwargs or self.is_gone
        return PlanLine(plan=self.plan) if is_new else self.line(deleted_at__isnull=True)

    def typed(self, data: QueryDict) -> LineForm:
        """The form as it is typed now, checked, whoever saved the line meanwhile."""
        row = self.row()
        data["version"] = str(row.version)
        form = LineForm(data, instance=row, plan=self.plan)
        form.is_valid()
        return form


class LineEdit(LinePage):
    """The form of a line; what it says, as text, for who cannot change it now."""

    template_name = "planning/sales/line.html"

    def get(self, request: HttpRequest, pk: int, line: int | None = None) -> HttpResponse:
        row, reason = self.row(), self.closed_because()
        if reason and row.pk is None:
            self.check_works()
            messages.warning(request, reason)
            return redirect(phase_url(self.plan, SALES_PLAN))
        return self._show(request, row, None if reason else LineForm(instance=row, plan=self.plan))

    def post(self, request: HttpRequest, pk: int, line: int | None = None) -> HttpResponse:
        self.check_works()
        form = LineForm(request.POST, instance=self.row(), plan=self.plan)
        if self.is_gone:
            form.add_error(None, taken_away_meanwhile())
            return self._show(request, form.instance, form, status=409)
        if form.is_valid():
            try:
                saved = save_line(line=form.instance, parts=form.parts(), by=request.user, at=timezone.now())
            except Denied as problem:
                raise PermissionDenied(problem) from problem
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                if form.merge_note:
                    messages.info(request, form.merge_note)
                messages.success(request, _("%(name)s is saved.") % {"name": saved})
                return redirect(phase_url(self.plan, SALES_PLAN, "lines"))
        return self._show(request, form.instance, form, status=form.error_status)

    def _show(self, request: HttpRequest, row: PlanLine, form: LineForm | None, status: int = 200) -> HttpResponse:
        sheet = next((each for each in self.sales.sheets if each.line.pk == row.pk), None)
        content: dict[str, Any] = {
            "form": form,
            "line": row,
            "fill": FillForm(),
            "preview": draft_preview(self, form) if form and form.is_bound else saved_preview(self, sheet),
            "sheet": sheet,
            "measures": [measured(value, row.result_unit) for value in (row.result_baseline, row.result_target)],
            "when": span_words(row.starts_on, row.ends_on),
            "gaps": gap_links(sheet) if sheet else (),
            "line_moves": self._moves(row),
            "steps_taken": row.moves.select_related("by") if row.pk else (),
            "state_tone": STATE_TONES[LineState(row.state)],
            "back": phase_url(self.plan, SALES_PLAN, "lines"),
        }
        return self.page(request, status, **content)

    def _moves(self, row: PlanLine) -> list[dict[str, Any]]:
        """The moves this person can make with the line now, the phase open or not."""
        if row.pk is None or not self.may_change():
            return []
        approves = self.rights.approves_phases or self.rights.approves_plan
        works = self.rights.may_work_on(SALES_PLAN)
        found = [move for move in moves_from(row.state) if (approves if move.approves else works)]
        return [
            {"key": move.key, "title": _(move.label), "dialog": f"move-{move.key}", "needs_reason": move.needs_reason}
            for move in found
        ]


class LinePreview(LinePage):
    """What the line would return as it is typed; nothing is saved."""

    template_name = "planning/sales/_preview.html"

    def post(self, request: HttpRequest, pk: int, line: int | None = None) -> HttpResponse:
        self.check_works()
        form = self.typed(request.POST.copy())
        content = {"preview": draft_preview(self, form), "sales": self.sales, "years": form.years(), "live": True}
        return render(request, self.template_name, content)


class LineFill(LinePage):
    """The months of a line filled by a rule: evenly, with the seasons of last year, growing. Nothing is saved."""

    template_name = "planning/sales/_months.html"

    def post(self, request: HttpRequest, pk: int, line: int | None = None) -> HttpResponse:
        self.check_works()
        data = request.POST.copy()
        typed, fill = self.typed(data), FillForm(data)
        if fill.is_valid():
            self._fill(data, typed, fill)
        status = 200 if not fill.errors else 422
        content = {
            "form": self.typed(data),
            "fill": fill,
            "line": typed.instance,
            "plan": self.plan,
            "sales": self.sales,
        }
        return render(request, self.template_name, content, status=status)

    def _fill(self, data: QueryDict, typed: LineForm, fill: FillForm) -> None:
        """Puts the amounts of the rule into ``data``, in the months of the line's span, else of the plan."""
        first = typed.cleaned_data.get("starts_on") or self.plan.starts_on
        last = typed.cleaned_data.get("ends_on") or self.plan.ends_on
        months: list[datetime.date] = [month for month in typed.months if first <= month <= last]
        product_line = typed.cleaned_data.get("product_line")
        amounts = fill.amounts(months, lambda: seasons_of(self.plan, product_line, self.today))
        if amounts is None:
            return
        for month in typed.months:
            data[month_name(month)] = ""
        for month, amount in zip(months, amounts, strict=True):
            data[month_name(month)] = f"{amount:f}"
