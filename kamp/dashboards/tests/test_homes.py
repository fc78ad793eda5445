"""Each role lands on its home, and every home shows that person's own work and figures."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Audit, Contract
from accounts.tests.factories import make_account, make_company
from kamp.dashboards.tests.company import Company
from kamp.testing.queries import assert_same_queries, queries_of
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.models import PlanPhase, Review
from planning.tests.factories_lines import make_plan
from planning.tests.factories_reviews import make_action
from portfolio.services.recompute import recompute

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.replace("\u00a0", " ")))


def days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


@pytest.mark.parametrize(
    ("role", "home"),
    [
        ("sales_rep", "/today/"),
        ("specialist", "/today/"),
        ("market_manager", "/portfolio/"),
        ("integrator", "/portfolio/"),
        ("management", "/dashboard/"),
        ("administrator", "/dashboard/"),
    ],
)
def test_each_role_lands_on_its_home(role: str, home: str) -> None:
    make_company()
    client = client_of(make_user(role))
    answer = client.get("/")
    assert answer["Location"] == home
    assert client.get(home).status_code == 200


@pytest.fixture
def rep() -> User:
    make_company()
    return make_user("sales_rep", name="Giulia Ferri", language="en")


def test_a_day_without_work_says_so(rep: User) -> None:
    words = text(client_of(rep).get("/today/").content.decode())
    assert "Nothing to do" in words
    assert re.search(r"Good (morning|afternoon|evening), Giulia", words)


def work_at(rep: User, day: datetime.date) -> Any:
    """One of each sort of work, due on ``day``."""
    account = make_account("Molini Serravento", owner=rep, designation="designated")
    plan = make_plan(account, name="Plan 2027", starts_on=days(-400).replace(day=1))
    PlanPhase.objects.update_or_create(
        plan=plan, phase_key="demand", defaults={"owner": rep, "due": day, "state": "in_progress"}
    )
    Contract.objects.create(
        account=account, title="Frame", start=days(-99), end=days(60), notice_days=(days(60) - day).days
    )
    starts = timezone.make_aware(datetime.datetime.combine(day, datetime.time(15)))
    Review.objects.create(plan=plan, tier="quarterly", starts_at=starts, time_zone="Europe/Rome", length=60, lead=rep)
    Audit.objects.create(account=account, number=1, state="open", opened_at=timezone.now())
    return make_action(plan, rep, "Call the buyer", due=day)


@pytest.mark.parametrize(("ahead", "late", "coming"), [(-3, 4, 0), (5, 0, 4)])
def test_work_is_late_or_comes(rep: User, ahead: int, late: int, coming: int) -> None:
    work_at(rep, days(ahead))
    day = client_of(rep).get("/today/").context["day"]
    assert (len(day.late), len(day.coming), len(day.refresh)) == (late, coming, 1)
    assert day.refresh[0].minutes > 0
    words = text(client_of(rep).get("/today/").content.decode())
    for title in ("Call the buyer", "Work on “Demand”", "Decide about “Frame”", "Complete the audit"):
        assert title in words
    assert ("Hold the review" if late else "Prepare the review") in words


def test_a_notice_far_away_is_not_said_to_be_due_within_two_weeks(rep: User) -> None:
    account = make_account("Molini Serravento", owner=rep)
    for title, notice in (("Near", 60), ("Far", 20)):
        Contract.objects.create(account=account, title=title, start=days(-99), end=days(70), notice_days=notice)
    answer = client_of(rep).get("/today/")
    day, words = answer.context["day"], text(answer.content.decode())
    assert [work.title for work in day.coming] == ["Decide about “Near”"]
    assert [work.title for work in day.ahead] == ["Decide about “Far”"]
    assert "1 is due within two weeks." in words
    assert "Far" in words.split("Further ahead")[1].split("To refresh")[0]


def test_the_largest_accounts_are_said_to_be_some_of_all(rep: User) -> None:
    for number in range(9):
        make_account(f"Account {number}", owner=rep)
    assert "My accounts 8 of 9" in text(client_of(rep).get("/today/").content.decode())


def test_work_of_others_is_not_mine(rep: User) -> None:
    work_at(rep, days(-1))
    assert client_of(make_user("sales_rep", language="en")).get("/today/").context["day"].is_empty
    assert client_of(make_user("administrator", language="en")).get("/today/").context["day"].is_empty


def test_an_action_is_done_in_place_and_taken_back(rep: User) -> None:
    action = work_at(rep, days(-1))
    client = client_of(rep)
    assert 'title="1 late action"' in client.get("/today/").content.decode()
    answer = client.post(f"/actions/{action.pk}/done/", {"next": "/today/"}, follow=True)
    assert answer.redirect_chain == [("/today/", 302)]
    html = answer.content.decode()
    assert "is done." in html
    assert f'action="/actions/{action.pk}/not-done/?next=%2Ftoday%2F"' in html
    assert "Call the buyer" not in text(html).split("My accounts")[0].split("Late")[1]
    client.post(f"/actions/{action.pk}/not-done/", {"next": "/today/"})
    assert "Call the buyer" in text(client.get("/today/").content.decode())


def test_today_costs_the_same_for_one_thing_and_for_many(rep: User) -> None:
    client = client_of(rep)
    plan = make_plan(make_account(owner=rep, designation="designated"))

    def grow(number: int) -> None:
        for _each in range(number):
            make_action(plan, rep, due=days(1))
            account = make_account(owner=rep, designation="designated")
            Contract.objects.create(account=account, title="Frame", start=days(-9), end=days(60))

    assert_same_queries(lambda: client.get("/today/"), grow)


@pytest.mark.parametrize("role", ["management", "market_manager"])
def test_the_dashboard_shows_figures_of_what_one_sees(role: str) -> None:
    company = Company(2)
    answer = client_of(company.users[role]).get("/dashboard/")
    words = text(answer.content.decode())
    plans, first = answer.context["plans"], company.segments[0].pk
    seen = {row.plan.account.name for row in plans}
    visible = {row.account.name for row in company.plans if role == "management" or row.account.segment_id == first}
    assert seen <= visible
    assert len(plans) == min(12, len(visible))
    assert len(answer.context["kpis"]) == 6
    for title in ("Revenue against plan", "Concentration", "Plans and risks", "Next reviews", "Attention"):
        assert title in words


def test_the_dashboard_of_an_empty_company_says_what_to_do() -> None:
    make_company()
    words = text(client_of(make_user("management", language="en")).get("/dashboard/").content.decode())
    assert "The portfolio has not been classified yet" in words
    assert "No plan is open yet" in words


def test_the_dashboard_without_accounts_leads_to_them_and_speaks_of_no_zero() -> None:
    make_company()
    recompute(as_of=timezone.localdate(), at=timezone.now())
    answer = client_of(make_user("administrator", language="en")).get("/dashboard/")
    words = text(answer.content.decode())
    assert "No accounts yet" in words
    assert "Import accounts" in words
    assert "€0" not in words
    assert "is €0" not in answer.context["announced"]


def test_the_cells_of_the_moves_open_lists_of_as_many() -> None:
    company = Company(1)
    client = client_of(company.users["management"])
    moves = [cell for row in client.get("/dashboard/").context["moves"] for cell in row.cells if cell.accounts]
    assert any(not cell.stays for cell in moves)
    assert any(cell.stays for cell in moves)
    for cell in moves:
        lines = client.get(cell.url).context["lines"]
        assert len(lines) == cell.accounts, cell.words
        if not cell.stays:
            assert sum(row.revenue for row, _cells in lines) == cell.revenue


def test_the_list_of_a_move_says_and_keeps_from_where_to_where() -> None:
    client = client_of(Company(1).users["management"])
    cell = next(
        cell
        for row in client.get("/dashboard/").context["moves"]
        for cell in row.cells
        if cell.accounts and not cell.stays
    )
    picks = {pick.name: pick for pick in client.get(cell.url).context["picks"]}
    assert picks["from"].active
    assert picks["to"].active
    narrowed = client.get(f"{cell.url}&segment=none")
    assert not narrowed.context["lines"]
    cleared = client.get("/dashboard/moves/" + narrowed.context["clear_url"])
    assert len(cleared.context["lines"]) >= cell.accounts
    assert not any(pick.value for pick in cleared.context["picks"] if pick.name in {"from", "to"})


def test_the_dashboard_costs_the_same_for_few_plans_and_for_many() -> None:
    client = client_of(make_user("administrator", language="en"))
    Company(1, accounts=13)
    client.get("/dashboard/")
    few = len(queries_of(lambda: client.get("/dashboard/")))
    Company(2)
    client.get("/dashboard/")  # a new run is added up once
    assert len(queries_of(lambda: client.get("/dashboard/"))) == few


def test_who_has_no_account_yet_reads_nothing_about_no_accounts() -> None:
    Company(1)
    words = text(client_of(make_user("sales_rep", language="en")).get("/portfolio/").content.decode())
    assert "No account of yours was classified in this run" in words
    assert "The same 0 accounts" not in words
    assert "changed class" not in words
