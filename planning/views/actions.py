"""Actions: mine, of a plan, the late ones; done and not done after all in one click."""

from __future__ import annotations

import datetime
from abc import abstractmethod
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.errors import Denied, DomainError
from kamp.shared.exports import Field, Format, download
from kamp.shared.paging import page_of
from kamp.shared.parts import Chip, Crumb, Pick, Tab
from kamp.shared.returning import page_to_return_to
from kamp.shared.tables import link_with
from kamp.shared.templatetags.formats import language
from kamp.shared.undo import offer_undo
from kamp.shared.views import ScopedView
from planning.forms.reviews import ActionForm
from planning.models import AccountPlan, Action
from planning.selectors.actions import ALL, DONE, LATE, MINE, OPEN_ONES, Asked, action_counts, actions_for, marked
from planning.selectors.reviews import people_for
from planning.services.actions import save_action, set_done, set_dropped
from planning.tables.actions import ACTIONS
from planning.views.action_pick import show_plans

EDIT = "planning.edit_plan"
VIEW_WORDS = {
    OPEN_ONES: pgettext_lazy("actions", "Open"),
    LATE: gettext_lazy("Late"),
    DONE: pgettext_lazy("actions", "Done"),
    ALL: gettext_lazy("All"),
}


class Actions(ScopedView):
    """The actions one sees, as asked for in the address."""

    abstract = True
    permission_required = "planning.view_plan"
    permission_reason = gettext_lazy("Your role does not include plans.")

    def asked(self) -> Asked:
        """What the address asks for; of a plan, those of everybody unless it says whose."""
        params = self.request.GET
        plan = int(params["plan"]) if params.get("plan", "").isascii() and params.get("plan", "").isdigit() else None
        view, whose = params.get("view", OPEN_ONES), params.get("whose", ALL if plan else MINE)
        return Asked(
            view=view if view in VIEW_WORDS else OPEN_ONES,
            whose=whose if whose in {MINE, ALL} else MINE,
            plan=plan if plan is None or plan < 2**62 else 0,
            text=params.get("q", "").strip()[:80],
        )

    def found(self) -> QuerySet[Action]:
        return actions_for(self.scoped(), self.request.user, self.asked(), timezone.localdate())

    @cached_property
    def rows(self) -> QuerySet[Action]:
        """The actions in scope; whose they are is asked once."""
        return Action.objects.visible_to(self.request.user).select_related("plan__account__owner", "owner", "review")

    def scoped(self) -> QuerySet[Action]:
        return self.rows


class ActionList(Actions):
    """A page of them, with a button for each."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked, today = self.asked(), timezone.localdate()
        column, descending = ACTIONS.sorting(request.GET)
        page = page_of(self.found(), column.order(descending=descending), request.GET.get("after", ""))
        marked(page.rows, user=request.user, today=today)
        plan = self._plan(asked)
        return render(
            request,
            "planning/actions/action_list.html",
            {
                "heads": ACTIONS.heads(request.GET),
                "lines": list(ACTIONS.lines(page.rows)),
                "page": page,
                "tabs": self._tabs(request, asked, today),
                "picks": [self._whose(asked)],
                "chips": [Chip(label=_("Plan"), value=plan, url=link_with(request.GET, plan=None))] if plan else [],
                "plan": plan,
                "asked": asked,
                "kept": [(key, request.GET[key]) for key in ("view", "plan", "sort") if key in request.GET],
                "query": link_with(request.GET, after=None).removeprefix("?"),
                "here": request.get_full_path(),
                "sentence": "",
            },
        )

    def _plan(self, asked: Asked) -> AccountPlan | None:
        if asked.plan is None:
            return None
        return AccountPlan.objects.visible_to(self.request.user).filter(pk=asked.plan).first()

    def _tabs(self, request: HttpRequest, asked: Asked, today: datetime.date) -> list[Tab]:
        counts, here = action_counts(self.scoped(), request.user, asked, today), language()
        return [
            Tab(
                label=words,
                url=link_with(request.GET, view=view, after=None),
                note=formats.number(counts[view], here) if counts[view] else "",
                current=view == asked.view,
            )
            for view, words in VIEW_WORDS.items()
        ]

    def _whose(self, asked: Asked) -> Pick:
        options = [(MINE, _("Mine")), (ALL, _("All I may see"))]
        if asked.whose == ALL:
            options.reverse()
        return Pick(name="whose", label=_("Whose"), options=options, value=asked.whose)


class ActionFile(Actions):
    """The list as a file, with the filters of the page."""

    permission_required = "accounts.export_accounts"
    permission_reason = gettext_lazy("Your role does not include exports.")
    kind: ClassVar[Format] = Format.CSV

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = self.found().order_by("due", "pk")
        return download(name="actions", kind=self.kind, fields=_fields(), queryset=rows, title=_("Actions"))


class ActionSheet(ActionFile):
    """The same as a workbook."""

    permission_required = "accounts.export_accounts"
    kind = Format.XLSX


def _fields() -> list[Field]:
    def day(moment: datetime.datetime | None) -> datetime.date | None:
        return timezone.localdate(moment) if moment else None

    return [
        Field(key="text", label=_("Action"), path="text"),
        Field(key="account", label=_("Account"), path="plan__account__name"),
        Field(key="code", label=_("Code"), path="plan__account__code"),
        Field(key="plan", label=_("Plan"), path="plan__name"),
        Field(key="owner", label=_("Who"), path="owner__name"),
        Field(key="due", label=_("Due"), path="due"),
        Field(key="done", label=_("Done"), path="done_at", write=day),
        Field(key="dropped", label=_("Dropped"), path="cancelled_at", write=day),
    ]


class ActionNew(ScopedView):
    """An action of the plan ``?plan=``; without one the page asks which."""

    permission_required = EDIT

    def scoped(self) -> QuerySet[AccountPlan]:
        return AccountPlan.objects.visible_to(self.request.user).current().select_related("account__owner")

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.GET.get("plan"):
            return show_plans(request, self.scoped())
        plan = self._plan()
        form = ActionForm(
            instance=Action(plan=plan), plan=plan, people=people_for(plan), initial={"owner": request.user}
        )
        return _show(request, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        plan = self._plan()
        form = ActionForm(request.POST, instance=Action(plan=plan), plan=plan, people=people_for(plan))
        return _save(request, form) or _show(request, form, status=422)

    def _plan(self) -> AccountPlan:
        key = self.request.GET.get("plan", "")
        return get_object_or_404(self.scoped(), pk=int(key) if key.isascii() and key.isdigit() and len(key) < 16 else 0)


class OneAction(Actions):
    """One action in the person's scope."""

    abstract = True

    def in_scope(self) -> bool:
        return Action.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"]).exists()

    def action(self) -> Action:
        """The action. Raises 403 for somebody who neither does it nor edits plans."""
        action = get_object_or_404(self.scoped(), pk=self.kwargs["pk"])
        if action.owner_id != self.request.user.pk and not self.request.user.has_perm(EDIT):
            who = _("%(name)s, who does it, can change it.") % {"name": action.owner}
            raise PermissionDenied(Denied(_("This action is not yours."), who=who))
        return action


