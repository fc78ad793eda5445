"""What each role does first."""

from __future__ import annotations

from kamp.help import places
from kamp.help.spec import Beginning, First
from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_

BEGINNINGS: Catalog[Beginning] = Catalog(
    "beginning",
    [
        Beginning(
            key="sales_rep",
            steps=(
                First(text=N_("See what is late, what comes and what takes two minutes."), door=places.MY_WORK),
                First(
                    text=N_("Answer what you know about one customer. What you don't know stays open."),
                    door=places.FILL_AUDIT,
                    instead=places.ACCOUNT_LIST,
                ),
                First(text=N_("Look where your account stands, and ask the panel why."), door=places.CLASSES),
                First(
                    text=N_("Work on the plan: each phase says what it still needs."),
                    door=places.PLAN,
                    instead=places.OPEN_PLAN,
                ),
                First(text=N_("Prepare the next review, or set a day for one."), door=places.REVIEW_LIST),
            ),
        ),
        Beginning(
            key="market_manager",
            steps=(
                First(text=N_("See what waits for you, and your accounts on every matrix."), door=places.PORTFOLIO),
                First(text=N_("Find out who deserves which investment, and who moved."), door=places.CLASSES),
                First(
                    text=N_("Confirm an audit, designate a key account: both are on the page of the account."),
                    door=places.ACCOUNT_LIST,
                ),
                First(text=N_("Approve phases, and see which plans stand still."), door=places.PLAN_LIST),
                First(text=N_("Keep the reviews in rhythm."), door=places.REVIEW_LIST),
            ),
        ),
        Beginning(
            key="specialist",
            steps=(
                First(text=N_("See the phases and actions that were given to you."), door=places.MY_WORK),
                First(
                    text=N_("Write into the phases given to you, and comment on all others."),
                    door=places.PLAN,
                    instead=places.PLAN_LIST,
                ),
                First(text=N_("Tick off what you've done."), door=places.ACTION_LIST),
                First(text=N_("Choose when you want to be reminded."), door=places.REMINDERS),
            ),
        ),
        Beginning(
            key="management",
            steps=(
                First(text=N_("Read from the top: sentences, six figures, plans, moves."), door=places.DASHBOARD),
                First(text=N_("Find the plans that wait for your approval."), door=places.PLAN_LIST),
                First(
                    text=N_("Read a plan on one page, and take it along as a PDF."),
                    door=places.PLAN_PAGE,
                    instead=places.PLAN_LIST,
                ),
                First(text=N_("See where the revenue hangs by a few customers."), door=places.PORTFOLIO),
            ),
        ),
        Beginning(
            key="administrator",
            steps=(
                First(text=N_("Say who we are and in which currency we count."), door=places.COMPANY),
                First(text=N_("Invite people, give each a role and a team."), door=places.PEOPLE),
                First(text=N_("Set up the segments: they decide what a market manager steers."), door=places.SEGMENTS),
                First(
                    text=N_("Bring in accounts, products and sales. A dry run shows bad rows first."),
                    door=places.NEW_IMPORT,
                ),
                First(text=N_("Look at the matrices: they're computed after each import."), door=places.PORTFOLIO),
            ),
        ),
        Beginning(
            key="integrator",
            steps=(
                First(
                    text=N_("Bring in accounts, products and sales. A dry run shows bad rows first."),
                    door=places.NEW_IMPORT,
                ),
                First(text=N_("Look at the matrices: they're computed after each import."), door=places.PORTFOLIO),
            ),
        ),
    ],
)
