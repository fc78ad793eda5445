"""The doors that several pages of help have in common."""

from __future__ import annotations

from kamp.help.spec import About, Door
from kamp.shared.i18n import N_

ACCOUNTS, PLANS = "accounts.view_account", "planning.view_plan"

MY_WORK = Door(label=N_("My work"), to="today", right=ACCOUNTS)
ACCOUNT_LIST = Door(label=N_("Accounts"), to="accounts:account_list", right=ACCOUNTS)
AUDIT = Door(label=N_("Audit of %(name)s"), to="accounts:audit", right=ACCOUNTS, about=About.ACCOUNT)
RELATIONSHIP = Door(
    label=N_("Relationship with %(name)s"), to="accounts:audit_relationship", right=ACCOUNTS, about=About.ACCOUNT
)
FILL_AUDIT = Door(
    label=N_("Fill the audit of %(name)s"), to="accounts:audit", right="accounts.fill_audit", about=About.ACCOUNT
)
PORTFOLIO = Door(label=N_("Customer portfolio"), to="portfolio:overview", right="portfolio.view_matrix")
CLASSES = Door(
    label=N_("Attractiveness and relative strength"),
    to="portfolio:matrix",
    args=("class",),
    right="portfolio.view_matrix",
)
PLAN_LIST = Door(label=N_("Plans"), to="planning:plan_list", right=PLANS)
PLAN = Door(label=N_("Plan for %(name)s"), to="planning:plan_detail", right=PLANS, about=About.PLAN)
PLAN_PAGE = Door(label=N_("The plan for %(name)s on a page"), to="sales_plan:plan_page", right=PLANS, about=About.PLAN)
OPEN_PLAN = Door(label=N_("Open a plan"), to="planning:plan_create", right="planning.edit_plan")
REVIEW_LIST = Door(label=N_("Reviews"), to="reviews:review_list", right=PLANS)
ACTION_LIST = Door(label=N_("Actions"), to="reviews:action_list", right=PLANS)
INBOX = Door(label=N_("Inbox"), to="notices:inbox")
REMINDERS = Door(label=N_("When the mail comes"), to="notices:preferences")
DASHBOARD = Door(label=N_("Management"), to="dashboard", right="dashboards.view_dashboard")
IMPORTS = Door(label=N_("Import"), to="imports:import_list", right="accounts.import_facts")
NEW_IMPORT = Door(label=N_("Import data"), to="imports:import_new", right="accounts.import_facts")
SEARCH = Door(label=N_("Search"), to="search", right=ACCOUNTS)
PREFERENCES = Door(label=N_("Preferences"), to="preferences")
SAVED_VIEWS = Door(label=N_("Saved views"), to="saved_view_list")
PEOPLE = Door(label=N_("People"), to="users:user_list", right="users.manage_users")
TEAMS = Door(label=N_("Teams"), to="users:team_list", right="users.manage_users")
ROLE_LIST = Door(label=N_("Roles"), to="users:role_list", right="users.manage_users")
SEGMENTS = Door(
    label=N_("Segments"), to="dictionaries:entry_list", args=("segments",), right="accounts.manage_dictionaries"
)
PRODUCTS = Door(
    label=N_("Products"), to="dictionaries:entry_list", args=("products",), right="accounts.manage_dictionaries"
)
COMPANY = Door(label=N_("Our company"), to="dictionaries:company", right="accounts.manage_dictionaries")
METHOD = Door(label=N_("The method in ten minutes"), to="help_method")
