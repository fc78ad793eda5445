"""Rights over background jobs."""

from kamp.shared.i18n import N_
from kamp.users.permissions import Right

RIGHTS = (
    Right(key="jobs.view_own", label=N_("See the progress of one's own jobs")),
    Right(key="jobs.view_all", label=N_("See all background jobs")),
)
