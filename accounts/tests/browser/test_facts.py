"""People and facts of an audit in a real browser: on a phone a person moves on the map by two choices; offline in
between nothing is lost; tables are filled in place; nothing overflows and axe finds nothing, light and dark."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Demand, DmuMember, FinancialYear, KeyAccount, ProductLine, Touch
from accounts.tests.factories import (
    make_account,
    make_company,
    make_demand,
    make_line,
    make_member,
    make_product,
    make_sale,
    make_touch,
)
from kamp.testing.accessibility import axe_findings
from kamp.users.models import User
from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opener = Callable[..., "Page"]
PHONE = {"width": 390, "height": 844}
PEOPLE = (
    ("Sandra Nicolai", "Direttrice acquisti", "purchasing", 5, 0, ["decider", "buyer"], 80),
    ("Gianni Prato", "Responsabile manutenzione", "technical", 4, 2, ["influencer"], 10),
    ("Elena Marconi", "Responsabile qualità", "quality", 3, 1, ["user"], 17),
    ("Davide Rota", "Direttore di pastificio", "production", 2, -2, ["user"], 33),
    ("Paolo Testi", "Segreteria", "", None, None, ["gatekeeper"], None),
)


@pytest.fixture
def giulia() -> User:
    return make_user("sales_rep", name="Giulia Ferri", language="en")


@pytest.fixture
def pumps() -> ProductLine:
    return make_line("Pompe di dosaggio")


@pytest.fixture
def account(giulia: User, pumps: ProductLine) -> KeyAccount:
    make_company()
    account = make_account("Molini Serravento", owner=giulia, city="Foggia", phone="0881 1")
    today = timezone.localdate()
    for name, job, function, influence, attitude, roles, days in PEOPLE:
        person = make_member(
            account, name, function=function, influence=influence, attitude=attitude, roles=roles, stance_on=today
        )
        person.job_title = job
        person.save()
        if days is not None:
            make_touch(account, today - datetime.timedelta(days=days), giulia, person, note="Listino 2027")
    make_sale(account, today - datetime.timedelta(days=20), 150000, product=make_product(line=pumps))
    make_demand(account, 90000, year=today.year, product_line=make_line("Valvole"), source="Visita")
    FinancialYear.objects.create(account=account, year=today.year - 2, revenue=8000000, capital_employed=4000000)
    FinancialYear.objects.create(account=account, year=today.year - 1, revenue=9000000, capital_employed=5000000)
    account.contracts.create(
        title="Manutenzione",
        start=today - datetime.timedelta(days=300),
        end=today + datetime.timedelta(days=60),
        notice_days=90,
        renewal="automatic",
        value=310000,
    )
    account.contracts.create(title="Accordo quadro", start=today, end=today + datetime.timedelta(days=400))
    return account


def _fits(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def _saved(page: Page, field: str) -> None:
    expect(page.locator(f'[data-autosave="{field}"] .field-state')).to_contain_text("Saved at")


def test_a_person_moves_on_the_map_from_a_phone(  # noqa: PLR0915  MEANT: one journey
    page: Page,
    context: BrowserContext,
    signed_in: Opener,
    shoot: Callable[..., None],
    giulia: User,
    account: KeyAccount,
    problems: list[str],
) -> None:
    page.set_viewport_size(PHONE)
    signed_in(page, giulia, f"/accounts/{account.slug}/dmu/")
    assert _fits(page)
    assert axe_findings(page) == []
    shoot(page, "dmu-list-390")

    page.get_by_role("link", name="Davide Rota").first.click()
    page.wait_for_url("**/people/*/")
    page.select_option("#id_influence", "5")
    page.locator("#id_note").focus()
    _saved(page, "influence")
    expect(page.locator("#person-picture")).to_contain_text("Opponent")
    context.set_offline(True)
    page.select_option("#id_attitude", "1")
    page.fill("#id_note", "Vuole un audit energetico")
    page.locator("#id_job_title").focus()
    expect(page.locator("#save-state")).to_contain_text("Not saved")
    assert DmuMember.objects.get(person__name="Davide Rota").attitude == -2
    context.set_offline(False)
    _saved(page, "attitude")
    _saved(page, "note")
    problems[:] = [text for text in problems if "ERR_INTERNET_DISCONNECTED" not in text]
    part = DmuMember.objects.get(person__name="Davide Rota")
    assert (part.influence, part.attitude, part.note) == (5, 1, "Vuole un audit energetico")
    assert _fits(page)
    assert axe_findings(page) == []
    shoot(page, "person-390")

    page.goto(page.url.split("/people/")[0] + "/dmu/?view=map")
    assert page.locator("td.g-sponsor", has_text="Davide Rota").count() == 1
    assert _fits(page), "the map scrolls by itself"
    assert axe_findings(page) == []
    shoot(page, "dmu-map-390")
    page.locator(".dmu-who", has_text="Davide Rota").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/*/")

    page.get_by_role("link", name="Write down").first.click()
    page.wait_for_url("**/touches/new/**")
    assert page.get_by_label("Davide Rota").is_checked()
    page.select_option("#id_kind", "meeting")
    shoot(page, "touch-390")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/dmu/")
    assert Touch.objects.count() == 5
    page.locator(".toast .undo").click()
    page.wait_for_load_state()
    expect(page.locator(".toast").first).to_contain_text("taken back")
    assert Touch.objects.count() == 4


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_facts_are_filled_in_place(  # noqa: PLR0915  MEANT: one journey
    page: Page,
    signed_in: Opener,
    shoot: Callable[..., None],
    giulia: User,
    account: KeyAccount,
    pumps: ProductLine,
    theme: str,
) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": 1280, "height": 900})
    base = signed_in(page, giulia, f"/accounts/{account.slug}/demand/").url.removesuffix("demand/")
    name = f"cell-{pumps.pk}-0"
    page.fill(f"#id_{name}_0", "200.000")
    page.select_option(f"#id_{name}_1", "confirmed")
    page.locator(f"#id_{name}_2").focus()
    page.locator("h1").click()
    _saved(page, name)
    expect(page.locator(f"#share-{name}")).to_contain_text("75%")
    expect(page.locator("#demand-total")).to_contain_text("290")
    assert Demand.objects.filter(product_line=pumps).latest("pk").confidence == "confirmed"
    year = FinancialYear.objects.get(year=timezone.localdate().year - 1)
    for path, picture in (
        ("demand/", "demand"),
        ("years/", "years"),
        ("dmu/", "dmu-list"),
        ("dmu/?view=map", "dmu-map"),
    ):
        page.goto(base + path)
        assert axe_findings(page) == [], path
        shoot(page, f"{picture}-1280-{theme}")
    page.goto(f"{base}years/")
    page.fill(f"#id_year-{year.pk}-ebit_0", "900.000")
    page.locator("h1").click()
    expect(page.locator(f"#ratios-{year.pk}")).to_contain_text("10.0%")
    expect(page.locator(f"#ratios-{year.pk}")).to_contain_text("20.0%")
    page.goto(f"{base}contracts/")
    expect(page.locator("body")).to_contain_text("renews by itself")
    shoot(page, f"contracts-1280-{theme}")
    page.get_by_role("link", name="Manutenzione").click()
    page.wait_for_url("**/contracts/*/")
    page.fill("#id_notice_days", "30")
    page.locator("h1").click()
    _saved(page, "notice_days")
    expect(page.locator("#contract-deadline")).to_contain_text("30 days")
    assert axe_findings(page) == []
    shoot(page, f"contract-1280-{theme}")
    person = account.people.get(name="Gianni Prato")
    page.goto(f"{base}people/{person.pk}/")
    assert axe_findings(page) == []
    shoot(page, f"person-1280-{theme}")
    page.goto(f"{base}audit/profile/")
    assert axe_findings(page) == []
    shoot(page, f"profile-1280-{theme}")
    page.set_viewport_size(PHONE)
    for path, picture in (
        ("demand/", "demand"),
        ("years/", "years"),
        ("contracts/", "contracts"),
        ("audit/profile/", "profile"),
    ):
        page.goto(base + path)
        assert _fits(page), path
        if theme == "light":
            shoot(page, f"{picture}-390")
