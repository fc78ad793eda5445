"""The lists behind the tiles: rows of a run, accounts, plans, phases."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import KeyAccount
from kamp.dashboards.places import place
from kamp.dashboards.seen import Seen
from kamp.dashboards.tiles.spec import Listing
from kamp.shared.addresses import address_of
from kamp.shared.drawing import meters
from kamp.shared.drawing.marks import glyph
from kamp.shared.tables import Column, Kind, Phone, Table
from kamp.shared.templatetags.formats import date_short, missing
from kamp.shared.templatetags.ui import badge
from planning.models import AccountPlan, PlanPhase
from planning.phases.keys import PHASE_LABELS
from planning.selectors.plans import seven_of
from planning.selectors.plans_sums import money_of
from planning.selectors.review_agenda import standing_of, with_reviews
from planning.tables.reviews import RHYTHM_WORDS
from portfolio.enums import NO_CLASS
from portfolio.matrices.catalog import MATRICES
from portfolio.models import Classification
from portfolio.selectors.hues import COLOURED_BY, NO_HUE, hue_of
from portfolio.selectors.positions import latest_rows
from portfolio.tables import cell_label


def _of(account: Callable[[Any], KeyAccount]) -> Callable[[Any, Any], SafeString]:
    """Draws the name of the account of a row with its code, as a link to the account."""

    def draw(value: str, row: Any) -> SafeString:
        found = account(row)
        return format_html('<a href="{}">{}</a><span>{}</span>', found.get_absolute_url(), value, found.code)

    return draw


def draw_class(_value: Any, row: Any) -> SafeString:
    """The class of ``row.place`` (a Classification or None) on the matrix that colours."""
    found: Classification | None = row.place
    key = found.cell_on(COLOURED_BY) if found else ""
    hue = NO_HUE if found is None or key in NO_CLASS | {""} else hue_of(found)
    return format_html('<span class="ka">{}{}</span>', glyph(hue), cell_label(MATRICES.get(COLOURED_BY), key))


def draw_plan(value: str, row: Any) -> SafeString:
    """A plan as a link where plans have a page."""
    plan = row if isinstance(row, AccountPlan) else row.plan
    url = place("planning:plan_detail", plan.pk)
    return format_html('<a class="link" href="{}">{}</a>', url, value) if url else format_html("{}", value)


def _account_column(path: str, sort: str, account: Callable[[Any], KeyAccount]) -> Column:
    return Column(
        key="account",
        label=_("Account"),
        value=path,
        sort=sort,
        nullable=False,
        draw=_of(account),
        phone=Phone.MAIN,
    )


CLASS = Column(
    key="class",
    label=_("Class"),
    value=lambda row: cell_label(MATRICES.get(COLOURED_BY), row.place.cell_on(COLOURED_BY) if row.place else ""),
    draw=draw_class,
    phone=Phone.SECOND,
)


def _own_place(_seen: Seen, rows: Sequence[Any]) -> None:
    for row in rows:
        row.place = row


RUN_ROWS = Listing(
    table=Table(
        key="tile-run",
        default="-revenue",
        columns=(
            _account_column("account.name", "account__name_key", lambda row: row.account),
            CLASS,
            Column(key="segment", label=_("Segment"), value="account.segment.name"),
            Column(
                key="revenue",
                label=_("Revenue"),
                value="revenue",
                sort="revenue",
                nullable=False,
                kind=Kind.MONEY,
                descending_first=True,
                phone=Phone.END,
            ),
            Column(key="margin", label=_("Margin"), value="margin", kind=Kind.MONEY, phone=Phone.UNDER),
            Column(
                key="known",
                label=_("Revenue with a known margin"),
                value=lambda row: None if row.margin is None else row.revenue,
                kind=Kind.MONEY,
            ),
            Column(key="owner", label=_("Owner"), value="account.owner.name"),
        ),
    ),
    prepare=_own_place,
)


def _came_from(seen: Seen, rows: Sequence[Any]) -> None:
    assert seen.reading is not None  # noqa: S101  MEANT: rows of a run
    before = seen.reading.moved_from(COLOURED_BY, [row.account_id for row in rows])
    for row in rows:
        row.place, row.came_from = row, before.get(row.account_id, "")


MOVED_ROWS = Listing(
    table=Table(
        key="tile-moves",
        default="-revenue",
        columns=(
            RUN_ROWS.table.columns[0],
            Column(
                key="before",
                label=_("Came from"),
                value=lambda row: cell_label(MATRICES.get(COLOURED_BY), row.came_from),
                phone=Phone.UNDER,
            ),
            CLASS,
            RUN_ROWS.table.columns[3],
            RUN_ROWS.table.columns[6],
        ),
    ),
    prepare=_came_from,
)


def _places(_seen: Seen, rows: Sequence[KeyAccount]) -> None:
    found = latest_rows([row.pk for row in rows])
    for row in rows:
        row.place = found.get(row.pk)  # type: ignore[attr-defined]


WARNINGS = (
    ("is_falling", _("Revenue falling")),
    ("has_notice", _("Contract to give notice of")),
    ("by_one", _("Hangs by one contact")),
)


def _warnings(row: Any) -> str:
    return ", ".join(str(label) for name, label in WARNINGS if getattr(row, name))


_ACCOUNT_COLUMNS = (
    _account_column("name", "name_key", lambda row: row),
    CLASS,
    Column(key="segment", label=_("Segment"), value="segment.name"),
    Column(
        key="revenue",
        label=_("Revenue, 12 months"),
        value="figures.revenue",
        sort="figures__revenue",
        kind=Kind.MONEY,
        descending_first=True,
        phone=Phone.END,
    ),
    Column(key="owner", label=_("Owner"), value="owner.name", phone=Phone.UNDER),
)
ACCOUNTS = Listing(table=Table(key="tile-accounts", default="account", columns=_ACCOUNT_COLUMNS), prepare=_places)
WARNED = Listing(
    table=Table(
        key="tile-warned",
        default="-revenue",
        columns=(
            *_ACCOUNT_COLUMNS[:2],
            Column(
                key="warnings",
                label=_("Warnings"),
                value=_warnings,
                draw=lambda value, _row: badge(value, "warn", "warn"),
                phone=Phone.UNDER,
            ),
            _ACCOUNT_COLUMNS[3],
            Column(key="owner", label=_("Owner"), value="owner.name"),
        ),
    ),
    prepare=_places,
)


def _plan_parts(seen: Seen, rows: Sequence[AccountPlan]) -> None:
    places = latest_rows([row.account_id for row in rows])
    money = money_of(AccountPlan.objects.filter(pk__in=[row.pk for row in rows]), seen.today)
    for row in rows:
        row.place = places.get(row.account_id)  # type: ignore[attr-defined]
        row.money = money.get(row.pk)  # type: ignore[attr-defined]


def _seven(_value: Any, row: AccountPlan) -> SafeString:
    return meters.seven(row.bars)  # type: ignore[attr-defined]


def _promised(row: AccountPlan) -> Decimal | None:
    """The weighted revenue of a plan; None for one whose sales plan says nothing yet: that is not zero."""
    money = row.money  # type: ignore[attr-defined]
    return None if money is None or (not money.weighted and money.benefits is None) else money.weighted


_PLAN_COLUMNS = (
    _account_column("account.name", "account__name_key", lambda row: row.account),
    Column(key="plan", label=_("Plan"), value="name", draw=draw_plan, phone=Phone.SECOND),
    replace(CLASS, phone=Phone.HIDDEN),
)
PLANS_WORTH = Listing(
    table=Table(
        key="tile-plans",
        default="account",
        columns=(
            *_PLAN_COLUMNS,
            Column(key="state", label=_("State"), value="get_state_display"),
            Column(key="weighted", label=_("Weighted revenue"), value=_promised, kind=Kind.MONEY, phone=Phone.END),
            Column(key="surplus", label=_("Benefits less investments"), value="money.surplus", kind=Kind.MONEY),
            Column(key="investments", label=_("Investments"), value="money.investments", kind=Kind.MONEY),
        ),
    ),
    prepare=_plan_parts,
)


def _agenda_parts(seen: Seen, rows: Sequence[AccountPlan]) -> None:
    places = latest_rows([row.account_id for row in rows])
    for row in with_reviews(rows):
        row.place = places.get(row.account_id)  # type: ignore[attr-defined]
        row.standing = standing_of(row, seen.today)  # type: ignore[attr-defined]


def draw_rhythm(value: Any, _row: Any) -> SafeString:
    """How a plan stands with its reviews, as a badge."""
    words, tone = RHYTHM_WORDS[value]
    return badge(words, tone)


def draw_due(value: datetime.date | None, row: AccountPlan) -> SafeString:
    """The day of the next review, as a link where one is planned."""
    if value is None:
        return missing()
    review = getattr(row, "next_id", None)
    url = place("reviews:review_detail", review) if review else ""
    day = date_short(value)
    return format_html('<a class="link" href="{}">{}</a>', url, day) if url else format_html("{}", day)


AGENDA = Listing(
    table=Table(
        key="tile-agenda",
        default="account",
        columns=(
            *_PLAN_COLUMNS,
            Column(
                key="due",
                label=_("Next review"),
                value="due_on",
                kind=Kind.DATE,
                sort="due_on",
                draw=draw_due,
                phone=Phone.END,
            ),
            Column(key="rhythm", label=_("Standing"), value="standing.rhythm", draw=draw_rhythm, phone=Phone.UNDER),
            Column(key="owner", label=_("Owner"), value="account.owner.name"),
        ),
    ),
    prepare=_agenda_parts,
)


def phase_words(row: PlanPhase) -> str:
    """What the phase of a row is called, in the present language."""
    return gettext(PHASE_LABELS[row.phase_key])


def draw_phase(value: str, row: PlanPhase) -> SafeString:
    """A phase as a link to its page."""
    url = phase_url(row)
    return format_html('<a class="link" href="{}">{}</a>', url, value) if url else format_html("{}", value)


def phase_url(row: PlanPhase) -> str:
    """The page of a phase, of its plan, or of the account."""
    return (
        place("planning:phase", row.plan_id, row.phase_key)
        or place("planning:plan_detail", row.plan_id)
        or address_of("accounts:account_detail", row.plan.account.slug)
    )


PHASES = Listing(
    table=Table(
        key="tile-phases",
        default="due",
        columns=(
            _account_column("plan.account.name", "plan__account__name_key", lambda row: row.plan.account),
            Column(key="plan", label=_("Plan"), value="plan.name", draw=draw_plan),
            Column(key="phase", label=_("Phase"), value=phase_words, draw=draw_phase, phone=Phone.SECOND),
            Column(key="due", label=_("Due"), value="due", kind=Kind.DATE, sort="due", phone=Phone.END),
            Column(key="state", label=_("State"), value="get_state_display", phone=Phone.UNDER),
            Column(key="owner", label=_("Responsible"), value="owner.name"),
        ),
    )
)


def _bars(seen: Seen, rows: Sequence[AccountPlan]) -> None:
    _agenda_parts(seen, rows)
    for row in rows:
        row.bars = seven_of(row, seen.today)  # type: ignore[attr-defined]


PLANS_IN_WORK = Listing(
    table=Table(
        key="tile-bars",
        default="account",
        columns=(
            *_PLAN_COLUMNS,
            Column(key="phases", label=_("Phases"), value=lambda row: len(row.bars), draw=_seven, export=False),
            *AGENDA.table.columns[3:],
        ),
    ),
    prepare=_bars,
)
