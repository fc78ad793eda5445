"""Pages whose fields save by themselves: one field a time, no button, nothing lost, nothing written over.

A browser sends the field as it is (``mine``) and as it was when the page was loaded (``seen``). If the saved value is
no longer the seen one, somebody else has been there: the answer is 409 with both values, and the person chooses. Every
sending has a name (``submission``), so that one whose answer got lost can be sent again. docs/components.md says how to
build a page on this.
"""

from __future__ import annotations

import datetime
import json
import uuid
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models, transaction
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from kamp.shared.conflicts import StaleError, last_change, same
from kamp.shared.errors import Denied, DomainError
from kamp.shared.presence import others_here
from kamp.shared.views import ScopedView, raise_404
from kamp.shared.widget_values import Pairs, in_words, values_of

UNKNOWN = object()
"""What was seen, when the browser said nothing that makes sense: different from every value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who saved the present value of a field, and when; ``who`` "" when it was no person."""

    who: str
    at: datetime.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two values for one field, in words and (JSON) as a browser sends them."""

    field: BoundField
    mine: str
    mine_json: str
    theirs: str
    theirs_json: str
    stamp: Stamp


class AutosaveView(ScopedView):
    """A page of fields that save by themselves.

    GET shows the page to whoever holds ``permission_required``; POST, which needs ``edit_permission``, saves one field
    (named ``field``; without JavaScript every field that changed). A subclass says where the fields come from and what
    saving one does; this class compares, refuses, and answers.
    """

    abstract = True
    edit_permission: ClassVar[str] = ""
    edit_reason: ClassVar[Any] = ""

    # ---- what a page says ---------------------------------------------------------------------------------------

    @abstractmethod
    def target(self) -> models.Model:
        """What the fields are about, in the scope of the user; its row is locked while a field is saved."""

    @abstractmethod
    def form(self, target: Any) -> forms.Form:
        """All fields with their saved values as ``initial``. Names may carry keys of rows ("year-12-revenue")."""

    @abstractmethod
    def save(self, target: Any, name: str, value: Any, submission: uuid.UUID | None) -> None:
        """Saves the clean ``value`` of one field, with one service call. May raise DomainError."""

    def stamp(self, target: Any, name: str) -> Stamp:
        """Who saved the present value; unless overridden, who changed ``target`` last."""
        change = last_change(target)
        return Stamp(who=change.who, at=change.at)

    @abstractmethod
    def show(self, request: HttpRequest, target: Any, form: forms.Form, status: int = 200) -> HttpResponse:
        """The whole page. ``form.clashes`` and ``form.problems`` are what could not be saved without JavaScript."""

    def settled(self, value: Any) -> Any:
        """What of a clean value counts when the seen and the saved one are compared; everything, unless overridden."""
        return value

    def extras(self, target: Any, name: str) -> str:
        """HTML sent along after a save: elements with an id take the place of those on the page."""
        return ""

    def may_edit(self, target: Any) -> bool:
        """Whether the user may save here."""
        return not self.edit_permission or self.request.user.has_perm(self.edit_permission)

    # ---- requests -------------------------------------------------------------------------------------------------

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        target = self.target()
        if "presence" in request.GET:
            return self._presence(request)
        return self.show(request, target, _plain(self.form(target)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        name = request.POST.get("field", "")
        if not self.may_edit(self.target()):
            reason = str(self.edit_reason) or _("Your role does not include this.")
            if name:
                return _answer("refused", reason, status=403)
            raise PermissionDenied(Denied(reason))
        return self._post_one(request, name) if name else self._post_all(request)

    def _post_one(self, request: HttpRequest, name: str) -> HttpResponse:
        with transaction.atomic():
            target = self._locked()
            form = _plain(self.form(target))
            if name not in form.fields:
                return _answer("gone", _part("gone"), status=409)
            bound, before = form[name], values_of(form[name])
            seen = _from_pairs(bound, request.POST.get("seen", ""))
            try:
                mine = _clean(bound, request.POST)
                clash = self._save_field(target, bound, mine, seen)
            except (ValidationError, DomainError) as problem:
                transaction.set_rollback(True)
                told = {"field": bound, "problem": _words_of(problem)}
                return _answer("invalid", _part("invalid", **told), status=409 if _is_stale(problem) else 422)
        if clash is not None:
            return _answer("conflict", _part("clash", clash=clash), status=409)
        told = {"field": bound, "at": timezone.now(), "undo": json.dumps(before)}
        return _answer("saved", _part("saved", **told) + self.extras(target, name))

    def _post_all(self, request: HttpRequest) -> HttpResponse:
        """Every field of the page that was changed; what cannot be saved is shown again."""
        clashes: list[Clash] = []
        problems: list[str] = []
        with transaction.atomic():
            target = self._locked()
            form = _plain(self.form(target))
            for name in list(form.fields):
                bound = form[name]
                try:
                    with transaction.atomic():
                        clash = self._save_changed(target, bound, request.POST)
                    clashes += [clash] if clash else []
                except (ValidationError, DomainError) as problem:
                    problems.append(f"{bound.label}: {_words_of(problem)}")
        form = _plain(self.form(target))
        form.clashes, form.problems = clashes, problems  # type: ignore[attr-defined]
        return self.show(request, target, form, 409 if clashes else 422 if problems else 200)

    def _save_changed(self, target: Any, bound: BoundField, data: Any) -> Clash | None:
        """Saves the field if it differs from what was seen, or if that was chosen in a clash."""
        seen = _from_pairs(bound, data.get(f"seen:{bound.html_name}", ""))
        if data.get(f"choice:{bound.html_name}") == "mine":
            return self._save_field(target, bound, _from_pairs(bound, data.get(f"mine:{bound.html_name}", "")), seen)
        if f"seen:{bound.html_name}" not in data:
            return None
        mine = _clean(bound, data)
        return None if same(mine, seen) else self._save_field(target, bound, mine, seen)

    def _locked(self) -> Any:
        target = self.target()
        rows = type(target)._base_manager.select_for_update(no_key=True)
        try:
            target.refresh_from_db(from_queryset=rows)
        except ObjectDoesNotExist:
            raise_404()
        return target

    def _save_field(self, target: Any, bound: BoundField, mine: Any, seen: Any) -> Clash | None:
        """Saves, unless the value is there already, or somebody else's is (then that is given back)."""
        theirs_now = values_of(bound)
        theirs = _from_pairs(bound, json.dumps(theirs_now))
        if same(mine, theirs):
            return None
        if same(self.settled(seen), self.settled(theirs)):
            self.save(target, bound.name, mine, _submission(self.request))
            return None
        return Clash(
            field=bound,
            mine=in_words(bound.field, mine),
            mine_json=json.dumps(_sent_pairs(bound, self.request.POST)),
            theirs=in_words(bound.field, None if theirs is UNKNOWN else theirs),
            theirs_json=json.dumps(theirs_now),
            stamp=self.stamp(target, bound.name),
        )

    def _presence(self, request: HttpRequest) -> HttpResponse:
        """Who else is on this page, as a fragment; tells them that this person is, too."""
        field = request.GET.get("presence", "")[:120]
        others = others_here(request.path, request.user, field, timezone.now())
        return HttpResponse(_part("presence", others=others))


