"""The page of a review: prepare it, hold it, read it when it is over; what is written down on it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kamp.shared.addresses import address_of
from kamp.shared.autosave import AutosaveView, Stamp
from kamp.shared.bringing_back import deletion_of
from kamp.shared.conflicts import last_change, seen_version
from kamp.shared.errors import DomainError
from kamp.shared.undo import offer_undo, tell_at
from kamp.users.models import User
from planning.forms.reviews import SUMMARY, AgendaItemForm, NotesForm, QuickActionForm, QuickDecisionForm, item_of
from planning.models import AgendaItem, Review
from planning.selectors.actions import marked
from planning.selectors.preparation import preparation_of
from planning.selectors.reviews import (
    actions_of,
    agenda_items,
    compared_with_last,
    decisions_of,
    open_actions_of,
    reviews_of,
)
from planning.services.reviews import (
    add_agenda_item,
    drop_agenda_item,
    move_review,
    restore_agenda_item,
    write_note,
    write_summary,
)
from planning.views.reviews.base import (
    HOLD,
    PREPARE,
    RECORD,
    RUN,
    HoldReview,
    ReviewPage,
    head_of,
    mode_of,
    people_of,
    tabs_of,
)
from planning.views.reviews.checks import check_steps
from planning.views.reviews.places import with_places
from planning.views.reviews.words import blocks_of, class_lines

BY_HAND = ("prepare", "unprepare", "start", "interrupt", "miss", "cancel", "restore")
TEMPLATES = {
    PREPARE: "planning/reviews/review_prepare.html",
    RUN: "planning/reviews/review_run.html",
    RECORD: "planning/reviews/review_record.html",
}


class ReviewDetail(ReviewPage):
    """What the review needs now: its preparation, the meeting, or its record."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self.review()
        mode = mode_of(review, request.GET.get("mode", ""))
        mode = mode if mode in TEMPLATES else RUN
        self.template_name = TEMPLATES[mode]  # type: ignore[misc]
        content = shared_content(review, request.user)
        if mode == RUN:
            content |= writing_content(review, request.user, content["agenda"])
        if mode == PREPARE:
            content |= preparing_content(review, AgendaItemForm())
        return self.page(request, review, tabs=tabs_of(review, mode), mode=mode, **content)


def shared_content(review: Review, user: User) -> dict[str, Any]:
    """What every mode shows: last time beside now, what was agreed, what is still open."""
    today = timezone.localdate()
    found = compared_with_last(review, as_of=today, sensitive=user.has_perm("accounts.view_sensitive"))
    figures, agenda = blocks_of(found.figures, found.currency), agenda_items(review)
    return {
        "agenda": agenda,
        "has_notes": any(item.note for item in agenda),
        "since": found.since,
        "figures": with_places(figures[0].lines, review) if figures else [],
        "classes": class_lines(found.classes, review, user),
        "blocks": blocks_of(found.changes, found.currency),
        "decisions": decisions_of(review),
        "actions": marked(actions_of(review), user=user, today=today),
        "last_actions": marked(open_actions_of(review.plan, but=review), user=user, today=today),
        "participants": list(review.participants.order_by("name", "pk")),
    }


def writing_content(review: Review, user: User, items: list[AgendaItem]) -> dict[str, Any]:
    """The forms of the meeting; ``items`` are its agenda."""
    people = people_of(review)
    return {
        "notes": NotesForm(review=review, items=items),
        "action_form": QuickActionForm(people=people, initial={"owner": user.pk}),
        "decision_form": QuickDecisionForm(people=people),
    }


def preparing_content(review: Review, item_form: AgendaItemForm) -> dict[str, Any]:
    """What is still to be put in order, and the form of a point of our own."""
    return {
        "steps": check_steps(review, preparation_of(review, as_of=timezone.localdate())),
        "item_form": item_form,
    }


class ReviewAgreed(ReviewPage):
    """Decisions and actions as they are now: asked for every few seconds, so that everybody sees what one types."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return agreed_lists(request, self.review())


def agreed_lists(request: HttpRequest, review: Review, status: int = 200) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    context = {
        "review": review,
        "decisions": decisions_of(review),
        "actions": marked(actions_of(review), user=user, today=today),
        "may_hold": user.has_perm(HOLD) and review.plan.is_open and review.is_ahead,
        "oob": True,
    }
    return render(request, "planning/reviews/partials/_agreed.html", context, status=status)


class ReviewMove(HoldReview):
    """Takes the review a step further by hand."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, move = self.review(), request.POST.get("move", "")
        if move not in BY_HAND:
            messages.error(request, _("This cannot be done with a review."))
            return redirect(review)
        try:
            reason = request.POST.get("reason", "").replace("\0", "")[:300]
            seen = seen_version(request.POST)
            moved = move_review(review=review, move=move, by=request.user, at=timezone.now(), reason=reason, seen=seen)
        except DomainError as problem:
            messages.error(request, str(problem))
            return redirect(review)
        _tell(request, moved, move)
        return redirect(moved)


