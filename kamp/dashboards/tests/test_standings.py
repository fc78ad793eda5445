"""What tiles showed in the months behind: recorded by the job, read in scope, and never invented."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone, translation

from accounts.models import ExchangeRate, KeyAccount, RecordedMonth, WarningStanding
from accounts.services.figures import refresh_figures
from accounts.tests.factories import make_account, make_company, make_person, make_sale, make_segment, make_touch
from kamp.dashboards.jobs import KEY, record_standings
from kamp.dashboards.seen import Seen
from kamp.dashboards.tests.test_tiles import client_of
from kamp.dashboards.tiles.catalog import TILES
from kamp.dashboards.tiles.words import kpi_of
from kamp.jobs.models import Job, JobState
from kamp.jobs.runner import run_here
from kamp.jobs.services import enqueue
from kamp.jobs.tick import plan_the_day
from kamp.shared.months import months_later
from kamp.testing.queries import assert_same_queries, queries_of
from kamp.testing.threads import at_once
from kamp.users.tests.factories import make_user
from planning.models import AccountPlan, PlanLine, PlanStanding
from planning.tests.factories_lines import make_line, make_plan
from portfolio.services.recompute import recompute
from portfolio.tests.selectors.test_remembered import AWAY

pytestmark = pytest.mark.django_db
committing = pytest.mark.django_db(transaction=True)
ROME = ZoneInfo("Europe/Rome")
TODAY = datetime.date(2026, 11, 22)
TILE_KEYS = ("plan-value", "warnings", "plan-return")


def noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=ROME)


def date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def recorded(text: str, moment: str = "12:00") -> dict[str, int]:
    """What the job of the engine did, run at a moment of a day where the company is."""
    at = datetime.datetime.combine(date(text), datetime.time.fromisoformat(moment), tzinfo=ROME)
    done = run_here(enqueue(kind=KEY, key=KEY, at=at).pk, at=at)
    assert done.state == JobState.DONE, done.error
    return done.result


def key_account(revenue: int, **fields: Any) -> KeyAccount:
    """A key account that hangs by one contact, so that it has a warning on every day of the autumn of 2026."""
    account = make_account(designation="designated", **fields)
    make_sale(account, date("2026-08-03"), revenue)
    make_touch(account, date("2026-09-01"), make_user(), make_person(account))
    refresh_figures(as_of=TODAY, account_ids=[account.pk])
    return account


def plan_of(account: KeyAccount, amount: int = 1000, **fields: Any) -> AccountPlan:
    """A plan worth half of ``amount``, with a return: gains 30 % of it on investments of a tenth."""
    plan = make_plan(account, **fields)
    parts = {"months": {"2027-02": amount}, "invest": {"2027-01": Decimal(amount) / 10}}
    make_line(plan, probability=50, contribution=60, **parts)
    return plan


def seen_by(user: Any, today: datetime.date = TODAY, segment: str = "") -> Seen:
    return Seen.by(user, today=today, zone=ROME, segment=segment)


def trend(user: Any, key: str, today: datetime.date = TODAY, segment: str = "") -> list[float | None]:
    given = TILES.get(key).trend
    assert given is not None
    return list(given(seen_by(user, today, segment)))


@pytest.fixture
def boss() -> Any:
    make_company()
    return make_user("management", language="en")


def test_recorded_again_is_one_record_and_the_last_one_counts(boss: Any) -> None:
    plan = plan_of(key_account(700))
    assert recorded("2026-10-05") == {"plans": 1, "warnings": 1}
    assert recorded("2026-10-05", "18:00") == {"plans": 1, "warnings": 1}
    PlanLine.objects.filter(plan=plan).update(probability=80)
    make_sale(plan.account, date("2026-08-04"), 50)
    refresh_figures(as_of=TODAY)
    recorded("2026-10-30")
    (month,) = RecordedMonth.objects.all()
    last = month.recorded_at.replace(microsecond=0)
    assert (month.month, last) == (date("2026-10-01"), noon(date("2026-10-30")))
    (standing,) = PlanStanding.objects.values("plan", "month", "currency", "weighted", "benefits", "investments")
    assert standing == {
        "plan": plan.pk,
        "month": date("2026-10-01"),
        "currency": "EUR",
        "weighted": 800,
        "benefits": 480,
        "investments": 100,
    }
    (warning,) = WarningStanding.objects.values_list("account", "month", "revenue")
    assert warning == (plan.account_id, date("2026-10-01"), 750)


def test_each_month_keeps_its_own(boss: Any) -> None:
    account = key_account(700)
    plan_of(account, 1000)
    recorded("2026-09-10")
    plan_of(account, 500)
    recorded("2026-10-20")
    assert trend(boss, "plan-value") == [500, 750, 750]
    assert trend(boss, "warnings") == [700, 700, 700]
    assert trend(boss, "plan-return") == [2, 2, 2]


def test_what_holds_no_more_leaves_its_month_and_stays_in_the_months_before(boss: Any) -> None:
    account, other = key_account(700), key_account(40)
    closing, going_on = plan_of(account, 1000), plan_of(other, 500)
    recorded("2026-09-10")
    recorded("2026-10-10")
    AccountPlan.objects.filter(pk=closing.pk).update(state="closed")
    KeyAccount.objects.filter(pk=account.pk).update(designation="suspended")
    assert recorded("2026-10-28") == {"plans": 1, "warnings": 1}
    assert trend(boss, "plan-value") == [750, 250, 250]
    assert trend(boss, "warnings") == [740, 40, 40]
    AccountPlan.objects.filter(pk=going_on.pk).update(state="archived")
    KeyAccount.objects.filter(pk=other.pk).update(archived_at=timezone.now())
    assert trend(boss, "plan-value") == [750, 250, 0], "as in earlier runs: it was there"
    assert trend(boss, "warnings") == [740, 40, 0]


def test_a_deleted_account_takes_its_records_along(boss: Any) -> None:
    account = make_account(designation="designated")
    make_touch(account, date("2026-09-01"), boss, make_person(account))
    recorded("2026-10-10")
    assert WarningStanding.objects.count() == 1
    account.delete()
    assert WarningStanding.objects.count() == 0


def test_everybody_sees_the_months_of_the_own_accounts_only(boss: Any) -> None:
    segment, manager = make_segment(), make_user("market_manager")
    segment.managers.add(manager)
    rep = make_user("sales_rep")
    for account in (key_account(100, owner=rep), key_account(20, segment=segment), key_account(3)):
        plan_of(account, int(account.figures.revenue) * 10)
    recompute(as_of=TODAY, at=noon(TODAY))
    recorded("2026-10-10")
    expected = {boss: 123, rep: 100, manager: 20}
    for _page in ("added up", "remembered"):
        for user, revenue in expected.items():
            assert trend(user, "warnings") == [revenue] * 2, user.role
            assert trend(user, "plan-value") == [revenue * 5] * 2, user.role
    assert trend(boss, "warnings", segment=str(segment.pk)) == [20, 20]
    assert trend(boss, "plan-value", segment="none") == [515, 515]
    account = KeyAccount.objects.get(owner=rep)
    account.owner = make_user("sales_rep")
    account.save()
    assert trend(rep, "warnings") == [0, 0], "remembered, and yet no longer hers"
    assert trend(rep, "plan-value") == [0, 0]


def test_a_plan_in_another_currency_counts_by_the_rate_of_the_end_of_each_month(boss: Any) -> None:
    for day, rate in (("2026-09-30", "2"), ("2026-10-15", "3"), ("2026-11-01", "4")):
        ExchangeRate.objects.create(currency="CHF", date=date(day), rate=rate)
    plan_of(key_account(1), 100, currency="CHF")
    plan_of(key_account(1), 10)
    for day in ("2026-08-20", "2026-09-20", "2026-10-10"):
        recorded(day)
    assert trend(boss, "plan-value") == [5, 105, 155, 205], "without a rate a plan is in no sum"
    AccountPlan.objects.filter(currency="EUR").update(state="closed")
    PlanStanding.objects.filter(currency="EUR").delete()
    with transaction.atomic():
        RecordedMonth.objects.update(recorded_at=timezone.now())
    assert trend(boss, "plan-value") == [None, 100, 150, 200], "not known is not zero"


def test_a_month_nobody_recorded_is_not_zero_and_one_with_nothing_in_it_is(boss: Any) -> None:
    assert trend(boss, "warnings") == [0], "no month is known but this one"
    recorded("2026-02-10")
    recorded("2026-07-10")
    plan_of(key_account(700))
    recorded("2026-09-10")
    recorded("2026-10-10")
    assert trend(boss, "warnings") == [0, None, 700, 700, 700], "February is too long ago"
    assert trend(boss, "plan-value") == [0, None, 500, 500, 500]
    assert trend(boss, "plan-return") == [None, None, 2, 2, 2], "no return without investments"
    later = date("2026-12-20")
    assert trend(boss, "warnings", later)[-2:] == [None, 700], "November was not recorded"
    assert TILES.get("warnings").figure(seen_by(boss, later)).before is None


def test_the_line_ends_at_the_figure_and_the_change_is_that_of_the_month_before(boss: Any) -> None:
    account = key_account(700)
    plan = plan_of(account)
    recorded("2026-10-10")
    make_sale(account, date("2026-08-05"), 70)
    refresh_figures(as_of=TODAY)
    PlanLine.objects.filter(plan=plan).update(probability=60)
    seen = seen_by(boss)
    told = {}
    for key in TILE_KEYS:
        tile = TILES.get(key)
        with translation.override("en"):
            kpi = kpi_of(tile, seen)
        figure = tile.figure(seen)
        assert figure.value is not None
        assert kpi.series[-1] == float(figure.value)
        assert figure.before is not None
        assert kpi.series[-2] == float(figure.before)
        told[key] = (kpi.change, kpi.direction, kpi.good)
    assert told == {
        "plan-value": ("+20.0%", 1, "up"),
        "warnings": ("+10.0%", 1, "down"),
        "plan-return": ("+0.6×", 1, "up"),
    }


def test_the_first_record_of_a_month_is_the_last_of_the_one_before(boss: Any) -> None:
    account = key_account(700)
    recorded("2026-10-30")
    plan_of(account)
    assert recorded("2026-11-02", "08:00") == {"plans": 1, "warnings": 1}
    months = PlanStanding.objects.order_by("month").values_list("month", flat=True)
    assert list(months) == [date("2026-10-01"), date("2026-11-01")], "made on the 30th, after its record"
    plan_of(account)
    recorded("2026-11-03")
    assert PlanStanding.objects.filter(month=date("2026-10-01")).count() == 1, "only the first record says so"


def test_a_month_before_the_first_record_of_all_stays_unknown(boss: Any) -> None:
    plan_of(key_account(700))
    recorded("2026-11-01")
    assert list(RecordedMonth.objects.values_list("month", flat=True)) == [date("2026-11-01")]


def test_after_a_long_silence_the_month_before_is_not_made_up(boss: Any) -> None:
    account = key_account(700)
    recorded("2026-10-10")
    plan_of(account)
    recorded("2026-11-04")
    assert not PlanStanding.objects.filter(month=date("2026-10-01")).exists()


@override_settings(TIME_ZONE="Pacific/Auckland")
def test_the_month_is_that_of_the_company(boss: Any) -> None:
    recorded("2026-10-31", "23:00")
    assert list(RecordedMonth.objects.values_list("month", flat=True)) == [date("2026-11-01")]


def test_it_is_recorded_every_day_and_after_each_run(boss: Any) -> None:
    plan_the_day(datetime.datetime(2026, 11, 22, 0, 20, tzinfo=ROME))
    assert Job.objects.filter(kind=KEY, slot=f"{KEY}:2026-11-22").count() == 1
    Job.objects.all().delete()
    run_here(enqueue(kind="portfolio.recompute", at=noon(TODAY)).pk, at=noon(TODAY))
    assert Job.objects.filter(kind=KEY, key=KEY, state=JobState.QUEUED).count() == 1


@committing
def test_two_at_once_make_one_record(boss: Any) -> None:
    for _number in range(20):
        plan_of(key_account(10), 20)
    record = lambda: record_standings(day=date("2026-10-10"), at=noon(TODAY))  # noqa: E731
    for told in at_once(*[record] * 4):
        assert told == {"plans": 20, "warnings": 20}
    assert trend(boss, "plan-value")[:-1] == [200]
    assert PlanStanding.objects.count() == WarningStanding.objects.count() == 20


def test_as_many_queries_for_one_plan_as_for_thirty(boss: Any) -> None:
    ExchangeRate.objects.create(currency="CHF", date=date("2026-01-01"), rate=2)

    def grow(number: int) -> None:
        for _each in range(number):
            plan_of(key_account(10), 20, currency="CHF")
        recompute(as_of=TODAY, at=noon(TODAY))
        for back in (1, 2):
            record_standings(day=months_later(timezone.localdate(), -back), at=timezone.now())

    client = client_of(boss)
    with override_settings(CACHES=AWAY):
        grow(2)  # what is shown only where there are several is there both times
        assert_same_queries(lambda: client.get("/dashboard/"), grow)
        assert {"planning_planstanding", "accounts_warningstanding"} <= _tables(lambda: client.get("/dashboard/"))


def _tables(action: Callable[[], Any]) -> set[str]:
    """Those of the records that ``action`` reads."""
    sent = " ".join(queries_of(action))
    return {name for name in ("planning_planstanding", "accounts_warningstanding") if name in sent}


def test_recording_takes_as_many_queries_for_one_plan_as_for_thirty(boss: Any) -> None:
    def grow(number: int) -> None:
        for _each in range(number):
            plan_of(key_account(10), 20)

    # Five, and the savepoints of four transactions inside the test's.
    assert_same_queries(lambda: record_standings(day=TODAY, at=noon(TODAY)), grow, at_most=13)


def test_a_second_page_adds_no_month_up(boss: Any) -> None:
    plan_of(key_account(700))
    recompute(as_of=TODAY, at=noon(TODAY))
    recorded("2026-10-10")
    pages: Callable[[], Any] = lambda: [trend(boss, key) for key in TILE_KEYS]  # noqa: E731
    first = pages()
    sent = queries_of(pages)
    assert [sql for sql in sent if "standing" in sql] == []
    PlanLine.objects.update(probability=90)
    recorded("2026-10-11")
    assert pages() != first, "recorded anew"


def test_the_dashboard_shows_six_figures_with_their_lines(boss: Any) -> None:
    this = timezone.localdate().replace(day=1)
    account = key_account(700)
    make_touch(account, timezone.localdate(), boss, account.people.get())
    plan_of(account)
    day = this - datetime.timedelta(days=1)
    record_standings(day=day, at=noon(day))
    page = client_of(boss).get("/dashboard/")
    kpis = {str(kpi.label): kpi for kpi in page.context["kpis"]}
    assert len(kpis) == 6
    lines = [label for label, kpi in kpis.items() if len(kpi.series) > 1]
    assert {"Weighted plan value", "Revenue with a warning", "Plan ROI"} <= set(lines)
