"""The section of choice criteria: weights that make 100, our score and the best rival's, relative strength."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.calc.choice import ChoiceScore, add_up, relative_strength
from accounts.criteria.catalog import OURS, RIVAL
from accounts.enums import ChoiceSet
from accounts.forms.audit import ScoreField, given_of
from accounts.forms.fields import AmountField
from accounts.models import ChoiceCriterion, KeyAccount, Rating
from accounts.selectors.payoff import criterion_name
from accounts.selectors.ratings import Current, answers_given, current_ratings
from accounts.services.choice import (
    add_criterion,
    begin_with_defaults,
    change_criterion,
    delete_criterion,
    restore_criterion,
)
from accounts.services.ratings import record_rating
from accounts.views.account_page import AccountPage
from accounts.views.audit_ratings import given_for
from accounts.views.audit_section import AuditSection
from kamp.shared.autosave import Stamp
from kamp.shared.conflicts import last_change
from kamp.shared.errors import Denied, DomainError
from kamp.shared.parts import Tab
from kamp.shared.undo import offer_undo, tell_at

KEYS = {"ours": OURS, "rival": RIVAL}
KEPT = 500
"""As much of a refused name comes back into its box."""


class Choice(AuditSection):
    """What the customer chooses by, for business there is or could be (``?set=potential``)."""

    permission_required = "accounts.view_account"
    template_name = "accounts/audit/choice.html"
    title = gettext_lazy("Choice criteria")

    @cached_property
    def kind(self) -> str:
        """Which of the two sets is shown."""
        wanted = self.request.GET.get("set", "")
        return wanted if wanted in ChoiceSet.values else ChoiceSet.EXISTING

    def form(self, target: KeyAccount) -> forms.Form:
        self.rows = list(ChoiceCriterion.objects.filter(account=target, set=self.kind))
        today = timezone.localdate()
        self.given: dict[tuple[str, str], list[Rating]] = {}
        for rating in answers_given(target.pk, [OURS, RIVAL], today):
            self.given.setdefault((rating.key, rating.subject), []).append(rating)
        form = forms.Form()
        for row in self.rows:
            self._add_fields(form, row)
        return form

    def _add_fields(self, form: forms.Form, row: ChoiceCriterion) -> None:
        name = criterion_name(row)
        form.fields[f"weight-{row.pk}"] = AmountField(
            label=_("Weight, %(name)s") % {"name": name},
            required=False,
            min_value=0,
            max_value=100,
            decimal_places=2,
        )
        form.fields[f"weight-{row.pk}"].widget.attrs["data-after"] = "%"
        form.initial[f"weight-{row.pk}"] = row.weight.normalize() + 0
        if not row.key:
            form.fields[f"label-{row.pk}"] = forms.CharField(label=_("Name of the criterion"), max_length=120)
            form.initial[f"label-{row.pk}"] = row.label
        for part, label in (("ours", _("Our score, %(name)s")), ("rival", _("The best rival’s score, %(name)s"))):
            form.fields[f"{part}-{row.pk}"] = ScoreField(label=label % {"name": name})
            form.initial[f"{part}-{row.pk}"] = given_of(self._own(KEYS[part], row))

    def _own(self, key: str, row: ChoiceCriterion) -> Rating | None:
        rows = self.given.get((key, str(row.pk)), ())
        return next((each for each in rows if each.author_id == self.user.pk), None)

    def _row(self, name: str) -> tuple[str, ChoiceCriterion]:
        part, _dash, key = name.partition("-")
        return part, next(row for row in self.rows if str(row.pk) == key)

    def store(self, account: KeyAccount, name: str, value: Any, submission: uuid.UUID | None) -> None:
        part, row = self._row(name)
        if part not in KEYS:
            change_criterion(row=row, field=part, value=value)
            return
        given = given_for(KEYS[part], str(row.pk), value, submission)
        record_rating(account_id=account.pk, given=given, by=self.user, at=timezone.now())

    def stamp(self, target: KeyAccount, name: str) -> Stamp:
        part, row = self._row(name)
        if part in KEYS:
            own = self._own(KEYS[part], row)
            return Stamp(who=str(self.user), at=own.created_at if own else None)
        change = last_change(row)
        return Stamp(who=change.who, at=change.at)

    def content(self, account: KeyAccount, form: forms.Form) -> dict[str, Any]:
        return {
            "url": self.request.get_full_path(),
            "kind": self.kind,
            "typed": self.request.GET.get("label", "")[:KEPT],
            "sets": [
                Tab(label=label, url=f"?set={value}", current=value == self.kind) for value, label in ChoiceSet.choices
            ],
            "lines": [self._line(row, form) for row in self.rows],
            **self.result(account),
        }

    def _line(self, row: ChoiceCriterion, form: forms.Form) -> dict[str, Any]:
        others = {
            part: [each for each in self.given.get((key, str(row.pk)), ()) if each.author_id != self.user.pk]
            for part, key in KEYS.items()
        }
        return {
            "row": row,
            "name": criterion_name(row),
            "weight": form[f"weight-{row.pk}"],
            "label": form[f"label-{row.pk}"] if not row.key else None,
            "ours": form[f"ours-{row.pk}"],
            "rival": form[f"rival-{row.pk}"],
            "others": others,
        }

    def result(self, account: KeyAccount) -> dict[str, Any]:
        """Relative strength of this set, and what each criterion adds to it."""
        rows = self.rows
        current = current_ratings([account.pk], [OURS, RIVAL], timezone.localdate()).get(account.pk, {})
        scores = [_score(row, current) for row in rows]
        return {
            "strength": relative_strength(add_up(scores)),
            "rows_scored": [
                {"name": criterion_name(row), "score": score, "lead": _lead(score)}
                for row, score in zip(rows, scores, strict=True)
            ],
        }

    def extras(self, target: KeyAccount, name: str) -> str:
        self.rows = list(ChoiceCriterion.objects.filter(account=target, set=self.kind))
        now = {**self.result(target), "account": target}
        return super().extras(target, name) + render_to_string("accounts/audit/_strength_now.html", now)


def _score(row: ChoiceCriterion, current: Current) -> ChoiceScore:
    ours, rival = (current.get((key, str(row.pk))) for key in (OURS, RIVAL))
    return ChoiceScore(weight=row.weight, ours=ours.mean if ours else None, rival=rival.mean if rival else None)


def _lead(score: ChoiceScore) -> Decimal | None:
    return None if score.ours is None or score.rival is None else score.ours - score.rival


class ChoiceChange(AccountPage):
    """Begins with the criteria of the method, adds one, or takes one away."""

    permission_required = "accounts.view_account"
    tab = "audit"

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = self.account()
        if not request.user.has_perm("accounts.fill_audit"):
            raise PermissionDenied(Denied(str(AuditSection.edit_reason)))
        kind = request.POST.get("set", "") or request.GET.get("set", "")
        kind = kind if kind in ChoiceSet.values else ChoiceSet.EXISTING
        told = {"account_id": account.pk, "by": request.user, "at": timezone.now()}
        try:
            self._change(request, account, kind, told)
        except DomainError as problem:
            messages.error(request, str(problem))
            kept = request.POST.get("label", "")[:KEPT]
        else:
            kept = ""
        page = redirect("accounts:audit_choice", slug=account.slug)
        page["Location"] += "?" + urlencode({"set": kind, **({"label": kept} if kept else {})})
        return page

    def _change(self, request: HttpRequest, account: KeyAccount, kind: str, told: dict[str, Any]) -> None:
        if request.POST.get("delete", "").isdecimal():
            row = get_object_or_404(ChoiceCriterion, account=account, pk=int(request.POST["delete"]))
            key, text = row.pk, _("“%(name)s” is taken away.") % {"name": criterion_name(row)}
            delete_criterion(row=row, by=told["by"], at=told["at"])
            offer_undo(request, text, f"{request.path}?restore={key}&set={kind}", at="next,new-criterion")
        elif request.GET.get("restore", "").isdecimal():
            row = restore_criterion(pk=int(request.GET["restore"]), **told)
            text = _("“%(name)s” is back.") % {"name": criterion_name(row)}
            tell_at(request, text, f"criterion-{row.pk}")
        elif "label" in request.POST:
            add_criterion(kind=kind, label=request.POST["label"].replace("\0", ""), **told)
        else:
            begin_with_defaults(kind=kind, **told)
