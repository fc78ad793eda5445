"""One customer, going forward."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "planning"
    label = "planning"

    def ready(self) -> None:
        from kamp.notices.sources import SOURCES
        from kamp.shared.navigation import NAVIGATION, NavItem
        from kamp.shared.panels import ACCOUNT_PANELS, ACCOUNT_TABS
        from planning.panels.plans import PLANS_PANEL, PLANS_TAB
        from planning.panels.reviews import REVIEWS_PANEL
        from planning.reminders import ACTIONS, EARLY_REVIEWS, REVIEWS

        for source in (REVIEWS, EARLY_REVIEWS, ACTIONS):
            SOURCES.add(source)
        ACCOUNT_PANELS.add(PLANS_PANEL)
        ACCOUNT_TABS.add(PLANS_TAB)
        ACCOUNT_PANELS.add(REVIEWS_PANEL)
        NAVIGATION.add(
            NavItem(
                key="plans",
                label=_("Plans"),
                url_name="planning:plan_list",
                icon="plans",
                order=40,
                permission="planning.view_plan",
            )
        )
        NAVIGATION.add(
            NavItem(
                key="reviews",
                label=_("Reviews"),
                url_name="reviews:review_list",
                icon="reviews",
                order=50,
                permission="planning.view_plan",
            )
        )
