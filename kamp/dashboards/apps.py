"""Pages across apps: home, search, later the dashboards."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "kamp.dashboards"
    label = "dashboards"
