"""The pages of the portfolio: what they say, to whom, and with how many queries."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import KeyAccount
from accounts.tests.factories import make_account, make_company, make_demand, make_sale, make_segment
from kamp.jobs.models import Job
from kamp.testing.parameters import names_asked_for
from kamp.testing.queries import assert_same_queries
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from portfolio.jobs import KEY
from portfolio.matrices.catalog import MATRICES
from portfolio.services.parameters import change_parameters
from portfolio.tests.factories import (
    AS_OF,
    NOON,
    make_example,
    make_judged_portfolio,
    make_portfolio,
    make_run,
    run_job,
)

pytestmark = pytest.mark.django_db

OVERVIEW = "/portfolio/"
MATRIX = "/portfolio/value-potential/"


def signed_in(user: User | None = None, language: str = "en") -> Client:
    client = Client()
    client.force_login(user or make_user(language=language))
    return client


def page(path: str, user: User | None = None) -> str:
    response = signed_in(user).get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def text(html: str) -> str:
    """What is read: without tags, blanks folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.replace("\u00a0", " ")))


def chart(html: str) -> dict[str, Any]:
    found = re.search(r'id="mx-data"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


def rows_of(response: Any) -> list[list[str]]:
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body)))


# ---- before anything was computed ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [OVERVIEW, MATRIX, "/portfolio/concentration/", f"{MATRIX}cell/key/"])
def test_before_the_first_run_the_page_says_what_to_do(path: str) -> None:
    assert "There is nothing to classify yet" in page(path)
    make_portfolio()
    assert "The portfolio has not been classified yet" in page(path)
    assert 'action="/portfolio/recompute/"' in page(path)
    assert 'action="/portfolio/recompute/"' not in page(path, make_user("management", language="en"))


