"""Pages about classes: the panel on the account, the inspector, movements, decisions; their queries."""

from __future__ import annotations

import datetime
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html as markup

from accounts.models import KeyAccount, Rating
from accounts.tests.factories import make_segment
from kamp.jobs.models import Job
from kamp.jobs.runner import run_here
from kamp.testing.queries import assert_same_queries
from kamp.users.tests.factories import make_user
from portfolio.enums import NO_CLASS
from portfolio.jobs import CHANGED
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.profiles import PROFILES
from portfolio.models import Classification, ClassificationOverride, KeyAccountDecision
from portfolio.tests.factories import (
    ANSWERS,
    AS_OF,
    judge,
    make_demand,
    make_example,
    make_judged_portfolio,
    make_portfolio,
    make_run,
)

pytestmark = pytest.mark.django_db

EARLIER = AS_OF - datetime.timedelta(days=40)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(path: str, user: Any = None, code: int = 200) -> str:
    response = client_of(user or make_user("management", language="en")).get(path)
    assert response.status_code == code, response.content[:2000]
    return unescape(response.content.decode())


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def two_runs() -> dict[str, KeyAccount]:
    """ALFA becomes strategic by better scores, GAMMA less attractive."""
    accounts = make_judged_portfolio()
    Rating.objects.update(rated_on=EARLIER - datetime.timedelta(days=1))
    make_run(EARLIER)
    judge(accounts["ALFA"], **{**ANSWERS["ALFA"], "ours": (9, 8, 8, 8, 8, 6)}, rated_on=AS_OF)
    judge(accounts["GAMMA"], fit=0, willingness=0, rated_on=AS_OF)
    make_run()
    return accounts


# ---- the class beside the name --------------------------------------------------------------------------------------


def test_the_account_page_shows_class_position_and_profile() -> None:
    accounts = make_judged_portfolio()
    make_run()
    html = page(accounts["GAMMA"].get_absolute_url())
    words = text(html)
    assert "Strategic · Strategic investment" in words
    assert "Relative strength (Our scores against the best rival's) 60.0" in words
    assert "Share of wallet below the target." in words
    for basis in PROFILES:
        assert basis.strategic in words
    assert "Set the class" not in words  # management changes nothing
    assert "Set the class" in text(
        page(accounts["GAMMA"].get_absolute_url(), make_user("administrator", language="en"))
    )


def test_without_ratings_it_says_what_is_missing_and_where_to_give_it() -> None:
    accounts = make_portfolio()
    make_run()
    words = text(page(accounts["ALFA"].get_absolute_url()))
    assert "Not assessed" in words
    assert "Nature of the relationship Rate the relationship in the audit." in words


def test_the_list_shows_the_class_beside_the_name() -> None:
    make_judged_portfolio()
    make_run()
    rows = re.findall(r"<tr.*?</tr>", page(reverse("accounts:account_list")), flags=re.DOTALL)
    shown = {name: row for row in rows for name in ("Gamma", "Zeta") if f">{name}<" in row}
    assert "Strategic" in shown["Gamma"]
    assert "f-strategic" in shown["Gamma"]
    assert "Status" in shown["Zeta"]


def test_the_inspector_shows_criteria_with_weights() -> None:
    accounts = make_judged_portfolio()
    make_run()
    html = page(f"/portfolio/class/?a={accounts['ALFA'].slug}", make_user("administrator", language="en"))
    criteria = re.findall(r'<tr><th scope="row">([^<]+)</th><td class="r muted">(\d+)%</td>', html)
    assert [(name, int(weight)) for name, weight in criteria] == [
        ("Potential over three years", 25),
        ("Growth of the customer's demand", 15),
        ("Profitability", 20),
        ("Strategic fit and reference value", 15),
        ("Willingness to partner", 15),
        ("Financial soundness and payment", 10),
    ]
    assert "The line is at 50.0." in text(html)
    assert f'href="/portfolio/class/override/{accounts["ALFA"].slug}/"' in html


def test_fixed_lines_are_no_secret_of_other_accounts() -> None:
    accounts = make_judged_portfolio()
    rep = make_user("sales_rep", language="en")
    KeyAccount.objects.filter(pk=accounts["ALFA"].pk).update(owner=rep)
    make_run()
    words = text(page(f"/portfolio/class/?a={accounts['ALFA'].slug}", rep))
    assert "The line is at 50.0." in words
    assert "Relative strength from 50.0 on (0.3 more): Strategic." in words
    assert "1,000" not in words  # the revenue of the company


