"""The agenda of reviews: who is due, who is late, who was never looked at; and the reviews that are over."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.exports import Field, Format, download
from kamp.shared.folding import fold
from kamp.shared.paging import page_of
from kamp.shared.parts import Pick, Tab
from kamp.shared.tables import Table, link_with
from kamp.shared.templatetags.formats import language
from kamp.shared.views import ScopedView
from planning.kinds.reviews import TIERS
from planning.models import AccountPlan
from planning.reminders import NEAR
from planning.selectors.account_facts import class_of
from planning.selectors.review_agenda import (
    Counts,
    Group,
    agenda_of,
    counts_of,
    in_group,
    of_mine,
    standing_of,
    with_reviews,
)
from planning.selectors.reviews import past_reviews_of
from planning.selectors.triggers import proposals_of
from planning.tables.reviews import AGENDA, PAST, tier_words
from planning.tables.triggers import reasons_of

ALL, MINE, HELD = "all", "mine", "held"
GROUP_WORDS = {
    Group.OVERDUE: gettext_lazy("Overdue"),
    Group.WEEK: gettext_lazy("This week"),
    Group.COMING: gettext_lazy("Coming"),
    Group.NEVER: gettext_lazy("Never scheduled"),
}


class Agenda(ScopedView):
    """The open plans one sees, as the agenda asks for them."""

    abstract = True
    permission_required = "planning.view_plan"
    permission_reason = gettext_lazy("Your role does not include plans.")

    @cached_property
    def plans(self) -> QuerySet[AccountPlan]:
        """The plans in scope; whose they are is asked once."""
        return AccountPlan.objects.visible_to(self.request.user).select_related("account__owner")

    def scoped(self) -> QuerySet[AccountPlan]:
        return self.plans

    def found(self) -> QuerySet[AccountPlan]:
        """The rows of the agenda that match search, rhythm and whose, of all groups."""
        params, plans = self.request.GET, self.scoped()
        if self.whose() == MINE:
            plans = of_mine(plans, self.request.user)
        if text := params.get("q", "").strip()[:80]:
            plans = plans.filter(Q(account__search_key__contains=fold(text)) | Q(name__folded__contains=fold(text)))
        rows = agenda_of(plans, timezone.get_current_timezone())
        return rows.filter(tier_key=params["tier"]) if params.get("tier") in TIERS else rows

    def whose(self) -> str:
        """Mine for who works on accounts of their own, all for who oversees; as asked otherwise."""
        default = ALL if self.request.user.has_perm("planning.approve_plan") else MINE
        asked = self.request.GET.get("whose", default)
        return asked if asked in {ALL, MINE} else default


class ReviewList(Agenda):
    """The agenda as a page; the reviews that are over under a tab of their own."""

    def get(self, request: HttpRequest) -> HttpResponse:
        today, group = timezone.localdate(), request.GET.get("group", "")
        rows = self.found()
        counts = counts_of(rows, today)
        content = self._past(request) if group == HELD else self._agenda(request, rows, group, today)
        return render(
            request,
            "planning/reviews/review_list.html",
            {
                "tabs": self._tabs(request, counts, group),
                "picks": self._picks(request),
                "q": request.GET.get("q", ""),
                "kept": [(key, request.GET[key]) for key in ("group", "sort") if key in request.GET],
                "query": link_with(request.GET, after=None).removeprefix("?"),
                "is_first_use": not counts.all and not request.GET,
                "group": group,
                "may_hold": request.user.has_perm("planning.hold_review"),
                **content,
            },
        )

    def _agenda(
        self, request: HttpRequest, rows: QuerySet[AccountPlan], group: str, today: datetime.date
    ) -> dict[str, Any]:
        column, descending = AGENDA.sorting(request.GET)
        page = page_of(in_group(rows, group, today), column.order(descending=descending), request.GET.get("after", ""))
        classes = {plan.account_id: class_of(plan.cells) for plan in page.rows}
        early = proposals_of(page.rows, today, classes=classes)
        for plan in with_reviews(page.rows):
            found = () if _is_near(plan, today) else early.get(plan.pk, ())
            plan.reasons = reasons_of(found, plan)  # type: ignore[attr-defined]
            plan.standing = standing_of(plan, today)  # type: ignore[attr-defined]
            plan.may_hold = request.user.has_perm("planning.hold_review")  # type: ignore[attr-defined]
        return _listed(AGENDA, request, page)

    def _past(self, request: HttpRequest) -> dict[str, Any]:
        plans = self.scoped().select_related(None)
        reviews = past_reviews_of(of_mine(plans, request.user) if self.whose() == MINE else plans)
        if text := request.GET.get("q", "").strip()[:80]:
            named = Q(plan__name__folded__contains=fold(text))
            reviews = reviews.filter(Q(plan__account__search_key__contains=fold(text)) | named)
        if request.GET.get("tier") in TIERS:
            reviews = reviews.filter(tier=request.GET["tier"])
        column, descending = PAST.sorting(request.GET)
        return _listed(
            PAST, request, page_of(reviews, column.order(descending=descending), request.GET.get("after", ""))
        )

    def _tabs(self, request: HttpRequest, counts: Counts, group: str) -> list[Tab]:
        here = language()

        def tab(key: str, label: Any, number: int | None) -> Tab:
            url = link_with(request.GET, group=key or None, after=None, sort=None)
            note = formats.number(number, here) if number else ""
            return Tab(label=label, url=url, note=note, current=key == group)

        groups = [tab(each.value, words, counts.by_group[each.value]) for each, words in GROUP_WORDS.items()]
        return [tab("", _("All"), counts.all), *groups, tab(HELD, _("Over"), None)]

    def _picks(self, request: HttpRequest) -> list[Pick]:
        whose = [(MINE, _("Mine")), (ALL, _("All I may see"))]
        if self.whose() == ALL and "whose" not in request.GET:
            whose.reverse()
        tiers = [("", _("Any rhythm")), *((tier.key, tier_words(tier.key)) for tier in TIERS)]
        return [
            Pick(name="whose", label=_("Whose"), options=whose, value=self.whose()),
            Pick(name="tier", label=_("Rhythm"), options=tiers, value=request.GET.get("tier", "")),
        ]


def _is_near(plan: AccountPlan, today: datetime.date) -> bool:
    """Whether the next review is so near that no earlier one is proposed: as for the notices."""
    planned = plan.planned_on  # type: ignore[attr-defined]
    return planned is not None and today <= planned < today + NEAR


def _listed(table: Table, request: HttpRequest, page: Any) -> dict[str, Any]:
    number = len(page.rows)
    sentence = ngettext("%(n)s on this page", "%(n)s on this page", number) % {"n": formats.number(number, language())}
    return {
        "heads": table.heads(request.GET),
        "lines": list(table.lines(page.rows)),
        "page": page,
        "sentence": sentence if number else "",
    }


class AgendaFile(Agenda):
    """The agenda as a file, with the filters of the page."""

    permission_required = "accounts.export_accounts"
    permission_reason = gettext_lazy("Your role does not include exports.")
    kind = Format.CSV

    def get(self, request: HttpRequest) -> HttpResponseBase:
        today = timezone.localdate()
        rows = in_group(self.found(), request.GET.get("group", ""), today).order_by("due_on", "pk")
        return download(name="reviews", kind=self.kind, fields=_fields(), queryset=rows, title=_("Reviews"))


class AgendaSheet(AgendaFile):
    """The same as a workbook."""

    permission_required = "accounts.export_accounts"
    kind = Format.XLSX


def _fields() -> list[Field]:
    return [
        Field(key="account", label=_("Account"), path="account__name"),
        Field(key="code", label=_("Code"), path="account__code"),
        Field(key="plan", label=_("Plan"), path="name"),
        Field(key="due", label=_("Next review"), path="due_on"),
        Field(key="planned", label=_("In the calendar"), path="planned_on"),
        Field(key="tier", label=_("Rhythm"), path="tier_key", write=tier_words),
        Field(key="held", label=_("Last held"), path="held_on"),
        Field(key="owner", label=_("Owner"), path="account__owner__name"),
    ]


class ReviewPick(Agenda):
    """Which plan a new review is for."""

    permission_required = "planning.hold_review"

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("q", "").strip()[:80]
        plans = self.scoped().current().order_by("account__name_key", "pk")
        if text:
            plans = plans.filter(Q(account__search_key__contains=fold(text)) | Q(name__folded__contains=fold(text)))
        context = {"plans": list(plans[:26]), "q": text, "url": address_of("reviews:review_new")}
        return render(request, "planning/reviews/review_pick.html", context)
