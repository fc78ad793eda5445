"""What the sections of an audit share: fields of one account that save by themselves, and the way back to the hub."""

from __future__ import annotations

import uuid
from abc import abstractmethod
from typing import Any, ClassVar

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import KeyAccount
from accounts.selectors.audit import AuditScore, audit_score, audit_under_way
from accounts.services.audits import note_answer
from accounts.views.account_page import AccountPage
from kamp.shared.autosave import AutosaveView
from kamp.users.models import User


class AuditSection(AutosaveView, AccountPage):
    """A section of the audit of an account.

    A subclass names ``template_name`` and ``title``, gives ``form(account)`` and ``store(account, name, value,
    submission)``; this class opens an audit with the first answer, tells who reacts to changed accounts, and sends
    the new completeness along.
    """

    abstract = True
    is_audited = True
    tab = "audit"
    edit_permission = "accounts.fill_audit"
    edit_reason = _("The audit is filled by those who work on the account.")
    title: ClassVar[Any] = ""

    def target(self) -> KeyAccount:
        return self.account()

    @abstractmethod
    def store(self, account: KeyAccount, name: str, value: Any, submission: uuid.UUID | None) -> None:
        """Saves one field, with one service call. May raise DomainError."""

    def content(self, account: KeyAccount, form: Form) -> dict[str, Any]:
        """What the template needs besides account and form."""
        return {}

    def save(self, target: KeyAccount, name: str, value: Any, submission: uuid.UUID | None) -> None:
        self.store(target, name, value, submission)
        note_answer(account_id=target.pk, by=self.user, at=timezone.now())

    @property
    def user(self) -> User:
        """Who is at the screen; signed in, or the view was not reached."""
        user: User = self.request.user  # type: ignore[assignment]
        return user

    def may_edit(self, target: KeyAccount) -> bool:
        return super().may_edit(target) and target.archived_at is None

    def show(self, request: HttpRequest, target: KeyAccount, form: Form, status: int = 200) -> HttpResponse:
        content = {
            "form": form,
            "title": self.title,
            "may_fill": self.may_edit(target),
            "url": request.path,
            "score": self.score(target),
            "audit": audit_under_way(target.pk),
            "oob": False,
        }
        return self.page(request, target, status, **{**content, **self.content(target, form)})

    def score(self, target: KeyAccount) -> AuditScore:
        """How complete the audit is."""
        return audit_score(target, timezone.localdate())

    def extras(self, target: KeyAccount, name: str) -> str:
        content = {"score": self.score(target), "account": target}
        return render_to_string("accounts/partials/_audit_score.html", content)
