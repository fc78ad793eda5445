"""Many customers compared."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortfolioConfig(AppConfig):
    name = "portfolio"
    label = "portfolio"

    def ready(self) -> None:
        from kamp.jobs.registry import JOB_KINDS
        from kamp.shared.changes import ACCOUNT_CHANGED, Reaction
        from kamp.shared.navigation import NAVIGATION, NavItem, provide_pins
        from kamp.shared.panels import ACCOUNT_COLUMNS, ACCOUNT_MARKS, ACCOUNT_NARROWINGS, ACCOUNT_PANELS
        from portfolio.jobs import RECLASSIFY, RECOMPUTE, queue_changed
        from portfolio.panels import CLASS_COLUMN, CLASS_MARK, CLASS_NARROWING, MATRICES_PANEL
        from portfolio.selectors.pinned import PINNED
        from portfolio.views.class_panel import CLASS_PANEL

        JOB_KINDS.add(RECOMPUTE)
        JOB_KINDS.add(RECLASSIFY)
        ACCOUNT_CHANGED.add(Reaction(key="class", run=queue_changed))
        ACCOUNT_PANELS.add(CLASS_PANEL)
        ACCOUNT_PANELS.add(MATRICES_PANEL)
        ACCOUNT_COLUMNS.add(CLASS_COLUMN)
        ACCOUNT_NARROWINGS.add(CLASS_NARROWING)
        ACCOUNT_MARKS.add(CLASS_MARK)
        provide_pins(PINNED)
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
