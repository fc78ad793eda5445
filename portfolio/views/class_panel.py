"""The panel "Class" on the page of an account: the class, what it rests on and asks for, what can be decided."""

from __future__ import annotations

import datetime
from typing import Any

from accounts.models import KeyAccount
from kamp.shared.addresses import address_of
from kamp.shared.i18n import N_
from kamp.shared.panels import AccountPanel
from kamp.shared.templatetags.formats import language
from kamp.users.models import User
from portfolio.enums import NO_CLASS
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.designation import steps_from
from portfolio.selectors.hues import COLOURED_BY, NO_HUE, hue_of
from portfolio.selectors.positions import position_kept, reading_of, spot_of
from portfolio.views.why import why


def load_class(account: KeyAccount, user: User, today: datetime.date) -> dict[str, Any] | None:
    """The class of the account with what it rests on and asks for; None while nothing was computed."""
    found = position_kept(account, today)
    if found is None or found.row is None:
        return None
    spec, row = MATRICES.get(COLOURED_BY), found.row
    told = why(spec, reading_of(user, found.run), row, "", language(), found.override)
    key = row.cell_on(spec.key)
    return {
        "told": told,
        "run": found.run,
        "hue": NO_HUE if key in NO_CLASS | {""} else hue_of(row),
        "assessed": key not in NO_CLASS | {""},
        "url": address_of("portfolio:matrix", spec.key) + f"?a={account.slug}",
        "profiles_url": address_of("portfolio:matrix", spec.key) + "#profiles",
        "spot": spot_of(spec, found.run, row),
        "may_override": user.has_perm("portfolio.override_class") and account.archived_at is None,
        "may_designate": user.has_perm("accounts.designate") and account.archived_at is None,
        "steps": steps_from(account.designation),
        "state": account.get_designation_display(),
    }


CLASS_PANEL = AccountPanel(
    key="class",
    title=N_("Class"),
    template="portfolio/partials/_class_panel.html",
    permission="portfolio.view_matrix",
    order=10,
    load=load_class,
)
