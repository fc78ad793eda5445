"""A team walks through the phases of a plan in a real browser, in Italian; and how the pages look."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.tests.factories import make_account, make_company
from kamp.testing.accessibility import axe_findings
from kamp.users.models import User
from kamp.users.tests.factories import make_team, make_user
from planning.models import AccountPlan, Narrative, Need, PlanPhase
from planning.tests.factories import (
    close_phases,
    fill_customer,
    fill_demand,
    fill_fit,
    fill_scenario,
    fill_strategy,
    make_plan,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opener = Callable[..., "Page"]


def is_within(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))


@pytest.fixture
def seller() -> User:
    make_company()
    return make_user("sales_rep", name="Giulia Ferri", language="it", teams=[make_team("Nord")])


@pytest.fixture
def manager(seller: User) -> User:
    return make_user("market_manager", name="Luca Bonetti", language="it", teams=[seller.teams.get()])


def state_of(key: str) -> str:
    return PlanPhase.objects.get(phase_key=key).state


def test_a_team_walks_phases_one_to_five(  # noqa: PLR0915  MEANT: one journey
    page: Page, browser: Browser, signed_in: Opener, seller: User, manager: User, problems: list[str]
) -> None:
    account = make_account("Molini Serravento", owner=seller, code="M1")
    signed_in(page, seller, account.get_absolute_url())
    page.get_by_role("link", name="Apri un piano").click()
    page.get_by_role("button", name="Apri il piano").click()
    page.wait_for_url(re.compile(r"/plans/\d+/$"))
    plan = AccountPlan.objects.get()

    page.goto(page.url + "team/")
    page.select_option("#id_user", label="Luca Bonetti")
    page.select_option("#id_role", value="market_manager")
    page.get_by_role("button", name="Aggiungi al team").click()
    page.get_by_text("Luca Bonetti è nel team").first.wait_for()

    base = page.url.removesuffix("team/")
    page.goto(base + "scenario/")
    page.fill("#id_summary", "Il grano duro cresce poco, la pasta pronta di più.")
    page.get_by_role("heading", level=1).click()
    page.locator("#state_id_summary").get_by_text(re.compile("Salvato")).wait_for()
    assert Narrative.objects.get().text.startswith("Il grano duro")
    assert state_of("scenario") == "in_progress"

    sources = page.locator("#section-sources")
    sources.get_by_role("link", name="Aggiungi una fonte").click()
    sources.locator("#scenariosource_title").fill("Istat 2026")
    sources.locator("#scenariosource_kind").select_option("external")
    sources.locator("#scenariosource_means").select_option("desk_research")
    sources.get_by_role("button", name="Salva").click()
    sources.locator("[data-error-summary], .error-summary").first.wait_for()
    problems[:] = [text for text in problems if "422" not in text]
    assert sources.locator("#scenariosource_title").input_value() == "Istat 2026", "nothing typed is lost"
    sources.locator("#scenariosource_dated").fill("1/11/2026")
    sources.locator("#scenariosource_reliability").select_option("4")
    sources.get_by_role("button", name="Salva").click()
    sources.get_by_role("link", name="Istat 2026").wait_for()
    assert page.locator("#id_summary").input_value().startswith("Il grano duro")

    toast = page.locator(".toast").last
    toast.locator(".undo").click()
    sources.get_by_text("Ancora nessuna fonte.").wait_for()

    fill_scenario(plan)
    page.reload()
    page.get_by_role("link", name="Consegna per la revisione").click()
    page.get_by_role("button", name="Consegna per la revisione").click()
    page.wait_for_url(re.compile("/scenario/$"))
    assert state_of("scenario") == "ready_for_review"

    other = browser.new_context().new_page()
    signed_in(other, manager, f"/plans/{plan.pk}/scenario/")
    other.get_by_role("link", name="Approva e chiudi").click()
    other.get_by_role("button", name="Approva e chiudi").click()
    other.wait_for_url(re.compile("/scenario/$"))
    assert state_of("scenario") == "closed"

    fill_customer(plan)
    page.goto(base + "swot/")
    page.get_by_role("link", name="Aggiungi a Punti di debolezza").click()
    swot = page.locator("#section-swot")
    swot.locator("#swotitem_text").fill("14 fermi linea l’anno")
    swot.locator("#swotitem_importance").select_option("5")
    swot.locator("#swotitem_gap").select_option("-3")
    swot.locator("#swotitem_evidence").fill("Registro di manutenzione")
    swot.get_by_role("button", name="Salva").click()
    swot.get_by_role("link", name="14 fermi linea l’anno").wait_for()
    assert axe_findings(page) == []

    page.goto(base + "demand/")
    needs = page.locator("#section-needs")
    needs.get_by_role("link", name="Aggiungi un bisogno").click()
    needs.locator("#need_text").fill("Meno fermi linea")
    needs.locator("#need_kind").select_option("unexpressed")
    needs.locator("#need_priority").select_option("5")
    needs.get_by_role("button", name="Salva").click()
    needs.get_by_role("link", name="Meno fermi linea").wait_for()
    assert Need.objects.get().kind == "unexpressed"

    page.goto(base + "strategy/")
    page.locator(".note").get_by_text(re.compile("3 Domanda, 4")).wait_for()
    assert page.locator("#section-offers .btn").count() == 0
    fill_demand(plan)
    fill_fit(plan)
    close_phases(plan, "swot", "demand", "fit")
    page.reload()
    offers = page.locator("#section-offers")
    offers.get_by_role("link", name="Aggiungi una proposta").click()
    offers.locator("#offerpanelitem_name").fill("Manutenzione predittiva")
    offers.locator("#offerpanelitem_need").select_option(label="Meno fermi linea")
    offers.locator("#offerpanelitem_amount").fill("310.000")
    offers.locator("#offerpanelitem_probability").fill("72")
    offers.get_by_role("button", name="Salva").click()
    offers.get_by_role("link", name="Manutenzione predittiva").wait_for()
    assert "223.200" in offers.inner_text()
    page.locator("#id_investment_type").select_option("strategic")
    page.locator("#state_id_investment_type").get_by_text(re.compile("Salvato")).wait_for()
    assert AccountPlan.objects.get().investment_type == "strategic"
    page.fill("#comment-text", "Serve un prezzo obiettivo.")
    page.locator("section:has(#comments) button.block").click()
    page.locator(".cm").get_by_text("Serve un prezzo obiettivo.", exact=True).wait_for()


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_how_the_pages_of_a_plan_look(
    page: Page, signed_in: Opener, shoot: Callable[..., None], seller: User, manager: User, theme: str, width: int
) -> None:
    plan = make_plan(make_account("Molini Serravento", owner=seller))
    for fill in (fill_scenario, fill_customer, fill_demand, fill_fit):
        fill(plan)
    fill_strategy(plan, manager)
    plan.finding_rows.create(kind="rival", text="Tecnoval abbassa i prezzi", meaning="Margini più bassi")
    close_phases(plan, "scenario", "demand", "fit")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    signed_in(page, seller, "/plans/")
    objective = plan.objective_rows.first()
    pages = {
        "overview": "",
        "scenario": "scenario/",
        "swot": "swot/",
        "swot-form": "swot/?section=swot&add=1&quadrant=W",
        "demand": "demand/",
        "fit": "fit/",
        "strategy": "strategy/",
        "objective-form": f"strategy/?section=objectives&edit={objective.pk}",  # type: ignore[union-attr]
        "team": "team/",
        "hand-in": "swot/move/submit/",
        "sales-plan": "sales-plan/",
    }
    PlanPhase.objects.filter(phase_key="swot").update(state="in_progress")
    base = page.url.split("/plans/")[0] + f"/plans/{plan.pk}/"
    for name, path in {"list": "../", **pages}.items():
        page.goto(base + path)
        assert is_within(page), name
        shoot(page, f"plan-{name}-{width}-{theme}")
        assert axe_findings(page) == [], name


def test_a_phase_works_without_scripts(page: Page, browser: Browser, signed_in: Opener, seller: User) -> None:
    plan = make_plan(make_account("Molini Serravento", owner=seller))
    signed_in(page, seller, f"/plans/{plan.pk}/demand/")
    bare = browser.new_context(java_script_enabled=False)
    bare.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    plain = bare.new_page()
    plain.goto(page.url)
    plain.get_by_role("link", name="Aggiungi un bisogno").click()
    plain.fill("#need_text", "Meno fermi linea")
    plain.select_option("#need_kind", "expressed")
    plain.select_option("#need_priority", "3")
    plain.locator("#section-needs").get_by_role("button", name="Salva").click()
    plain.get_by_role("link", name="Meno fermi linea").wait_for()
    plain.fill("#id_buying", "Gara ogni due anni")
    plain.locator("#section-buying").get_by_role("button", name="Salva").click()
    assert Narrative.objects.get().text == "Gara ogni due anni"
    bare.close()


def press(target: Locator) -> None:
    """By keyboard, once the answer that brought the target is whole: its links do as told only then."""
    target.wait_for()
    target.page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-added, .htmx-settling')")
    target.press("Enter")


def test_who_cancels_a_row_by_keyboard_is_still_in_its_section(page: Page, signed_in: Opener, seller: User) -> None:
    plan = make_plan(make_account("Molini Serravento", owner=seller), by=seller)
    PlanPhase.objects.filter(phase_key="scenario").update(state="in_progress")
    signed_in(page, seller, f"/plans/{plan.pk}/scenario/")
    section = page.locator("#section-sources")
    section.locator(".sec-head a.btn").focus()
    page.keyboard.press("Enter")
    expect(section.locator("[name=title]")).to_be_focused()
    press(section.locator("a.btn.quiet"))
    section.locator("[name=title]").wait_for(state="detached")
    page.wait_for_function("() => document.activeElement.id === 'h-sources'")


def has_focus(page: Page, tag: str, text: str) -> None:
    """Waits until an element of this kind has the focus, with this text in it."""
    page.wait_for_function(
        "([tag, text]) => document.activeElement.tagName === tag && document.activeElement.textContent.includes(text)",
        arg=[tag, text],
    )


def test_the_focus_follows_what_goes_and_comes_back(page: Page, signed_in: Opener, seller: User) -> None:
    plan = make_plan(make_account("Molini Serravento", owner=seller))
    for text in ("Meno fermi linea", "Meno scorte", "Più controllo"):
        Need.objects.create(plan=plan, text=text, kind="unexpressed", priority=3, author=seller)
    fill_scenario(plan)
    close_phases(plan, "scenario")
    signed_in(page, seller, f"/plans/{plan.pk}/demand/")
    needs = page.locator("#section-needs")
    names = needs.locator("tbody .who a").all_inner_texts()
    press(needs.get_by_role("link", name=names[1]))
    press(needs.get_by_role("button", name="Togli"))
    has_focus(page, "A", names[2])
    assert needs.locator("tbody tr").count() == 2
    page.keyboard.press("Control+z")
    has_focus(page, "A", names[1])
    press(needs.get_by_role("link", name=names[2]))
    press(needs.get_by_role("button", name="Togli"))
    has_focus(page, "A", "Aggiungi un bisogno")
    press(needs.get_by_role("link", name=names[0]))
    needs.locator("#need_text").fill("Zero fermi")
    press(needs.get_by_role("button", name="Salva"))
    has_focus(page, "A", "Zero fermi")
    page.keyboard.press("Control+z")
    has_focus(page, "A", names[0])

    page.fill("#comment-text", "Chi parla con la direttrice?")
    press(page.locator("section:has(#comments) button.block"))
    press(page.locator("ul.cm li button"))
    page.wait_for_function("() => document.activeElement.id === 'comment-text'")
    page.locator(".toast .undo").press("Enter")
    has_focus(page, "LI", "Chi parla con la direttrice?")


def test_who_went_on_while_an_answer_was_on_its_way_keeps_the_focus(
    page: Page, signed_in: Opener, seller: User
) -> None:
    plan = make_plan(make_account("Molini Serravento", owner=seller))
    Need.objects.create(plan=plan, text="Meno scorte", kind="unexpressed", priority=3, author=seller)
    fill_scenario(plan)
    close_phases(plan, "scenario")
    signed_in(page, seller, f"/plans/{plan.pk}/demand/")
    needs, held = page.locator("#section-needs"), []
    press(needs.get_by_role("link", name="Meno scorte"))
    needs.locator("#need_text").fill("Zero scorte")
    page.route("**/plans/**", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    press(needs.get_by_role("button", name="Salva"))
    while not held:
        page.wait_for_timeout(20)
    page.locator("#comment-text").press_sequentially("Chi parla ")
    held[0].continue_()
    needs.locator("tbody").get_by_text("Zero scorte").wait_for()
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-added, .htmx-settling')")
    page.keyboard.type("con loro?")
    expect(page.locator("#comment-text")).to_have_value("Chi parla con loro?")


def test_forms_of_two_sections_stand_open_side_by_side(page: Page, signed_in: Opener, seller: User) -> None:
    plan = make_plan(make_account("Molini Serravento", owner=seller))
    signed_in(page, seller, f"/plans/{plan.pk}/scenario/")
    for key in ("sources", "factors", "findings"):
        page.locator(f"#add-{key}").press("Enter")
        page.locator(f"#section-{key} form.row-form").wait_for()
    labels = page.locator("form.row-form label[for]")
    assert labels.count() > 12
    for label in labels.all():
        assert label.evaluate("each => !each.control || each.closest('form') === each.control.form"), label.inner_text()
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert sorted(ids) == sorted(set(ids))