def test_the_names_of_the_classes_are_the_same_in_italian() -> None:
    accounts = make_judged_portfolio()
    make_run()
    user = make_user("management", language="it")
    assert "Status" in text(page("/portfolio/class/", user))
    assert "Status" in text(page(accounts["ZETA"].get_absolute_url(), user))


# ---- movements ------------------------------------------------------------------------------------------------------


def test_movements_name_who_moved_and_what_moved_them() -> None:
    two_runs()
    words = text(page("/portfolio/class/movements/"))
    assert "Alfa ALFA Star Strategic €500k" in words.replace("Opportunity", "Star")
    assert "Our scores against the best rival's: from 49.8 to 57.5" in words
    html = page("/portfolio/class/movements/")
    steps = re.findall(r'href="\?[^"]*from=(\w+)[^"]*to=(\w+)', html)
    assert ("not_assessed", "strategic") in steps or steps


def test_a_cell_of_the_table_narrows_the_list() -> None:
    accounts = make_judged_portfolio()
    make_run(EARLIER)
    first = make_run()
    moved = set(
        Classification.objects.at(first)  # type: ignore[attr-defined]
        .in_cell("class", "star")
        .values_list("account__name", flat=True)
    )
    html = page("/portfolio/class/movements/?to=star")
    names = set(re.findall(r'<a href="[^"]*a=[^"]*">([^<]+)</a>', html))
    assert names <= moved
    assert page("/portfolio/class/movements/?from=nonsense&to=star")
    assert accounts


def test_movements_without_an_earlier_run_say_when_there_is_one() -> None:
    make_judged_portfolio()
    make_run()
    assert "No earlier run to compare with" in page("/portfolio/class/movements/")


def test_movements_as_a_file_equal_the_page() -> None:
    two_runs()
    user = make_user("management", language="en")
    response = client_of(user).get("/portfolio/class/movements/export/csv/")
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    shown = re.findall(r'<td class="who f-name"><a[^>]*>([^<]+)</a>', page("/portfolio/class/movements/", user))
    assert len(content.strip().splitlines()) == 1 + len(shown)
    assert all(name in content for name in shown)


def test_a_rep_sees_own_movements_only() -> None:
    accounts = two_runs()
    rep = make_user("sales_rep", language="en")
    KeyAccount.objects.filter(pk=accounts["GAMMA"].pk).update(owner=rep)
    html = page("/portfolio/class/movements/", rep)
    assert "Alfa" not in html


def test_a_moved_line_is_a_reason() -> None:
    accounts = make_judged_portfolio()
    make_run(AS_OF - datetime.timedelta(days=1))
    make_demand(accounts["EPSILON"], 9_000_000, recorded_at=timezone.now())
    make_run()
    words = text(page("/portfolio/value-potential/movements/"))
    assert "The lines between the classes are others now." in words


# ---- decisions ------------------------------------------------------------------------------------------------------


def test_a_class_is_set_and_taken_back_through_the_pages() -> None:
    accounts = make_judged_portfolio()
    make_run()
    user = make_user("administrator", language="en", name="Giulia Ferri")
    client, alfa = client_of(user), accounts["ALFA"]
    until = timezone.localdate() + datetime.timedelta(days=100)
    body = {"cell": "status", "reason": "They are being sold", "expires_on": f"{until:%d/%m/%Y}"}
    response = client.post(f"/portfolio/class/override/{alfa.slug}/", body, follow=True)
    assert "is now “Status” by your decision" in response.content.decode()
    run_here(Job.objects.get(kind=CHANGED).pk)
    words = text(page(alfa.get_absolute_url(), user))
    assert "Status · Proactive maintenance" in words
    assert "was set by Giulia Ferri until" in words
    assert "“They are being sold” The figures give: Star." in words
    made = ClassificationOverride.objects.get()
    client.post(f"/portfolio/overrides/{made.pk}/end/")
    run_here(Job.objects.filter(kind=CHANGED, state="queued").get().pk)
    assert "Star · Selective investment" in text(page(alfa.get_absolute_url(), user))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"reason": "x", "expires_on": "1/1/2099"}, "field is required"),
        ({"cell": "star", "reason": "x", "expires_on": "1/1/2027"}, "nothing to override"),
        ({"cell": "status", "reason": "", "expires_on": "1/1/2027"}, "field is required"),
        ({"cell": "status", "reason": "x", "expires_on": "soon"}, "Enter a date as day/month/year"),
        ({"cell": "status", "reason": "x", "expires_on": "1/1/2020"}, "Enter a day after today."),
    ],
)
def test_what_was_typed_is_kept_beside_its_error(body: dict[str, str], message: str) -> None:
    accounts = make_judged_portfolio()
    make_run()
    path = f"/portfolio/class/override/{accounts['ALFA'].slug}/"
    response = client_of(make_user("administrator", language="en")).post(path, body)
    html = unescape(response.content.decode())
    assert response.status_code == 422
    assert message in html
    assert body.get("expires_on", "") in html


