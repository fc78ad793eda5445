"""Roles as data (product.md, "Who uses it"): which rights a role holds and how far it sees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_


class Reach(StrEnum):
    """Which accounts a role sees; ``KeyAccount.objects.visible_to`` turns it into SQL."""

    OWN = "own"  # owned, co-owned, or on whose plan team one is
    ASSIGNED = "assigned"  # those of one's segments and teams, and one's own
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role: stable key, label, one line of what it is for, reach and rights. ``rank`` orders privilege."""

    key: str
    label: str
    purpose: str
    reach: Reach
    rank: int
    rights: frozenset[str]


READ = frozenset({"accounts.view_account", "portfolio.view_matrix", "planning.view_plan", "jobs.view_own"})
EXPORT = frozenset({"accounts.export_accounts", "portfolio.export_matrix"})
SENSITIVE = frozenset({"accounts.view_sensitive"})
SELL = (
    READ
    | EXPORT
    | SENSITIVE
    | {"accounts.add_account", "accounts.edit_account", "accounts.archive_account", "accounts.import_facts"}
    | {"accounts.fill_audit"}
    | {"planning.edit_plan", "planning.hold_review"}
)
STEER = SELL | {
    "accounts.confirm_audit",
    "accounts.designate",
    "portfolio.recompute",
    "portfolio.override_class",
    "portfolio.change_parameters",
    "planning.approve_phase",
    "dashboards.view_dashboard",
}
OVERSEE = READ | EXPORT | SENSITIVE | {"planning.approve_plan", "dashboards.view_dashboard"}
EVERYTHING = STEER | {
    "accounts.manage_dictionaries",
    "accounts.undo_any_import",
    "planning.approve_plan",
    "users.manage_users",
    "users.view_style",
    "jobs.view_all",
}

ROLES: Catalog[Role] = Catalog(
    "role",
    [
        Role(
            key="sales_rep",
            label=N_("Sales rep"),
            purpose=N_("Owns accounts, fills the audit, works the plan."),
            reach=Reach.OWN,
            rank=20,
            rights=SELL,
        ),
        Role(
            key="market_manager",
            label=N_("Market manager"),
            purpose=N_("Steers the portfolio of some segments and teams, selects key accounts."),
            reach=Reach.ASSIGNED,
            rank=30,
            rights=STEER,
        ),
        Role(
            key="specialist",
            label=N_("Specialist"),
            purpose=N_("Contributes to the plans whose team includes them."),
            reach=Reach.OWN,
            rank=10,
            rights=READ,
        ),
        Role(
            key="management",
            label=N_("Management"),
            purpose=N_("Sees everything, changes nothing, approves plans."),
            reach=Reach.ALL,
            rank=40,
            rights=OVERSEE,
        ),
        Role(
            key="administrator",
            label=N_("Administrator"),
            purpose=N_("Configures users, teams, segments, catalogue, imports and parameters."),
            reach=Reach.ALL,
            rank=50,
            rights=EVERYTHING,
        ),
        Role(
            key="integrator",
            label=N_("Integrator"),
            purpose=N_("A machine that feeds accounts and sales and reads results."),
            reach=Reach.ASSIGNED,
            rank=20,
            rights=READ | EXPORT | {"accounts.add_account", "accounts.edit_account", "accounts.import_facts"},
        ),
    ],
)

# Someone whose role is no longer declared: signs in, sees nothing, may do nothing.
NO_ROLE = Role(key="", label=N_("No role"), purpose="", reach=Reach.OWN, rank=0, rights=frozenset())


def role_choices() -> list[tuple[str, str]]:
    """(key, label) of every role, in catalogue order; a callable so that a new role needs no migration."""
    return [(role.key, role.label) for role in ROLES]
