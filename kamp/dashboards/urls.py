"""Addresses across apps."""

from django.urls import path

from kamp.dashboards.views import dashboard, home, search, steering, tiles, today

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("today/", today.Today.as_view(), name="today"),
    path("dashboard/", dashboard.Dashboard.as_view(), name="dashboard"),
    path("dashboard/steering/", steering.Steering.as_view(), name="steering"),
    path("dashboard/<slug:key>/", tiles.TileList.as_view(), name="tile"),
    path("search/", search.Search.as_view(), name="search"),
]
