"""Rights of these pages."""

from __future__ import annotations

from kamp.shared.i18n import N_
from kamp.users.permissions import Right

RIGHTS = (
    Right(
        key="dashboards.view_dashboard",
        label=N_("See the management dashboard"),
        help=N_("Of the accounts one sees; whoever sees everything sees the whole company."),
    ),
)
