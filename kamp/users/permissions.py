"""Rights of this app, as data. Each app declares its own; roles.py says which role holds which."""

from __future__ import annotations

from dataclasses import dataclass

from kamp.shared.i18n import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A named right: ``key`` is what ``user.has_perm`` is asked for; label and help are shown to administrators."""

    key: str
    label: str
    help: str = ""


RIGHTS = (
    Right(key="users.manage_users", label=N_("Manage users, teams and roles")),
    Right(key="users.view_style", label=N_("See the component sheet")),
)
