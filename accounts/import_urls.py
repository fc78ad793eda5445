"""Addresses of the import wizard."""

from django.urls import path

from accounts.views import imports

app_name = "imports"
urlpatterns = [
    path("", imports.ImportList.as_view(), name="import_list"),
    path("new/", imports.ImportNew.as_view(), name="import_new"),
    path("template/<slug:kind>/", imports.ImportTemplate.as_view(), name="import_template"),
    path("<int:pk>/columns/", imports.ImportColumns.as_view(), name="import_columns"),
    path("<int:pk>/check/", imports.ImportCheck.as_view(), name="import_check"),
    path("<int:pk>/apply/", imports.ImportApply.as_view(), name="import_apply"),
    path("<int:pk>/result/", imports.ImportResult.as_view(), name="import_result"),
    path("<int:pk>/undo/", imports.ImportUndo.as_view(), name="import_undo"),
    path("<int:pk>/rejects/", imports.ImportRejects.as_view(), name="import_rejects"),
]
