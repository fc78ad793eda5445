"""Search finds accounts, people, plans and actions in one's scope, by group, and nothing else (C07)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import KeyAccount, Person
from accounts.tests.factories import make_account, make_company, make_person
from kamp.dashboards.finding import LIMIT, found
from kamp.testing.queries import assert_same_queries, queries_of
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.models import Action
from planning.tests.factories_lines import make_plan
from planning.tests.factories_reviews import make_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def rep() -> User:
    make_company()
    return make_user("sales_rep", language="en")


@pytest.fixture
def own(rep: User) -> KeyAccount:
    """An account of the rep with a person and a plan, and the same at an account of somebody else."""
    for owner, name in ((make_user("sales_rep"), "Molini Altrove"), (rep, "Molini Serravento")):
        account = make_account(name, owner=owner)
        make_person(account, f"Carla {name.split()[1]}", job_title="Buyer", email="carla@molini.example")
        make_plan(account, name=f"Molini plan {name.split()[1]}")
    return account


def names(user: User, text: str) -> dict[str, list[str]]:
    return {group.key: [hit.name for hit in group.hits] for group in found(user=user, text=text)}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("molini", {"accounts": ["Molini Serravento"], "plans": ["Molini plan Serravento"]}),
        ("carla", {"people": ["Carla Serravento"]}),
        ("buyer", {"people": ["Carla Serravento"]}),
        ("carla@molini", {"people": ["Carla Serravento"]}),
        ("plan serravento", {"plans": ["Molini plan Serravento"]}),
        ("altrove", {}),
        ("", {}),
    ],
)
def test_only_what_is_in_scope_is_found(text: str, groups: dict[str, list[str]], rep: User, own: KeyAccount) -> None:
    result = {key: hits for key, hits in names(rep, text).items() if key in groups or not groups}
    assert result == groups
    assert "Altrove" not in str(names(rep, text))


def test_who_sees_everything_finds_both(own: KeyAccount) -> None:
    assert names(make_user("management"), "molini")["accounts"] == ["Molini Altrove", "Molini Serravento"]


def test_archived_accounts_closed_plans_and_their_people_are_not_found(rep: User, own: KeyAccount) -> None:
    own.plans.update(state="closed")
    assert "plans" not in names(rep, "molini")
    KeyAccount.objects.filter(pk=own.pk).update(archived_at="2026-01-01T00:00Z")
    assert names(rep, "serravento") == {}


def test_one_letter_finds_accounts_only_and_the_page_says_so(rep: User, own: KeyAccount) -> None:
    assert set(names(rep, "m")) == {"accounts"}
    client = Client()
    client.force_login(rep)
    assert "Type one letter more to search people, plans and actions." in client.get("/search/?q=z").content.decode()


def test_the_page_and_the_palette_say_when_nothing_is_found(rep: User, own: KeyAccount) -> None:
    client = Client()
    client.force_login(rep)
    assert "Nothing found for “zzz”." in client.get("/search/?q=zzz").content.decode()
    palette = client.get("/search/?q=%3Cb%3E&palette=1", headers={"HX-Request": "true"}).content.decode()
    assert "Nothing found for “&lt;b&gt;”." in palette
    assert "<html" not in palette
    assert "Search your accounts, people, plans and actions" in client.get("/search/").content.decode()


def test_more_than_fit_lead_to_the_whole_list(rep: User) -> None:
    for number in range(LIMIT + 1):
        make_account(f"Cartiere {number}", owner=rep)
    (group,) = found(user=rep, text="cartiere")
    assert len(group.hits) == LIMIT
    assert group.more_url == "/accounts/?q=cartiere"


def test_search_costs_the_same_for_one_hit_and_for_many(rep: User) -> None:
    client = Client()
    client.force_login(rep)

    def grow(number: int) -> None:
        for _each in range(number):
            account = make_account("Cartiere", owner=rep)
            make_person(account, "Cartiere Carla")
            make_action(make_plan(account, name="Cartiere plan"), rep, text="Visit the cartiere")

    def search() -> None:
        client.get("/search/?q=cartiere", headers={"HX-Request": "true"})

    grow(1)
    search()
    one = len(queries_of(search))
    many = assert_same_queries(search, grow, counts=(LIMIT + 2, 30), at_most=12)
    assert one == many + 1, "where enough accounts begin with the text, nobody looks for others"


@pytest.mark.parametrize("text", ["Nicolò", "nicolo", "NICOLO", "Großmann", "grossmann", "perche cosi", "müllér"])
def test_accents_and_case_count_nowhere(text: str, rep: User) -> None:
    account = make_account("Müller Perché così Nicolo Grossmann", owner=rep)
    make_person(account, "Nicolò Großmann", job_title="Perché così", email="mueller@x.example")
    make_person(account, "Muller Å", email="a@x.example")
    make_plan(account, name="Piano perché così per Nicolò Großmann e Müller")
    found_ones = names(rep, text)
    assert len(found_ones["people"]) == 1
    assert found_ones["accounts"]
    assert found_ones["plans"]


def test_people_and_actions_are_found_by_an_index(rep: User) -> None:
    plan_of_all = make_plan(make_account("Molini", owner=rep))
    texts = (f"Call {number} about the {number * 7919 % 1000} valves" for number in range(3000))
    Action.objects.bulk_create([Action(plan=plan_of_all, owner=rep, text=text, due="2027-01-01") for text in texts])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE planning_action; SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    for index, rows in (
        ("person_search_idx", Person.objects.filter(name__folded__contains="nicolo")),
        ("action_text_idx", Action.objects.open().filter(text__folded__contains="offerta")),
    ):
        plan = rows.order_by().explain()
        assert index in plan, plan


def test_open_actions_are_found_and_their_list_shows_them(rep: User, own: KeyAccount) -> None:
    elsewhere = make_plan(make_account("Other", owner=make_user("sales_rep")))
    for plan in (own.plans.get(), elsewhere):
        make_action(plan, plan.account.owner, text="Perché no: visit the mill")
    make_action(own.plans.get(), rep, text="Visit the mill (done)", done_at=timezone.now())
    (group,) = [group for group in found(user=rep, text="PERCHE visit") if group.key == "actions"]
    (hit,) = group.hits
    assert "Molini Serravento" in hit.note
    client = Client()
    client.force_login(rep)
    listed = client.get(hit.url).content.decode()
    assert "Perché no: visit the mill" in listed
    assert names(rep, "done").get("actions") is None


def test_who_begins_with_the_text_comes_before_any_number_of_others(rep: User) -> None:
    for number in range(45):
        make_account(f"Alimentari {number:02} Zeta", owner=rep)
    make_account("Zeta Meccanica", owner=rep)
    assert names(rep, "zeta")["accounts"][0] == "Zeta Meccanica"
    assert len(names(rep, "zeta")["accounts"]) == LIMIT
