"""The pages of the sales plan: what they show, what typing does, who may."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.tests.factories import make_account, make_company, make_person, make_product, make_sale
from accounts.tests.factories import make_line as make_product_line
from kamp.testing.queries import assert_same_queries
from kamp.users.tests.factories import make_user
from planning.enums import PhaseState
from planning.models import AccountPlan, Investment, LineRevenue, PlanLine, PlanPhase
from planning.selectors.review_snapshot import snapshot_now
from planning.tests.factories_lines import day, make_line, make_plan

pytestmark = pytest.mark.django_db
HOSTILE = '<img src=x onerror=alert(1)>"><script>'


@pytest.fixture
def seller() -> Any:
    make_company()
    return make_user(email="seller@example.com", name="Giulia Ferri", role="sales_rep", language="en")


@pytest.fixture
def plan(seller: Any) -> AccountPlan:
    return make_plan(make_account("Molini Serravento", owner=seller))


@pytest.fixture
def client(seller: Any) -> Client:
    client = Client()
    client.force_login(seller)
    return client


def at(name: str, plan: AccountPlan, *more: Any) -> str:
    return reverse(f"sales_plan:{name}", args=[plan.pk, *more])


def phase_page(plan: AccountPlan) -> str:
    return reverse("planning:phase", args=[plan.pk, "sales-plan"])


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return response.content.decode().replace("\u00a0", " ")


def example(plan: AccountPlan, **fields: Any) -> PlanLine:
    """The example of §9.4."""
    months = dict.fromkeys([f"2027-{month:02d}" for month in range(8, 13)], 6250)
    months |= dict.fromkeys([f"2028-{month:02d}" for month in range(1, 8)], 6250)
    values = {"probability": 100, "contribution": 40, "months": months, "invest": {"2027-01": 20000, "2027-07": 5000}}
    return make_line(plan, **{**values, **fields})


def test_an_empty_plan_says_what_to_do(client: Client, plan: AccountPlan) -> None:
    page = text(client, phase_page(plan))
    assert "No area of intervention yet" in page
    assert at("line_create", plan) in page
    for name in ("timeline", "returns", "actual"):
        text(client, at(name, plan))


def test_the_list_shows_the_numbers_of_the_method(client: Client, plan: AccountPlan) -> None:
    example(plan)
    page = text(client, phase_page(plan))
    for part in ("€75k", "€25k", "20%", "€2.88k", "16.0", "index 1.12", "8.0% a year"):
        assert part in page, part


def test_a_sum_that_nothing_is_in_is_not_0(client: Client, plan: AccountPlan) -> None:
    """A line without its probability is in no sum: that of all such lines is not known."""
    make_line(plan, months={"2027-01": 120000})
    page = text(client, phase_page(plan))
    foot = page[page.index("<tfoot>") : page.index("</tfoot>")]
    assert "€0" not in page
    assert ">0<" not in foot
    assert "€0" not in text(client, at("plan_page", plan))
    assert snapshot_now(plan, as_of=datetime.date(2026, 11, 22))["figures"]["plan_revenue"] is None


def test_the_return_page_shows_how_it_was_computed(client: Client, plan: AccountPlan) -> None:
    example(plan)
    page = text(client, at("returns", plan))
    for part in ("(€30,000 − €25,000) / €25,000", "€27,696", "€24,811", "1.116", "−€20,000.00"):
        assert part in page, part


@pytest.mark.parametrize(("contribution", "asked"), [(100, False), (1, True)])
def test_a_reason_is_asked_where_the_value_is_negative_only(
    client: Client, plan: AccountPlan, contribution: int, asked: bool
) -> None:
    example(plan, contribution=contribution)
    assert ("Why it is worth it nevertheless" in text(client, phase_page(plan))) is asked


def test_low_and_high_stand_beside_the_best(client: Client, plan: AccountPlan) -> None:
    example(plan, low=60_000, high=90_000)
    page = text(client, at("returns", plan))
    assert "€60,000" in page
    assert "€90,000" in page
    assert "44%" in page


def test_the_timeline_has_no_inline_style(client: Client, plan: AccountPlan) -> None:
    example(plan, starts_on=day("2027-02"), ends_on=datetime.date(2028, 6, 30))
    page = text(client, at("timeline", plan))
    assert 'class="gantt tall"' in page
    assert "style=" not in page
    assert "Feb 2027 – Jun 2028" in page


def test_the_timeline_draws_nothing_that_is_outside_the_plan(client: Client, plan: AccountPlan) -> None:
    """The horizon may have moved: what was before it is no longer at its start."""
    gone = make_line(plan, starts_on=day("2026-03"), ends_on=datetime.date(2026, 12, 31))
    gone.milestones.create(due=datetime.date(2026, 4, 1), text="Pilot")
    page = text(client, at("timeline", plan))
    assert "Pilot" in page
    drawn = page[page.index('<svg class="gantt') :].split("</svg>")[0]
    assert "<rect" not in drawn
    assert "<circle" not in drawn


def test_what_a_line_needs_leads_nowhere_while_there_is_no_form(client: Client, plan: AccountPlan) -> None:
    line = make_line(plan)
    url = at("line_edit", plan, line.pk)
    assert f'href="{url}#at-months"' in text(client, url)
    PlanPhase.objects.filter(plan=plan, phase_key="sales-plan").update(state="closed")
    page = text(client, url)
    assert "Still needed:" in page
    assert "#at-" not in page


def test_names_that_would_be_markup_stay_text(client: Client, plan: AccountPlan) -> None:
    line = example(plan, area=HOSTILE, result=HOSTILE, result_measure=HOSTILE, unit=HOSTILE)
    for url in (
        phase_page(plan),
        at("timeline", plan),
        at("returns", plan),
        at("actual", plan),
        at("line_edit", plan, line.pk),
    ):
        page = text(client, url)
        assert HOSTILE not in page
        assert "&lt;img src=x" in page


BASE = {"area": "Predictive maintenance", "kind": "new", "confidence": "assumed"}


def test_a_line_is_typed_and_saved(client: Client, plan: AccountPlan) -> None:
    person = make_person(plan.account, "Sandra Nicolai")
    data = {
        **BASE,
        "result": "Fewer stops",
        "probability": "72,5",
        "contribution": "40",
        "starts_on": "2027-03",
        "ends_on": "2027-12",
        "contacts": [person.pk],
        "month_2027_03": "1.500,50",
        "month_2027_04": "2000",
        "in1_kind": "training",
        "in1_what": "Course",
        "in1_month": "2027-01",
        "in1_until": "2027-03",
        "in1_amount": "300",
        "mn1_due": "15/04/2027",
        "mn1_text": "Pilot",
    }
    response = client.post(at("line_create", plan), data)
    assert response.status_code == 302, response.context["form"].errors
    line = PlanLine.objects.get()
    assert (line.probability, line.starts_on, line.ends_on) == (
        pytest.approx(72.5),
        day("2027-03"),
        datetime.date(2027, 12, 31),
    )
    assert {row.month: float(row.amount) for row in LineRevenue.objects.all()} == {
        day("2027-03"): 1500.5,
        day("2027-04"): 2000,
    }
    investment = Investment.objects.get()
    assert (investment.what, investment.until, investment.amount) == ("Course", day("2027-03"), 300)
    assert line.milestones.get().text == "Pilot"
    assert list(line.contacts.all()) == [person]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        pytest.param({"area": ""}, "area", id="no area"),
        pytest.param({"probability": "120"}, "probability", id="probability above 100"),
        pytest.param({"month_2027_05": "abc"}, "month_2027_05", id="no amount"),
        pytest.param({"starts_on": "2027-06", "month_2027_05": "5"}, "month_2027_05", id="month before the span"),
        pytest.param({"in1_what": "Course"}, "in1_amount", id="investment without amount"),
        pytest.param({"in1_amount": "5"}, "in1_month", id="investment without month"),
        pytest.param({"mn1_text": "Pilot"}, "mn1_due", id="milestone without day"),
        pytest.param({"starts_on": "2027-06", "ends_on": "2027-05"}, "ends_on", id="end before start"),
        pytest.param({"month_2027_05": "5", "high": "4"}, "high", id="high below the months"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(
    client: Client, plan: AccountPlan, more: dict[str, str], field: str
) -> None:
    response = client.post(at("line_create", plan), {**BASE, "result": "Kept as typed", **more})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Kept as typed" in response.content.decode()
    assert not PlanLine.objects.exists()


def test_rows_are_changed_taken_away_and_added(client: Client, plan: AccountPlan) -> None:
    line = make_line(plan, invest={"2027-01": 5, "2027-02": 6})
    first, second = Investment.objects.order_by("month")
    data = {
        **BASE,
        "version": line.version,
        f"i{first.pk}_month": "2027-01",
        f"i{first.pk}_amount": "7",
        f"i{second.pk}_month": "2027-02",
        f"i{second.pk}_amount": "6",
        f"i{second.pk}_gone": "on",
        "in5_month": "2027-03",
        "in5_amount": "9",
    }
    assert client.post(at("line_edit", plan, line.pk), data).status_code == 302
    assert [(row.pk == first.pk, row.amount) for row in Investment.objects.order_by("month")] == [(True, 7), (False, 9)]


def opened(client: Client, url: str) -> dict[str, Any]:
    """What the browser would send back of the form, unchanged."""
    form = client.get(url).context["form"]
    data: dict[str, Any] = {}
    for name in form.fields:
        value = form[name].value()
        field = form.fields[name]
        shown = field.prepare_value(value) if hasattr(field, "prepare_value") else value
        if shown not in (None, "", False, []):
            data[name] = "on" if shown is True else shown
    return data


def test_two_people_who_change_different_months_lose_nothing(client: Client, plan: AccountPlan) -> None:
    line = make_line(plan, months={"2027-01": 10, "2027-02": 20}, invest={"2027-01": 5})
    url = at("line_edit", plan, line.pk)
    mine, theirs = opened(client, url), opened(client, url)
    theirs |= {"month_2027_01": "11", "in1_month": "2027-05", "in1_amount": "50"}
    assert client.post(url, theirs).status_code == 302
    mine["month_2027_02"] = "22"
    response = client.post(url, mine)
    assert response.status_code == 302, response.context["form"].errors
    assert [row.amount for row in line.revenues.order_by("month")] == [11, 22]
    assert [row.amount for row in line.investments.order_by("month")] == [5, 50]


def test_two_people_in_the_same_month_see_both_amounts(client: Client, plan: AccountPlan) -> None:
    line = make_line(plan, months={"2027-01": 10})
    url = at("line_edit", plan, line.pk)
    mine, theirs = opened(client, url), opened(client, url)
    client.post(url, {**theirs, "month_2027_01": "11"})
    response = client.post(url, {**mine, "month_2027_01": "12"})
    assert response.status_code == 409
    conflict = response.context["form"].conflicts[0]
    assert (conflict.label, conflict.mine, conflict.theirs) == ("January 2027", "12", "11.00")
    assert line.revenues.get().amount == 11


def test_the_return_is_computed_while_typing(client: Client, plan: AccountPlan) -> None:
    data = {**BASE, "probability": "100", "contribution": "40", "in1_month": "2027-01", "in1_amount": "20000"}
    data |= {f"month_2027_{month:02d}": "6250" for month in range(8, 13)}
    data |= {f"month_2028_{month:02d}": "6250" for month in range(1, 8)}
    data |= {"in2_month": "2027-07", "in2_amount": "5000"}
    page = client.post(at("line_create_preview", plan), data).content.decode()
    assert "20%" in page
    assert "€2.88k" in page
    assert 'id="sum-2027"' in page
    assert not PlanLine.objects.exists()


def test_what_the_return_needs_is_named(client: Client, plan: AccountPlan) -> None:
    page = client.post(at("line_create_preview", plan), {**BASE, "month_2027_01": "5"}).content.decode()
    assert "Not assessed" in page
    assert "<li>contribution</li>" in page


def test_months_are_filled_by_a_rule(client: Client, plan: AccountPlan) -> None:
    data = {**BASE, "starts_on": "2027-01", "ends_on": "2027-03", "fill_total": "100", "fill_how": "evenly"}
    page = client.post(at("line_create_fill", plan), data).content.decode()
    assert page.count('value="33.33"') == 2
    assert 'value="33.34"' in page


def test_months_follow_last_year(client: Client, plan: AccountPlan) -> None:
    product = make_product("Sensor", line=make_product_line("Sensors"))
    for month, amount in ((1, 100), (2, 300)):
        make_sale(plan.account, datetime.date(2026, month, 10), amount, product=product)
    data = {**BASE, "starts_on": "2027-01", "ends_on": "2027-02", "fill_total": "40", "fill_how": "seasonal"}
    page = client.post(at("line_create_fill", plan), data).content.decode()
    assert 'value="10.00"' in page
    assert 'value="30.00"' in page


def test_no_sales_last_year_is_told(client: Client, plan: AccountPlan) -> None:
    data = {**BASE, "fill_total": "40", "fill_how": "seasonal"}
    response = client.post(at("line_create_fill", plan), data)
    assert response.status_code == 422
    assert "no sales in these months" in response.content.decode()


def test_a_line_is_taken_away_and_comes_back(client: Client, plan: AccountPlan) -> None:
    line = example(plan)
    response = client.post(at("line_remove", plan, line.pk), follow=True)
    assert "is taken away" in response.content.decode()
    assert client.get(at("line_edit", plan, line.pk)).status_code == 404
    client.post(at("line_restore", plan, line.pk))
    assert client.get(at("line_edit", plan, line.pk)).status_code == 200


def test_what_was_typed_into_a_line_taken_away_meanwhile_becomes_a_new_one(client: Client, plan: AccountPlan) -> None:
    line = make_line(plan, months={"2027-01": 10}, invest={"2027-01": 5})
    url = at("line_edit", plan, line.pk)
    typed = opened(client, url) | {"result": "Fewer stops", "month_2027_02": "20"}
    client.post(at("line_remove", plan, line.pk))
    for step in ("line_preview", "line_fill"):
        assert client.post(at(step, plan, line.pk), typed | {"fill_total": "24"}).status_code == 200
    answer = client.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody has taken this away in the meantime" in page
    assert "Fewer stops" in page
    assert f'action="{at("line_create", plan)}"' in page
    assert client.post(at("line_create", plan), typed).status_code == 302
    anew = PlanLine.objects.live().get()
    assert (anew.result, anew.investments.get().amount) == ("Fewer stops", 5)
    assert [row.amount for row in anew.revenues.order_by("month")] == [10, 20]


def test_a_move_without_its_reason_is_told(client: Client, plan: AccountPlan) -> None:
    line = example(plan)
    response = client.post(at("line_move", plan, line.pk, "postpone"), {"reason": ""}, follow=True)
    assert "Write the reason." in response.content.decode()
    client.post(at("line_move", plan, line.pk, "postpone"), {"reason": "The site moves"})
    page = text(client, at("line_edit", plan, line.pk))
    assert "Postponed" in page
    assert "The site moves" in page


def test_a_closed_phase_shows_text_instead_of_fields(client: Client, plan: AccountPlan) -> None:
    line = example(plan, result_measure="Scrap", result_baseline="4.5", result_target="2.25", result_unit="%")
    PlanPhase.objects.filter(plan=plan, phase_key="sales-plan").update(state=PhaseState.CLOSED)
    page = text(client, at("line_edit", plan, line.pk))
    assert "Scrap: 4.5% → 2.25%" in page
    assert 'id="line-form"' not in page
    assert "€6,250" in page
    response = client.post(at("line_edit", plan, line.pk), {**BASE, "version": line.version})
    assert response.status_code == 422
    assert "This phase is closed" in response.content.decode()


def rows(response: Any) -> list[list[str]]:
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def workbook(response: Any) -> bool:
    """Whether a workbook arrived."""
    content = b"".join(response.streaming_content)
    response.close()
    return content.startswith(b"PK")


def test_the_file_holds_every_month_and_no_formula(client: Client, plan: AccountPlan) -> None:
    example(plan, area="=1+1")
    head, line = rows(client.get(at("lines_csv", plan)))
    assert line[0] == "'=1+1"
    assert dict(zip(head, line, strict=True))["2027-08"] == "6250"
    assert dict(zip(head, line, strict=True))["ROI"] == "0.2"
    assert workbook(client.get(at("lines_xlsx", plan)))


def test_planned_against_actual(client: Client, plan: AccountPlan) -> None:
    plan.starts_on, plan.ends_on = day("2026-01"), datetime.date(2027, 12, 31)
    plan.save()
    product = make_product("Sensor", line=make_product_line("Sensors"))
    make_line(plan, months={"2026-01": 1000}, probability=100, product_line=product.line)
    make_sale(plan.account, datetime.date(2026, 1, 10), 870, product=product)
    page = text(client, at("actual", plan))
    assert "Until January 2026 €870 of €1k came in." in page or "Until January 2026 €870 of €1,000 came in." in page
    assert "behind" in page
    table = rows(client.get(at("actual_csv", plan)))
    assert len(table) == 1 + 2 * 24
    assert table[1][3:] == ["2026-01-01", "1000", "0", "870", "870"]
    assert workbook(client.get(at("actual_xlsx", plan)))


def test_as_many_queries_for_many_lines_as_for_one(client: Client, plan: AccountPlan) -> None:
    product_line = make_product_line("Sensors")

    def grow(number: int) -> None:
        for _each in range(number):
            line = example(plan, product_line=product_line)
            line.contacts.add(make_person(plan.account))

    for url in (at("timeline", plan), at("actual", plan), at("returns", plan)):
        assert_same_queries(lambda url=url: client.get(url), grow, counts=(1, 6))


def test_italian(client: Client, plan: AccountPlan, seller: Any) -> None:
    seller.language = "it"
    seller.save()
    example(plan)
    with translation.override("it"):
        page = text(client, at("returns", plan))
    assert "24.811" in page
