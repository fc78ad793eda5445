"""Decisions and actions written down in a review: added in place, changed, taken back."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from django.contrib import messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kamp.shared.addresses import address_of
from kamp.shared.bringing_back import deletion_of
from kamp.shared.errors import DomainError
from kamp.shared.undo import offer_undo, tell_at
from planning.forms.reviews import DecisionForm, QuickActionForm, QuickDecisionForm
from planning.models import Action, Decision, Review
from planning.services.actions import save_action
from planning.services.decisions import delete_decision, restore_decision, save_decision
from planning.views.reviews.base import HoldReview, people_of
from planning.views.reviews.meeting import agreed_lists


class Adding(HoldReview):
    """One line typed in the meeting. By htmx the lists and an empty form come back, else the page."""

    abstract = True
    partial = ""

    @abstractmethod
    def form(self, review: Review, data: Any = None) -> ModelForm:
        """The form of one line of this review."""

    @abstractmethod
    def save(self, form: ModelForm) -> None:
        """The service call. May raise DomainError."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self.review()
        form = self.form(review, request.POST)
        if form.is_valid():
            try:
                self.save(form)
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                return self._saved(request, review)
        if not request.htmx:
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
            return redirect(review)
        return render(request, self.partial, {"form": form, "review": review}, status=422)

    def _saved(self, request: HttpRequest, review: Review) -> HttpResponse:
        if not request.htmx:
            return redirect(review)
        fresh = self.form(review)
        fresh.fields["text"].widget.attrs["autofocus"] = True
        answer = render(request, self.partial, {"form": fresh, "review": review})
        answer.content += agreed_lists(request, review).content
        return answer


class DecisionAdd(Adding):
    """A decision."""

    partial = "planning/reviews/partials/_decision_form.html"

    def form(self, review: Review, data: Any = None) -> ModelForm:
        return QuickDecisionForm(
            data, instance=Decision(review=review, created_at=timezone.now()), people=people_of(review)
        )

    def save(self, form: ModelForm) -> None:
        save_decision(decision=form.instance)


class ActionAdd(Adding):
    """An action agreed in the review."""

    partial = "planning/reviews/partials/_action_form.html"

    def form(self, review: Review, data: Any = None) -> ModelForm:
        instance = Action(plan=review.plan, review=review)
        initial = {"owner": self.request.user.pk}
        return QuickActionForm(data, instance=instance, people=people_of(review), initial=initial)

    def save(self, form: ModelForm) -> None:
        save_action(action=form.instance, by=self.request.user)


class DecisionEdit(HoldReview):
    """A decision with all it is about."""

    template_name = "planning/reviews/decision_form.html"

    def get(self, request: HttpRequest, pk: int, decision: int) -> HttpResponse:
        review = self.review()
        return self._show(request, review, self._form(review, self._row(review, decision)))

    def post(self, request: HttpRequest, pk: int, decision: int) -> HttpResponse:
        review = self.review()
        form = self._form(review, self._row(review, decision), request.POST)
        if form.is_valid():
            try:
                save_decision(decision=form.instance)
            except DomainError as problem:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            else:
                if form.merge_note:
                    messages.warning(request, form.merge_note)
                messages.success(request, _("The decision is saved."))
                return redirect(review)
        return self._show(request, review, form, status=form.error_status)

    def _row(self, review: Review, key: int) -> Decision:
        return get_object_or_404(Decision, pk=key, review=review)

    def _form(self, review: Review, row: Decision, data: Any = None) -> DecisionForm:
        return DecisionForm(data, instance=row, plan=review.plan, people=people_of(review))

    def _show(self, request: HttpRequest, review: Review, form: DecisionForm, status: int = 200) -> HttpResponse:
        return self.page(request, review, status, form=form, decision=form.instance)


class DecisionDelete(HoldReview):
    """A decision written down by mistake: taken back without asking, with an undo."""

    def post(self, request: HttpRequest, pk: int, decision: int) -> HttpResponse:
        review = self.review()
        row = get_object_or_404(Decision, pk=decision, review=review)
        keys = list(Decision.objects.filter(review=review).values_list("pk", flat=True))
        following = keys[keys.index(decision) + 1 :][:1]
        try:
            delete_decision(decision=row)
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            undo = address_of("reviews:decision_restore", review.pk, decision)
            at = ",".join([*(f"decision-{key}" for key in following), "add-decision"])
            offer_undo(request, _("The decision is taken back."), undo, at=at)
        return redirect(review)


class DecisionRestore(HoldReview):
    """A decision that was taken back, after all."""

    def post(self, request: HttpRequest, pk: int, decision: int) -> HttpResponse:
        review = self.review()
        gone = deletion_of(Decision, decision, review_id=review.pk)
        if gone is None:
            get_object_or_404(Decision, pk=decision, review=review)
        try:
            if gone is not None:
                restore_decision(gone=gone, at=timezone.now())
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            tell_at(request, _("The decision is back."), f"decision-{decision}")
        return redirect(review)
