"""Rights of this app, and whose rows a user sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from kamp.shared.i18n import N_
from kamp.users.permissions import Right
from kamp.users.roles import Reach

if TYPE_CHECKING:
    from kamp.users.models import User

RIGHTS = (
    Right(key="accounts.view_account", label=N_("See accounts")),
    Right(key="accounts.add_account", label=N_("Add accounts")),
    Right(key="accounts.edit_account", label=N_("Edit accounts")),
    Right(key="accounts.archive_account", label=N_("Archive accounts")),
    Right(key="accounts.export_accounts", label=N_("Export accounts and sales")),
    Right(key="accounts.import_facts", label=N_("Import facts from files")),
    Right(key="accounts.undo_any_import", label=N_("Undo imports of other people")),
    Right(
        key="accounts.view_sensitive",
        label=N_("See sensitive facts about people"),
        help=N_("Attitude, influence and private notes about the people of a customer."),
    ),
    Right(key="accounts.designate", label=N_("Designate key accounts")),
    Right(key="accounts.manage_dictionaries", label=N_("Manage segments, products and exchange rates")),
)


def in_scope(user: User, prefix: str = "") -> Q:
    """The condition under which ``user`` sees an account; ``prefix`` leads to the account ("account__").

    Own reach: owned, co-owned, or on the plan team. Assigned reach: also the accounts of one's teams and of
    the segments one manages. Sub-selects only, so no row appears twice. Someone not active sees nothing.
    """
    from accounts.models import AccountMember, Segment  # noqa: PLC0415  MEANT: models read this module

    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    if user.reach is Reach.ALL:
        return Q()
    own = Q(**{f"{prefix}owner": user}) | Q(
        **{f"{prefix}id__in": AccountMember.objects.filter(user=user).values("account_id")}
    )
    if user.reach is Reach.OWN:
        return own
    return (
        own
        | Q(**{f"{prefix}team__in": user.teams.values("pk")})
        | Q(**{f"{prefix}segment__in": Segment.objects.filter(managers=user).values("pk")})
    )
