"""Rights of this app. Whose plans a person sees follows from whose accounts: ``AccountPlan.objects.visible_to``."""

from __future__ import annotations

from kamp.shared.i18n import N_
from kamp.users.permissions import Right

RIGHTS = (
    Right(key="planning.view_plan", label=N_("See plans")),
    Right(
        key="planning.edit_plan",
        label=N_("Make and edit plans"),
        help=N_("Who is on a plan's team contributes to the phases given to them without this right."),
    ),
    Right(key="planning.approve_phase", label=N_("Approve, send back and reopen phases")),
    Right(key="planning.approve_plan", label=N_("Approve plans")),
    Right(key="planning.hold_review", label=N_("Hold reviews")),
)
