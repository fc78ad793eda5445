"""Settings about what accounts are described by."""

from django.urls import path

from accounts.views import dictionaries

app_name = "dictionaries"
urlpatterns = [
    path("company/", dictionaries.CompanyEdit.as_view(), name="company"),
    path("lists/<slug:dictionary>/", dictionaries.EntryList.as_view(), name="entry_list"),
    path("lists/<slug:dictionary>/new/", dictionaries.EntryEdit.as_view(), name="entry_create"),
    path("lists/<slug:dictionary>/<int:pk>/", dictionaries.EntryEdit.as_view(), name="entry_edit"),
    path("lists/<slug:dictionary>/<int:pk>/delete/", dictionaries.EntryDelete.as_view(), name="entry_delete"),
    path("lists/<slug:dictionary>/<int:pk>/restore/", dictionaries.EntryRestore.as_view(), name="entry_restore"),
]