@pytest.mark.parametrize("path", ["/portfolio/nonsense/", f"{MATRIX}cell/nonsense/", f"{OVERVIEW}?run=9"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert signed_in().get(path).status_code == 404
    make_portfolio()
    make_run()
    assert signed_in().get(path).status_code == 404


# ---- overview ------------------------------------------------------------------------------------------------------


def test_the_overview_shows_every_matrix_with_its_cells() -> None:
    make_judged_portfolio()
    make_run(by=make_user(name="Luca Bonetti"))
    html = page(OVERVIEW)
    for spec in MATRICES:
        assert f'href="/portfolio/{spec.key}/"' in html
        assert spec.title in html
    assert html.count('<svg class="mm"') == len(MATRICES)
    assert html.count('class="dot ') == 6 * len(MATRICES)
    words = text(html)
    assert "Key account 1 €500k" in words
    assert "Potential key account 2 €135k" in words
    assert "The same 6 accounts on every matrix." in words
    assert "Run 1, computed" in words
    assert "by Luca Bonetti" in words


def test_every_number_of_the_overview_leads_to_that_many_accounts() -> None:
    """Also where cells of one name are counted together: they led to the whole matrix."""
    make_judged_portfolio()
    grow(20)
    client = signed_in()
    html = client.get(OVERVIEW).content.decode()
    found = re.findall(r'<th scope="row"><a href="([^"]+)">([^<]+)</a></th><td>(\d+)</td>', html)
    zones = {cell.zone for cell in MATRICES.get("revenue-quality").cells}
    assert {url.split("/")[4] for url, *_ in found} & zones, "no number is of several cells"
    for url, label, number in found:
        listed = client.get(url)
        told = re.search(r'id="results" data-announce="[^"]* of (\d+)"', listed.content.decode())
        assert told, url
        assert told[1] == number, f"{label}, {url}"
        assert f">{label}</h1>" in listed.content.decode()
        export = re.search(r'href="([^"]*export/csv/[^"]*)"', listed.content.decode())
        assert export, url
        assert len(rows_of(client.get(export[1].replace("&amp;", "&")))) == int(number) + 1, url


def test_the_concentration_strip_gives_figures_with_readings() -> None:
    make_portfolio()
    make_run()
    words = text(page(OVERVIEW))
    assert "Five largest 99.5% CR5: high" in words
    assert "Concentration 3,583 HHI of 10,000: high" in words
    assert "Equal customers 2.8 of 6 customers" in words
    assert "ABC classes A 2 · B 2 · C 2" in words


def test_when_nothing_was_sold_in_the_period_the_last_sale_is_offered() -> None:
    make_portfolio()
    make_run(datetime.date(2029, 1, 31))
    html = page(OVERVIEW)
    assert "The last sale is of 31 October 2026" in html
    assert 'name="as_of" value="2026-10-31"' in html


def test_a_moved_account_is_said_in_words() -> None:
    accounts = make_portfolio()
    make_run(datetime.date(2026, 9, 30))
    make_demand(accounts["DELTA"], 900_000, recorded_at=NOON)
    make_run()
    sentence = r"\w+ accounts? ha(s|ve) changed class since 30 September 2026\."
    assert re.search(sentence, text(page(OVERVIEW)))
    assert re.search(sentence, text(page(MATRIX)))
    make_run(datetime.date(2026, 12, 5))
    make_run(datetime.date(2026, 12, 6))
    assert "No account has changed class since 5 December 2026." in text(page(f"{OVERVIEW}?compare=3"))


def test_an_earlier_run_can_be_looked_at() -> None:
    make_portfolio()
    make_run(datetime.date(2025, 10, 31))
    make_run()
    html = page(f"{OVERVIEW}?run=1")
    assert "You are looking at an earlier run, as of 31 October 2025." in html
    assert "Run 1, computed" in text(html)


# ---- one matrix ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("matrix", MATRICES.keys())
def test_each_matrix_draws_lists_and_sums_its_accounts(matrix: str) -> None:
    make_judged_portfolio()
    make_run()
    html = page(f"/portfolio/{matrix}/")
    spec = MATRICES.get(matrix)
    drawn = chart(html)
    assert len(drawn["points"]) == 6
    assert [point["size"] for point in drawn["points"]] == sorted((p["size"] for p in drawn["points"]), reverse=True)
    places = len(spec.x.bands) * len(spec.y.bands) or 5  # the stages stand along the diagonal
    assert len(drawn["cells"]) == places
    assert len(drawn["x"]["cuts"]) == (len(spec.x.bands) or 5) - 1
    assert "1–6 of 6" in text(html)
    assert "Revenue €1m · margin 19.1%" in text(html)


def test_points_lie_in_the_cell_of_their_account() -> None:
    make_judged_portfolio()
    make_run()
    for spec in MATRICES:
        drawn = chart(page(f"/portfolio/{spec.key}/"))
        assert len(drawn["points"]) == 6
        for point in drawn["points"]:
            column = sum(point["x"] >= cut for cut in drawn["x"]["cuts"])
            row = sum(point["y"] >= cut for cut in drawn["y"]["cuts"])
            if spec.region:
                continue  # the stage is no pair of bands
            cell = spec.cell_at(spec.x.bands[column].key, spec.y.bands[row].key)
            assert cell.label in point["tip"][0]


def test_thresholds_are_ticks_for_who_may_know_them() -> None:
    accounts = make_portfolio()
    rep = make_user("sales_rep", language="en")
    KeyAccount.objects.filter(pk=accounts["ALFA"].pk).update(owner=rep)
    make_run()
    assert [label for _at, label in chart(page(MATRIX))["x"]["ticks"]] == ["€31.8k"]
    html = page(f"{MATRIX}?a={accounts['ALFA'].slug}", rep)
    assert "ticks" not in chart(html)["x"]
    assert "31.8" not in html
    assert "151.7" not in html
    assert "151,7" not in html
    assert "The amounts of the lines are shown to market managers" in html


def test_a_rep_sees_own_accounts_only_everywhere() -> None:
    accounts = make_portfolio()
    rep = make_user("sales_rep", language="en")
    KeyAccount.objects.filter(pk__in=[accounts["ALFA"].pk, accounts["ZETA"].pk]).update(owner=rep)
    make_run()
    others = {name.title() for name in accounts} - {"Alfa", "Zeta"}
    paths = [OVERVIEW, "/portfolio/concentration/", *(f"/portfolio/{spec.key}/" for spec in MATRICES)]
    for path in paths:
        html = page(path, rep)
        assert not [name for name in others if name in html], path
        assert "1,000" not in html.replace("10,000", "")
    words = text(page(MATRIX, rep))
    assert "1–2 of 2" in words
    assert "Revenue €505k" in words
    assert "99.0%" in text(page(OVERVIEW, rep))
    for name in ("GAMMA", "nobody"):
        slug = accounts[name].slug if name in accounts else name
        assert "No account selected" in page(f"{MATRIX}?a={slug}", rep)


def test_the_panel_explains_from_inputs_and_lines() -> None:
    accounts = make_portfolio()
    make_run()
    words = text(page(f"{MATRIX}?a={accounts['ALFA'].slug}"))
    for part in (
        "Alfa Key account Full key account management",
        "Current value (Customer contribution) €110k",
        "= revenue − direct cost − cost to serve",
        "The line is at €31.8k. Mean of 6 accounts.",
        "Undeveloped potential €200k",
        "Customer demand €700k",
        "Undeveloped potential below €152k (€48.3k less): Important account.",
        "As of 31 October 2026, run 1.",
    ):
        assert part in words


def test_the_panel_says_what_is_missing_and_where_to_give_it() -> None:
    make_portfolio()
    account = make_account("Incomplete")
    make_sale(account, "2026-05-01", 10_000)
    make_run()
    html = page(f"{MATRIX}?a={account.slug}")
    words = text(html)
    assert "Incomplete Not assessed" in words
    assert "What is missing Customer demand Enter an estimate of this account&#x27;s yearly demand." in words
    assert "Not assessed 1" in words
    excluded = text(page("/portfolio/revenue-quality/"))
    assert "Direct cost" in excluded


def test_a_provisional_place_says_what_would_make_it_better() -> None:
    make_portfolio()
    account = make_example("ETA", {"revenue": 50, "demand": 90, "direct_cost": 20})
    make_run()
    words = text(page(f"{MATRIX}?a={account.slug}"))
    assert "Provisional." in words
    assert "To measure it better Cost to serve" in words
    point = next(p for p in chart(page(MATRIX))["points"] if p["name"] == "Eta")
    assert point["provisional"] is True


def test_partly_known_costs_are_told() -> None:
    account = make_example("ETA", {"revenue": 50, "demand": 90, "direct_cost": 20})
    make_sale(account, "2026-02-01", 2_000)
    make_portfolio()
    make_run()
    assert "The direct cost is known for 96.2% of the revenue" in text(page(f"{MATRIX}?a={account.slug}"))


def test_a_trail_leads_from_the_place_before() -> None:
    accounts = make_portfolio()
    make_run(datetime.date(2026, 9, 30))
    make_demand(accounts["DELTA"], 900_000, recorded_at=NOON)
    make_run()
    html = page(f"{MATRIX}?a={accounts['DELTA'].slug}")
    point = next(p for p in chart(html)["points"] if p["name"] == "Delta")
    assert point["moved"] is True
    assert point["before"][1] < 50 < point["y"]
    assert "Regular account Potential key account" in text(html)
    assert "1 entered" in text(html)


def test_the_cross_table_has_totals_and_both_indices() -> None:
    make_portfolio()
    make_run()
    words = text(page("/portfolio/revenue-quality/"))
    assert "€500k 1 account · 50% margin 22.0%" in words
    assert "€180k 2 accounts · 18% margin 26.7%" in words
    assert "€1m 6 accounts · 100% margin 19.1%" in words
    assert "Revenue with at least the company&#x27;s margin 68.0%" in words
    assert "Revenue sold at a loss 2.0%" in words


def test_many_accounts_are_drawn_in_part_and_counted_whole() -> None:
    make_company()
    for number in range(70):
        make_example(f"N{number:02}", {"revenue": 100 + number, "demand": 300, "direct_cost": 50})
    make_run()
    html = page(MATRIX)
    drawn = chart(html)
    assert len(drawn["points"]) == 40
    others = sum(int(n) for n in re.findall(r"and (\d+) other", json.dumps(drawn["cells"])))
    assert others == 30
    assert "The 40 largest of 70 accounts are drawn" in text(html)
    smallest = KeyAccount.objects.get(code="N00")
    selected = chart(page(f"{MATRIX}?a={smallest.slug}"))
    assert (selected["selected"], len(selected["points"])) == (smallest.slug, 41)


@pytest.mark.parametrize("sort", ["name", "-name", "gap", "-gap", "contribution", "revenue", "-revenue", "nonsense"])
def test_the_table_can_be_sorted_and_turned(sort: str) -> None:
    make_company()
    for number in range(32):
        make_example(f"N{number:02}", {"revenue": 10 + number % 5, "demand": 300 - number, "direct_cost": 5})
    make_run()
    client = signed_in()
    seen: list[str] = []
    path = f"{MATRIX}?view=table&sort={sort}"
    for _ in range(3):
        html = client.get(path).content.decode()
        seen += re.findall(r'data-point="([^"]+)"', html)
        onwards = re.search(r'rel="next" href="([^"]+)"', html)
        if not onwards:
            break
        path = MATRIX + onwards[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 32


def test_as_a_table_there_is_no_chart() -> None:
    make_portfolio()
    make_run()
    html = page(f"{MATRIX}?view=table")
    assert "data-chart" not in html
    assert "plotly" not in html
    assert "1–6 of 6" in text(html)


def test_filters_narrow_everything_on_the_page() -> None:
    food = make_segment("Food")
    accounts = make_portfolio(country="Italy")
    KeyAccount.objects.filter(pk__in=[accounts["ALFA"].pk, accounts["BETA"].pk]).update(segment=food, country="France")
    make_run()
    for query in (f"segment={food.pk}", "country=France"):
        html = page(f"{MATRIX}?{query}")
        assert {point["name"] for point in chart(html)["points"]} == {"Alfa", "Beta"}
        assert "1–2 of 2" in text(html)
        assert "Revenue €800k" in text(html)
    assert "No account with these filters" in page(f"{MATRIX}?q=nothing+like+this")
    assert "1–1 of 1" in text(page(f"{MATRIX}?q=gam"))
    assert f'href="/portfolio/selection/?segment={food.pk}"' in page(f"{MATRIX}?segment={food.pk}")


def test_neighbouring_matrices_are_linked() -> None:
    make_portfolio()
    make_run()
    keys = MATRICES.keys()
    html = page(f"/portfolio/{keys[1]}/")
    assert re.search(rf'href="/portfolio/{keys[0]}/"[^>]* data-prev', html)
    assert re.search(rf'href="/portfolio/{keys[2]}/"[^>]* data-next', html)


SHAPES = ("", "x", "-1", "0", "9" * 25, "NaN", "😀", "[]", "a" * 10_000)


@pytest.mark.parametrize(
    "name", ["compare", "segment", "team", "owner", "designation", "country", "q", "sort", "after", "a", "view"]
)
def test_parameters_of_any_shape_are_taken_or_passed_over(name: str) -> None:
    make_portfolio()
    make_run()
    client = signed_in()
    asking = 0
    for path in (OVERVIEW, MATRIX, f"{MATRIX}cell/key/", "/portfolio/concentration/"):
        with names_asked_for() as asked:
            assert client.get(path).status_code == 200
        asking += name in asked
        for shape in SHAPES if name in asked else ():
            assert client.get(path, {name: shape}).status_code == 200, (path, shape)
    assert asking, "no page asks for it"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_run_of_any_shape(shape: str) -> None:
    make_portfolio()
    make_run()
    assert signed_in().get(MATRIX, {"run": shape}).status_code in (200, 404)


# ---- cells, files --------------------------------------------------------------------------------------------------


def test_a_cell_lists_its_accounts() -> None:
    make_portfolio()
    make_run()
    words = text(page(f"{MATRIX}cell/potential_key/"))
    assert "Potential key account" in words
    assert "Develop: enter the KAMP cycle" in words
    assert "1–2 of 2" in words
    assert "No account here" in page("/portfolio/revenue-potential/cell/missed_strong/")


def test_accounts_without_a_class_are_listed_with_what_is_missing() -> None:
    make_portfolio()
    account = make_account("Incomplete")
    make_sale(account, "2026-05-01", 10_000)
    prospect = make_account("Prospect")
    make_demand(prospect, 10)
    make_run()
    words = text(page(f"{MATRIX}cell/not_assessed/"))
    assert "Incomplete" in words
    assert "Customer demand" in words
    assert "Prospect" in text(page("/portfolio/revenue-quality/cell/excluded/"))


# ---- concentration, parameters --------------------------------------------------------------------------------------


@pytest.mark.parametrize("curve", ["lorenz", "pareto"])
def test_the_curve_ends_at_the_whole(curve: str) -> None:
    make_portfolio()
    make_run()
    html = page(f"/portfolio/concentration/?curve={curve}")
    found = json.loads(re.search(r'id="curve-data"[^>]*>(.*?)</script>', html, re.DOTALL)[1])
    assert (found["curve"][0], found["curve"][-1]) == ([0, 0], [found["x_max"], 100])
    words = text(html)
    assert "2 of 6 customers make 80% of it." in words
    assert "Alfa ALFA" in words
    assert "10% or more" in words


def test_the_parameters_of_a_run_can_be_read() -> None:
    make_portfolio()
    change_parameters(
        values={"abc.cuts": [70, 90]}, valid_from=AS_OF, reason="Board of 5 May", by=make_user(name="Anna"), at=NOON
    )
    make_run()
    words = text(page("/portfolio/parameters/2/"))
    assert "set by Anna: Board of 5 May" in words
    assert "70% · 90%" in words
    assert "12 months" in words
    assert "The defaults of the method." in text(page("/portfolio/parameters/1/"))


# ---- the button ----------------------------------------------------------------------------------------------------


def test_the_button_queues_a_run_and_a_second_one_joins_it() -> None:
    make_portfolio()
    client = signed_in()
    for _ in range(2):
        response = client.post("/portfolio/recompute/", {"as_of": ""})
        assert (response.status_code, response.url) == (302, OVERVIEW)
    assert Job.objects.filter(kind=KEY).count() == 1
    html = client.get(OVERVIEW).content.decode()
    assert 'hx-trigger="every 1s"' in html
    client.post("/portfolio/recompute/", {"as_of": "31/10/2026"})
    assert Job.objects.filter(kind=KEY, payload={"as_of": "2026-10-31"}).count() == 1


@pytest.mark.parametrize(
    ("day", "problem"),
    [("31/02/2026", "Enter a day, for example"), ("01/01/2199", "not in the future"), ("1/1/1800", "after 1899")],
)
def test_a_day_that_cannot_be_is_answered_at_the_field(day: str, problem: str) -> None:
    response = signed_in().post("/portfolio/recompute/", {"as_of": day})
    assert response.status_code == 422
    html = response.content.decode()
    assert problem in html
    assert f'value="{day}"' in html
    assert not Job.objects.exists()


def test_a_run_by_the_job_names_who_asked() -> None:
    make_portfolio()
    person = make_user(name="Luca Bonetti", language="en")
    job = run_job(by=person)
    assert job.state == "done"
    assert job.result["message"] == "6 accounts classified as of 31 October 2026."
    assert "by Luca Bonetti" in text(page(OVERVIEW))


# ---- pages about accounts ------------------------------------------------------------------------------------------


def test_the_account_page_shows_its_place_in_every_matrix() -> None:
    accounts = make_portfolio()
    make_run()
    html = page(accounts["GAMMA"].get_absolute_url())
    for spec in MATRICES:
        assert f'href="/portfolio/{spec.key}/?a={accounts["GAMMA"].slug}"' in html
    words = text(html)
    assert "Current value and potential Potential key account" in words
    assert "As of 31 October 2026." in words
    newcomer = make_account()
    assert "does not know this account yet" in page(newcomer.get_absolute_url())


def test_the_account_list_shows_and_filters_by_class() -> None:
    make_judged_portfolio()
    make_run()
    words = text(page(reverse("accounts:account_list")))
    assert "Strategic" in words
    narrowed = page(reverse("accounts:account_list") + "?class=value-potential:key")
    assert ("Alfa" in narrowed, "Gamma" in narrowed) == (True, False)
    assert "Current value and potential: Key account" in narrowed
    assert "Gamma" in page(reverse("accounts:account_list") + "?class=nonsense")


# ---- queries -------------------------------------------------------------------------------------------------------

AT_MOST = 26


def grow(count: int) -> None:
    for _ in range(count):
        owner = make_user("sales_rep")
        account = make_example(
            f"N{KeyAccount.objects.count()}",
            {"revenue": 50, "demand": 90, "direct_cost": 20},
            segment=make_segment(),
            owner=owner,
        )
        make_demand(account, 100, recorded_at=NOON)
        make_sale(make_account(owner=owner, segment=make_segment()), "2026-05-01", 10_000)
    make_run(datetime.date(2026, 9, 30))
    make_run()


@pytest.mark.parametrize(
    "path",
    [
        OVERVIEW,
        "/portfolio/concentration/",
        f"{MATRIX}cell/not_assessed/",
        "/portfolio/revenue-quality/",
        MATRIX,
        f"{MATRIX}?view=table",
        f"{MATRIX}?country=Italy",
    ],
)
@pytest.mark.parametrize("role", ["administrator", "market_manager"])
def test_as_many_queries_for_thirty_accounts_as_for_one(path: str, role: str) -> None:
    make_company()
    user = make_user(role, language="en")
    client = signed_in(user)

    def more(count: int) -> None:
        grow(count)
        user.segments.set(KeyAccount.objects.exclude(segment=None).values_list("segment", flat=True))

    assert_same_queries(lambda: client.get(path), more, counts=(4, 34), at_most=AT_MOST)
