"""People who sign in, their teams and roles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "kamp.users"
    label = "users"

    def ready(self) -> None:
        from kamp.shared.i18n import N_
        from kamp.shared.navigation import ADMIN, NAVIGATION, PERSON, NavItem
        from kamp.shared.panels import SETTINGS_ITEMS, SettingsItem

        manage = "users.manage_users"
        for key, label, description in (
            ("user_list", N_("People"), N_("Who can sign in, with which role and in which teams.")),
            ("team_list", N_("Teams"), N_("The sales teams accounts belong to.")),
            ("role_list", N_("Roles"), N_("What each role sees and may do.")),
        ):
            SETTINGS_ITEMS.add(
                SettingsItem(
                    key=key,
                    label=label,
                    description=description,
                    url_name=f"users:{key}",
                    permission=manage,
                    icon="users",
                )
            )

        NAVIGATION.add(
            NavItem(
                key="settings",
                label=_("Settings"),
                url_name="users:settings_index",
                icon="settings",
                order=90,
                group=ADMIN,
                permission=manage,
            )
        )
        NAVIGATION.add(
            NavItem(
                key="preferences",
                label=_("Preferences"),
                url_name="preferences",
                icon="settings",
                order=10,
                group=PERSON,
            )
        )
        NAVIGATION.add(
            NavItem(
                key="password",
                label=_("Change password"),
                url_name="account_change_password",
                icon="lock",
                order=20,
                group=PERSON,
            )
        )
