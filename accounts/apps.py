"""The customers: what is known about each account."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"

    def ready(self) -> None:
        from accounts.jobs import APPLY, CHECK, CLEAN, UNDO
        from accounts.selectors.company import company_facts
        from kamp.jobs.registry import JOB_KINDS
        from kamp.shared.company import provide_company
        from kamp.shared.navigation import NAVIGATION, NavItem

        provide_company(company_facts)
        for kind in (CHECK, APPLY, UNDO, CLEAN):
            JOB_KINDS.add(kind)
        NAVIGATION.add(
            NavItem(
                key="accounts",
                label=_("Accounts"),
                url_name="accounts:account_list",
                icon="accounts",
                order=20,
                permission="accounts.view_account",
            )
        )
