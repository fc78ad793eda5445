"""Help on what serves every day: reminders, figures, lists and search, imports, and who may do what."""

from __future__ import annotations

from kamp.help import places
from kamp.help.spec import Part, Topic
from kamp.shared.i18n import N_

REMINDERS = Topic(
    key="reminders",
    title=N_("Reminders"),
    summary=N_("What falls due, in the inbox and in one mail a day at most."),
    icon="bell",
    covers=("notices:",),
    parts=(
        Part(
            key="what",
            title=N_("What you're reminded of"),
            text=(
                N_("Reviews, actions, last days for notice, answers that grew old, and what happens to your audits."),
                N_("Each entry says why you got it."),
            ),
        ),
        Part(
            key="inbox",
            title=N_("The inbox"),
            text=(
                N_("Open what it's about, mark it as read, or put it off to a later day. All of that can be undone."),
                N_("What's settled elsewhere leaves the inbox by itself."),
            ),
        ),
        Part(
            key="mail",
            title=N_("The mail"),
            text=(
                N_("It comes in your language, at your hour and in your time zone. Reviews bring a calendar entry."),
            ),
        ),
    ),
    doors=(places.INBOX, places.REMINDERS, places.PREFERENCES),
)

FIGURES = Topic(
    key="figures",
    title=N_("Figures and where they come from"),
    summary=N_("Every number leads to what it's made of."),
    icon="management",
    picture="dashboard",
    covers=("dashboard", "today", "tile", "accounts:account_detail", "accounts:account_sales", "accounts:sales_lines"),
    parts=(
        Part(
            key="open",
            title=N_("Open a figure"),
            text=(
                N_("Select it: you get the list of accounts, plans or reviews that makes it up, with the same total."),
            ),
        ),
        Part(
            key="scope",
            title=N_("Whose figures"),
            text=(N_("Every figure counts the accounts you may see. Two people may rightly read two numbers."),),
        ),
        Part(
            key="missing",
            title=N_("A dash"),
            text=(
                N_("A dash means: not assessed. Something is missing, and the page says what and where to give it."),
            ),
        ),
        Part(
            key="time",
            title=N_("Periods"),
            text=(N_("Figures of the portfolio are those of the last run; its day stands at the foot of the page."),),
        ),
    ),
    doors=(places.DASHBOARD, places.MY_WORK, places.PORTFOLIO),
)

LISTS = Topic(
    key="lists",
    title=N_("Search, lists and keyboard"),
    summary=N_("Getting there fast, and keeping what you've set up."),
    icon="search",
    block="keys",
    covers=(
        "search",
        "accounts:account_list",
        "accounts:account_filters",
        "accounts:account_columns",
        "accounts:account_pin",
        "saved_view",
    ),
    parts=(
        Part(
            key="search",
            title=N_("Search"),
            text=(N_("Ctrl K opens it on every page: accounts, people, plans, open actions and these pages of help."),),
        ),
        Part(
            key="lists",
            title=N_("Lists"),
            text=(
                N_("Filter, sort by any column, choose the columns, and keep all that as a view of your own."),
                N_("Export gives you what you see, as CSV or Excel."),
            ),
        ),
        Part(
            key="pins",
            title=N_("Pinned accounts"),
            text=(
                N_(
                    "The pin on the page of an account keeps it beside the navigation, for you alone; up to seven stay."
                ),
            ),
        ),
        Part(
            key="undo",
            title=N_("Undo"),
            text=(
                N_("After most changes a line at the foot of the page offers to take them back; Ctrl Z does it, too."),
                N_(
                    "What is deleted goes at once. For thirty days the history of the account offers people, contacts, "
                    "contracts and financial years back, with all that hung on them."
                ),
            ),
        ),
    ),
    doors=(places.SEARCH, places.ACCOUNT_LIST, places.SAVED_VIEWS, places.PREFERENCES),
)

IMPORT = Topic(
    key="import",
    title=N_("Bringing in your own data"),
    summary=N_("Accounts, people, products, sales and demand from CSV or Excel files."),
    icon="import",
    covers=("imports:", "dictionaries:"),
    parts=(
        Part(
            key="steps",
            title=N_("In four steps"),
            steps=(
                N_("Upload the file and say what's in it."),
                N_("Check the columns. They're guessed from their names, and remembered for the next file."),
                N_("Look at the dry run: every bad row, with its column, its value and the reason."),
                N_("Take all rows or the good ones only. The others come back as a file to mend and upload again."),
            ),
        ),
        Part(
            key="again",
            title=N_("Again and back"),
            text=(N_("The same file twice changes nothing. A whole import can be undone."),),
        ),
        Part(
            key="afterwards",
            title=N_("Afterwards"),
            text=(N_("The matrices are computed again by themselves, in the background."),),
        ),
    ),
    doors=(places.NEW_IMPORT, places.IMPORTS, places.PRODUCTS, places.SEGMENTS),
)

RIGHTS = Topic(
    key="rights",
    title=N_("Who sees and may do what"),
    summary=N_("Roles, scope, and whom to ask."),
    icon="lock",
    block="rights",
    covers=("users:", "preferences", "accounts:account_members"),
    parts=(
        Part(
            key="scope",
            title=N_("What you see"),
            text=(N_("Your role, teams and segments decide which accounts you see. Others don't exist for you."),),
        ),
        Part(
            key="may",
            title=N_("What you may do"),
            text=(
                N_("Where something isn't for your role, the page says so and who can help."),
                N_("Attitude and influence of people at the customer need a right of their own."),
            ),
        ),
    ),
    doors=(places.PREFERENCES, places.PEOPLE, places.TEAMS, places.ROLE_LIST),
)
