"""The figures of tiles that are more than a count: what the selectors say, and what is missing when they cannot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.selectors.attention import key_accounts
from accounts.selectors.facts_sql import newest_sale
from kamp.dashboards.seen import Seen, Standing
from kamp.dashboards.tiles.spec import Figure
from kamp.shared import formats
from kamp.shared.templatetags.formats import language
from planning.selectors.plans_together import held_by_month
from planning.selectors.review_agenda import Group


def _no_run() -> str:
    return _("The portfolio has not been classified yet.")


def _no_plan() -> str:
    return _("No plan is open yet.")


def revenue(seen: Seen) -> Figure:
    """Revenue of the twelve months of the run, beside that of the month before."""
    if seen.total is None:
        return Figure(value=None, missing=_no_run())
    if not seen.total.revenue and newest_sale() is None:
        return Figure(value=None, missing=_("No sales yet"))
    before = seen.trend[-2].revenue if len(seen.trend) > 1 else None
    return Figure(value=seen.total.revenue, before=before)


def margin(seen: Seen) -> Figure:
    """Contribution on the revenue whose margin is known."""
    if seen.total is None:
        return Figure(value=None, missing=_no_run())
    if seen.total.margin_share is None:
        return Figure(value=None, missing=_("No margin is known: give products a cost."))
    before = seen.trend[-2].margin_share if len(seen.trend) > 1 else None
    return Figure(value=seen.total.margin_share, before=before)


def plan_value(seen: Seen) -> Figure:
    """Expected revenue of the open plans, weighted by probability."""
    plans = seen.money.plans
    if not plans:
        return Figure(value=None, missing=_why_no_money(seen))
    if not seen.money.promising:
        return Figure(value=None, missing=_("No open plan has expected revenue with its probability yet."))
    note = ngettext("in %(count)s open plan", "in %(count)s open plans", plans)
    note %= {"count": formats.number(plans, language())}
    return Figure(value=seen.money.weighted, before=_month_before(seen, _worth), note=note)


def plan_return(seen: Seen) -> Figure:
    """The return on investment of all open plans together."""
    if not seen.money.plans:
        return Figure(value=None, missing=_why_no_money(seen))
    if seen.money.roi is None:
        return Figure(value=None, missing=_("No line has investments and all its estimates."))
    return Figure(value=seen.money.roi, before=_month_before(seen, _return))


def _why_no_money(seen: Seen) -> str:
    return _("The exchange rates of the plans’ currencies are missing.") if seen.money.without_rate else _no_plan()


def warned_revenue(seen: Seen) -> Figure:
    """Revenue of the key accounts with a serious warning."""
    if not key_accounts(seen.accounts).exists():
        return Figure(value=None, missing=_("No key account is designated yet."))
    number, amount = seen.warned
    note = ngettext("in %(count)s key account", "in %(count)s key accounts", number)
    note %= {"count": formats.number(number, language())}
    return Figure(value=amount, before=_month_before(seen, _warned), note=note)


Recorded = Callable[[Standing], Decimal | None]


def _worth(standing: Standing) -> Decimal | None:
    """Nothing without an open plan; not known when none of them has an exchange rate."""
    money = standing.money
    return money.weighted if money.plans or not money.without_rate else None


def _return(standing: Standing) -> Decimal | None:
    return standing.money.roi


def _warned(standing: Standing) -> Decimal | None:
    return standing.warned


def _month_before(seen: Seen, read: Recorded) -> Decimal | None:
    """What ``read`` takes from the record of the month before this one; None when that month was not recorded."""
    last = seen.standings[-1] if seen.standings else None
    return read(last) if last else None


def in_rhythm(seen: Seen) -> Figure:
    """Open plans whose next review is planned or not due yet, of all."""
    counts = seen.reviews
    if not counts.all:
        return Figure(value=None, missing=_no_plan())
    found = counts.by_group
    return Figure(
        value=found[Group.WEEK] + found[Group.COMING],
        whole=counts.all,
        note=_("%(overdue)s overdue, %(never)s never scheduled")
        % {key: formats.number(found[key], language()) for key in (Group.OVERDUE, Group.NEVER)},
    )


def of_agenda(*groups: Group) -> Callable[[Seen], Figure]:
    """How many open plans are in any of ``groups``."""

    def figure(seen: Seen) -> Figure:
        return Figure(value=sum(seen.reviews.by_group[group] for group in groups))

    return figure


def revenue_trend(seen: Seen) -> Sequence[float | None]:
    """Revenue of twelve months at the ends of the last months."""
    return [float(each.revenue) for each in seen.trend]


def margin_trend(seen: Seen) -> Sequence[float | None]:
    """Margin share at the ends of the last months."""
    return [None if each.margin_share is None else float(each.margin_share) for each in seen.trend]


def reviews_trend(seen: Seen) -> Sequence[float | None]:
    """Reviews held in each of the last months."""
    return [float(number) for number in held_by_month(seen.plans, seen.today)]


def plan_value_trend(seen: Seen) -> Sequence[float | None]:
    """Weighted plan value at the ends of the months that were recorded, and now."""
    return _recorded(seen, _worth, seen.money.weighted if seen.money.promising or not seen.money.plans else None)


def plan_return_trend(seen: Seen) -> Sequence[float | None]:
    """Return on investment of the plans open at the ends of the months that were recorded, and now."""
    return _recorded(seen, _return, seen.money.roi)


def warned_trend(seen: Seen) -> Sequence[float | None]:
    """Revenue with a warning at the ends of the months that were recorded, and now."""
    return _recorded(seen, _warned, seen.warned[1])


def _recorded(seen: Seen, read: Recorded, now: Decimal | None) -> list[float | None]:
    values = [*(read(standing) if standing else None for standing in seen.standings), now]
    return [None if value is None else float(value) for value in values]
