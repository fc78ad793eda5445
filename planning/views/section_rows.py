"""Rows of sections: added, changed, taken away and brought back in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from kamp.shared.errors import Denied, DomainError
from kamp.shared.undo import offer_undo, tell_at
from planning.enums import Quadrant
from planning.forms.rows import FORMS, RowForm
from planning.phases.spec import SectionSpec
from planning.services.rows import (
    bring_row_back,
    new_row,
    restore_values,
    rows_of,
    save_row,
    take_row_away,
    values_of,
)
from planning.views.phase import PhaseView
from planning.views.phase_parts import Asked, row_url
from planning.views.phase_words import taken_away_meanwhile
from planning.views.plan_page import phase_url

KEPT = 20  # how many earlier values a session keeps
SESSION = "plan-undo"


class SectionPage(PhaseView):
    """What happens to a row of a section. Writing is refused by the services, with the reason."""

    abstract = True
    http_method_names = ("post",)  # type: ignore[assignment]

    @cached_property
    def section(self) -> SectionSpec:
        section = self.spec.section(self.kwargs["section"])
        if section is None or not section.rows:
            raise Http404
        return section

    @cached_property
    def kind(self) -> str:
        return self.section.rows

    def back(self) -> HttpResponse:
        """The page of the phase, at the section."""
        return redirect(phase_url(self.plan, self.spec.key, self.section.key))

    def place(self, row: Any) -> str:
        """The element of a row on the page."""
        return f"{self.section.key}-{row.pk}"

    def after(self, row: Any) -> str:
        """Where one goes on when ``row`` is gone: to the next one, else to the button for a new one."""
        quadrant = f"-{row.quadrant}" if self.kind == "swot" else ""
        return f"next,add-{self.section.key}{quadrant}"

    def done(self, verb: Callable[[], Any], told: str, undo: str = "", *, at: str) -> HttpResponse:
        """Runs a service and goes back, with what was done and its undo, or what is in the way."""
        try:
            verb()
        except Denied as problem:
            raise PermissionDenied(problem) from problem
        except DomainError as problem:
            messages.error(self.request, str(problem))
        else:
            if undo:
                offer_undo(self.request, told, undo, at=at)
            else:
                tell_at(self.request, told, at)
        return self.back()

    def who_and_where(self) -> dict[str, Any]:
        """What every service about rows asks for."""
        return {"plan": self.plan, "phase_key": self.spec.key, "by": self.request.user, "at": timezone.now()}


class RowSave(SectionPage):
    """A new row (no ``row`` in the address) or the changed values of one."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        gone = self._taken_away()
        row = self._row() if gone is None else self._new(getattr(gone, "quadrant", ""))
        form = FORMS[self.kind](request.POST, instance=row, plan=self.plan)
        if gone is not None:
            form.add_error(None, taken_away_meanwhile())
            return self._refused(form, getattr(row, "quadrant", ""), status=409)
        names = [name for name in form.fields if name not in {"version", "seen"}]
        before = values_of(row, names) if row.pk else None
        if form.is_valid():
            try:
                saved = save_row(row=form.instance, links=form.links(), **self.who_and_where())
            except Denied as problem:
                raise PermissionDenied(problem) from problem
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                return self._saved(form, saved, before)
        return self._refused(form, request.GET.get("quadrant", ""), status=form.error_status)

    def _refused(self, form: RowForm, quadrant: str, status: int) -> HttpResponse:
        """The page with the form as it was typed and what is wrong with it."""
        key = str(form.instance.pk) if form.instance.pk else "new"
        asked = Asked(section=self.section.key, row=key, quadrant=quadrant, form=form)
        return self.show_phase(self.request, asked=asked, status=status)

    def _row(self) -> Any:
        if "row" in self.kwargs:
            return get_object_or_404(rows_of(self.kind, self.plan, self.spec.key), pk=self.kwargs["row"])
        return self._new(self.request.GET.get("quadrant", ""))

    def _new(self, quadrant: str) -> Any:
        row = new_row(self.kind, self.plan, self.spec.key)
        if self.kind == "swot":
            row.quadrant = quadrant if quadrant in Quadrant.values else Quadrant.STRENGTH
        return row

    def _taken_away(self) -> Any:
        """The row of the address if somebody took it away meanwhile: what is typed is then that of a new one."""
        gone = rows_of(self.kind, self.plan, self.spec.key, taken_away=True)
        return gone.filter(pk=self.kwargs["row"]).first() if "row" in self.kwargs else None

    def _saved(self, form: RowForm, row: Any, before: dict[str, Any] | None) -> HttpResponse:
        if before is not None:
            kept = self.request.session.get(SESSION, {})
            kept[f"{self.kind}:{row.pk}"] = {"version": row.version, "values": before}
            self.request.session[SESSION] = dict(list(kept.items())[-KEPT:])
        if form.merge_note:
            messages.info(self.request, form.merge_note)
        told = _("“%(name)s” is saved.") if before is not None else _("“%(name)s” is added.")
        undo = row_url(self.plan, self.spec.key, self.section.key, row.pk, "undo")
        offer_undo(self.request, told % {"name": row}, undo, at=self.place(row))
        return self.back()


class RowRemove(SectionPage):
    """Takes a row away."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = get_object_or_404(rows_of(self.kind, self.plan, self.spec.key), pk=kwargs["row"])
        told = _("“%(name)s” is taken away.") % {"name": row}
        undo = row_url(self.plan, self.spec.key, self.section.key, row.pk, "undo")
        return self.done(lambda: take_row_away(row=row, **self.who_and_where()), told, undo, at=self.after(row))


class RowUndo(SectionPage):
    """Takes back the last thing done to a row: brings it back, gives it its earlier values, or takes it away again."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        gone = rows_of(self.kind, self.plan, self.spec.key, taken_away=True).filter(pk=kwargs["row"]).first()
        if gone is not None:
            told = _("“%(name)s” is back.") % {"name": gone}
            return self.done(lambda: bring_row_back(row=gone, **self.who_and_where()), told, at=self.place(gone))
        row = get_object_or_404(rows_of(self.kind, self.plan, self.spec.key), pk=kwargs["row"])
        kept = request.session.get(SESSION, {}).get(f"{self.kind}:{row.pk}")
        if kept is None and row.version == 1:
            told = _("“%(name)s” is taken away.") % {"name": row}
            return self.done(lambda: take_row_away(row=row, **self.who_and_where()), told, at=self.after(row))
        if kept is None or kept["version"] != row.version:
            messages.warning(request, _("“%(name)s” was changed again since: nothing was taken back.") % {"name": row})
            return self.back()
        told = _("“%(name)s” is as it was.") % {"name": row}
        return self.done(
            lambda: restore_values(row=row, values=kept["values"], **self.who_and_where()), told, at=self.place(row)
        )
