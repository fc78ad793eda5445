"""The stations of the loop in their order: audit, class, plan, review, reminder, dashboard."""

from __future__ import annotations

from kamp.help import places
from kamp.help.spec import Station
from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_

LOOP: Catalog[Station] = Catalog(
    "station of the loop",
    [
        Station(
            key="audit",
            title=N_("Audit"),
            text=N_("Who knows the customer answers short questions, on a phone too. Every answer saves by itself."),
            icon="check-circle",
            roles=("sales_rep", "market_manager"),
            topic="audit",
            doors=(places.AUDIT,),
        ),
        Station(
            key="class",
            title=N_("Class"),
            text=N_("Seconds later the account has its place on the matrices, and you can ask why it is there."),
            icon="portfolio",
            roles=("market_manager",),
            topic="classes",
            doors=(places.CLASSES,),
        ),
        Station(
            key="plan",
            title=N_("Plan"),
            text=N_("The team goes through seven phases, up to a sales plan with its costs and its return."),
            icon="plans",
            roles=("sales_rep", "specialist", "management"),
            topic="plan",
            doors=(places.PLAN, places.PLAN_LIST),
        ),
        Station(
            key="review",
            title=N_("Review"),
            text=N_("Last time stands beside now, with what changed marked. Decisions and actions are kept."),
            icon="reviews",
            roles=("sales_rep", "market_manager"),
            topic="review",
            doors=(places.REVIEW_LIST,),
        ),
        Station(
            key="reminder",
            title=N_("Reminder"),
            text=N_("What falls due reaches the person it concerns: in the inbox, and in one mail a day at most."),
            icon="bell",
            roles=("sales_rep", "market_manager", "specialist", "management"),
            topic="reminders",
            doors=(places.INBOX,),
        ),
        Station(
            key="dashboard",
            title=N_("Dashboard"),
            text=N_("One page shows portfolio and plans. Every figure opens the list it's made of."),
            icon="management",
            roles=("management", "market_manager"),
            topic="figures",
            doors=(places.DASHBOARD, places.MY_WORK),
        ),
    ],
)
