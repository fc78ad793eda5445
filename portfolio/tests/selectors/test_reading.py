"""What a person reads of a run: rows in scope, sums that agree with them, moves that agree with the states."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from decimal import Decimal

import pytest

from accounts.models import KeyAccount
from accounts.tests.factories import make_account, make_demand, make_sale, make_segment
from kamp.users.models import User
from kamp.users.tests.factories import make_team, make_user
from portfolio.enums import NO_CLASS
from portfolio.matrices.catalog import MATRICES
from portfolio.models import Classification, ClassificationRun
from portfolio.selectors.asked import NONE, Asked
from portfolio.selectors.concentrations import concentration_for, largest
from portfolio.selectors.quality import quality_for
from portfolio.selectors.reading import CellFigures, Reading
from portfolio.selectors.runs import Runs, runs_for, usual_comparison
from portfolio.tests.factories import AS_OF, NOON, make_portfolio, make_run

pytestmark = pytest.mark.django_db

KEYS = MATRICES.keys()


@pytest.fixture
def crowd() -> list[KeyAccount]:
    """Thirty accounts in two segments, two teams and with two owners, unevenly known."""
    chance = random.Random(7)
    segments, teams = (
        [make_segment("Food"), make_segment("Steel"), None],
        [make_team("North"), make_team("South"), None],
    )
    owners = [make_user("sales_rep"), make_user("sales_rep"), None]
    found = []
    for number in range(30):
        account = make_account(
            segment=segments[number % 3],
            team=teams[number % 2],
            owner=owners[number % 3],
            country=("Italy", "France")[number % 2],
        )
        if number % 7:
            net = chance.randint(-2_000, 90_000)
            make_sale(account, "2026-05-01", net, cost=net * chance.choice([0.5, 0.8, 1.2]) if number % 5 else None)
        if number % 4:
            make_demand(account, chance.randint(1_000, 200_000))
        found.append(account)
    return found


def reading(user: User, asked: Asked = Asked(), **runs: int) -> Reading:  # noqa: B008  MEANT: frozen
    found = runs_for(**runs)
    assert found is not None
    return Reading(user=user, runs=found, asked=asked)


def brute(read: Reading) -> dict[str, dict[str, CellFigures]]:
    """The sums of the rows, one by one."""
    sums: dict[str, dict[str, CellFigures]] = {key: {} for key in KEYS}
    for row in read.rows():
        known = row.margin is not None
        one = CellFigures(
            accounts=1,
            revenue=row.revenue,
            margin=row.margin if known else Decimal(0),
            margin_revenue=row.revenue if known else Decimal(0),
        )
        for key in KEYS:
            cell = row.cell_on(key)
            sums[key][cell] = sums[key].get(cell, CellFigures()) + one
    return sums


def seers(crowd: list[KeyAccount]) -> list[User]:
    manager, teamed = make_user("market_manager"), make_user("market_manager", teams=[crowd[0].team])
    crowd[0].segment.managers.add(manager)
    return [make_user(), make_user("management"), manager, teamed, crowd[0].owner, make_user("sales_rep")]


FILTERS = [
    Asked(),
    Asked(segment=NONE),
    Asked(team=NONE),
    Asked(country="Italy"),
    Asked(owner=NONE),
    Asked(q="account 1"),
    Asked(country="Italy", designation="designated"),
]


@pytest.mark.parametrize("asked", FILTERS, ids=str)
def test_sums_equal_the_visible_rows_for_everybody(crowd: list[KeyAccount], asked: Asked) -> None:
    make_run()
    for user in seers(crowd):
        read = reading(user, asked)
        assert read.sums(KEYS) == brute(read), user.role
        visible = set(KeyAccount.objects.visible_to(user).values_list("pk", flat=True))
        assert {row.account_id for row in read.rows()} <= visible


def test_sums_of_a_segment_and_a_team(crowd: list[KeyAccount]) -> None:
    make_run()
    admin = make_user()
    for asked in (
        Asked(segment=str(crowd[0].segment_id)),
        Asked(team=str(crowd[1].team_id)),
        Asked(segment=str(crowd[0].segment_id), team=str(crowd[0].team_id)),
        Asked(segment="987654"),
    ):
        read = reading(admin, asked)
        assert read.sums(KEYS) == brute(read)


def test_sums_follow_the_run_and_scope_follows_the_present(crowd: list[KeyAccount]) -> None:
    """An account that changes hands disappears at once; a segment filter shows the run as it was."""
    make_run()
    rep, admin, steel = crowd[0].owner, make_user(), crowd[1].segment
    before = reading(rep).sums(KEYS)
    KeyAccount.objects.filter(pk=crowd[0].pk).update(owner=None, segment=steel)
    after = reading(rep)
    assert after.sums(KEYS) == brute(after) != before
    read = reading(admin, Asked(segment=str(steel.pk)))
    assert read.sums(KEYS) == brute(read)
    assert crowd[0].pk not in {row.account_id for row in read.rows()}


def test_who_sees_nothing_reads_nothing() -> None:
    make_portfolio()
    make_run()
    read = reading(make_user("sales_rep"))
    assert read.sums(KEYS) == {key: {} for key in KEYS}
    assert concentration_for(read)["customers"] == 0
    assert quality_for(read).rqi is None


# ---- runs and comparison -------------------------------------------------------------------------------------------


def test_without_a_run_there_is_nothing_to_read() -> None:
    assert runs_for() is None
    assert runs_for(number=1) is None


def test_the_run_before_is_the_last_of_an_earlier_month() -> None:
    make_portfolio()
    dates = ("2026-08-31", "2026-09-30", "2026-10-05", "2026-10-31", "2026-10-31")
    for day in dates:
        make_run(datetime.date.fromisoformat(day))
    found = runs_for()
    assert found is not None
    assert (found.shown.number, found.latest, found.before.number) == (5, True, 2)
    assert [run.number for run in found.offered] == [5, 3, 2, 1]
    assert usual_comparison(datetime.date(2026, 10, 5), found.offered).number == 2
    assert usual_comparison(datetime.date(2026, 8, 31), found.offered) is None


def test_a_comparison_may_be_chosen_and_must_be_earlier() -> None:
    make_portfolio()
    for day in ("2026-08-31", "2026-09-30", "2026-10-31"):
        make_run(datetime.date.fromisoformat(day))
    assert runs_for(compare=1).before.number == 1
    assert runs_for(compare=77).before.number == 2
    assert runs_for(number=2, compare=3).before.number == 1
    assert runs_for(number=1).before is None
    assert runs_for(number=2**31) is None


def _cells(run: ClassificationRun, matrix: str) -> dict[int, str]:
    return {row.account_id: row.cell_on(matrix) for row in Classification.objects.all().at(run)}


def test_transitions_equal_the_difference_of_the_states(crowd: list[KeyAccount]) -> None:
    chance = random.Random(3)
    runs = [make_run()]
    for day in range(1, 5):
        for account in chance.sample(crowd, 8):
            make_demand(account, chance.randint(0, 300_000), recorded_at=NOON + datetime.timedelta(day))
        gone, back, new = crowd[day], crowd[day - 1], make_account(owner=crowd[0].owner)
        KeyAccount.objects.filter(pk=gone.pk).update(archived_at=NOON)
        KeyAccount.objects.filter(pk=back.pk).update(archived_at=None)
        make_sale(new, "2026-06-01", 5_000, cost=1_000)
        crowd.append(new)
        runs.append(make_run(AS_OF + datetime.timedelta(40 * day)))
    for low, high in ((0, 1), (0, 4), (2, 4)):
        for user in seers(crowd):
            read = Reading(user=user, runs=Runs(shown=runs[high], latest=high == 4, before=runs[low], offered=[]))
            for matrix in KEYS:
                then, now = _cells(runs[low], matrix), _cells(runs[high], matrix)
                scope = {row.account_id for row in read.rows()}
                both = {pk for pk in scope if pk in then}
                expected = Counter((then[pk], now[pk]) for pk in both if then[pk] != now[pk])
                found = {(each.before, each.after): each.accounts for each in read.transitions([matrix])}
                assert found == expected
                moved = read.moved_from(matrix, scope)
                assert moved == {pk: then[pk] for pk in both if then[pk] != now[pk]}


def test_transitions_to_a_run_that_was_computed_later_but_is_of_an_earlier_day() -> None:
    accounts = make_portfolio()
    shown = make_run()
    make_demand(accounts["DELTA"], 900_000, recorded_at=NOON)
    past = make_run(AS_OF - datetime.timedelta(30))
    read = Reading(user=make_user(), runs=Runs(shown=shown, latest=False, before=past, offered=[]))
    now, then = _cells(shown, "value-potential"), _cells(past, "value-potential")
    expected = {pk: then[pk] for pk in now if then[pk] != now[pk]}
    assert expected
    assert read.moved_from("value-potential", now) == expected
    counted = {(each.before, each.after) for each in read.transitions(["value-potential"])}
    assert counted == {(then[pk], now[pk]) for pk in expected}


def test_becoming_known_is_no_class_change() -> None:
    accounts = make_portfolio()
    unknown = make_account()
    make_sale(unknown, "2026-05-01", 10, cost=5)
    make_run(AS_OF - datetime.timedelta(40))
    make_demand(unknown, 20)
    make_demand(accounts["DELTA"], 900_000, recorded_at=NOON)
    make_run()
    found = reading(make_user()).transitions(["value-potential"])
    assert {each.is_class_change for each in found if each.before in NO_CLASS} == {False}
    assert any(each.is_class_change for each in found)


# ---- concentration and quality ---------------------------------------------------------------------------------------


def test_concentration_of_a_part_is_that_of_its_rows(crowd: list[KeyAccount]) -> None:
    """C08: what is shown to who sees a part is computed from that part alone."""
    make_run()
    rep = crowd[0].owner
    revenues = [row.revenue for row in reading(rep).rows() if row.revenue > 0]
    found = concentration_for(reading(rep))
    assert found["customers"] == len(revenues)
    assert found["total"] == pytest.approx(float(sum(revenues)))
    assert found["largest"]["1"] == pytest.approx(float(max(revenues) / sum(revenues)))
    company = concentration_for(reading(make_user()))
    assert company["customers"] > found["customers"]


def test_the_figures_of_a_part_have_the_names_of_those_of_the_company(crowd: list[KeyAccount]) -> None:
    make_run()
    company = concentration_for(reading(make_user()))
    part = concentration_for(reading(make_user(), Asked(country="Italy")))
    assert set(part) <= set(company)


def test_the_largest_customers_with_their_cumulative_revenue() -> None:
    make_portfolio()
    make_sale(make_account(), "2026-05-01", -5)
    make_run()
    found = [(row.account.code, row.rank, row.cumulative) for row in largest(reading(make_user()))]
    assert found[:3] == [("ALFA", 1, 500_000), ("BETA", 2, 800_000), ("GAMMA", 3, 920_000)]
    assert len(found) == 6


def test_quality_of_a_part(crowd: list[KeyAccount]) -> None:
    run = make_run()
    everything = quality_for(reading(make_user()))
    assert everything.rqi == run.indices["quality"]["rqi"]
    rep = crowd[1].owner
    rows = [row for row in reading(rep).rows() if row.revenue > 0 and "margin" in row.metrics]
    known = sum(row.revenue for row in rows)
    reference = Decimal(str(run.indices["quality"]["reference"]))
    good = sum(row.revenue for row in rows if Decimal(row.metrics["margin"]) >= reference)
    loss = sum(row.revenue for row in rows if Decimal(row.metrics["margin"]) < 0)
    found = quality_for(reading(rep))
    assert found.rqi == pytest.approx(float(good / known))
    assert found.loss_share == pytest.approx(float(loss / known))