def _tell(request: HttpRequest, review: Review, move: str) -> None:
    words = {
        "prepare": _("The review is prepared."),
        "unprepare": _("The review is being prepared again."),
        "start": _("The meeting is open."),
        "interrupt": _("The meeting is interrupted; what was written stays."),
        "miss": _("The review is marked as not held."),
        "cancel": _("The review is cancelled."),
        "restore": _("The review is in the calendar again."),
    }[move]
    messages.success(request, words)


class ReviewNotes(AutosaveView):
    """The minutes and the notes on each point of the agenda: they save themselves while one types."""

    permission_required = "planning.view_plan"
    edit_permission = HOLD
    edit_reason = ReviewPage.permission_reason

    def scoped(self) -> QuerySet[Review]:
        return reviews_of(self.request.user)

    def in_scope(self) -> bool:
        return Review.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"]).exists()

    def target(self) -> Review:
        return get_object_or_404(self.scoped(), pk=self.kwargs["pk"])

    def form(self, target: Review) -> NotesForm:
        return NotesForm(review=target, items=agenda_items(target))

    def save(self, target: Review, name: str, value: str, submission: uuid.UUID | None) -> None:
        if name == SUMMARY:
            write_summary(review=target, text=value)
        else:
            write_note(item=get_object_or_404(AgendaItem, review=target, pk=item_of(name)), text=value)

    def stamp(self, target: Review, name: str) -> Stamp:
        """Who wrote the note last; of the minutes, who changed the review last."""
        row = target if name == SUMMARY else AgendaItem(pk=item_of(name))
        change = last_change(row)
        return Stamp(who=change.who, at=change.at)

    def show(self, request: HttpRequest, target: Review, form: forms.Form, status: int = 200) -> HttpResponse:
        """The page of the meeting; without JavaScript it shows what could not be saved."""
        if status == 200 and not self.may_edit(target):
            return redirect(target)
        content = shared_content(target, request.user)
        content |= {**writing_content(target, request.user, content["agenda"]), "notes": form}
        head = head_of(target, request.user)
        return render(request, TEMPLATES[RUN], {**head, "tabs": tabs_of(target, RUN), **content}, status=status)


class AgendaItemAdd(HoldReview):
    """A point of our own; what is wrong with it is told on the page of the preparation."""

    template_name = TEMPLATES[PREPARE]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, form = self.review(), AgendaItemForm(request.POST)
        if not form.is_valid():
            content = shared_content(review, request.user) | preparing_content(review, form)
            return self.page(request, review, 422, tabs=tabs_of(review, PREPARE), mode=PREPARE, **content)
        try:
            item = add_agenda_item(review=review, **form.cleaned_data)
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            tell_at(request, _("“%(name)s” is added.") % {"name": item.label}, f"point-{item.pk}")
        return redirect(f"{review.get_absolute_url()}?mode={PREPARE}")


class AgendaItemDrop(HoldReview):
    """Takes a point off the agenda."""

    def post(self, request: HttpRequest, pk: int, item: int) -> HttpResponse:
        review = self.review()
        row = get_object_or_404(AgendaItem, pk=item, review=review)
        try:
            drop_agenda_item(item=row)
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            undo = address_of("reviews:agenda_item_restore", review.pk, item)
            offer_undo(request, _("“%(point)s” is off the agenda.") % {"point": row.label}, undo, at="next,id_title")
        return redirect(f"{review.get_absolute_url()}?mode={PREPARE}")


class AgendaItemRestore(HoldReview):
    """Puts a point back on the agenda."""

    def post(self, request: HttpRequest, pk: int, item: int) -> HttpResponse:
        review = self.review()
        gone = deletion_of(AgendaItem, item, review_id=review.pk)
        try:
            row = restore_agenda_item(gone=gone, at=timezone.now()) if gone is not None else None
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            row = row or get_object_or_404(AgendaItem, pk=item, review=review)
            tell_at(request, _("“%(name)s” is back.") % {"name": row.label}, f"point-{item}")
        return redirect(f"{review.get_absolute_url()}?mode={PREPARE}")
