"""What a person chooses for herself."""

from django.urls import path

from kamp.users.views import preferences

urlpatterns = [
    path("preferences/", preferences.Preferences.as_view(), name="preferences"),
    path("language/", preferences.SetLanguage.as_view(), name="set_language"),
]
