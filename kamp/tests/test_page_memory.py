"""What a page loads once, and what a change must not find remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import Company
from accounts.tests.factories import make_account, make_company
from kamp.shared.company import our_company
from kamp.shared.heading import HeadingMiddleware, read_heading
from kamp.shared.page_memory import PageMemoryMiddleware, as_on_a_page, once_per_page
from kamp.testing.queries import queries_of
from kamp.users.tests.factories import make_user
from planning.tests.factories import make_plan
from planning.tests.factories_reviews import make_action


def loads(method: str) -> int:
    """How often something is loaded that two parts of a request ask for."""
    loaded: list[int] = []

    def view(_request: HttpRequest) -> HttpResponse:
        for _part in range(2):
            once_per_page("something", lambda: loaded.append(1) or len(loaded))
        return HttpResponse()

    PageMemoryMiddleware(view)(getattr(RequestFactory(), method)("/"))
    return len(loaded)


@pytest.mark.unit
@pytest.mark.parametrize(("method", "times"), [("get", 1), ("head", 1), ("post", 2), ("delete", 2)])
def test_only_who_reads_is_given_what_was_read(method: str, times: int) -> None:
    assert loads(method) == times


@pytest.mark.unit
def test_nothing_is_kept_from_one_page_to_the_next() -> None:
    assert [loads("get"), loads("get")] == [1, 1]
    with as_on_a_page():
        assert once_per_page("something", lambda: 7) == 7
        with as_on_a_page():
            assert once_per_page("something", lambda: 8) == 7
        assert once_per_page("something", lambda: 9) == 7
    assert once_per_page("something", lambda: 10) == 10


@pytest.mark.unit
def test_nothing_found_is_found_once() -> None:
    asked: list[int] = []
    with as_on_a_page():
        for _part in range(2):
            assert once_per_page("nobody", lambda: asked.append(1)) is None
    assert len(asked) == 1


def answering(seen: list[Any], ask: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        seen.append(ask(request))
        return HttpResponse()

    return HeadingMiddleware(view)


@pytest.mark.django_db
def test_company_and_numbers_come_with_one_statement(rf: RequestFactory) -> None:
    make_company(name="Corvale")
    request = rf.get("/")
    request.user = make_user("administrator")
    seen: list[Any] = []
    ask = answering(seen, lambda request: (our_company().name, request.heading.numbers))  # type: ignore[attr-defined]
    assert len(queries_of(lambda: ask(request))) == 1
    assert seen == [("Corvale", {"inbox": 0, "work": 0})]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["fragment", "change", "stranger"])
def test_where_no_frame_is_drawn_nothing_is_counted(rf: RequestFactory, kind: str) -> None:
    make_company(name="Corvale")
    request = rf.post("/") if kind == "change" else rf.get("/")
    request.user = AnonymousUser() if kind == "stranger" else make_user()
    request.htmx = kind == "fragment"
    seen: list[Any] = []
    sent = queries_of(lambda: answering(seen, lambda _request: our_company().name)(request))
    assert seen == ["Corvale"]
    assert [sql for sql in sent if "count(" in sql.lower()] == []


@pytest.mark.django_db
def test_before_anything_is_there_the_heading_is_empty() -> None:
    Company.objects.all().delete()
    found = read_heading(make_user("sales_rep"))
    assert (found.company.name, found.company.currency) == ("", "EUR")
    assert set(found.numbers.values()) == {0}
    assert found.pins == []
    assert read_heading(make_user("sales_rep", is_active=False)).numbers.get("inbox", 0) == 0


@pytest.mark.django_db
def test_a_change_counts_on_the_next_page() -> None:
    rep = make_user("sales_rep")
    client = Client()
    client.force_login(rep)
    account = make_account()
    assert client.get(account.get_absolute_url()).status_code == 404
    account.memberships.create(user=rep, role="plan_team")
    assert client.get(account.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_the_statement_of_the_heading_is_made_once_a_day_and_person_without_a_query(
    django_assert_num_queries: Any,
) -> None:
    make_company()
    rep, boss = make_user("sales_rep"), make_user("market_manager")
    plan = make_plan(make_account(owner=rep), by=rep)
    with time_machine.travel("2026-03-10 12:00", tick=False):
        for user in (rep, boss):
            with django_assert_num_queries(1):
                read_heading(user)
        make_action(plan, rep, "Call the miller", due=date(2026, 3, 10))
        assert read_heading(rep).numbers["work"] == 0
    with time_machine.travel("2026-03-11 12:00", tick=False):
        assert (read_heading(rep).numbers["work"], read_heading(boss).numbers["work"]) == (1, 0)
        rep.role = ""
        assert "work" not in read_heading(rep).numbers
        rep.role, rep.is_active = "sales_rep", False
        assert "work" not in read_heading(rep).numbers
