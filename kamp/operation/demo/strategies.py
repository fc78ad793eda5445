"""Phase 5 of the demo's plans: objectives, strategies with their actions, the offer panel."""

from __future__ import annotations

import datetime
from decimal import Decimal

from accounts.models import AccountFigures, ProductLine
from kamp.operation.demo import plan_words as said
from kamp.operation.demo.plan_work import Work, figures_as_of
from kamp.shared.months import month_at
from planning.enums import InvestmentType
from planning.models import Action, Narrative, Need, Objective, OfferPanelItem, Strategy, SwotItem
from planning.phases.keys import FIT, STRATEGY
from planning.selectors.account_facts import prescribed
from portfolio.selectors.positions import latest_rows

MEASURED_AFTER = 2  # months


def make_strategy(work: Work) -> None:
    """Two or three objectives, two strategies that cite the SWOT, actions of every age, and five offers."""
    plan = work.plan
    Narrative.objects.bulk_create(
        Narrative(plan=plan, phase_key=STRATEGY, section_key=section, text=text, author=work.seller)
        for (key, section), text in said.NARRATIVES.items()
        if key == STRATEGY
    )
    _choose_investment(work)
    goals = _objectives(work)
    items = list(SwotItem.objects.filter(plan=plan, phase_key=FIT).order_by("pk"))
    rows = (
        ("Entrare con la manutenzione predittiva e allargare", "offer", "SO", [goals[0]], (0, 1, 4)),
        ("Recuperare margine con servizi e automazione", "service_level", "ST", goals[1:], (2, 3, 6)),
    )
    for text, tool, crossing, objectives, cited in rows:
        strategy = Strategy.objects.create(plan=plan, text=text, tool=tool, crossing=crossing, author=work.seller)
        strategy.objectives.set(objectives)
        strategy.swot_items.set([items[index] for index in cited if index < len(items)])
        _actions(work, strategy)
    _offers(work)


def _choose_investment(work: Work) -> None:
    row = latest_rows([work.plan.account_id]).get(work.plan.account_id)
    wanted = prescribed(row.cell_on("class") if row is not None else "")
    work.plan.investment_type = wanted or InvestmentType.SELECTIVE
    work.plan.save(update_fields=["investment_type"])


def _objectives(work: Work) -> list[Objective]:
    """What is wanted from where the account stood when the plan began; of plans in their third month and later what
    can be read off the figures is measured."""
    plan, now = work.plan, AccountFigures.objects.filter(account=work.plan.account).first()
    with figures_as_of(work, plan.starts_on) as then:
        margin, share = _percents(then or now)
    margin_now, share_now = _percents(now)
    yearly = (now.revenue if now else None) or Decimal(400_000)
    rows = (
        (
            "sales",
            "Nuovo fatturato delle aree del piano",
            "k€",
            Decimal(0),
            round(yearly * Decimal("0.25") / 1000),
            None,
        ),
        ("profit", "Margine di contribuzione sull’account", "%", margin, margin + 3, margin_now),
        ("share", "Quota cliente", "%", share, min(Decimal(95), share + 12), share_now),
    )
    measured_on = work.until - datetime.timedelta(days=20)
    is_measured = month_at(plan.starts_on, MEASURED_AFTER) <= measured_on
    return [
        Objective.objects.create(
            plan=plan,
            kind=kind,
            text=text,
            unit=unit,
            baseline=baseline,
            baseline_on=plan.starts_on,
            target=target,
            due=plan.ends_on,
            owner=work.seller,
            author=work.seller,
            actual=actual if is_measured else None,
            actual_on=measured_on if is_measured and actual is not None else None,
        )
        for kind, text, unit, baseline, target, actual in rows
    ]


def _percents(figures: AccountFigures | None) -> tuple[Decimal, Decimal]:
    """Margin and share of wallet in percent; a guess where one is not known."""
    margin = figures.margin_share if figures else None
    share = figures.share_of_wallet if figures else None
    return round((margin or Decimal("0.3")) * 100, 1), round((share or Decimal("0.2")) * 100, 1)


def _actions(work: Work, strategy: Strategy) -> None:
    """Some done, some open, some late; for the seller, the market manager, the specialist of the team."""
    team = [member.user for member in work.plan.team.select_related("user").order_by("pk")]
    for text in work.random.sample(said.ACTIONS, k=3):
        due = work.until + datetime.timedelta(days=work.random.choice((-40, -25, -12, -3, 0, 4, 9, 20, 45)))
        done = due < work.until and work.random.random() < 0.6
        owner = work.random.choice(team)
        Action.objects.create(
            plan=work.plan,
            strategy=strategy,
            text=text,
            owner=owner,
            due=due,
            done_at=datetime.datetime.combine(due, datetime.time(15), tzinfo=datetime.UTC) if done else None,
            done_by=owner if done else None,
            created_by=work.seller,
        )


def _offers(work: Work) -> None:
    lines = {line.name: line for line in ProductLine.objects.all()}
    needs = {need.text: need for need in Need.objects.filter(plan=work.plan)}
    figures = AccountFigures.objects.filter(account=work.plan.account).first()
    yearly = (figures.revenue if figures else None) or Decimal(400_000)
    for number, (area, percent) in enumerate(zip(said.AREAS, said.SHARES, strict=True)):
        need = needs.get(area.need) or Need.objects.create(
            plan=work.plan, text=area.need, kind="unexpressed", priority=4, author=work.seller
        )
        OfferPanelItem.objects.create(
            plan=work.plan,
            name=area.name,
            product_line=lines[area.product_line],
            need=need,
            priority=5 - number % 4,
            amount=round(yearly * percent / 100, -2),
            probability=area.probability,
            margin=area.contribution,
            starts_on=work.plan.starts_on,
            rival_alternative="Soluzione standard del concorrente" if number % 2 else "",
            author=work.seller,
        )
