"""The exit criterion that the approval of a phase meets itself."""

from __future__ import annotations

from kamp.shared.i18n import N_
from planning.phases.spec import Criterion

SEEN = Criterion(
    key="approved",
    label=N_("Seen by the market manager"),
    fact="approved",
    at_close=True,
    waivable=False,
)
