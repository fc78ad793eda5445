"""What to do where several matrices ask for the same: one advice per tone of a cell."""

from __future__ import annotations

from dataclasses import dataclass

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_
from portfolio.matrices.spec import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do with an account whose cells ask for ``key``; ``unless_key`` where it is no key account yet."""

    key: Tone
    action: str
    unless_key: str = ""


OTHERWISE = N_("Look at the class again: these matrices ask for something else")
ADVICE = Catalog(
    "advice",
    (
        Advice(
            key=Tone.PRIORITY,
            action=N_("Invest together: joint plan, whole team, frequent reviews"),
            unless_key=N_("Candidate for key account"),
        ),
        Advice(key=Tone.GROW, action=N_("Plan of growth: relationship and offer before volume")),
        Advice(key=Tone.DEFEND, action=N_("Keep what there is: contracts renewed in time, no new investment")),
        Advice(key=Tone.SERVE, action=N_("Standard service at low cost")),
        Advice(key=Tone.WATCH, action=N_("Prices and conditions before the next renewal")),
        Advice(key=Tone.LOSS, action=N_("New prices with a deadline, or the exit")),
    ),
)
