"""Help on the stations of the loop: audit, classes, plan, review."""

from __future__ import annotations

from kamp.help import places
from kamp.help.spec import Part, Topic
from kamp.shared.i18n import N_

AUDIT = Topic(
    key="audit",
    title=N_("The audit"),
    summary=N_("What we know about a customer, asked in small pieces."),
    icon="check-circle",
    picture="audit",
    covers=("accounts:audit", "accounts:break_", "accounts:choice_", "accounts:account_dmu", "accounts:account_years"),
    parts=(
        Part(
            key="fill",
            title=N_("Fill it"),
            steps=(
                N_("Open the audit of an account. It shows what is missing or old, and how many minutes that takes."),
                N_("Answer what you know. Every answer saves by itself; the time and “Undo” stand under it."),
                N_("Say “not known” or “not available” where that's the truth. Neither counts as zero."),
                N_("Choose among written answers. Where several people answer, the mean counts."),
                N_("Close the audit. It becomes a version, which somebody else confirms or sends back."),
            ),
        ),
        Part(
            key="connection",
            title=N_("Without a connection"),
            text=(N_("Carry on. The answers wait in this browser and are sent, in their order, when it's back."),),
        ),
        Part(
            key="together",
            title=N_("Two people in one field"),
            text=(
                N_("Nothing is overwritten. Who saves second sees both values, with who and when, and chooses."),
                N_("Ratings stand side by side: each person has an own one."),
            ),
        ),
        Part(
            key="age",
            title=N_("When answers grow old"),
            text=(N_("Each item has its interval. Past it, the item is marked as old. The class stays."),),
        ),
    ),
    doors=(places.AUDIT, places.RELATIONSHIP, places.MY_WORK),
)

CLASSES = Topic(
    key="classes",
    title=N_("Classes and matrices"),
    summary=N_("Where each account stands, why, and what that asks for."),
    icon="portfolio",
    picture="class",
    covers=("portfolio:", "steering"),
    parts=(
        Part(
            key="read",
            title=N_("Read a matrix"),
            text=(
                N_("Each bubble is an account, as large as its revenue. A tail shows where it was before."),
                N_("The table under the chart says the same and sorts by every column."),
            ),
        ),
        Part(
            key="why",
            title=N_("Why an account is there"),
            text=(
                N_("Select a bubble or a name: the panel shows inputs, formula, thresholds and what would move it."),
            ),
        ),
        Part(
            key="missing",
            title=N_("Not assessed"),
            text=(N_("What is missing is never zero. The account is listed apart, with what it lacks."),),
        ),
        Part(
            key="hand",
            title=N_("A class set by hand"),
            text=(N_("A market manager may set a class with a reason and an end. The computed one stays beside it."),),
        ),
        Part(
            key="designation",
            title=N_("Key accounts"),
            text=(
                N_("Being a key account is a decision of people, with a reason. It can be suspended and taken back."),
            ),
        ),
        Part(
            key="when",
            title=N_("When classes are computed"),
            text=(
                N_("Every night, after each import, and within seconds of an answer in the audit."),
                N_("Earlier runs stay as they were. Choose a period, or open “Movements”, to compare."),
            ),
        ),
    ),
    doors=(places.CLASSES, places.PORTFOLIO, places.METHOD),
)

PLAN = Topic(
    key="plan",
    title=N_("The plan in seven phases"),
    summary=N_("From the customer's market to a sales plan with its return."),
    icon="plans",
    covers=("planning:", "sales_plan:"),
    parts=(
        Part(
            key="way",
            title=N_("The way through"),
            steps=(
                N_("Open a plan on the account: its scope, first and last month."),
                N_("Put the team together: the seller leads; market manager and specialists join."),
                N_("Fill the phases in any order that makes sense. Each says what it still needs, with the way there."),
                N_("Hand a phase in. The market manager approves it, or sends it back with a reason."),
                N_("In phase 6, write down the areas of intervention: revenue by month, investments, who with whom."),
                N_("Management approves the plan. A version of it is frozen, and the circle of reviews begins."),
            ),
        ),
        Part(
            key="known",
            title=N_("What is known is there already"),
            text=(N_("Figures, demand, people and criteria of choice come from the audit. Nothing is typed twice."),),
        ),
        Part(
            key="return",
            title=N_("What it returns"),
            text=(
                N_("Return, net present value, payback and index follow while you type, with how they're computed."),
                N_("As sales come in, planned and actual stand side by side, month by month."),
            ),
        ),
        Part(
            key="again",
            title=N_("Changing one's mind"),
            text=(
                N_("A closed phase is reopened with a reason. Versions are compared field by field in the history."),
            ),
        ),
    ),
    doors=(places.PLAN, places.PLAN_PAGE, places.OPEN_PLAN, places.PLAN_LIST),
)

REVIEW = Topic(
    key="review",
    title=N_("The review"),
    summary=N_("What happened against the plan, what we decide, who does what."),
    icon="reviews",
    covers=("reviews:",),
    parts=(
        Part(
            key="rhythm",
            title=N_("The rhythm"),
            text=(
                N_("It follows the class of the account, or what somebody chose for the plan."),
                N_("The agenda shows what is overdue, what comes, and plans that were never reviewed."),
            ),
        ),
        Part(
            key="hold",
            title=N_("Hold one"),
            steps=(
                N_("Prepare: the list ticks itself from the data and leads to what is open."),
                N_("Start the meeting. Last time stands beside now; what changed is marked, with its size."),
                N_("Write down decisions, and actions with an owner and a day. Notes save by themselves."),
                N_("Close it with the day of the next one, or the reason why there's none."),
            ),
        ),
        Part(
            key="after",
            title=N_("Afterwards"),
            text=(
                N_("A closed review can't be changed. Its minutes can be printed, and the plan is kept as a version."),
            ),
        ),
    ),
    doors=(places.REVIEW_LIST, places.ACTION_LIST),
)
