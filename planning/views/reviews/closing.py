"""Closing a review on a page that shows what will be kept; its minutes on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from kamp.shared.errors import DomainError
from planning.calc.cadence import local_day, next_due
from planning.enums import ReviewState
from planning.forms.reviews import CloseForm
from planning.models import Review
from planning.selectors.actions import marked
from planning.selectors.review_agenda import rhythm_of
from planning.selectors.reviews import (
    actions_of,
    agenda_items,
    compared_with_last,
    decisions_of,
    open_actions_of,
)
from planning.services.closing import Next, close_review
from planning.services.reviews import MoveError
from planning.views.reviews.base import CLOSE, HoldReview, ReviewPage, tabs_of
from planning.views.reviews.words import blocks_of, class_lines


class ReviewClose(HoldReview):
    """What is agreed, what stays open, when the next one is; then the sign-off."""

    template_name = "planning/reviews/review_close.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self.review()
        if review.state != ReviewState.IN_MEETING:
            if review.is_ahead:
                messages.info(request, _("Start the meeting first: what is agreed in it is signed off when it closes."))
            return redirect(review)
        return self._show(request, review, CloseForm(initial=self._proposed(review)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, form = self.review(), CloseForm(request.POST)
        if form.is_valid():
            asked = form.cleaned_data
            following = Next(on=asked["next_on"], tier=asked["tier"], reason=asked["no_next_reason"])
            try:
                closed = close_review(review=review, following=following, by=request.user, at=timezone.now())
            except MoveError as problem:
                messages.warning(request, str(problem))
                return redirect(review)
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                messages.success(request, _("The review is closed and the plan is kept as a version."))
                return redirect(closed)
        return self._show(request, review, form, status=422)

    def _proposed(self, review: Review) -> dict[str, Any]:
        """The day the rhythm of the plan asks for after this one; after today if this is over, for it was held late."""
        tier, today = rhythm_of(review.plan), timezone.localdate()
        held = local_day(review.starts_at, review.time_zone)
        due = next_due(tier=tier, held_on=held, begins_on=held)
        if due is not None and due <= today:
            due = next_due(tier=tier, held_on=today, begins_on=today)
        return {"next_on": due, "tier": tier}

    def _show(self, request: HttpRequest, review: Review, form: CloseForm, status: int = 200) -> HttpResponse:
        user, today = request.user, timezone.localdate()
        return self.page(
            request,
            review,
            status,
            form=form,
            tabs=tabs_of(review, CLOSE),
            decisions=decisions_of(review),
            actions=marked(actions_of(review), user=user, today=today),
            last_actions=marked(open_actions_of(review.plan, but=review), user=user, today=today),
        )


class ReviewMinutes(ReviewPage):
    """The minutes as a document for paper, of a review that is held or was."""

    template_name = "planning/reviews/review_minutes.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, user = self.review(), request.user
        found = compared_with_last(
            review, as_of=timezone.localdate(), sensitive=user.has_perm("accounts.view_sensitive")
        )
        figures = blocks_of(found.figures, found.currency)
        agenda = agenda_items(review)
        return self.page(
            request,
            review,
            agenda=agenda,
            has_notes=any(item.note for item in agenda),
            decisions=decisions_of(review),
            actions=actions_of(review),
            participants=list(review.participants.order_by("name", "pk")),
            since=found.since,
            figures=figures[0].lines if figures else [],
            classes=class_lines(found.classes, review, user),
            blocks=blocks_of(found.changes, found.currency),
            printed_by=user,
            now=timezone.now(),
        )
