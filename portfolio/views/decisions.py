"""What market managers decide about one account: its class against the figures, its designation."""

from __future__ import annotations

from abc import abstractmethod

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import Designation
from accounts.models import KeyAccount
from kamp.shared.addresses import address_of
from kamp.shared.errors import DomainError
from kamp.shared.parts import Crumb
from kamp.shared.undo import offer_undo
from kamp.shared.views import ScopedView
from portfolio.forms.designation import DesignationForm
from portfolio.forms.override import OverrideForm
from portfolio.jobs import company_day
from portfolio.models import ClassificationOverride, KeyAccountDecision
from portfolio.models.classification import OPEN
from portfolio.selectors.designation import Load, decisions_of, load_of
from portfolio.selectors.naming import cell_label
from portfolio.selectors.overrides import override_of
from portfolio.selectors.rules import parameters_in_force
from portfolio.services.designation import designate, undo_designation
from portfolio.services.overrides import end_override, override_class, resume_override, usual_expiry
from portfolio.views.page import matrix_or_404


class AccountDecision(ScopedView):
    """A page about one account in the person's scope."""

    abstract = True

    def scoped(self) -> QuerySet[KeyAccount]:
        return KeyAccount.objects.visible_to(self.request.user)

    def in_scope(self) -> bool:
        return self.scoped().filter(slug=self.kwargs["slug"]).exists()

    def account(self) -> KeyAccount:
        return get_object_or_404(self.scoped().select_related("segment"), slug=self.kwargs["slug"])

    def crumbs(self, account: KeyAccount) -> list[Crumb]:
        """The path from the list of accounts to ``account``."""
        return [
            Crumb(label=_("Accounts"), url=address_of("accounts:account_list")),
            Crumb(label=account.name, url=account.get_absolute_url()),
        ]


class Override(AccountDecision):
    """Sets the class of an account on a matrix against the computed one."""

    permission_required = "portfolio.override_class"
    permission_reason = gettext_lazy("Market managers can set a class by hand.")

    def get(self, request: HttpRequest, matrix: str, slug: str) -> HttpResponse:
        spec, account = matrix_or_404(matrix), self.account()
        if not spec.may_override:
            raise Http404
        today = company_day(timezone.now())
        present = override_of(account.pk, spec.key, today)
        initial = {"expires_on": present.expires_on if present else usual_expiry(today)}
        form = OverrideForm(spec=spec, initial=initial | ({"cell": present.cell} if present else {}))
        return self._show(request, account, form)

    def post(self, request: HttpRequest, matrix: str, slug: str) -> HttpResponse:
        spec, account = matrix_or_404(matrix), self.account()
        form = OverrideForm(request.POST, spec=spec)
        if form.is_valid():
            now = timezone.now()
            try:
                made = override_class(
                    account=account, spec=spec, **form.cleaned_data, today=company_day(now), by=request.user, at=now
                )
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                text = _("%(name)s is now “%(cell)s” by your decision; lists and counts follow within seconds.")
                words = {"name": account.name, "cell": cell_label(spec, made.cell)}
                offer_undo(request, text % words, address_of("portfolio:override_end", made.pk))
                return redirect(account)
        return self._show(request, account, form, status=422)

    def _show(self, request: HttpRequest, account: KeyAccount, form: forms.Form, status: int = 200) -> HttpResponse:
        spec = matrix_or_404(self.kwargs["matrix"])
        row = account.classifications.filter(OPEN).first()
        present = override_of(account.pk, spec.key, company_day(timezone.now()))
        context = {
            "account": account,
            "crumbs": [*self.crumbs(account), Crumb(label=_("Set the class"))],
            "spec": spec,
            "title": _(spec.title),
            "computed": cell_label(spec, row.computed_on(spec.key) if row else ""),
            "present": present,
            "present_label": cell_label(spec, present.cell) if present else "",
            "form": form,
        }
        return render(request, "portfolio/override_form.html", context, status=status)


