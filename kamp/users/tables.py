"""Lists of people and teams."""

import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kamp.shared.tables import Column, Kind, Phone, Table
from kamp.shared.templatetags.formats import moment


def draw_last(value: datetime.datetime | None, _row: Any) -> SafeString:
    """When somebody was there last; who never was is not something to be assessed."""
    return format_html("{}", moment(value) if value else gettext("never"))


USERS = Table(
    key="users",
    default="name",
    columns=(
        Column(
            key="name",
            label=_("Name"),
            value="name",
            sort="name",
            nullable=False,
            template="users/_user_cell.html",
            phone=Phone.MAIN,
        ),
        Column(
            key="role",
            label=_("Role"),
            value=lambda user: _(user.role_spec.label),
            sort="role",
            nullable=False,
            phone=Phone.SECOND,
        ),
        Column(key="teams", label=_("Teams"), value=lambda user: ", ".join(team.name for team in user.teams.all())),
        Column(
            key="last_login",
            label=_("Last sign-in"),
            value="last_login",
            kind=Kind.MOMENT,
            sort="last_login",
            draw=draw_last,
            descending_first=True,
            phone=Phone.END,
        ),
        Column(
            key="active",
            label=_("Access"),
            value=lambda user: pgettext_lazy("access", "Open") if user.is_active else pgettext_lazy("access", "Closed"),
            sort="is_active",
            nullable=False,
        ),
    ),
)
