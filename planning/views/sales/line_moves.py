"""What can be done with a line besides writing it: move it on, take it away, bring it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from kamp.shared.addresses import address_of
from kamp.shared.conflicts import check_seen, seen_version
from kamp.shared.errors import Denied, DomainError
from kamp.shared.undo import offer_undo, tell_at
from planning.kinds.lines import LINE_MOVES
from planning.models import PlanLine
from planning.phases.keys import SALES_PLAN
from planning.services.line_moves import move_line
from planning.services.lines import remove_line, restore_line
from planning.views.plan_page import phase_url
from planning.views.sales.base import SalesPage
from planning.views.sales.words import line_url


class LineMove(SalesPage):
    """One move of the table; refusals are told on the line's page."""

    def post(self, request: HttpRequest, pk: int, line: int, move: str) -> HttpResponse:
        if move not in LINE_MOVES:
            raise Http404
        row = self.line(deleted_at__isnull=True)
        try:
            reason = request.POST.get("reason", "").replace("\0", "")
            check_seen(row, seen_version(request.POST))
            move_line(line=row, move=move, by=request.user, at=timezone.now(), reason=reason)
        except Denied as problem:
            raise PermissionDenied(problem) from problem
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            state = str(row.get_state_display()).lower()
            messages.success(request, _("“%(line)s” is now %(state)s.") % {"line": row, "state": state})
        return redirect(line_url(row))


class LineRemove(SalesPage):
    """Takes a line away, with an undo."""

    def post(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:
        self.check_works()
        row = self.line(deleted_at__isnull=True)
        undo = address_of("sales_plan:line_restore", self.plan.pk, row.pk)
        text, at = _("“%(line)s” is taken away.") % {"line": row}, self._after(row)
        return self._do(request, remove_line, row, lambda: offer_undo(request, text, undo, at=at))

    def _after(self, row: PlanLine) -> str:
        """Where one goes on when the line is gone: to the next one, else to the button for a new one."""
        keys = list(PlanLine.objects.filter(plan=self.plan, deleted_at__isnull=True).values_list("pk", flat=True))
        following = keys[keys.index(row.pk) + 1 :][:1]
        return ",".join([*(f"line-{key}" for key in following), "add-line"])

    def _do(self, request: HttpRequest, verb: Any, row: Any, tell: Any) -> HttpResponse:
        try:
            verb(line=row, by=request.user, at=timezone.now())
        except Denied as problem:
            raise PermissionDenied(problem) from problem
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            tell()
        return redirect(phase_url(self.plan, SALES_PLAN, "lines"))


class LineRestore(LineRemove):
    """Brings a line back that was taken away."""

    def post(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:
        self.check_works()
        row = self.line(deleted_at__isnull=False)
        text = _("“%(line)s” is back.") % {"line": row}
        return self._do(request, restore_line, row, lambda: tell_at(request, text, f"line-{row.pk}"))
