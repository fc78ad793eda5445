"""Addresses of the portfolio. Words beside <matrix> are keys that no matrix may have (a test sees to it)."""

from django.urls import path

from portfolio.views import concentration, decisions, matrices, movements, overview, parameters, recompute

app_name = "portfolio"
urlpatterns = [
    path("", overview.Overview.as_view(), name="overview"),
    path("recompute/", recompute.Recompute.as_view(), name="recompute"),
    path("concentration/", concentration.Concentration.as_view(), name="concentration"),
    path("concentration/export/<slug:kind>/", concentration.ConcentrationExport.as_view(), name="concentration_export"),
    path("parameters/<int:number>/", parameters.ParametersDetail.as_view(), name="parameters"),
    path("designation/<slug:slug>/", decisions.Designate.as_view(), name="designation"),
    path("designation/<slug:slug>/undo/<int:pk>/", decisions.DesignationUndo.as_view(), name="designation_undo"),
    path("overrides/<int:pk>/end/", decisions.OverrideEnd.as_view(), name="override_end"),
    path("overrides/<int:pk>/resume/", decisions.OverrideResume.as_view(), name="override_resume"),
    path("<slug:matrix>/", matrices.MatrixDetail.as_view(), name="matrix"),
    path("<slug:matrix>/export/<slug:kind>/", matrices.MatrixExport.as_view(), name="matrix_export"),
    path("<slug:matrix>/movements/", movements.Movements.as_view(), name="movements"),
    path("<slug:matrix>/movements/export/<slug:kind>/", movements.MovementsExport.as_view(), name="movements_export"),
    path("<slug:matrix>/override/<slug:slug>/", decisions.Override.as_view(), name="override"),
    path("<slug:matrix>/cell/<slug:cell>/", matrices.CellDetail.as_view(), name="cell"),
]
