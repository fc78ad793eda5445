"""Addresses of plans. The phases are words of the catalogue: no other word after a plan's number may be one of them."""

from django.urls import path, register_converter

from planning.phases.keys import PHASE_LABELS
from planning.views import comments, phase, phase_moves, plan_overview, plans, section_rows, team, versions


class PhaseConverter:
    """The key of a phase."""

    regex = "|".join(PHASE_LABELS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PhaseConverter, "phase")

app_name = "planning"
urlpatterns = [
    path("", plans.PlanList.as_view(), name="plan_list"),
    path("export.csv", plans.PlanCsv.as_view(), name="plan_csv"),
    path("export.xlsx", plans.PlanXlsx.as_view(), name="plan_xlsx"),
    path("new/", plans.PlanCreate.as_view(), name="plan_create"),
    path("scenario-of/<slug:slug>/", plans.ScenarioOf.as_view(), name="scenario_of"),
    path("<int:pk>/", plan_overview.PlanOverview.as_view(), name="plan_detail"),
    path("<int:pk>/edit/", plans.PlanEdit.as_view(), name="plan_edit"),
    path("<int:pk>/archive/", plan_overview.PlanArchive.as_view(), name="plan_archive"),
    path("<int:pk>/restore/", plan_overview.PlanRestore.as_view(), name="plan_restore"),
    path("<int:pk>/close/", plan_overview.PlanClose.as_view(), name="plan_close"),
    path("<int:pk>/reopen/", plan_overview.PlanReopen.as_view(), name="plan_reopen"),
    path("<int:pk>/approve/", plan_overview.PlanApprove.as_view(), name="plan_approve"),
    path("<int:pk>/team/", team.TeamPage.as_view(), name="plan_team"),
    path("<int:pk>/team/<int:member>/", team.MemberEdit.as_view(), name="member_edit"),
    path("<int:pk>/team/<int:member>/remove/", team.MemberRemove.as_view(), name="member_remove"),
    path("<int:pk>/history/", versions.PlanHistory.as_view(), name="plan_history"),
    path("<int:pk>/history/<int:number>/", versions.VersionCompare.as_view(), name="version_compare"),
    path("<int:pk>/<phase:phase>/", phase.PhaseView.as_view(), name="phase"),
    path("<int:pk>/<phase:phase>/move/<slug:move>/", phase_moves.MovePage.as_view(), name="phase_move"),
    path("<int:pk>/<phase:phase>/assign/", phase_moves.PhaseAssign.as_view(), name="phase_assign"),
    path("<int:pk>/<phase:phase>/gaps/<slug:criterion>/", phase_moves.CriterionPage.as_view(), name="gap_accept"),
    path("<int:pk>/<phase:phase>/gaps/<slug:criterion>/again/", phase_moves.CriterionAgain.as_view(), name="gap_again"),
    path("<int:pk>/<phase:phase>/comments/", comments.CommentWrite.as_view(), name="comment_write"),
    path(
        "<int:pk>/<phase:phase>/comments/<int:comment>/remove/", comments.CommentRemove.as_view(), name="comment_remove"
    ),
    path("<int:pk>/<phase:phase>/comments/<int:comment>/undo/", comments.CommentUndo.as_view(), name="comment_undo"),
    path("<int:pk>/<phase:phase>/rows/<slug:section>/", section_rows.RowSave.as_view(), name="row_add"),
    path("<int:pk>/<phase:phase>/rows/<slug:section>/<int:row>/", section_rows.RowSave.as_view(), name="row_save"),
    path(
        "<int:pk>/<phase:phase>/rows/<slug:section>/<int:row>/remove/",
        section_rows.RowRemove.as_view(),
        name="row_remove",
    ),
    path("<int:pk>/<phase:phase>/rows/<slug:section>/<int:row>/undo/", section_rows.RowUndo.as_view(), name="row_undo"),
]
