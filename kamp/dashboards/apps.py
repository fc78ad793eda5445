"""Pages across apps: my work, the management dashboard, search, and the lists behind their figures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    name = "kamp.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        from kamp.shared.navigation import NAVIGATION, NavItem

        NAVIGATION.add(
            NavItem(
                key="management",
                label=_("Management"),
                url_name="dashboard",
                icon="management",
                order=60,
                permission="dashboards.view_dashboard",
            )
        )
