"""Addresses of reviews and actions; they stand beside those of the plans."""

from __future__ import annotations

from django.urls import path

from planning.views import actions
from planning.views.reviews import agenda, agreeing, calendar, closing, meeting, section

app_name = "reviews"
urlpatterns = [
    path("reviews/", agenda.ReviewList.as_view(), name="review_list"),
    path("reviews/agenda.csv", agenda.AgendaFile.as_view(), name="review_csv"),
    path("reviews/agenda.xlsx", agenda.AgendaSheet.as_view(), name="review_xlsx"),
    path("reviews/new/", calendar.ReviewNew.as_view(), name="review_new"),
    path("reviews/<int:pk>/", meeting.ReviewDetail.as_view(), name="review_detail"),
    path("reviews/<int:pk>/edit/", calendar.ReviewEdit.as_view(), name="review_edit"),
    path("reviews/<int:pk>/calendar.ics", calendar.ReviewCalendar.as_view(), name="review_ics"),
    path("reviews/<int:pk>/move/", meeting.ReviewMove.as_view(), name="review_move"),
    path("reviews/<int:pk>/agreed/", meeting.ReviewAgreed.as_view(), name="review_agreed"),
    path("reviews/<int:pk>/notes/", meeting.ReviewNotes.as_view(), name="review_notes"),
    path("reviews/<int:pk>/agenda/", meeting.AgendaItemAdd.as_view(), name="agenda_item_add"),
    path("reviews/<int:pk>/agenda/<int:item>/drop/", meeting.AgendaItemDrop.as_view(), name="agenda_item_drop"),
    path(
        "reviews/<int:pk>/agenda/<int:item>/restore/", meeting.AgendaItemRestore.as_view(), name="agenda_item_restore"
    ),
    path("reviews/<int:pk>/decisions/", agreeing.DecisionAdd.as_view(), name="decision_add"),
    path("reviews/<int:pk>/decisions/<int:decision>/", agreeing.DecisionEdit.as_view(), name="decision_edit"),
    path(
        "reviews/<int:pk>/decisions/<int:decision>/delete/", agreeing.DecisionDelete.as_view(), name="decision_delete"
    ),
    path(
        "reviews/<int:pk>/decisions/<int:decision>/restore/",
        agreeing.DecisionRestore.as_view(),
        name="decision_restore",
    ),
    path("reviews/<int:pk>/actions/", agreeing.ActionAdd.as_view(), name="review_action_add"),
    path("reviews/<int:pk>/close/", closing.ReviewClose.as_view(), name="review_close"),
    path("reviews/<int:pk>/minutes/", closing.ReviewMinutes.as_view(), name="review_minutes"),
    path("reviews/rhythm/<int:pk>/", section.PlanRhythm.as_view(), name="plan_rhythm"),
    path("actions/", actions.ActionList.as_view(), name="action_list"),
    path("actions/actions.csv", actions.ActionFile.as_view(), name="action_csv"),
    path("actions/actions.xlsx", actions.ActionSheet.as_view(), name="action_xlsx"),
    path("actions/new/", actions.ActionNew.as_view(), name="action_new"),
    path("actions/<int:pk>/", actions.ActionEdit.as_view(), name="action_edit"),
    path("actions/<int:pk>/done/", actions.ActionDone.as_view(), name="action_done"),
    path("actions/<int:pk>/not-done/", actions.ActionUndone.as_view(), name="action_undone"),
    path("actions/<int:pk>/drop/", actions.ActionDrop.as_view(), name="action_drop"),
    path("actions/<int:pk>/take-up/", actions.ActionTakeUp.as_view(), name="action_take_up"),
]
