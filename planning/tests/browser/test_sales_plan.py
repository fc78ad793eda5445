"""A line of the sales plan typed in a real browser: months pasted, the return seen while typing, saved, drawn."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from accounts.tests.factories import make_account, make_company, make_person, make_product, make_sale
from accounts.tests.factories import make_line as make_product_line
from kamp.testing.accessibility import axe_findings
from kamp.users.tests.factories import make_user
from planning.models import LineRevenue, Milestone, PlanLine
from planning.tests.factories_lines import make_line, make_plan

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opener = Callable[..., "Page"]


def world() -> tuple[Any, Any]:
    make_company()
    seller = make_user(email="giulia@example.com", name="Giulia Ferri", role="sales_rep", language="en")
    account = make_account("Molini Serravento", owner=seller)
    make_person(account, "Sandra Nicolai")
    plan = make_plan(account, starts_on=datetime.date(2026, 1, 1), ends_on=datetime.date(2027, 12, 31))
    plan.team.create(user=seller, role="seller")
    return seller, plan


def paste(page: Page, field: str, text: str) -> None:
    page.locator(f"#id_{field}").focus()
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData('text/plain', text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_a_line_is_typed_and_its_return_seen(page: Page, signed_in: Opener, shoot: Callable[..., None]) -> None:
    seller, plan = world()
    signed_in(page, seller, f"/plans/{plan.pk}/sales-plan/")
    page.get_by_role("link", name="Add the first line").click()
    page.get_by_label("Area of intervention").fill("Predictive maintenance")
    page.get_by_label("Result for the customer").fill("Half the stops of the pasta line")
    page.get_by_label("Probability").fill("100")
    page.locator("#id_contribution").fill("40")
    preview = page.locator("#preview")
    preview.get_by_text("revenue by month").wait_for()
    paste(page, "month_2026_08", "\t".join(["6.250"] * 12))
    page.locator("#id_in1_month").select_option(label="January 2026")
    page.locator("#id_in1_amount").fill("20000")
    page.locator("#id_in2_month").select_option(label="July 2026")
    page.locator("#id_in2_amount").fill("5000")
    preview.get_by_text("€2.88k").wait_for()
    assert "20%" in preview.inner_text()
    assert page.locator("#sum-all").inner_text() == "€75,000"
    page.locator("#id_month_2026_08").press("End")
    page.locator("#id_month_2026_08").press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "id_month_2026_09"
    page.get_by_role("button", name="Add an investment").click()
    assert page.locator("#id_in3_amount").count() == 1
    page.get_by_label("Sandra Nicolai").check()
    shoot(page, "line-form")
    page.set_viewport_size({"width": 390, "height": 844})
    shoot(page, "line-form-390")
    wide = "e => e.filter(each => each.offsetWidth && each.offsetWidth < 100).map(each => each.name)"
    assert page.eval_on_selector_all("#line-form .sp-row :is(select, input:not([type=checkbox]))", wide) == []
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("#toasts").get_by_text("Predictive maintenance is saved.").wait_for()
    assert "20%" in page.locator("#section-lines").inner_text()
    shoot(page, "lines-390")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert LineRevenue.objects.count() == 12
    assert PlanLine.objects.get().contacts.count() == 1


def test_the_views_of_a_sales_plan(page: Page, signed_in: Opener, shoot: Callable[..., None]) -> None:
    seller, plan = world()
    product = make_product("Sensor", line=make_product_line("Sensors"))
    months = {f"2026-{month:02d}": 25_000 for month in range(3, 13)}
    lines = [
        ("Predictive maintenance", "in_progress", 72, (3, 12)),
        ("Energy monitoring in three plants", "approved", 45, (4, 9)),
        ("Gravimetric dosing", "proposed", 60, (6, 12)),
        ("Self-cleaning filters", "won", 100, (1, 5)),
    ]
    for area, state, probability, (first, last) in lines:
        line = make_line(
            plan,
            area,
            state=state,
            probability=probability,
            contribution=40,
            months=months,
            invest={"2026-01": 30_000, "2026-04": 12_000},
            result="Stops of the line from 14 to 7 a year",
            starts_on=datetime.date(2026, first, 1),
            ends_on=datetime.date(2026, last, 28),
            product_line=product.line if state == "in_progress" else None,
        )
        line.leads.add(seller)
    Milestone.objects.create(line=line, due=datetime.date(2026, 3, 15), text="Pilot")
    make_sale(plan.account, datetime.date(2025, 4, 1), 30_000, product=product)
    for month in range(1, 11):
        make_sale(plan.account, datetime.date(2026, month, 12), 8000 * month, product=product)
    pages = {
        "lines": "sales-plan/",
        "timeline": "sales-plan/timeline/",
        "returns": "sales-plan/roi/",
        "actual": "sales-plan/actual/",
        "line": f"sales-plan/lines/{line.pk}/",
        "one-page": "page/",
    }
    wrong: list[str] = []
    for name, path in pages.items():
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            signed_in(page, seller, f"/plans/{plan.pk}/{path}")
            page.get_by_role("heading", level=1).wait_for()
            charts = page.locator("[data-chart]")
            for number in range(charts.count()):
                page.wait_for_function(
                    "(n) => document.querySelectorAll('[data-chart]')[n].dataset.drawn === 'yes'", arg=number
                )
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not wide, f"{name} is wider than {width} px"
            if name == "actual":
                inside = page.locator(".scroll-x").evaluate_all("all => all.every(e => e.scrollWidth <= e.clientWidth)")
                assert inside, "every figure of a month is on the screen"
            shoot(page, f"{name}-{width}")
            wrong += [f"{name} {width}: {each}" for each in axe_findings(page)]
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    shoot(page, "one-page-print")
    assert not wrong, "\n".join(wrong)
