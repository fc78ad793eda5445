"""Many customers compared."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortfolioConfig(AppConfig):
    name = "portfolio"
    label = "portfolio"

    def ready(self) -> None:
        from kamp.jobs.registry import JOB_KINDS
        from kamp.shared.navigation import NAVIGATION, NavItem
        from portfolio.jobs import RECOMPUTE

        JOB_KINDS.add(RECOMPUTE)
        NAVIGATION.add(
            NavItem(
                key="portfolio",
                label=_("Portfolio"),
                url_name="portfolio:overview",
                icon="portfolio",
                order=30,
                permission="portfolio.view_matrix",
            )
        )
