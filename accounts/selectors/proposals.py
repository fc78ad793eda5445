"""What the data propose as answers about a relationship (⚙ in method §1), with what they rest on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from accounts.calc.proposals import breadth_of_supply, horizon, share_of_wallet
from accounts.models import Contract, KeyAccount, SalesMonth
from accounts.selectors.contact_breadth import contact_breadth
from accounts.selectors.demand import demand_of
from accounts.selectors.facts import Facts
from accounts.selectors.windows import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposed answer 1–5. ``basis`` says what kind of fact it rests on, ``number`` and ``of`` how much of it."""

    key: str
    value: int
    basis: str
    number: Decimal
    of: Decimal | None = None
    day: datetime.date | None = None


def proposals_for(account: KeyAccount, as_of: datetime.date, facts: Facts) -> dict[str, Proposal]:
    """The proposals for which there are data, by the key of the indicator. ``facts`` are those of twelve months."""
    found = [
        *_contacts(account, as_of),
        *_breadth(account, as_of),
        *_horizon(account, as_of, buys=facts.revenue > 0),
    ]
    share = share_of_wallet(facts.revenue, facts.demand)
    if share is not None and facts.demand is not None:
        percent = min(max(facts.revenue, Decimal(0)) / facts.demand, Decimal(1))
        found.append(Proposal(key="relationship.x6", value=share, basis="share", number=percent))
    return {proposal.key: proposal for proposal in found}


def _contacts(account: KeyAccount, as_of: datetime.date) -> list[Proposal]:
    breadth = contact_breadth([account.pk], as_of=as_of).get(account.pk)
    if breadth is None:
        return []
    return [
        Proposal(key="relationship.y1", value=breadth.y1, basis="functions", number=Decimal(breadth.functions)),
        Proposal(
            key="relationship.y2",
            value=breadth.y2,
            basis="levels",
            number=Decimal(breadth.levels),
            of=Decimal(breadth.top_meetings),
        ),
    ]


def _breadth(account: KeyAccount, as_of: datetime.date) -> list[Proposal]:
    """Product lines with a demand, and those of them they bought from us within twelve months."""
    cells = demand_of(account, today=as_of).current
    lines = {row.product_line_id for row in cells if row.product_line_id is not None and row.amount > 0}
    if not lines:
        return []
    window = Window.trailing(as_of)
    sold = SalesMonth.objects.filter(
        account=account, month__gt=window.first.replace(day=1), product__line__in=lines, net__gt=0
    )
    bought = len(set(sold.order_by().values_list("product__line", flat=True)))
    value = breadth_of_supply(bought, len(lines))
    if value is None:
        return []
    number, of = Decimal(bought), Decimal(len(lines))
    return [Proposal(key="relationship.y4", value=value, basis="lines", number=number, of=of)]


def _horizon(account: KeyAccount, as_of: datetime.date, *, buys: bool) -> list[Proposal]:
    running = Contract.objects.filter(Q(end__isnull=True) | Q(end__gte=as_of), account=account, start__lte=as_of)
    ends = [end or datetime.date.max for end in running.values_list("end", flat=True)]
    if not ends and Contract.objects.filter(account=account).count() == 0:
        return []  # nobody wrote down whether there are any
    day = max(ends, default=None)
    return [
        Proposal(
            key="relationship.x3",
            value=horizon(as_of, ends, buys=buys),
            basis="contracts",
            number=Decimal(len(ends)),
            day=None if day == datetime.date.max else day,
        )
    ]
