"""What a person chooses for herself."""

from django.urls import path

from kamp.users.views import preferences, saved_views

urlpatterns = [
    path("preferences/", preferences.Preferences.as_view(), name="preferences"),
    path("language/", preferences.SetLanguage.as_view(), name="set_language"),
    path("views/", saved_views.SavedViewList.as_view(), name="saved_view_list"),
    path("views/keep/", saved_views.SavedViewKeep.as_view(), name="saved_view_keep"),
    path("views/undo/", saved_views.SavedViewUndo.as_view(), name="saved_view_undo"),
]
