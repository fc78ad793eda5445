"""The sales plan read from the database: the numbers of the method, what is missing, planned against actual."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import ExchangeRate, SalesLine
from accounts.services.rollups import rebuild_rollups
from accounts.tests.factories import make_account, make_company, make_person, make_product, make_sale
from accounts.tests.factories import make_line as make_product_line
from kamp.testing.queries import assert_same_queries, queries_of
from planning.calc.progress import Rag
from planning.enums import LineKind, LineState
from planning.models import AccountPlan, Investment, Narrative, Objective, OfferPanelItem, PlanLine
from planning.selectors.plan_lines import plan_sheets
from planning.selectors.sales_plan import plan_totals, planned_sums, sales_facts, sales_plan_of
from planning.selectors.tracking import tracking_of
from planning.tests.factories_lines import day, make_line, make_plan
from portfolio.models import Classification
from portfolio.services.parameters import change_parameters
from portfolio.tests.factories import make_run

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 20)
D = Decimal


@pytest.fixture
def plan() -> AccountPlan:
    make_company()
    return make_plan(make_account("Molini Serravento"))


def example(plan: AccountPlan, **fields: Any) -> PlanLine:
    """The example of §9.4: 6,250 a month at 40 % for months 7 to 18, −20,000 at 0 and −5,000 at 6."""
    months = {f"2027-{month:02d}": 6250 for month in range(8, 13)} | {
        f"2028-{month:02d}": 6250 for month in range(1, 8)
    }
    values = {"probability": 100, "contribution": 40, "months": months, "invest": {"2027-01": 20000, "2027-07": 5000}}
    return make_line(plan, **values, **fields)


def test_the_example_of_the_method_through_the_database(plan: AccountPlan) -> None:
    example(plan)
    returns = plan_totals(plan, TODAY).returns
    assert returns is not None
    assert (returns.roi, returns.payback, round(returns.npv, 2)) == (D("0.2"), 16, D("2884.38"))
    assert returns.index is not None
    assert round(returns.index, 4) == D("1.1163")


def test_weighted_revenue_of_the_method(plan: AccountPlan) -> None:
    for amount, probability in ((120_000, 80), (60_000, 50), (40_000, 20)):
        make_line(plan, months={"2027-05": amount}, probability=probability)
    totals = plan_totals(plan, TODAY)
    assert (totals.weighted, totals.expected) == (134_000, 220_000)


def test_without_a_contribution_the_margin_of_the_offer_counts(plan: AccountPlan) -> None:
    offer = OfferPanelItem.objects.create(plan=plan, name="Sensors", margin=40)
    line = example(plan, offer=offer)
    PlanLine.objects.filter(pk=line.pk).update(contribution=None)
    assert plan_sheets(plan, TODAY)[0].facts.contribution == D("0.4")
    assert "contribution" not in plan_sheets(plan, TODAY)[0].gaps


def test_the_rate_is_the_one_in_force(plan: AccountPlan, django_user_model: Any) -> None:
    example(plan)
    user = django_user_model.objects.create(email="a@example.com", name="A")
    at = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
    change_parameters(values={"npv.rate": 0}, valid_from=at.date(), reason="No interest", by=user, at=at)
    returns = plan_totals(plan, TODAY).returns
    assert returns is not None
    assert returns.npv == 5000


def test_a_recurring_investment_counts_every_month(plan: AccountPlan) -> None:
    line = example(plan)
    Investment.objects.create(line=line, month=day("2027-02"), until=day("2027-05"), amount=100, kind="people")
    returns = plan_totals(plan, TODAY).returns
    assert returns is not None
    assert returns.investments == 25_400


def test_amounts_outside_the_plan_count_nowhere_and_are_named(plan: AccountPlan) -> None:
    make_line(plan, months={"2026-12": 500, "2027-01": 100, "2029-01": 900}, probability=100)
    sheet = plan_sheets(plan, TODAY)[0]
    assert sheet.facts.expected == 100
    assert "outside" in sheet.gaps


def test_sums_in_sql_equal_those_in_python(plan: AccountPlan) -> None:
    make_line(plan, months={"2026-12": 500, "2027-01": 100}, probability=30)
    make_line(plan, months={"2027-02": 200}, probability=10, state=LineState.WON)
    make_line(plan, months={"2027-02": 400}, probability=90, state=LineState.LOST)
    make_line(plan, months={"2027-03": 800})
    make_line(plan, months={"2027-03": 999}, probability=50, deleted_at=datetime.datetime.now(datetime.UTC))
    totals = plan_totals(plan, TODAY)
    sums = planned_sums([plan.pk])[plan.pk]
    assert (sums.expected, sums.weighted) == (totals.expected, totals.weighted) == (700, 230)


def facts(plan: AccountPlan) -> dict[str, Any]:
    return sales_facts([plan], TODAY)[plan.pk]


def test_an_empty_plan_knows_nothing(plan: AccountPlan) -> None:
    assert facts(plan) == {
        "plan_lines": 0,
        "whole_lines": None,
        "returns_computed": None,
        "loss_explained": None,
        "total_fits": None,
    }


def test_what_a_line_still_needs(plan: AccountPlan) -> None:
    make_line(plan)
    estimates = ("result", "measure", "worth", "revenue", "probability", "contribution", "span", "contacts", "leads")
    assert plan_sheets(plan, TODAY)[0].gaps == (*estimates, "investments")
    assert facts(plan)["whole_lines"] == 0


def test_a_loss_needs_a_reason_for_the_line_and_for_the_plan(plan: AccountPlan) -> None:
    line = make_line(plan, months={"2027-05": 100}, probability=50, contribution=10, invest={"2027-01": 50_000})
    assert plan_sheets(plan, TODAY)[0].gaps[-1] == "loss_reason"
    assert facts(plan)["loss_explained"] == 0
    line.return_reason = "Opens the door to the group"
    line.save()
    assert facts(plan)["loss_explained"] == 0
    Narrative.objects.create(plan=plan, phase_key="sales-plan", section_key="loss_reason", text="The group is worth it")
    assert facts(plan)["loss_explained"] == 1


def test_cash_accounts_take_no_investment_and_selective_ones_a_calendar(plan: AccountPlan) -> None:
    example(plan)
    plan.investment_type = "cash"
    assert "no_investment" in plan_sheets(plan, TODAY)[0].gaps
    plan.investment_type = "selective"
    gaps = plan_sheets(plan, TODAY)[0].gaps
    assert "benefits_from" in gaps
    assert "no_investment" not in gaps


def test_without_a_choice_the_class_of_the_account_prescribes(plan: AccountPlan) -> None:
    """A Star asks for the month of the first benefits, as selective investment does."""
    example(plan)
    make_run()
    Classification.objects.filter(account=plan.account).update(cells=["class:star"])
    assert "benefits_from" in plan_sheets(plan, TODAY)[0].gaps


def test_a_lost_line_needs_nothing_more(plan: AccountPlan) -> None:
    make_line(plan, state=LineState.LOST)
    assert plan_sheets(plan, TODAY)[0].gaps == ()


@pytest.mark.parametrize(("target", "fits"), [(80, 1), (60, 0), (100, 0)])
def test_the_total_fits_the_objectives(plan: AccountPlan, target: int, fits: int) -> None:
    """75,000 weighted against an objective of so many k€ from 0 by the end of the plan."""
    example(plan)
    Objective.objects.create(
        plan=plan, text="New sales", kind="sales", unit="k€", baseline=0, target=target, due=plan.ends_on
    )
    assert facts(plan)["total_fits"] == fits


def test_an_objective_that_is_not_money_is_not_compared(plan: AccountPlan) -> None:
    example(plan)
    Objective.objects.create(plan=plan, text="Pieces", kind="sales", unit="pieces", baseline=0, target=5)
    assert facts(plan)["total_fits"] is None
    assert sales_plan_of(plan, TODAY).objectives[0].comparison is None


def test_as_many_queries_for_thirty_lines_as_for_one(plan: AccountPlan) -> None:
    def grow(number: int) -> None:
        for _each in range(number):
            line = example(plan)
            line.contacts.add(make_person(plan.account))

    assert_same_queries(lambda: sales_plan_of(plan, TODAY), grow, counts=(1, 8), at_most=13)


def test_as_many_queries_for_many_plans_as_for_one(plan: AccountPlan) -> None:
    example(plan)
    one = len(queries_of(lambda: sales_facts([plan], TODAY)))
    others = [make_plan(make_account()) for _number in range(4)]
    for other in others:
        example(other)
    assert len(queries_of(lambda: sales_facts([plan, *others], TODAY))) == one


# ---- planned against actual ---------------------------------------------------------------------------------------


def track(plan: AccountPlan, as_of: datetime.date) -> Any:
    return tracking_of(plan, plan_sheets(plan, as_of), as_of)


@pytest.fixture
def tied(plan: AccountPlan) -> PlanLine:
    """A line of 1,000 a month from January 2027 on products of one line; 5,000 were sold each month of 2026."""
    product = make_product("Sensor", line=make_product_line("Sensors"))
    for month in range(1, 13):
        make_sale(plan.account, datetime.date(2026, month, 10), 5000, product=product, quantity=D(50))
    months = {f"2027-{month:02d}": 1000 for month in range(1, 13)}
    return make_line(plan, months=months, probability=100, contribution=40, product_line=product.line)


def sell(plan: AccountPlan, tied: PlanLine, month: int, amount: int, quantity: int = 50) -> None:
    product = tied.product_line.products.get()  # type: ignore[union-attr]
    make_sale(plan.account, datetime.date(2027, month, 15), amount, product=product, quantity=D(quantity))


def test_what_came_in_beyond_the_year_before(plan: AccountPlan, tied: PlanLine) -> None:
    sell(plan, tied, 1, 6000)
    sell(plan, tied, 2, 5800)
    found = track(plan, datetime.date(2027, 3, 5))
    group = found.groups[0]
    assert found.known_until == day("2027-02")
    assert (group.planned, group.brought, group.difference) == (2000, 1800, -200)
    assert group.rag is Rag.AMBER
    assert [month.brought for month in group.months[:3]] == [1000, 800, None]
    assert (found.total.planned, found.total.brought) == (2000, 1800)


def test_the_month_that_runs_is_not_judged(plan: AccountPlan, tied: PlanLine) -> None:
    sell(plan, tied, 1, 6000)
    sell(plan, tied, 2, 10)
    assert track(plan, datetime.date(2027, 2, 20)).known_until == day("2027-01")


def test_months_without_sales_of_anybody_are_not_known(plan: AccountPlan, tied: PlanLine) -> None:
    """The newest file is of December 2026: January to April are not zero, they are not known."""
    found = track(plan, datetime.date(2027, 5, 1))
    assert found.known_until is None
    assert found.groups[0].brought is None
    assert found.groups[0].rag is Rag.NONE


def test_a_month_without_sales_of_this_customer_is_a_loss(plan: AccountPlan, tied: PlanLine) -> None:
    make_sale(make_account(), datetime.date(2027, 1, 31), 1)
    group = track(plan, datetime.date(2027, 2, 1)).groups[0]
    assert (group.brought, group.rag) == (-5000, Rag.RED)


def test_a_defence_keeps_what_it_promised_while_sales_hold(plan: AccountPlan, tied: PlanLine) -> None:
    PlanLine.objects.filter(pk=tied.pk).update(kind=LineKind.DEFENCE)
    sell(plan, tied, 1, 4700)
    found = track(plan, datetime.date(2027, 2, 1))
    assert (found.groups[0].planned, found.groups[0].brought) == (1000, 700)
    assert (found.total.planned, found.total.brought) == (1000, 700)


def test_untied_lines_count_in_the_total_only(plan: AccountPlan) -> None:
    make_line(plan, "Project", months={"2027-01": 100}, probability=50)
    make_sale(plan.account, datetime.date(2027, 1, 5), 60)
    found = track(plan, datetime.date(2027, 2, 1))
    assert found.groups == []
    assert [line.area for line in found.untied] == ["Project"]
    assert (found.total.planned, found.total.brought, found.total.rag) == (50, 60, Rag.GREEN)


def test_a_unit_of_the_customer_has_its_own_sales(plan: AccountPlan, tied: PlanLine) -> None:
    sell(plan, tied, 1, 6000)
    SalesLine.objects.filter(date__year=2027).update(unit="Plant North")
    rebuild_rollups(account_ids=[plan.account_id])
    PlanLine.objects.filter(pk=tied.pk).update(unit="Plant North")
    assert track(plan, datetime.date(2027, 2, 1)).groups[0].brought == 6000
    PlanLine.objects.filter(pk=tied.pk).update(unit="Plant South")
    assert track(plan, datetime.date(2027, 2, 1)).groups[0].brought == 0


def test_lines_on_the_same_product_line_are_compared_together(plan: AccountPlan, tied: PlanLine) -> None:
    make_line(plan, "Second", months={"2027-01": 500}, product_line=tied.product_line)
    sell(plan, tied, 1, 6500)
    found = track(plan, datetime.date(2027, 2, 1))
    assert len(found.groups) == 1
    assert (found.groups[0].planned, found.groups[0].brought) == (1500, 1500)


def test_a_lost_line_promises_nothing(plan: AccountPlan, tied: PlanLine) -> None:
    PlanLine.objects.filter(pk=tied.pk).update(state=LineState.LOST)
    assert track(plan, datetime.date(2027, 2, 1)).groups == []


def test_price_and_volume(plan: AccountPlan, tied: PlanLine) -> None:
    """Planned 6,000: 50 pieces as before and 10 more at 100. Sold 54 pieces for 5,940: less volume, more price."""
    PlanLine.objects.filter(pk=tied.pk).update(planned_price=100)
    sell(plan, tied, 1, 5940, quantity=54)
    variance = track(plan, datetime.date(2027, 2, 1)).groups[0].variance
    assert variance is not None
    assert (variance.price, variance.volume, variance.total) == (540, -600, -60)


def test_a_plan_in_other_money_is_compared_in_its_own(plan: AccountPlan, tied: PlanLine) -> None:
    plan.currency = "CHF"
    assert track(plan, datetime.date(2027, 2, 1)).rate is None
    ExchangeRate.objects.create(currency="CHF", date=datetime.date(2026, 1, 1), rate=D("0.5"))
    sell(plan, tied, 1, 5500)
    group = track(plan, datetime.date(2027, 2, 1)).groups[0]
    assert (group.months[0].baseline, group.months[0].sales, group.brought) == (10_000, 11_000, 1000)
