"""The hub of an audit: sixteen items in four quadrants, what is missing or old first; closing what was gathered."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.calc.audit_score import ItemState
from accounts.criteria.catalog import ITEM, ITEMS, QUADRANTS
from accounts.enums import Answer
from accounts.forms.audit import GivenAnswer, ItemsForm
from accounts.models import Audit, KeyAccount, Rating
from accounts.selectors.audit import AuditScore, ItemStanding, audit_score, audit_under_way, audits_of
from accounts.selectors.ratings import answers_given
from accounts.services.audits import open_audit, submit_audit
from accounts.services.ratings import record_rating
from accounts.views.account_page import AccountPage
from accounts.views.audit_ratings import given_for
from accounts.views.audit_section import AuditSection
from accounts.views.audit_words import url_of
from kamp.shared.autosave import Stamp
from kamp.shared.errors import DomainError

PREFIX = "item-"
ASKED = frozenset({ItemState.MISSING, ItemState.OLD, ItemState.UNAVAILABLE})
"""States in which there is something to say about an item as a whole; what is up to date speaks for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An item of the hub: ``state`` in words with its ``tone``, where it is given, what was said about it."""

    standing: ItemStanding
    label: str
    state: str
    tone: str
    icon: str
    url: str
    field: Any = None
    said: str = ""


class AuditHub(AuditSection):
    """All items, their state and where to give them."""

    permission_required = "accounts.view_account"
    is_audited = False  # the hub itself
    template_name = "accounts/audit/hub.html"
    title = gettext_lazy("Audit")

    @cached_property
    def score_now(self) -> AuditScore:
        """The score as it was when the request came."""
        return audit_score(self.account_now, timezone.localdate())

    def target(self) -> KeyAccount:
        self.account_now = super().target()
        return self.account_now

    def score(self, target: KeyAccount) -> AuditScore:
        return self.score_now

    def form(self, target: KeyAccount) -> Form:
        self.answers: dict[str, Rating] = {}
        for rating in answers_given(target.pk, [ITEM + item.key for item in ITEMS], timezone.localdate()):
            if rating.author_id == self.user.pk:
                self.answers[rating.key.removeprefix(ITEM)] = rating
        items = [
            (
                PREFIX + each.item.key,
                _("What you say about it, %(item)s") % {"item": _(each.item.label)},
                each.state not in {ItemState.MISSING, ItemState.UNAVAILABLE},
            )
            for each in self.score_now.items
        ]
        own = {PREFIX + key: rating.answer for key, rating in self.answers.items()}
        return ItemsForm(items, own)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "card" in request.GET:
            account = self.target()
            to_do = [line_of(each, account) for each in self.score_now.to_do if each.item.url_name]
            content = {
                "score": self.score_now,
                "account": account,
                "to_do": to_do[:3],
                "may_fill": self.may_edit(account),
            }
            return render(request, "accounts/audit/_overview_card.html", content)
        return super().get(request, **kwargs)

    def store(self, account: KeyAccount, name: str, value: Any, submission: uuid.UUID | None) -> None:
        answer = GivenAnswer(value=Decimal(1) if value == Answer.VALUE else None, answer=value) if value else None
        given = given_for(ITEM + name.removeprefix(PREFIX), "", answer, submission)
        record_rating(account_id=account.pk, given=given, by=self.user, at=timezone.now())

    def stamp(self, target: KeyAccount, name: str) -> Stamp:
        own = self.answers.get(name.removeprefix(PREFIX))
        return Stamp(who=str(self.user), at=own.created_at if own else None)

    def content(self, account: KeyAccount, form: Form) -> dict[str, Any]:
        score = self.score_now
        lines = {each.item.key: self._line(each, account, form) for each in score.items}
        quadrants = [
            {
                "title": _(QUADRANTS[each.quadrant]),
                "score": each.shown,
                "lines": [lines[standing.item.key] for standing in each.items if standing.item.required],
                "extra": [lines[standing.item.key] for standing in each.items if not standing.item.required],
            }
            for each in score.quadrants
        ]
        return {
            "to_do": [lines[each.item.key] for each in score.to_do],
            "quadrants": quadrants,
            "audits": audits_of(account.pk),
            "sentence": sentence_of(score),
            "may_confirm": self.user.has_perm("accounts.confirm_audit"),
        }

    def _line(self, standing: ItemStanding, account: KeyAccount, form: Form) -> Line:
        rating = self.answers.get(standing.item.key)
        name = PREFIX + standing.item.key
        asked = rating is not None or standing.state in ASKED
        said = rating.get_answer_display() if rating else ""
        return line_of(standing, account, field=form[name] if asked else None, said=said)

    def extras(self, target: KeyAccount, name: str) -> str:
        score = audit_score(target, timezone.localdate())
        standing = next(each for each in score.items if PREFIX + each.item.key == name)
        html = render_to_string("accounts/partials/_audit_score.html", {"score": score, "account": target})
        return html + render_to_string("accounts/audit/_item_state.html", {"line": line_of(standing, target)})


def line_of(standing: ItemStanding, account: KeyAccount, field: Any = None, said: str = "") -> Line:
    """An item in words."""
    state, tone, icon = _state(standing)
    return Line(
        standing=standing,
        label=_(standing.item.label),
        state=state,
        tone=tone,
        icon=icon,
        url=url_of(standing, account),
        field=field,
        said=said,
    )


def _state(standing: ItemStanding) -> tuple[str, str, str]:
    if standing.state == ItemState.MISSING:
        return _("not given yet"), "warn", "circle"
    age = standing.age or 0
    if standing.state == ItemState.OLD:
        text = ngettext(
            "%(age)s day old, looked at every %(interval)s",
            "%(age)s days old, looked at every %(interval)s",
            age,
        )
        return text % {"age": age, "interval": standing.item.interval}, "warn", "clock"
    if standing.state == ItemState.UNAVAILABLE:
        return _("not available"), "", "info"
    if age == 0:
        return _("up to date, today"), "ok", "check-circle"
    text = ngettext("up to date, %(age)s day old", "up to date, %(age)s days old", age)
    return text % {"age": age}, "ok", "check-circle"


def sentence_of(score: AuditScore) -> str:
    """How much is there, and what the rest takes."""
    open_items = len(score.to_do)
    if not open_items:
        return _("All sixteen items are known and up to date.")
    given = ngettext(
        "%(n)s item of sixteen is missing or old.", "%(n)s items of sixteen are missing or old.", open_items
    ) % {"n": open_items}
    if not score.minutes:
        return given
    takes = ngettext(
        "What can be given takes about %(n)s minute.", "What can be given takes about %(n)s minutes.", score.minutes
    )
    return f"{given} {takes % {'n': score.minutes}}"


class AuditClose(AccountPage):
    """The page to check before an audit is submitted, and submitting it."""

    permission_required = "accounts.fill_audit"
    permission_reason = gettext_lazy("The audit is filled by those who work on the account.")
    tab = "audit"
    template_name = "accounts/audit/close.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._show(request, self.account())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        account, at = self.account(), timezone.now()
        try:
            audit = open_audit(account_id=account.pk, by=request.user, at=at)
            submit_audit(audit=audit, by=request.user, at=at)
        except DomainError as problem:
            messages.error(request, str(problem))
            return self._show(request, account, 409)
        messages.success(request, _("The audit is closed and waits for confirmation."))
        return redirect("accounts:audit_version", slug=account.slug, number=audit.number)

    def _show(self, request: HttpRequest, account: KeyAccount, status: int = 200) -> HttpResponse:
        score = audit_score(account, timezone.localdate())
        audit: Audit | None = audit_under_way(account.pk)
        lines = [line_of(each, account) for each in score.required]
        content = {"score": score, "audit": audit, "lines": lines, "sentence": sentence_of(score)}
        return self.page(request, account, status, **content)