def _plain(form: forms.Form) -> forms.Form:
    """``form`` without an error yet, and nothing left over from a page without JavaScript."""
    form.clashes, form.problems = [], []  # type: ignore[attr-defined]
    return form


def _clean(bound: BoundField, data: Any) -> Any:
    """The clean value of the field in ``data``. Raises ValidationError."""
    raw = bound.field.widget.value_from_datadict(data, {}, bound.html_name)
    if isinstance(raw, str):
        raw = raw.replace("\0", "")
    return bound.field.clean(raw)


def _from_pairs(bound: BoundField, text: str) -> Any:
    """The clean value of what a browser said about the field as [[name, value], …]; UNKNOWN if that is no value."""
    data = QueryDict(mutable=True)
    try:
        for name, value in _pairs(text):
            data.appendlist(name, value)
        return _clean(bound, data)
    except (ValueError, TypeError, ValidationError):
        return UNKNOWN


def _sent_pairs(bound: BoundField, data: Any) -> Pairs:
    """What ``data`` holds of the field, by name: its own one and those of the parts of a compound input."""
    own = bound.html_name
    return [[key, value] for key in data if key == own or key.startswith(f"{own}_") for value in data.getlist(key)]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for name, value in json.loads(text):
        yield str(name), str(value)


def _submission(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST["submission"])
    except (KeyError, ValueError):
        return None


def _is_stale(problem: Exception) -> bool:
    return isinstance(problem, StaleError)


def _words_of(problem: ValidationError | DomainError) -> str:
    return " ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)


def _part(name: str, **values: Any) -> str:
    return render_to_string(f"components/autosave/{name}.html", values)


def _answer(outcome: str, html: str, status: int = 200) -> HttpResponse:
    """``outcome`` in a header tells the browser's half that the answer is ours, and not a sign-in page."""
    response = HttpResponse(html, status=status)
    response.headers["X-Autosave"] = outcome
    return response
