"""Addresses across apps."""

from django.urls import path

from kamp.dashboards import views

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("search/", views.Search.as_view(), name="search"),
]
