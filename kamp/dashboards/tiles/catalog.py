"""The tiles there are. Figures and rows come from selectors of the apps; nothing is computed here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.selectors.attention import awaiting_confirmation, disagreed, hanging_by_one, warned, with_notice_due
from kamp.dashboards import lists
from kamp.dashboards.seen import Seen
from kamp.dashboards.tiles import figures
from kamp.dashboards.tiles.spec import Home, Rows, Sums, TileSpec, Unit, counted
from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_
from kamp.users.models import User
from planning.selectors.plans_sums import in_currencies
from planning.selectors.plans_together import awaiting_approval, in_groups, late_phases, phases_to_approve
from planning.selectors.review_agenda import Group
from portfolio.models import Classification
from portfolio.selectors.hues import COLOURED_BY
from portfolio.selectors.totals import moved_rows, run_rows, unmoved_rows


def _counting(home: Home, roles: frozenset[str]) -> Callable[..., TileSpec]:
    """A maker of tiles that count their rows: the fewer the better."""

    def make(key: str, title: str, question: str, *, rows: Callable[[Seen], Rows], **more: Any) -> TileSpec:
        given = {"figure": counted(rows)} | more
        return TileSpec(
            key=key,
            title=title,
            question=question,
            unit=Unit.COUNT,
            home=home,
            roles=roles,
            rows=rows,
            good="down",
            **given,
        )

    return make


MANAGEMENT = frozenset({"management", "administrator", "market_manager"})
STEERING = frozenset({"market_manager", "administrator"})
_attention, _steering = _counting(Home.ATTENTION, MANAGEMENT), _counting(Home.PORTFOLIO, STEERING)
MATRIX, ACCOUNT, PLAN = "portfolio.view_matrix", "accounts.view_account", "planning.view_plan"


def _of_run(seen: Seen) -> Rows:
    return run_rows(seen.reading) if seen.reading else Classification.objects.none()


def _with_margin(seen: Seen) -> Rows:
    return _of_run(seen).filter(margin__isnull=False)


def _moved(seen: Seen) -> Rows:
    if seen.reading is None:
        return Classification.objects.none()
    return moved_rows(seen.reading, COLOURED_BY, before=seen.before, after=seen.after)


def _unmoved(seen: Seen) -> Rows:
    return unmoved_rows(seen.reading, COLOURED_BY, seen.after) if seen.reading else Classification.objects.none()


def _listed(accounts: Rows) -> Rows:
    return accounts.select_related("segment", "owner", "figures")


def _warned(seen: Seen) -> Rows:
    return _listed(warned(seen.accounts, seen.today))


def _submitted(seen: Seen) -> Rows:
    return _listed(awaiting_confirmation(seen.accounts))


def _disagreed(seen: Seen) -> Rows:
    return _listed(disagreed(seen.accounts))


def _by_one(seen: Seen) -> Rows:
    return _listed(hanging_by_one(seen.accounts, seen.today))


def _notices(seen: Seen) -> Rows:
    return _listed(with_notice_due(seen.accounts, seen.today))


def _plans(seen: Seen) -> Rows:
    """Those that the money of plans speaks of: a plan without an exchange rate is in no sum."""
    return in_currencies(seen.plans, seen.money.currencies).select_related("account__owner")


def _agenda(*groups: Group) -> Callable[[Seen], Rows]:
    """The plans of some groups of the agenda."""

    def rows(seen: Seen) -> Rows:
        return in_groups(seen.agenda, groups, seen.today).select_related("account__owner")

    return rows


def _counting_groups(*groups: Group) -> dict[str, Any]:
    """Rows and figure of a tile that counts the plans of some groups: all groups are counted at once."""
    return {"rows": _agenda(*groups), "figure": figures.of_agenda(*groups)}


_IN_RHYTHM = _agenda(Group.WEEK, Group.COMING)


def _late(seen: Seen) -> Rows:
    return late_phases(seen.plans, seen.today)


def _to_approve(seen: Seen) -> Rows:
    return phases_to_approve(seen.plans)


def _in_work(seen: Seen) -> Rows:
    return seen.agenda.select_related("account__owner").prefetch_related("phases")


def _waiting(seen: Seen) -> Rows:
    return awaiting_approval(seen.agenda).select_related("account__owner")


TILES: Catalog[TileSpec] = Catalog(
    "tile",
    [
        TileSpec(
            key="revenue",
            title=N_("Revenue, last 12 months"),
            question=N_("How much do these customers buy, and is it growing?"),
            unit=Unit.MONEY,
            home=Home.DASHBOARD,
            rows=_of_run,
            listing=lists.RUN_ROWS,
            permission=MATRIX,
            roles=MANAGEMENT,
            figure=figures.revenue,
            sums=Sums.TOTAL,
            columns=("revenue",),
            trend=figures.revenue_trend,
        ),
        TileSpec(
            key="margin",
            title=N_("Contribution margin"),
            question=N_("How much of the revenue is left after its direct costs?"),
            unit=Unit.SHARE,
            home=Home.DASHBOARD,
            rows=_with_margin,
            listing=lists.RUN_ROWS,
            permission=MATRIX,
            roles=MANAGEMENT,
            figure=figures.margin,
            sums=Sums.QUOTIENT,
            columns=("margin", "known"),
            trend=figures.margin_trend,
        ),
        TileSpec(
            key="plan-value",
            title=N_("Weighted plan value"),
            question=N_("What do the open plans promise, weighted by probability?"),
            unit=Unit.MONEY,
            home=Home.DASHBOARD,
            rows=_plans,
            listing=lists.PLANS_WORTH,
            permission=PLAN,
            roles=MANAGEMENT,
            figure=figures.plan_value,
            sums=Sums.TOTAL,
            columns=("weighted",),
            trend=figures.plan_value_trend,
        ),
        TileSpec(
            key="warnings",
            title=N_("Revenue with a warning"),
            question=N_(
                "How much revenue comes from key accounts with falling sales, an ending contract or one contact?"
            ),
            unit=Unit.MONEY,
            home=Home.DASHBOARD,
            rows=_warned,
            listing=lists.WARNED,
            permission=ACCOUNT,
            roles=MANAGEMENT,
            figure=figures.warned_revenue,
            sums=Sums.TOTAL,
            columns=("revenue",),
            trend=figures.warned_trend,
            good="down",
        ),
        TileSpec(
            key="plan-return",
            title=N_("Plan ROI"),
            question=N_("What do the open plans return on what is invested?"),
            unit=Unit.RATIO,
            home=Home.DASHBOARD,
            rows=_plans,
            listing=lists.PLANS_WORTH,
            permission=PLAN,
            roles=MANAGEMENT,
            figure=figures.plan_return,
            sums=Sums.QUOTIENT,
            columns=("surplus", "investments"),
            trend=figures.plan_return_trend,
        ),
        TileSpec(
            key="in-rhythm",
            title=N_("Plans in rhythm"),
            question=N_("Are the plans alive: reviewed as often as they should be?"),
            unit=Unit.PART,
            home=Home.DASHBOARD,
            rows=_IN_RHYTHM,
            listing=lists.AGENDA,
            permission=PLAN,
            roles=MANAGEMENT,
            figure=figures.in_rhythm,
            trend=figures.reviews_trend,
            path="reviews:review_list",
        ),
        _attention(
            "overdue-reviews",
            N_("Reviews overdue"),
            N_("Which plans have missed their review?"),
            **_counting_groups(Group.OVERDUE),
            listing=lists.AGENDA,
            permission=PLAN,
        ),
        _attention(
            "never-reviewed",
            N_("Never scheduled"),
            N_("Which plans have no review, neither held nor planned?"),
            **_counting_groups(Group.NEVER),
            listing=lists.AGENDA,
            permission=PLAN,
        ),
        _attention(
            "late-phases",
            N_("Phases late"),
            N_("Which phases are past their day?"),
            rows=_late,
            listing=lists.PHASES,
            permission=PLAN,
        ),
        _attention(
            "notices",
            N_("Contracts to give notice of"),
            N_("At which accounts does a last day for notice come near?"),
            rows=_notices,
            listing=lists.ACCOUNTS,
            permission=ACCOUNT,
        ),
        _attention(
            "plans-to-approve",
            N_("Plans to approve"),
            N_("Which plans are handed in and wait for management?"),
            rows=_waiting,
            listing=lists.AGENDA,
            permission=PLAN,
        ),
        TileSpec(
            key="plans",
            title=N_("Open plans"),
            question=N_("How far is each plan?"),
            unit=Unit.COUNT,
            home=Home.LIST,
            rows=_in_work,
            listing=lists.PLANS_IN_WORK,
            permission=PLAN,
            roles=MANAGEMENT,
            figure=counted(_in_work),
            path="planning:plan_list",
        ),
        TileSpec(
            key="unmoved",
            title=N_("Not moved"),
            question=N_("Which accounts did not come from another class since the run before?"),
            unit=Unit.COUNT,
            home=Home.LIST,
            rows=_unmoved,
            listing=lists.RUN_ROWS,
            permission=MATRIX,
            roles=MANAGEMENT,
            figure=counted(_unmoved),
            asks=("to",),
        ),
        _steering(
            "audits-to-confirm",
            N_("Audits to confirm"),
            N_("Which audits are handed in and wait for a market manager?"),
            rows=_submitted,
            listing=lists.ACCOUNTS,
            permission=ACCOUNT,
        ),
        _steering(
            "phases-to-approve",
            N_("Phases to approve"),
            N_("Which phases are handed in and wait for an answer?"),
            rows=_to_approve,
            listing=lists.PHASES,
            permission=PLAN,
        ),
        _steering(
            "disagreements",
            N_("Raters who disagree"),
            N_("At which accounts do two people see the same thing differently?"),
            rows=_disagreed,
            listing=lists.ACCOUNTS,
            permission=ACCOUNT,
        ),
        _steering(
            "coverage",
            N_("Hanging by one contact"),
            N_("Which accounts would be lost from sight if one person left?"),
            rows=_by_one,
            listing=lists.ACCOUNTS,
            permission=ACCOUNT,
        ),
        _steering(
            "moves",
            N_("Class changes"),
            N_("Which accounts have another class than at the run before?"),
            rows=_moved,
            listing=lists.MOVED_ROWS,
            permission=MATRIX,
            asks=("from", "to"),
        ),
        _steering(
            "reviews-due",
            N_("Reviews this week or overdue"),
            N_("Which plans are reviewed within seven days, or should have been?"),
            **_counting_groups(Group.OVERDUE, Group.WEEK),
            listing=lists.AGENDA,
            permission=PLAN,
        ),
    ],
)


def tiles_of(user: User, home: Home) -> list[TileSpec]:
    """The tiles of ``home`` for the role and rights of ``user``, in order."""
    return [tile for tile in TILES if tile.home is home and user.role in tile.roles and user.has_perm(tile.permission)]
