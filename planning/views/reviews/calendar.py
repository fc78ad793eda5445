"""A review in the calendar: schedule it, move it, take it along as a calendar file."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from kamp.notices.calendar import CONTENT_TYPE, Entry, calendar_of
from kamp.shared.addresses import address_of
from kamp.shared.errors import DomainError
from kamp.shared.parts import Crumb
from kamp.shared.views import ScopedView
from planning.calc.cadence import next_due
from planning.forms.reviews import ReviewForm
from planning.kinds.reviews import TIERS
from planning.models import AccountPlan, Review
from planning.reminders import event_of
from planning.selectors.review_agenda import rhythm_of
from planning.selectors.reviews import people_for
from planning.services.reviews import change_review, schedule_review
from planning.views.reviews.agenda import ReviewPick
from planning.views.reviews.base import HOLD, HoldReview, ReviewPage, people_of
from planning.views.reviews.early import EVENT

MORNING = datetime.time(10)
SOON = datetime.timedelta(days=7)  # an early review is proposed for a week from now


class ReviewNew(ScopedView):
    """A review for the plan ``?plan=``; without one the page asks which."""

    permission_required = HOLD

    def scoped(self) -> QuerySet[AccountPlan]:
        return AccountPlan.objects.visible_to(self.request.user).current().select_related("account__owner")

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.GET.get("plan"):
            return ReviewPick.as_view()(request)  # type: ignore[return-value]
        plan = self._plan()
        form = ReviewForm(instance=self._proposed(plan), people=people_for(plan), initial=self._initial(plan))
        return self._show(request, plan, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        plan = self._plan()
        form = ReviewForm(request.POST, instance=Review(plan=plan), people=people_for(plan))
        if form.is_valid():
            try:
                people = form.cleaned_data["participants"]
                review = schedule_review(review=form.instance, participants=people, by=request.user)
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                messages.success(request, _("The review is in the calendar."))
                return redirect(review)
        return self._show(request, plan, form, status=422)

    def _plan(self) -> AccountPlan:
        key = self.request.GET.get("plan", "")
        return get_object_or_404(self.scoped(), pk=int(key) if key.isascii() and key.isdigit() and len(key) < 16 else 0)

    def _proposed(self, plan: AccountPlan) -> Review:
        """The day the rhythm asks for, never before tomorrow, at ten where the person is."""
        user, today = self.request.user, timezone.localdate()
        if self.request.GET.get("tier") == EVENT:
            return self._early(plan, today)
        tier = rhythm_of(plan)
        held = Review.objects.held().filter(plan=plan).order_by("-starts_at").first()
        due = next_due(tier=tier, held_on=held and timezone.localdate(held.starts_at), begins_on=plan.starts_on)
        day = max(due or today, today + datetime.timedelta(days=1))
        start = datetime.datetime.combine(day, MORNING, tzinfo=ZoneInfo(user.time_zone))
        return Review(
            plan=plan,
            tier=tier,
            starts_at=start,
            time_zone=user.time_zone,
            length=TIERS.get(tier).minutes,
            lead=user,
        )

    def _early(self, plan: AccountPlan, today: datetime.date) -> Review:
        """A review out of rhythm: within the week, with what occasioned it."""
        user = self.request.user
        start = datetime.datetime.combine(today + SOON, MORNING, tzinfo=ZoneInfo(user.time_zone))
        occasion = self.request.GET.get("occasion", "").replace("\0", "")
        return Review(
            plan=plan,
            tier=EVENT,
            occasion=occasion[: Review._meta.get_field("occasion").max_length],
            starts_at=start,
            time_zone=user.time_zone,
            length=TIERS.get(EVENT).minutes,
            lead=user,
        )

    def _initial(self, plan: AccountPlan) -> dict[str, Any]:
        team = [member.user_id for member in plan.team.all()]
        return {"participants": sorted({self.request.user.pk, *team})}

    def _show(self, request: HttpRequest, plan: AccountPlan, form: ReviewForm, status: int = 200) -> HttpResponse:
        crumbs = [
            Crumb(label=_("Reviews"), url=address_of("reviews:review_list")),
            Crumb(label=plan.account.name, url=plan.account.get_absolute_url()),
            Crumb(label=_("Schedule a review")),
        ]
        there = Review.objects.ahead().filter(plan=plan).order_by("starts_at", "pk").first()
        context = {"form": form, "plan": plan, "crumbs": crumbs, "tiers": list(TIERS), "title": _("Schedule a review")}
        context["there"] = there
        return render(request, "planning/reviews/review_form.html", context, status=status)


class ReviewEdit(HoldReview):
    """Day, place, people of a review that is not over."""

    template_name = "planning/reviews/review_form.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self.review()
        if not review.plan.is_open:
            return redirect(review)
        return self._show(request, review, ReviewForm(instance=review, people=people_of(review)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self.review()
        form = ReviewForm(request.POST, instance=review, people=people_of(review))
        if form.is_valid():
            try:
                change_review(review=form.instance, participants=form.cleaned_data["participants"], by=request.user)
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                if form.merge_note:
                    messages.warning(request, form.merge_note)
                messages.success(request, _("The review is saved."))
                return redirect(review)
        return self._show(request, self.review(), form, status=form.error_status)

    def _show(self, request: HttpRequest, review: Review, form: ReviewForm, status: int = 200) -> HttpResponse:
        content = {"form": form, "tiers": list(TIERS), "title": _("Change the review"), "there": None}
        return self.page(request, review, status, **content)


class ReviewCalendar(ReviewPage):
    """The review as an .ics file, as the mail carries it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self.review()
        title = _("Review %(account)s, %(kind)s") % {"account": review.plan.account.name, "kind": review.tier_label}
        url = request.build_absolute_uri(review.get_absolute_url())
        entry = Entry(event=event_of(review), title=title, url=url, text=review.occasion, cancelled=review.is_cancelled)
        file = calendar_of([entry], zone=ZoneInfo(review.time_zone), at=timezone.now())
        response = HttpResponse(file, content_type=CONTENT_TYPE)
        response.headers["Content-Disposition"] = content_disposition_header(True, f"review-{review.pk}.ics") or ""
        return response
