"""A frozen audit: what it led to, what changed since the one before; confirming it or sending it back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.calc.audit_compare import differences
from accounts.calc.payoff import next_steps, red_flags
from accounts.enums import AuditState
from accounts.models import Audit, KeyAccount
from accounts.selectors.audit import audit_score, audits_of
from accounts.selectors.payoff import situation_at
from accounts.selectors.soft_facts import soft_facts
from accounts.services.audits import confirm_audit, send_back_audit, withdraw_audit
from accounts.views.account_page import AccountPage
from accounts.views.audit_difference_words import difference_lines
from accounts.views.audit_ratings import relation_in_words
from accounts.views.audit_words import flag_in_words, step_in_words
from accounts.views.overview import panels_for
from kamp.shared.errors import Denied, DomainError

_RIGHTS = {
    "confirm": "accounts.confirm_audit",
    "send_back": "accounts.confirm_audit",
    "withdraw": "accounts.fill_audit",
}
POSITION = "matrices"
"""The panel of the app above that shows where the account stands."""


class AuditVersion(AccountPage):
    """An audit and what follows from it. An open one leads to the hub."""

    permission_required = "accounts.view_account"
    tab = "audit"
    template_name = "accounts/audit/version.html"

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        account = self.account()
        audit = get_object_or_404(
            Audit.objects.select_related("submitted_by", "confirmed_by"), account=account, number=number
        )
        if not audit.snapshot:
            return redirect("accounts:audit", slug=account.slug)
        return self._show(request, account, audit)

    def _show(
        self, request: HttpRequest, account: KeyAccount, audit: Audit, status: int = 200, **refused: str
    ) -> HttpResponse:
        today = timezone.localdate()
        score = audit_score(account, today)
        situation = situation_at(account, score, today)
        before = self._before(request, account, audit)
        changed = differences(before.snapshot, audit.snapshot) if before else []
        others = [each for each in audits_of(account.pk) if each.submitted_at and each.pk != audit.pk]
        return self.page(
            request,
            account,
            status,
            **{"typed": "", "problem": "", **refused},
            audit=audit,
            score=score,
            now=relation_in_words(soft_facts([account.pk], today)[account.pk], today),
            panels=[panel for panel in panels_for(account, request.user, today) if panel["key"] == POSITION],
            flags=[flag_in_words(flag) for flag in red_flags(situation)],
            steps=[step_in_words(step, account) for step in next_steps(situation)],
            before=before,
            others=others,
            changes=difference_lines(changed, account, before, audit, request.user),
            may_confirm=audit.state == AuditState.SUBMITTED and request.user.has_perm("accounts.confirm_audit"),
            is_own=audit.submitted_by_id == request.user.pk,
        )

    def _before(self, request: HttpRequest, account: KeyAccount, audit: Audit) -> Audit | None:
        """The audit to compare with: that of ``?with=``, else the one before."""
        rows = Audit.objects.filter(account=account).exclude(snapshot={}).exclude(pk=audit.pk)
        wanted = request.GET.get("with", "")
        if wanted.isdecimal() and len(wanted) < 9:
            return rows.filter(number=int(wanted)).first()
        return rows.filter(number__lt=audit.number).order_by("-number").first()


class AuditMove(AuditVersion):
    """Confirming a submitted audit, sending it back, or taking the submission back. What was typed stays when it is
    refused."""

    permission_required = "accounts.view_account"
    http_method_names: ClassVar[list[str]] = ["post"]  # type: ignore[misc]  # MEANT: the stubs have it for instances
    move: ClassVar[str] = ""

    def post(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        account = self.account()
        audit = get_object_or_404(Audit, account=account, number=number)
        if not request.user.has_perm(_RIGHTS[self.move]):
            raise PermissionDenied(Denied(_("Your role does not include this.")))
        try:
            self._move(audit, request)
        except DomainError as problem:
            typed = request.POST.get("reason", "")
            if problem.field == "reason" and audit.snapshot:
                return self._show(request, account, audit, 422, typed=typed, problem=str(problem))
            messages.error(request, str(problem))
        return redirect("accounts:audit_version", slug=account.slug, number=number)

    def _move(self, audit: Audit, request: HttpRequest) -> None:
        told: dict[str, Any] = {"audit": audit, "by": request.user, "at": timezone.now()}
        if self.move == "confirm":
            confirm_audit(**told)
            messages.success(request, _("The audit is confirmed."))
        elif self.move == "send_back":
            send_back_audit(reason=request.POST.get("reason", "").replace("\0", ""), **told)
            messages.success(request, _("The audit is sent back with your reason."))
        else:
            withdraw_audit(**told)
            messages.success(request, _("The audit is open again."))