class OverrideChange(ScopedView):
    """Ends an override, or takes the end back: the two buttons of the message about it."""

    abstract = True
    permission_required = "portfolio.override_class"
    permission_reason = gettext_lazy("Market managers can set a class by hand.")
    http_method_names = ["post"]

    def scoped(self) -> QuerySet[ClassificationOverride]:
        accounts = KeyAccount.objects.visible_to(self.request.user)
        return ClassificationOverride.objects.filter(account__in=accounts).select_related("account")

    def in_scope(self) -> bool:
        return self.scoped().filter(pk=self.kwargs["pk"]).exists()

    @abstractmethod
    def change(self, override: ClassificationOverride) -> None:
        """Carries it out and tells; raises DomainError."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        override = get_object_or_404(self.scoped(), pk=pk)
        try:
            self.change(override)
        except DomainError as problem:
            messages.error(request, str(problem))
        return redirect(override.account)


class OverrideEnd(OverrideChange):
    """Back to the computed class."""

    permission_required = "portfolio.override_class"

    def change(self, override: ClassificationOverride) -> None:
        end_override(override=override, by=self.request.user, at=timezone.now())
        text = _("The computed class of %(name)s counts again.") % {"name": override.account.name}
        offer_undo(self.request, text, address_of("portfolio:override_resume", override.pk))


class OverrideResume(OverrideChange):
    """The end of an override taken back."""

    permission_required = "portfolio.override_class"

    def change(self, override: ClassificationOverride) -> None:
        resume_override(override=override, by=self.request.user, at=timezone.now())
        messages.success(self.request, _("The class set by hand counts again."))


class Designate(AccountDecision):
    """The steps from the present designation of an account, with its history."""

    permission_required = "accounts.designate"
    permission_reason = gettext_lazy("Market managers designate key accounts.")

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = self.account()
        today = company_day(timezone.now())
        return self._show(request, account, DesignationForm(state=account.designation, initial={"decided_on": today}))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        account, now = self.account(), timezone.now()
        form = DesignationForm(request.POST, state=account.designation)
        seen = request.POST.get("seen", "") or account.designation
        if seen != account.designation:
            form = DesignationForm(state=account.designation, initial={"reason": request.POST.get("reason", "")})
            text = _("Somebody has changed the designation in the meantime: it is “%(state)s” now.")
            state = Designation(account.designation).label
            return self._show(request, account, form, status=409, problem=text % {"state": state})
        if form.is_valid():
            given = {key: form.cleaned_data[key] for key in ("to", "reason", "decided_on")}
            try:
                made = designate(account=account, **given, by=request.user, at=now, seen=seen)
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                self._tell(made)
                return redirect(account)
        return self._show(request, account, form, status=422)

    def _tell(self, made: KeyAccountDecision) -> None:
        words = {"name": made.account.name, "state": Designation(made.to_state).label}
        text = _("%(name)s: %(state)s. The reason is in its history.") % words
        offer_undo(self.request, text, address_of("portfolio:designation_undo", made.account.slug, made.pk))
        if made.to_state == Designation.DESIGNATED and (warning := load_words(_load())):
            messages.warning(self.request, warning)

    def _show(
        self, request: HttpRequest, account: KeyAccount, form: forms.Form, status: int = 200, problem: str = ""
    ) -> HttpResponse:
        decisions = decisions_of(account)
        load = _load()
        context = {
            "account": account,
            "crumbs": [*self.crumbs(account), Crumb(label=_("Designation"))],
            "form": form,
            "problem": problem,
            "decisions": [(each, Designation(each.to_state).label) for each in decisions],
            "load": load,
            "load_words": load_words(load),
        }
        return render(request, "portfolio/designation.html", context, status=status)


class DesignationUndo(AccountDecision):
    """Takes the newest decision back."""

    permission_required = "accounts.designate"
    permission_reason = gettext_lazy("Market managers designate key accounts.")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        account = self.account()
        decision = get_object_or_404(KeyAccountDecision.objects.filter(account=account), pk=pk)
        try:
            undo_designation(decision=decision, by=request.user, at=timezone.now())
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The decision is taken back."))
        return redirect(account)


def _load() -> Load:
    return load_of(parameters_in_force(company_day(timezone.now())))


def load_words(load: Load) -> str:
    """What so many key accounts mean; "" if they are not too many."""
    words = {"count": load.designated, "limit": load.limit, "active": load.active}
    if load.level == "too_many":
        text = ngettext(
            "%(count)s key account is designated: more than %(limit)s cannot be followed as key accounts.",
            "%(count)s key accounts are designated: more than %(limit)s cannot be followed as key accounts.",
            load.designated,
        )
    elif load.level == "many":
        text = ngettext(
            "%(count)s key account is designated: above %(limit)s, few get the time they need.",
            "%(count)s key accounts are designated: above %(limit)s, few get the time they need.",
            load.designated,
        )
    elif load.level == "share":
        text = ngettext(
            "%(count)s key account is designated, more than %(limit)s%% of %(active)s active customers.",
            "%(count)s key accounts are designated, more than %(limit)s%% of %(active)s active customers.",
            load.designated,
        )
    else:
        return ""
    return text % words
