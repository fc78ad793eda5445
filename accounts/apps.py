"""The customers: what is known about each account."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kamp.shared.i18n import N_

# key, label, description, icon of the entries under Settings
SETTINGS = (
    ("company", N_("Our company"), N_("Name and currency of totals."), "accounts"),
    ("segments", N_("Segments"), N_("Market segments and who steers them."), "portfolio"),
    ("product-lines", N_("Product lines"), N_("How sales and demand are broken down."), "table"),
    ("products", N_("Products"), N_("The catalogue with list prices and costs."), "table"),
    ("rates", N_("Exchange rates"), N_("Dated rates of foreign currencies."), "money"),
)


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"

    def ready(self) -> None:
        from accounts.jobs import APPLY, CHECK, CLEAN, CLEAN_EXPORTS, EXPORT, UNDO
        from accounts.reminders import AUDITS, CONTRACTS, RATINGS, SCOPE
        from accounts.selectors.company import company_row
        from kamp.jobs.registry import JOB_KINDS
        from kamp.notices.scope import provide_account_scope
        from kamp.notices.sources import SOURCES
        from kamp.shared.company import provide_company
        from kamp.shared.navigation import ADMIN, NAVIGATION, NavItem
        from kamp.shared.panels import SETTINGS_ITEMS, SettingsItem
        from kamp.users.list_pages import LIST_PAGES, ListPage

        provide_company(company_row)
        provide_account_scope(SCOPE)
        SOURCES.add(CONTRACTS)
        SOURCES.add(RATINGS)
        SOURCES.add(AUDITS)
        LIST_PAGES.add(ListPage(key="accounts", label=_("Accounts"), url_name="accounts:account_list"))
        for kind in (CHECK, APPLY, UNDO, CLEAN, EXPORT, CLEAN_EXPORTS):
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
        NAVIGATION.add(
            NavItem(
                key="import",
                label=_("Import data"),
                url_name="imports:import_list",
                icon="import",
                order=10,
                group=ADMIN,
                permission="accounts.import_facts",
            )
        )
        for key, label, description, icon in SETTINGS:
            SETTINGS_ITEMS.add(
                SettingsItem(
                    key=key,
                    label=label,
                    description=description,
                    url_name="dictionaries:company" if key == "company" else "dictionaries:entry_list",
                    url_args=() if key == "company" else (key,),
                    permission="accounts.manage_dictionaries",
                    icon=icon,
                )
            )
