"""The list of plans, making one, changing one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import KeyAccount
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.errors import DomainError
from kamp.shared.exports import Field, Format, download
from kamp.shared.folding import fold
from kamp.shared.paging import count_up_to, page_of
from kamp.shared.parts import Chip, Crumb, Pick
from kamp.shared.tables import link_with
from kamp.shared.templatetags.formats import language
from kamp.shared.views import PermittedView, ScopedView
from planning.calc.horizon import LEAST, MOST, fits, months_of, proposed
from planning.enums import PlanState
from planning.forms.plans import NewPlanForm, PlanForm
from planning.models import AccountPlan
from planning.phases.keys import SCENARIO
from planning.selectors.plans import with_bars
from planning.services.plans import create_plan, update_plan
from planning.tables.plans import PLANS
from planning.views.plan_page import EDIT, VIEW, PlanPage, phase_url

MINE = "me"


class PlanList(ScopedView):
    """The plans in scope: those current, or all, archived ones too."""

    permission_required = VIEW
    permission_reason = gettext_lazy("Your role does not include plans.")

    def scoped(self) -> QuerySet[AccountPlan]:
        return AccountPlan.objects.visible_to(self.request.user)

    def get(self, request: HttpRequest) -> HttpResponse:
        params = request.GET
        found = narrowed(self.scoped(), params, request.user)
        column, descending = PLANS.sorting(params)
        page = page_of(with_bars(found), column.order(descending=descending), params.get("after", ""))
        count = count_up_to(found)
        asked = any(params.get(name) for name in ("q", "state", "lead", "account"))
        context = {
            "page": page,
            "heads": PLANS.heads(params),
            "lines": list(PLANS.lines(page.rows)),
            "picks": picks_of(params),
            "chips": chips_of(params, request.user),
            "params": params,
            "search": params.get("q", ""),
            "sentence": _sentence(count.number, more=count.more),
            "is_first_use": not page.rows and not asked,
            "may_add": request.user.has_perm(EDIT),
            "may_export": request.user.has_perm("accounts.export_accounts"),
            "query": link_with(params, after=None).removeprefix("?"),
            "keep": [(key, params[key]) for key in ("account", "sort") if params.get(key)],
        }
        return render(request, "planning/plan_list.html", context)


class PlanCsv(PlanList):
    """The list as a file, with the filters of the page."""

    permission_required = "accounts.export_accounts"
    permission_reason = gettext_lazy("Your role does not include exports.")
    kind: ClassVar[Format] = Format.CSV

    def get(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        rows = narrowed(self.scoped(), request.GET, request.user).order_by("-starts_on", "-pk")
        return download(name="plans", kind=self.kind, fields=_fields(), queryset=rows, title=_("Plans"))


class PlanXlsx(PlanCsv):
    """The same as a workbook."""

    permission_required = "accounts.export_accounts"
    kind = Format.XLSX


def _fields() -> list[Field]:
    return [
        Field(key="account", label=_("Account"), path="account__name"),
        Field(key="code", label=_("Code"), path="account__code"),
        Field(key="plan", label=_("Plan"), path="name"),
        Field(key="state", label=_("State"), path="state", write=lambda value: str(PlanState(value).label)),
        Field(key="start", label=_("Start"), path="starts_on"),
        Field(key="end", label=_("End"), path="ends_on"),
        Field(key="currency", label=_("Currency"), path="currency"),
        Field(key="approved", label=_("Approved"), path="approved_at"),
        Field(key="owner", label=_("Owner"), path="account__owner__name"),
    ]


def _sentence(number: int, *, more: bool) -> str:
    shown = formats.number(number, language())
    if more:
        return _("more than %(n)s plans") % {"n": shown}
    return ngettext("%(n)s plan", "%(n)s plans", number) % {"n": shown}


def narrowed(plans: QuerySet[AccountPlan], params: QueryDict, user: Any) -> QuerySet[AccountPlan]:
    """``plans`` after the filters of an address; what makes no sense is ignored."""
    state = params.get("state", "")
    if state in PlanState.values:
        plans = plans.filter(state=state)
    elif state != "all":
        plans = plans.current()  # type: ignore[attr-defined]
    if params.get("lead") == MINE:
        plans = plans.filter(team__user=user)
    if slug := params.get("account", ""):
        plans = plans.filter(account__slug=slug)
    for word in fold(params.get("q", "").replace("\0", "")).split()[:8]:
        plans = plans.filter(account__search_key__contains=word)
    return plans


def picks_of(params: QueryDict) -> list[Pick]:
    """The filters beside the search."""
    states = [("", _("Current")), *PlanState.choices, ("all", _("All"))]
    return [
        Pick(name="state", label=_("State"), options=states, value=params.get("state", "")),
        Pick(
            name="lead",
            label=_("Team"),
            options=[("", _("Everybody")), (MINE, _("Mine"))],
            value=params.get("lead", ""),
        ),
    ]


def chips_of(params: QueryDict, user: Any) -> list[Chip]:
    """The account the list is about, if it is about one."""
    slug = params.get("account", "")
    account = KeyAccount.objects.visible_to(user).filter(slug=slug).first() if slug else None
    if account is None:
        return []
    return [Chip(label=_("Account"), value=account.name, url=link_with(params, account=None, after=None))]


class PlanCreate(PermittedView):
    """A new plan: for which account, about what, how long. Proposes 24 months from the next one."""

    permission_required = EDIT
    permission_reason = gettext_lazy("Making plans is not part of your role.")

    def get(self, request: HttpRequest) -> HttpResponse:
        starts_on, ends_on = proposed(timezone.localdate())
        slug = request.GET.get("account", "")
        account = KeyAccount.objects.visible_to(request.user).current().filter(slug=slug).first() if slug else None
        initial = {
            "account": account.code if account else "",
            "starts_on": starts_on,
            "ends_on": ends_on,
        }
        return self._show(request, NewPlanForm(user=request.user, initial=initial), account)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewPlanForm(request.POST, user=request.user)
        if form.is_valid():
            form.instance.account = form.cleaned_data["account"]
            try:
                plan = create_plan(plan=form.instance, by=request.user)
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                messages.success(request, _("The plan is open. Put the team together, then begin with phase 1."))
                warn_of_horizon(request, plan)
                return redirect(plan)
        return self._show(request, form, None, 422)

    def _show(self, request: HttpRequest, form: Any, account: KeyAccount | None, status: int = 200) -> HttpResponse:
        crumbs = [Crumb(label=_("Plans"), url=address_of("planning:plan_list")), Crumb(label=_("New plan"))]
        back = account.get_absolute_url() if account else address_of("planning:plan_list")
        context = {"form": form, "crumbs": crumbs, "back": back, "is_new": True}
        return render(request, "planning/plan_form.html", context, status=status)


def warn_of_horizon(request: HttpRequest, plan: AccountPlan) -> None:
    """Says at once what would otherwise be found out at the approval."""
    if not fits(plan.starts_on, plan.ends_on):
        months = months_of(plan.starts_on, plan.ends_on)
        text = ngettext(
            "The plan has %(n)s month. Before it can be approved it needs %(least)s to %(most)s.",
            "The plan has %(n)s months. Before it can be approved it needs %(least)s to %(most)s.",
            months,
        )
        messages.warning(request, text % {"n": formats.number(months, language()), "least": LEAST, "most": MOST})


class ScenarioOf(ScopedView):
    """Leads from an account to where its surroundings are written down: phase 1 of its current plan, the newest if it
    has several; to a new plan if it has none."""

    permission_required = VIEW
    permission_reason = gettext_lazy("Your role does not include plans.")

    def scoped(self) -> QuerySet[KeyAccount]:
        return KeyAccount.objects.visible_to(self.request.user)

    def in_scope(self) -> bool:
        return self.scoped().filter(slug=self.kwargs["slug"]).exists()

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        account = get_object_or_404(self.scoped(), slug=slug)
        plans = AccountPlan.objects.visible_to(request.user).current()
        plan = plans.filter(account=account).order_by("-starts_on", "-pk").first()
        if plan is not None:
            return redirect(phase_url(plan, SCENARIO, "factors"))
        messages.info(request, _("What changes around a customer is part of its plan: this account has none yet."))
        place = "planning:plan_create" if request.user.has_perm(EDIT) else "planning:plan_list"
        return redirect(f"{address_of(place)}?account={account.slug}")


class PlanEdit(PlanPage):
    """Name, scope and horizon of a plan."""

    permission_required = EDIT
    template_name = "planning/plan_form.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may_change():
            messages.warning(request, self.head()["locked"])
            return redirect(self.plan)
        return self._show(request, PlanForm(instance=self._row()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = PlanForm(request.POST, instance=self._row())
        if form.is_valid():
            try:
                update_plan(plan=form.instance, by=request.user)
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                if form.merge_note:
                    messages.info(request, form.merge_note)
                messages.success(request, _("%(name)s is saved.") % {"name": form.instance})
                warn_of_horizon(request, form.instance)
                return redirect(form.instance)
        return self._show(request, form, form.error_status)

    def _row(self) -> AccountPlan:
        return AccountPlan.objects.select_related("account").get(pk=self.plan.pk)

    def _show(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        return self.page(request, status, form=form, back=self.plan.get_absolute_url(), is_new=False)
