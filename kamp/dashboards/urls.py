"""Addresses across apps."""

from django.urls import path

from kamp.dashboards.views import dashboard, home, search, tiles

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("dashboard/", dashboard.Dashboard.as_view(), name="dashboard"),
    path("dashboard/<slug:key>/", tiles.TileList.as_view(), name="tile"),
    path("search/", search.Search.as_view(), name="search"),
]
