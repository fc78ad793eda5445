"""Pages across apps: my work, the management dashboard, search, and the lists behind their figures."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from kamp.shared import formats


def late_work(user: Any) -> Any:
    """The late actions of ``user``, whose number stands beside "My work"; None without the right to see them."""
    from django.utils import timezone

    from planning.selectors.next_review import late_actions_of

    return late_actions_of(user, timezone.localdate()) if user.has_perm("planning.view_plan") else None


def late_work_told(number: int) -> str:
    """The number beside "My work" in words."""
    words = ngettext("%(count)s late action", "%(count)s late actions", number)
    return words % {"count": formats.number(number, get_language() or "en")}


class DashboardsConfig(AppConfig):
    name = "kamp.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        from kamp.dashboards.jobs import RECORD_MONTH
        from kamp.jobs.registry import JOB_KINDS
        from kamp.shared.i18n import N_
        from kamp.shared.navigation import NAVIGATION, NavItem
        from kamp.shared.panels import PORTFOLIO_PANELS, PortfolioPanel

        JOB_KINDS.add(RECORD_MONTH)
        PORTFOLIO_PANELS.add(
            PortfolioPanel(
                key="steering",
                label=N_("Waiting for you"),
                url_name="steering",
                permission="planning.approve_phase",
                order=10,
            )
        )
        NAVIGATION.add(
            NavItem(
                key="work",
                label=_("My work"),
                short=_("Work"),
                url_name="today",
                icon="work",
                order=10,
                permission="accounts.view_account",
                count=late_work,
                counted=late_work_told,
                hot=True,
            )
        )
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
