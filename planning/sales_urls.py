"""Addresses of the sales plan and of the plan on a page; the list of lines is the page of its phase."""

from __future__ import annotations

from django.urls import path

from planning.views import one_page
from planning.views.sales import actual, files, line_form, line_moves, returns, timeline

app_name = "sales_plan"
urlpatterns = [
    path("<int:pk>/page/", one_page.OnePageView.as_view(), name="plan_page"),
    path("<int:pk>/page.pdf", one_page.OnePagePdf.as_view(), name="plan_pdf"),
    path("<int:pk>/sales-plan/timeline/", timeline.LinesTimeline.as_view(), name="timeline"),
    path("<int:pk>/sales-plan/roi/", returns.LinesReturn.as_view(), name="returns"),
    path("<int:pk>/sales-plan/actual/", actual.Actual.as_view(), name="actual"),
    path("<int:pk>/sales-plan/lines.csv", files.LinesFile.as_view(), {"kind": "csv"}, name="lines_csv"),
    path("<int:pk>/sales-plan/lines.xlsx", files.LinesFile.as_view(), {"kind": "xlsx"}, name="lines_xlsx"),
    path("<int:pk>/sales-plan/actual.csv", files.ActualFile.as_view(), {"kind": "csv"}, name="actual_csv"),
    path("<int:pk>/sales-plan/actual.xlsx", files.ActualFile.as_view(), {"kind": "xlsx"}, name="actual_xlsx"),
    path("<int:pk>/sales-plan/lines/new/", line_form.LineEdit.as_view(), name="line_create"),
    path("<int:pk>/sales-plan/lines/new/return/", line_form.LinePreview.as_view(), name="line_create_preview"),
    path("<int:pk>/sales-plan/lines/new/fill/", line_form.LineFill.as_view(), name="line_create_fill"),
    path("<int:pk>/sales-plan/lines/<int:line>/", line_form.LineEdit.as_view(), name="line_edit"),
    path("<int:pk>/sales-plan/lines/<int:line>/return/", line_form.LinePreview.as_view(), name="line_preview"),
    path("<int:pk>/sales-plan/lines/<int:line>/fill/", line_form.LineFill.as_view(), name="line_fill"),
    path("<int:pk>/sales-plan/lines/<int:line>/remove/", line_moves.LineRemove.as_view(), name="line_remove"),
    path("<int:pk>/sales-plan/lines/<int:line>/restore/", line_moves.LineRestore.as_view(), name="line_restore"),
    path("<int:pk>/sales-plan/lines/<int:line>/<slug:move>/", line_moves.LineMove.as_view(), name="line_move"),
]
