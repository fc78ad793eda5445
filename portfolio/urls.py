"""Addresses of the portfolio. Words beside <matrix> are keys that no matrix may have (a test sees to it)."""

from django.urls import path

from portfolio.views import concentration, matrices, overview, parameters, recompute

app_name = "portfolio"
urlpatterns = [
    path("", overview.Overview.as_view(), name="overview"),
    path("recompute/", recompute.Recompute.as_view(), name="recompute"),
    path("concentration/", concentration.Concentration.as_view(), name="concentration"),
    path("concentration/export/<slug:kind>/", concentration.ConcentrationExport.as_view(), name="concentration_export"),
    path("parameters/<int:number>/", parameters.ParametersDetail.as_view(), name="parameters"),
    path("<slug:matrix>/", matrices.MatrixDetail.as_view(), name="matrix"),
    path("<slug:matrix>/export/<slug:kind>/", matrices.MatrixExport.as_view(), name="matrix_export"),
    path("<slug:matrix>/cell/<slug:cell>/", matrices.CellDetail.as_view(), name="cell"),
]