class ActionEdit(OneAction):
    """What, who, by when."""

    permission_required = "planning.view_plan"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _show(request, self._form(self.action()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self._form(self.action(), request.POST)
        return _save(request, form) or _show(request, form, status=form.error_status)

    def _form(self, action: Action, data: Any = None) -> ActionForm:
        people = people_for(action.plan, also=type(action.owner).objects.filter(pk=action.owner_id))
        return ActionForm(data, instance=action, plan=action.plan, people=people)


class ActionVerb(OneAction):
    """A button beside an action; goes back to the page it was pressed on."""

    abstract = True
    undo: ClassVar[str] = ""

    @abstractmethod
    def change(self, action: Action) -> str:
        """The service call; gives what to tell."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        action = self.action()
        try:
            words = self.change(action)
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            back = urlencode({"next": _back(request)})
            offer_undo(request, words, f"{address_of(f'reviews:{self.undo}', pk)}?{back}")
        return redirect(_back(request))


class ActionDone(ActionVerb):
    """It is done."""

    permission_required = "planning.view_plan"
    undo = "action_undone"

    def change(self, action: Action) -> str:
        set_done(action=action, done=True, by=self.request.user, at=timezone.now())
        return _("“%(action)s” is done.") % {"action": action}


class ActionUndone(ActionVerb):
    """It is not done after all."""

    permission_required = "planning.view_plan"
    undo = "action_done"

    def change(self, action: Action) -> str:
        set_done(action=action, done=False, by=self.request.user, at=timezone.now())
        return _("“%(action)s” is open again.") % {"action": action}


class ActionDrop(ActionVerb):
    """Nobody will do it."""

    permission_required = "planning.view_plan"
    undo = "action_take_up"

    def change(self, action: Action) -> str:
        set_dropped(action=action, dropped=True, at=timezone.now())
        return _("“%(action)s” is dropped.") % {"action": action}


class ActionTakeUp(ActionVerb):
    """Somebody will do it after all."""

    permission_required = "planning.view_plan"
    undo = "action_drop"

    def change(self, action: Action) -> str:
        set_dropped(action=action, dropped=False, at=timezone.now())
        return _("“%(action)s” is open again.") % {"action": action}


def _back(request: HttpRequest) -> str:
    """The page the button was on; an undo has it in its address."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    return page_to_return_to(request, asked, otherwise=_list_url())


def _save(request: HttpRequest, form: ActionForm) -> HttpResponse | None:
    """The page to go to when ``form`` is valid and saved, else None: it then says why."""
    if not form.is_valid():
        return None
    try:
        saved = save_action(action=form.instance, by=request.user)
    except DomainError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None
    if form.merge_note:
        messages.warning(request, form.merge_note)
    messages.success(request, _("The action is saved."))
    return redirect(saved.review.get_absolute_url() if saved.review else f"{_list_url()}?plan={saved.plan_id}")


def _list_url() -> str:
    return address_of("reviews:action_list")


def _show(request: HttpRequest, form: ActionForm, status: int = 200) -> HttpResponse:
    action = form.instance
    crumbs = [
        Crumb(label=_("Actions"), url=_list_url()),
        Crumb(label=action.plan.account.name, url=action.plan.account.get_absolute_url()),
        Crumb(label=_("Action")),
    ]
    context = {"form": form, "action": action, "plan": action.plan, "crumbs": crumbs, "is_new": action.pk is None}
    return render(request, "planning/actions/action_form.html", context, status=status)
