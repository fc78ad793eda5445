"""Rights of this app, as data. Whose rows a user sees is accounts.permissions.in_scope."""

from __future__ import annotations

from kamp.shared.i18n import N_
from kamp.users.permissions import Right

RIGHTS = (
    Right(key="portfolio.view_matrix", label=N_("See the portfolio")),
    Right(key="portfolio.export_matrix", label=N_("Export lists of the portfolio")),
    Right(key="portfolio.recompute", label=N_("Classify the portfolio anew")),
    Right(key="portfolio.override_class", label=N_("Override a class with a reason")),
    Right(key="portfolio.change_parameters", label=N_("Change the parameters of the method")),
)