def test_a_designation_is_decided_and_undone_through_the_pages() -> None:
    accounts = make_judged_portfolio()
    make_run()
    user, alfa = make_user("administrator", language="en"), accounts["ALFA"]
    client, path = client_of(user), f"/portfolio/designation/{alfa.slug}/"
    today = f"{timezone.localdate():%d/%m/%Y}"
    client.post(path, {"to": "candidate", "reason": "Half of the revenue", "decided_on": today, "seen": "none"})
    decision = KeyAccountDecision.objects.get()
    assert "Half of the revenue" in page(path, user)
    response = client.post(path, {"to": "candidate", "reason": "Again", "decided_on": today, "seen": "none"})
    assert response.status_code == 409
    assert "it is “Candidate” now" in unescape(response.content.decode())
    client.post(f"{path}undo/{decision.pk}/")
    alfa.refresh_from_db()
    assert alfa.designation == "none"
    assert "Taken back by" in page(path, user)


def test_too_many_key_accounts_are_said() -> None:
    accounts = make_judged_portfolio()
    make_run()
    KeyAccount.objects.filter(pk=accounts["BETA"].pk).update(designation="designated")
    html = page(f"/portfolio/designation/{accounts['ALFA'].slug}/", make_user("administrator", language="en"))
    assert "1 key account is designated, more than 10% of 6 active customers." in html


# ---- queries --------------------------------------------------------------------------------------------------------


def grow(count: int) -> None:
    for _ in range(count):
        account = make_example(
            f"N{KeyAccount.objects.count()}",
            {"revenue": 50, "demand": 90, "direct_cost": 20},
            segment=make_segment(),
            owner=make_user("sales_rep"),
        )
        judge(account, **ANSWERS["ALFA"], rated_on=AS_OF)
    make_run()


def test_movements_ask_as_often_for_thirty_as_for_one() -> None:
    make_judged_portfolio()
    make_run(EARLIER)
    client = client_of(make_user("management"))
    assert_same_queries(lambda: client.get("/portfolio/class/movements/"), grow)


def test_on_a_phone_the_class_stands_below_the_name_in_the_list_of_accounts() -> None:
    make_judged_portfolio(segment=make_segment("Food"))
    make_run()
    page = markup.fromstring(client_of(make_user(language="en")).get("/accounts/").content)
    cells = page.xpath("//tbody/tr[1]/td")
    (below,) = [cell for cell in cells if "f-b" in cell.get("class", "").split()]
    (segment,) = [cell for cell in cells if cell.text_content().strip() == "Food"]
    assert below.text_content().strip() in {"Star", "Strategic", "Status", "Opportunity"}
    assert "f-hide" in segment.get("class")


def test_the_miniature_beside_the_name_shows_where_the_account_is() -> None:
    """Also on pages that know nothing else of the matrix; in the cell chosen where the class was set by hand."""
    make_judged_portfolio()
    run, spec = make_run(), MATRICES.get("class")
    client = client_of(make_user(language="en"))
    rows = Classification.objects.at(run).select_related("account")
    classed = [row for row in rows if row.cell_on(spec.key) not in NO_CLASS | {""}]
    assert len(classed) > 2
    for row in classed:
        for tab in ("", "contracts/"):
            spot = client.get(f"{row.account.get_absolute_url()}{tab}").context["mark"]["spot"]
            assert [spot.x, spot.y] == pytest.approx(
                [float(row.metrics[a.metric]) for a in (spec.x, spec.y)], abs=0.001
            )
    cells = [f"{spec.key}:strategic" if mark.startswith(f"{spec.key}:") else mark for mark in row.cells]
    Classification.objects.filter(pk=row.pk).update(cells=cells, metrics={**row.metrics, spec.x.metric: 10})
    assert client.get(row.account.get_absolute_url()).context["mark"]["spot"].x == 75
