"""Every page of a plan, empty and full; rows in place; the gates as a person meets them."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from lxml import html as markup

from accounts.tests.factories import make_account, make_company, make_person
from kamp.testing.queries import assert_same_queries
from kamp.users.models import User
from kamp.users.tests.factories import make_team, make_user
from planning.models import AccountPlan, Comment, Narrative, Need, PlanPhase, PlanVersion, SwotItem
from planning.phases.catalog import PHASES
from planning.selectors.snapshot import PARTS
from planning.services.team import add_team_member
from planning.services.versions import freeze
from planning.tests.factories import (
    NOW,
    close_phases,
    fill_customer,
    fill_demand,
    fill_fit,
    fill_scenario,
    fill_strategy,
    make_objective,
    make_plan,
    set_state,
)
from planning.tests.factories_lines import make_line
from planning.views.versions import value_in_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> User:
    make_company()
    return make_user("sales_rep", name="Giulia Ferri", language="en", teams=[make_team("North")])


@pytest.fixture
def client(seller: User) -> Client:
    browser = Client()
    browser.force_login(seller)
    return browser


@pytest.fixture
def plan(seller: User) -> AccountPlan:
    return make_plan(make_account("Molini Serravento", owner=seller))


def fill(plan: AccountPlan) -> None:
    for fill_phase in (fill_scenario, fill_customer, fill_demand, fill_fit, fill_strategy):
        fill_phase(plan)
    plan.finding_rows.create(kind="rival", text="Tecnoval cuts prices", meaning="Margins fall")
    plan.marketposition_rows.create(criterion="Lead time", score=7, rival="Grani", rival_score=5)
    Narrative.objects.create(plan=plan, phase_key="scenario", section_key="summary", text="Milling grows slowly")


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("phase", PHASES.keys())
def test_every_phase_shows_empty_and_full(client: Client, plan: AccountPlan, phase: str, full: bool) -> None:
    if full:
        fill(plan)
        close_phases(plan, "scenario", "swot", "demand", "fit")
    response = client.get(f"/plans/{plan.pk}/{phase}/")
    assert response.status_code == 200
    assert "To close the phase" in response.content.decode()


@pytest.mark.parametrize("path", ["", "edit/", "team/", "history/", "demand/assign/", "scenario/move/submit/"])
def test_every_other_page_shows(client: Client, plan: AccountPlan, path: str) -> None:
    assert client.get(f"/plans/{plan.pk}/{path}").status_code == 200


def test_a_plan_is_opened_for_an_account_and_proposes_24_months(client: Client, seller: User) -> None:
    account = make_account("Idrotermica", owner=seller, code="A-7")
    shown = client.get(f"/plans/new/?account={account.slug}")
    assert 'value="A-7"' in shown.content.decode()
    assert not shown.context["form"]["name"].value()  # the years may still be changed
    response = client.post(
        "/plans/new/", {"account": "A-7", "starts_on": "01/01/2027", "ends_on": "31/12/2028", "name": ""}
    )
    plan = AccountPlan.objects.get(account=account)
    assert response.url == f"/plans/{plan.pk}/"  # type: ignore[attr-defined]
    assert plan.name == "Plan 2027–2028"
    refused = client.post("/plans/new/", {"account": "nobody", "starts_on": "x", "ends_on": "31/12/2028"})
    assert refused.status_code == 422
    assert "No account with this code or name." in refused.content.decode()


ROWS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "source": (
        "scenario",
        "sources",
        {"title": "Istat", "kind": "external", "means": "desk_research", "dated": "01/11/2026", "reliability": "4"},
    ),
    "market": ("scenario", "market", {"market": "Milling", "year": "2026", "size": "1.200.000", "growth": "2,5"}),
    "factor": (
        "scenario",
        "factors",
        {"text": "Energy prices", "kind": "economic", "horizon": "now", "impact": "-2"},
    ),
    "finding": ("scenario", "findings", {"kind": "trend", "text": "Less bread, more pasta"}),
    "position": ("swot", "position", {"criterion": "Price", "score": "6,5", "rival": "Grani", "rival_score": "8"}),
    "reading": ("swot", "readings", {"reader": "Anna Villa", "read_on": "20/11/2026"}),
    "swot": ("swot", "swot", {"text": "Own mills", "importance": "4", "gap": "2", "evidence": "Report"}),
    "need": ("demand", "needs", {"text": "Fewer stops", "kind": "unexpressed", "priority": "5"}),
    "objective": (
        "strategy",
        "objectives",
        {
            "text": "More sales",
            "kind": "sales",
            "direction": "up",
            "baseline": "500",
            "target": "620",
            "unit": "k€",
            "due": "30/06/2028",
            "weight": "1",
        },
    ),
    "strategy": ("strategy", "strategies", {"text": "Maintain early", "tool": "offer", "crossing": "WO"}),
    "offer": (
        "strategy",
        "offers",
        {"name": "Predictive maintenance", "priority": "1", "readiness": "ready", "amount": "310.000"},
    ),
}


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_of_each_kind_is_added_changed_undone_taken_away_and_brought_back(
    client: Client, plan: AccountPlan, kind: str
) -> None:
    phase, section, data = ROWS[kind]
    close_phases(plan, "demand", "fit") if phase == "strategy" else None
    base = f"/plans/{plan.pk}/{phase}/rows/{section}/"
    opened = client.get(f"/plans/{plan.pk}/{phase}/?section={section}&add=1")
    assert f'action="{base}"' in opened.content.decode() or kind == "swot"
    wrong = client.post(base, {})
    assert wrong.status_code == 422
    added = client.post(base, data)
    assert added.status_code == 302, added.content.decode()[:3000]
    assert added.url == f"/plans/{plan.pk}/{phase}/#section-{section}"  # type: ignore[attr-defined]
    assert PlanPhase.objects.get(plan=plan, phase_key=phase).state == "in_progress"

    from planning.services.rows import ROWS as MODELS

    model = MODELS[kind]
    row = model._default_manager.get()
    page = client.get(f"/plans/{plan.pk}/{phase}/?section={section}&edit={row.pk}").content.decode()
    assert f"{base}{row.pk}/remove/" in page
    name = next(iter(data))
    changed = data | {name: data[name] if name == "kind" else "Other", "version": "1", "seen": ""}
    assert client.post(f"{base}{row.pk}/", changed).status_code == 302
    assert client.post(f"{base}{row.pk}/undo/").status_code == 302
    row = model._default_manager.get()
    assert row.version == 3
    assert str(getattr(row, name)) == data[name]
    client.post(f"{base}{row.pk}/remove/")
    assert model._default_manager.get().deleted_at is not None  # type: ignore[attr-defined]
    client.post(f"{base}{row.pk}/undo/")
    assert model._default_manager.get().deleted_at is None  # type: ignore[attr-defined]


def test_closing_an_approved_plan_is_taken_back_whole(client: Client, plan: AccountPlan) -> None:
    AccountPlan.objects.update(state="approved", approved_at=NOW)
    page = client.post(f"/plans/{plan.pk}/close/", follow=True).content.decode()
    (undo,) = set(re.findall(rf'"(/plans/{plan.pk}/reopen/\?version=\d+&amp;undo=1)"', page))
    client.post(html.unescape(undo))
    assert AccountPlan.objects.get().state == "approved"


def test_who_changes_a_row_keeps_what_left_meanwhile(client: Client, plan: AccountPlan, seller: User) -> None:
    """A person who left, somebody no longer on the team, a source taken away: not to be chosen anew, but not lost."""
    person, expert = make_person(plan.account, "Sandra Nicolai"), make_user("specialist")
    member = plan.team.create(user=expert, role="specialist")
    need = plan.need_rows.create(text="Fewer stops", kind="unexpressed", priority=5, person=person)
    goal = make_objective(plan, owner=expert)
    source = plan.scenariosource_rows.create(title="Balance sheet", kind="external", dated=NOW.date(), reliability=4)
    item = plan.swotitem_rows.create(
        phase_key="swot", quadrant="S", text="Brand", importance=4, gap=2, source=source, evidence=""
    )
    person.left_on, source.deleted_at = NOW.date(), NOW
    person.save()
    source.save()
    member.delete()
    rows = {"demand/rows/needs": need, "strategy/rows/objectives": goal, "swot/rows/swot": item}
    for place, row in rows.items():
        phase, section = place.split("/rows/")
        close_phases(plan, "demand", "fit") if phase == "strategy" else None
        form = client.get(f"/plans/{plan.pk}/{phase}/?section={section}&edit={row.pk}")
        opened = next(each["row_form"] for each in form.context["sections"] if each.get("row_form"))
        typed = {field.html_name: field.value() for field in opened if field.value() is not None}
        answer = client.post(f"/plans/{plan.pk}/{place}/{row.pk}/", {**typed, "text": "Other"})
        assert answer.status_code == 302, answer.context["sections"]
    for row in rows.values():
        row.refresh_from_db()
    assert {row.text for row in rows.values()} == {"Other"}
    assert (need.person, goal.owner, item.source) == (person, expert, source)


@pytest.mark.parametrize(
    ("phase", "field", "value"),
    [("scenario", "summary", "Milling grows slowly"), ("strategy", "investment_type", "cash")],
)
def test_the_answer_to_a_text_saved_brings_where_the_phase_stands_now(
    client: Client, plan: AccountPlan, phase: str, field: str, value: str
) -> None:
    """Else the page goes on saying that a point is met, or that the phase was not begun, until it is loaded anew."""
    close_phases(plan, "demand", "fit") if phase == "strategy" else None
    url = f"/plans/{plan.pk}/{phase}/"
    answer = client.post(url, {"field": field, field: value, "seen": f'[["{field}", ""]]'})
    assert answer.headers["X-Autosave"] == "saved"
    saved, page = answer.content.decode(), client.get(url).content.decode()
    assert "In progress" in saved
    for part in ("ph-state", "ph-actions", "ph-steps", "ph-side"):
        assert part_of(saved, part) == part_of(page, part)


def part_of(page: str, key: str) -> str:
    """The text of the element ``key`` of a page."""
    (found,) = markup.fromstring(f"<div>{page}</div>").xpath(f'//*[@id="{key}"]')
    return " ".join(found.text_content().split())


def test_a_line_without_revenue_is_not_no_line(client: Client, plan: AccountPlan) -> None:
    assert "Phase 6 has no areas yet" in client.get(f"/plans/{plan.pk}/").content.decode()
    make_line(plan)
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "Phase 6 has no areas yet" not in page
    assert "needs revenue and probability" in page
    make_line(plan, months={"2027-01": 100}, probability=50, contribution=40)
    assert "no investment" in client.get(f"/plans/{plan.pk}/").content.decode()


@pytest.mark.parametrize("kind", ROWS)
def test_what_was_typed_into_a_row_taken_away_meanwhile_becomes_a_new_one(
    client: Client, plan: AccountPlan, kind: str
) -> None:
    phase, section, data = ROWS[kind]
    close_phases(plan, "demand", "fit") if phase == "strategy" else None
    from planning.services.rows import ROWS as MODELS

    base, rows = f"/plans/{plan.pk}/{phase}/rows/{section}/", MODELS[kind]._default_manager
    client.post(base + ("?quadrant=W" if kind == "swot" else ""), data)
    row = rows.get()
    client.post(f"{base}{row.pk}/remove/")
    answer = client.post(f"{base}{row.pk}/", data | {"version": "1", "seen": ""})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody has taken this away in the meantime" in page
    (again,) = set(re.findall(rf'hx-post="({base}[^"]*)"', page))
    assert client.post(html.unescape(again), data).status_code == 302
    anew = rows.get(deleted_at=None)
    assert anew.pk != row.pk
    assert getattr(anew, "quadrant", "") == getattr(row, "quadrant", "")


def test_two_people_change_the_same_row(client: Client, plan: AccountPlan) -> None:
    base = f"/plans/{plan.pk}/demand/rows/needs/"
    data = ROWS["need"][2]
    client.post(base, data)
    need = Need.objects.get()
    client.post(f"{base}{need.pk}/", data | {"text": "Theirs", "version": "1"})
    answer = client.post(f"{base}{need.pk}/", data | {"text": "Mine", "version": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Mine" in page
    assert "Theirs" in page
    assert Need.objects.get().text == "Theirs"


def test_two_people_change_the_same_member(client: Client, plan: AccountPlan) -> None:
    member = plan.team.create(user=make_user("specialist", name="Paolo Testa"), role="specialist", subject="Technical")
    url = f"/plans/{plan.pk}/team/{member.pk}/"
    form = client.get(url).context["form"]
    opened = {"version": form["version"].value(), "seen": form["seen"].value(), "role": "specialist"}
    theirs = {**opened, "subject": "Legal", "phases": ["demand"]}
    assert client.post(url, theirs).status_code == 302
    answer = client.post(url, {**opened, "subject": "Finance"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Legal" in page
    assert "Finance" in page
    member.refresh_from_db()
    assert (member.subject, member.phases) == ("Legal", ["demand"])
    again = answer.context["form"]
    chosen = {"version": again["version"].value(), "seen": again["seen"].value(), "role": "specialist"}
    assert client.post(url, {**chosen, "subject": "Finance", "phases": ["demand"]}).status_code == 302
    member.refresh_from_db()
    assert (member.subject, member.phases) == ("Finance", ["demand"])


def test_who_was_taken_off_the_team_comes_back_as_they_were(client: Client, plan: AccountPlan) -> None:
    paolo = make_user("specialist", name="Paolo Testa", teams=list(plan.account.owner.teams.all()))
    plan.team.create(user=paolo, role="specialist", subject="Legal & tax", phases=["demand", "fit"])
    PlanPhase.objects.filter(plan=plan, phase_key="demand").update(owner=paolo)
    page = client.post(f"/plans/{plan.pk}/team/{plan.team.get(user=paolo).pk}/remove/", follow=True).content.decode()
    assert not plan.team.filter(user=paolo).exists()
    assert plan.phases.get(phase_key="demand").owner is None
    (undo,) = re.findall(r'action="(/plans/\d+/team/\?again[^"]*)"', page)
    client.post(html.unescape(undo))
    member = plan.team.get(user=paolo)
    assert (member.role, member.subject, member.phases) == ("specialist", "Legal & tax", ["demand", "fit"])
    assert plan.phases.get(phase_key="demand").owner == paolo


def test_the_offer_panel_adds_up_and_says_what_it_leaves_out(client: Client, plan: AccountPlan) -> None:
    close_phases(plan, "demand", "fit")
    for name, amount, probability in (("A", 310000, 72), ("B", 85000, 60), ("C", 50000, None)):
        plan.offerpanelitem_rows.create(name=name, amount=amount, probability=probability)
    page = client.get(f"/plans/{plan.pk}/strategy/").content.decode()
    assert "445,000" in page
    assert "274,200" in page  # 310000 × 72% + 85000 × 60%
    assert "1 offer without amount or probability" in page


def test_texts_save_by_themselves_and_start_the_phase(client: Client, plan: AccountPlan) -> None:
    url = f"/plans/{plan.pk}/scenario/"
    answer = client.post(url, {"field": "summary", "summary": "Grows", "seen": '[["summary", ""]]'})
    assert answer.status_code == 200
    assert Narrative.objects.get().text == "Grows"
    assert PlanPhase.objects.get(phase_key="scenario").state == "in_progress"
    clash = client.post(url, {"field": "summary", "summary": "Shrinks", "seen": '[["summary", ""]]'})
    assert clash.status_code == 409
    set_state(plan, scenario="closed")
    refused = client.post(url, {"field": "summary", "summary": "Later", "seen": '[["summary", "Grows"]]'})
    assert refused.status_code == 422
    assert "Reopen it" in refused.content.decode()


def test_a_specialist_writes_where_asked_and_reads_elsewhere(client: Client, plan: AccountPlan, seller: User) -> None:
    expert = make_user("specialist", language="en", teams=[seller.teams.get()])
    add_team_member(plan=plan, user=expert, role="specialist", phases=["demand"], by=seller)
    browser = Client()
    browser.force_login(expert)
    given = browser.get(f"/plans/{plan.pk}/demand/").content.decode()
    assert "Add a need" in given
    read = browser.get(f"/plans/{plan.pk}/swot/").content.decode()
    assert "Add a criterion" not in read
    assert "Giulia Ferri leads the team of this plan." in read
    base = f"/plans/{plan.pk}/{{}}/rows/{{}}/"
    assert browser.post(base.format("demand", "needs"), ROWS["need"][2]).status_code == 302
    refused = browser.post(base.format("swot", "swot"), ROWS["swot"][2])
    assert refused.status_code == 403
    assert "This phase was not given to you." in refused.content.decode()
    assert browser.get(f"/plans/{plan.pk}/edit/").status_code == 403
    assert not SwotItem.objects.exists()


def test_handing_in_an_unfinished_phase_lists_what_is_missing_with_links(client: Client, plan: AccountPlan) -> None:
    set_state(plan, scenario="in_progress")
    answer = client.post(f"/plans/{plan.pk}/scenario/move/submit/")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="/plans/{plan.pk}/scenario/#section-sources"' in page
    fill_scenario(plan)
    assert client.post(f"/plans/{plan.pk}/scenario/move/submit/").status_code == 302
    assert PlanPhase.objects.get(phase_key="scenario").state == "ready_for_review"


def test_comments_are_written_taken_away_and_brought_back(client: Client, plan: AccountPlan) -> None:
    base = f"/plans/{plan.pk}/fit/comments/"
    assert client.post(base, {"text": ""}).status_code == 422
    client.post(base, {"text": "Needs a price <b>soon</b>"})
    comment = Comment.objects.get()
    page = client.get(f"/plans/{plan.pk}/fit/").content.decode()
    assert "Needs a price &lt;b&gt;soon&lt;/b&gt;" in page
    client.post(f"{base}{comment.pk}/remove/")
    assert "Needs a price" not in client.get(f"/plans/{plan.pk}/swot/").content.decode()
    client.post(f"{base}{comment.pk}/undo/")
    assert Comment.objects.get().deleted_at is None


def test_versions_side_by_side(client: Client, plan: AccountPlan, seller: User) -> None:
    fill(plan)
    freeze(plan=plan, reason="Before", by=seller, at=NOW)
    Need.objects.update(priority=1)
    plan.offerpanelitem_rows.update(deleted_at=NOW)
    freeze(plan=plan, reason="After", by=seller, at=NOW)
    page = client.get(f"/plans/{plan.pk}/history/2/").content.decode()
    assert "Predictive maintenance" in page
    assert "removed" in page
    turned = client.get(f"/plans/{plan.pk}/history/1/?with=2").context
    assert (turned["changes"], turned["newer_name"]) == (
        client.get(f"/plans/{plan.pk}/history/2/").context["changes"],
        "version 2",
    )
    figures = PARTS.get("figures")
    with translation.override("en"):
        assert value_in_words(figures, "share_of_wallet", "0.136797") == "13.7%"
        assert value_in_words(figures, "gap", "22282734.09").replace("\u00a0", " ") == "€22,282,734"
    assert client.get(f"/plans/{plan.pk}/history/1/").status_code == 200
    assert "Nothing differs" in client.get(f"/plans/{plan.pk}/history/2/?with=now").content.decode()
    assert client.get(f"/plans/{plan.pk}/history/2/?with=99").status_code == 404
    for nonsense in ("x", "²"):
        assert client.get(f"/plans/{plan.pk}/history/2/", {"with": nonsense}).status_code == 404
    assert client.get(f"/plans/{plan.pk}/scenario/", {"section": "sources", "edit": "²"}).status_code == 200
    assert PlanVersion.objects.count() == 2


def test_management_is_told_what_is_missing_before_it_approves(plan: AccountPlan) -> None:
    boss = Client()
    boss.force_login(make_user("management", language="en"))
    page = boss.get(f"/plans/{plan.pk}/approve/").content.decode()
    assert "Phase 1, Scenario, is not closed." in page
    assert boss.post(f"/plans/{plan.pk}/approve/").status_code == 422


def test_the_list_filters_and_leads_to_the_account(client: Client, plan: AccountPlan, seller: User) -> None:
    other = make_plan(make_account("Cartiere", owner=seller))
    AccountPlan.objects.filter(pk=other.pk).update(state="archived")
    page = client.get("/plans/").content.decode()
    assert "Molini" in page
    assert "Cartiere" not in page
    assert "Cartiere" in client.get("/plans/?state=archived").content.decode()
    assert "Cartiere" not in client.get("/plans/?state=all&q=molini").content.decode()
    assert "No plan with these filters" in client.get("/plans/?q=zzz").content.decode()
    overview = client.get(plan.account.get_absolute_url()).content.decode()
    assert f'href="/plans/{plan.pk}/"' in overview


HOSTILE = '"><script>alert(1)</script>{{ 7|add:7 }}'


@pytest.mark.parametrize("path", ["", "scenario/", "swot/", "demand/", "fit/", "strategy/", "team/", "history/1/"])
def test_names_that_would_be_markup_stay_text(client: Client, seller: User, path: str) -> None:
    plan = make_plan(make_account(f"A {HOSTILE}", owner=seller), name=f"P {HOSTILE}", scope=HOSTILE)
    fill(plan)
    close_phases(plan, "scenario")
    User.objects.filter(pk=seller.pk).update(name=f"G {HOSTILE}")
    for model in (plan.need_rows, plan.swotitem_rows, plan.objective_rows, plan.strategy_rows, plan.finding_rows):
        model.update(text=HOSTILE)
    plan.offerpanelitem_rows.update(name=HOSTILE, unit=HOSTILE)
    plan.scenariosource_rows.update(title=HOSTILE, note=HOSTILE, url="https://example.com/'x'")
    Comment.objects.create(plan=plan, phase_key="fit", text=HOSTILE, author=seller, written_at=NOW)
    freeze(plan=plan, reason=HOSTILE, by=seller, at=NOW)
    page = client.get(f"/plans/{plan.pk}/{path}").content.decode()
    assert "<script>alert" not in page
    assert "alert(1)" in page


def test_the_list_is_exported_as_it_is_filtered(client: Client, plan: AccountPlan, seller: User) -> None:
    make_plan(make_account("Cartiere", owner=seller), name="=1+1")
    everything = b"".join(client.get("/plans/export.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "Molini Serravento" in everything
    assert "\n=1+1" not in everything
    assert ";=1+1" not in everything
    one = b"".join(client.get("/plans/export.csv?q=molini").streaming_content).decode()  # type: ignore[attr-defined]
    assert "Cartiere" not in one
    workbook = client.get("/plans/export.xlsx")
    assert b"".join(workbook.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    workbook.close()


def test_the_list_costs_as_much_for_thirty_plans(client: Client, seller: User) -> None:
    def grow(number: int) -> None:
        for _each in range(number):
            make_plan(make_account(owner=seller))

    assert_same_queries(lambda: client.get("/plans/"), grow, at_most=30)


def test_a_phase_costs_as_much_for_thirty_rows(client: Client, plan: AccountPlan) -> None:
    fill(plan)
    close_phases(plan, "demand", "fit")

    def grow(number: int) -> None:
        for each in range(number):
            need = plan.need_rows.create(text=f"Need {each}", kind="expressed", priority=2)
            plan.offerpanelitem_rows.create(name=f"Offer {each}", need=need)
            strategy = plan.strategy_rows.create(text=f"Way {each}", tool="price", crossing="SO")
            strategy.objectives.set(plan.objective_rows.all())
            Comment.objects.create(plan=plan, phase_key="strategy", text="x", author=make_user(), written_at=NOW)

    assert_same_queries(lambda: client.get(f"/plans/{plan.pk}/strategy/"), grow)
    assert_same_queries(lambda: client.get(f"/plans/{plan.pk}/demand/"), grow)


def test_an_account_leads_to_where_its_surroundings_are_written_down(client: Client, plan: AccountPlan) -> None:
    response = client.get(f"/plans/scenario-of/{plan.account.slug}/")
    assert response.headers["Location"] == f"/plans/{plan.pk}/scenario/#section-factors"


def test_an_account_without_a_plan_leads_to_a_new_one(client: Client, seller: User) -> None:
    account = make_account("Idrotermica", owner=seller)
    response = client.get(f"/plans/scenario-of/{account.slug}/")
    assert response.headers["Location"] == f"/plans/new/?account={account.slug}"


def test_the_plan_on_a_page_is_reached_on_a_phone_too(client: Client, plan: AccountPlan) -> None:
    """Quiet buttons are left out on phones; the menu has it."""
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert page.count(f'href="/plans/{plan.pk}/page/"') == 2


def test_a_plan_that_ends_before_it_begins_is_refused_at_the_field(client: Client, plan: AccountPlan) -> None:
    asked = {"name": "A", "scope": "Everything", "starts_on": "01/01/2028", "ends_on": "31/12/2026", "version": 1}
    answer = client.post(f"/plans/{plan.pk}/edit/", asked)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"ends_on": ["The plan ends before it begins: enter a later day."]}
    assert "Everything" in answer.content.decode()


def test_a_plan_of_centuries_is_refused_at_the_field(client: Client, plan: AccountPlan) -> None:
    """Every month is a field of every line: a year mistyped would make them by the thousand."""
    asked = {"name": "A", "starts_on": "01/12/2026", "version": 1}
    told = "A plan cannot be longer than ten years: enter an earlier day."
    answer = client.post(f"/plans/{plan.pk}/edit/", {**asked, "ends_on": "31/12/2036"})
    assert answer.context["form"].errors == {"ends_on": [told]}
    assert client.post(f"/plans/{plan.pk}/edit/", {**asked, "ends_on": "30/11/2036"}).status_code == 302


@pytest.mark.parametrize(("ends_on", "months"), [("30/06/2029", 30), ("31/01/2027", 1)])
def test_a_horizon_outside_the_range_is_told_at_once(client: Client, seller: User, ends_on: str, months: int) -> None:
    make_account("Idrotermica", owner=seller, code="A-7")
    asked = {"account": "A-7", "starts_on": "01/01/2027", "ends_on": ends_on, "name": ""}
    page = client.post("/plans/new/", asked, follow=True).content.decode()
    word = "months" if months > 1 else "month"
    assert f"The plan has {months} {word}. Before it can be approved it needs 18 to 24." in page


def test_offers_without_amounts_have_no_sum(client: Client, plan: AccountPlan) -> None:
    """Not given is not zero."""
    close_phases(plan, "scenario", "swot", "demand", "fit")
    plan.offerpanelitem_rows.create(name="Sensor")
    section = next(
        each for each in client.get(f"/plans/{plan.pk}/strategy/").context["sections"] if each["key"] == "offers"
    )
    assert (section["total"]["amount"], section["total"]["weighted"]) == (None, None)


def test_what_was_typed_while_somebody_closed_the_phase_stays(client: Client, plan: AccountPlan) -> None:
    set_state(plan, demand="closed")
    data = {"text": "Fewer stops of the line", "kind": "expressed", "priority": "4", "version": 1}
    answer = client.post(f"/plans/{plan.pk}/demand/rows/needs/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Fewer stops of the line" in page
    assert "errsum" in page
    assert not Need.objects.exists()


def test_who_moves_a_phase_reads_what_became_of_it(client: Client, plan: AccountPlan) -> None:
    page = client.post(f"/plans/{plan.pk}/scenario/move/start/", follow=True).content.decode()
    assert "Phase 1, Scenario, is started." in page


@pytest.mark.parametrize(
    ("phase", "who"), [("scenario", "a market manager looks at it now"), ("sales-plan", "management approves it")]
)
def test_who_hands_a_phase_in_reads_who_looks_at_it_now(
    client: Client, plan: AccountPlan, phase: str, who: str
) -> None:
    close_phases(plan, "demand", "fit", "strategy")
    for each in PHASES.get(phase).criteria:
        plan.waivers.create(phase_key=phase, criterion=each.key, reason="Test", by=plan.account.owner, at=NOW)
    PlanPhase.objects.filter(plan=plan, phase_key=phase).update(state="in_progress")
    page = client.post(f"/plans/{plan.pk}/{phase}/move/submit/", follow=True).content.decode()
    assert who in page


def test_a_plan_that_cannot_be_approved_offers_no_approval(plan: AccountPlan) -> None:
    browser = Client()
    browser.force_login(make_user("management", language="en"))
    page = browser.get(f"/plans/{plan.pk}/approve/").content.decode()
    assert "The plan cannot be approved yet." in page
    assert "Back to the plan" in page
    assert '<button class="btn primary">Approve the plan</button>' not in page
