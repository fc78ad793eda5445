"""Addresses of help."""

from django.urls import path

from kamp.help import views

urlpatterns = [
    path("", views.HelpIndex.as_view(), name="help"),
    path("method/", views.Method.as_view(), name="help_method"),
    path("<slug:topic>/", views.HelpTopic.as_view(), name="help_topic"),
]
