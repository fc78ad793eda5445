"""The morning look: each person is told each stage once, whoever looks and however often (quality C87, C88, C93)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from kamp.jobs.models import Job
from kamp.notices.collecting import Outcome, look_after
from kamp.notices.jobs import somebody_waits, step
from kamp.notices.models import Digest, Notice, ReminderPreference
from kamp.notices.tests.conftest import TrialSource
from kamp.testing.queries import queries_of
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
Moment = Callable[[str], datetime]
REVIEW_DAY = date(2026, 12, 7)


def look(at: datetime) -> Outcome:
    return look_after(at=at, now=at)


def told(user: User) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("key", "stage"))


def test_each_stage_is_told_once_in_one_mail_of_its_day(trial: TrialSource, rita: User, moment: Moment) -> None:
    trial.put("review", rita, REVIEW_DAY)
    at = moment("2026-11-20 06:00")
    while at < moment("2026-12-12 06:00"):
        look(at)
        at += timedelta(hours=1)
    assert told(rita) == [("review", "14"), ("review", "7"), ("review", "1"), ("review", "overdue")]
    days = [date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 6), date(2026, 12, 8)]
    assert list(Digest.objects.order_by("day").values_list("day", flat=True)) == days
    assert [f"{timezone.localtime(mail.made_at):%H:%M}" for mail in Digest.objects.all()] == ["08:00"] * 4
    assert not Digest.objects.filter(late=True).exists()
    assert Job.objects.filter(kind="notices.deliver").count() == 4


def test_the_later_stage_takes_the_place_of_the_earlier_one(trial: TrialSource, rita: User, moment: Moment) -> None:
    trial.put("review", rita, REVIEW_DAY)
    look(moment("2026-11-23 08:00"))
    look(moment("2026-11-30 08:00"))
    assert [notice.stage for notice in Notice.objects.visible_to(rita).open()] == ["7"]


def test_what_is_done_leaves_the_inbox_and_what_comes_back_is_not_told_again(
    trial: TrialSource, rita: User, moment: Moment
) -> None:
    trial.put("review", rita, REVIEW_DAY)
    look(moment("2026-11-23 08:00"))
    trial.things.clear()
    look(moment("2026-11-24 08:00"))
    assert not Notice.objects.open().exists()
    trial.put("review", rita, REVIEW_DAY)
    assert look(moment("2026-11-25 08:00")).mails == 0
    assert Notice.objects.open().count() == 1


def test_what_was_told_is_kept_in_the_words_of_today(trial: TrialSource, rita: User, moment: Moment) -> None:
    trial.put("review", rita, REVIEW_DAY, params={"thing": "Review at 10:00", "day": REVIEW_DAY})
    look(moment("2026-11-24 08:00"))
    trial.put("review", rita, REVIEW_DAY, params={"thing": "Review at 15:00", "day": REVIEW_DAY}, url="/new/")
    assert look(moment("2026-11-25 08:00")) == Outcome(people=1)
    [notice] = Notice.objects.all()
    assert (notice.params["thing"], notice.url) == ("Review at 15:00", "/new/")


def test_a_day_that_moved_is_told_anew(trial: TrialSource, rita: User, moment: Moment) -> None:
    trial.put("review", rita, REVIEW_DAY)
    look(moment("2026-11-24 08:00"))
    trial.put("review", rita, REVIEW_DAY + timedelta(days=1))
    assert look(moment("2026-11-25 08:00")).mails == 1
    assert [notice.due_on for notice in Notice.objects.open()] == [date(2026, 12, 8)]


@pytest.mark.parametrize("hours", [3, 30, 24 * 8])
def test_after_a_standstill_each_thing_is_told_once_and_late(
    hours: int, trial: TrialSource, rita: User, moment: Moment
) -> None:
    trial.put("review", rita, date(2026, 4, 5))
    look(moment("2026-03-21 08:00"))  # nothing yet, but she is known
    # three hours, a day and more, a week: over the change to summer time on 29 March
    back = moment("2026-03-22 07:30") + timedelta(hours=hours)
    for minutes in range(0, 120, 10):
        look(back + timedelta(minutes=minutes))
    assert len(told(rita)) == 1
    mail = Digest.objects.get()
    assert mail.late is True
    assert mail.day == back.date()


def test_the_first_mail_of_a_new_person_does_not_excuse_itself(trial: TrialSource, rita: User, moment: Moment) -> None:
    trial.put("review", rita, REVIEW_DAY)
    look(moment("2026-11-25 17:00"))
    assert Digest.objects.get().late is False


def test_who_moves_to_another_zone_gets_the_next_mail_there_and_none_twice(
    trial: TrialSource, rita: User, moment: Moment
) -> None:
    trial.put("review", rita, REVIEW_DAY)
    look(moment("2026-11-29 07:30"))
    rita.time_zone = "Asia/Tokyo"
    rita.save()
    at = moment("2026-11-29 08:00")
    while at < moment("2026-12-01 08:00"):
        look(at)
        at += timedelta(minutes=30)
    mails = list(Digest.objects.order_by("day").values_list("day", "made_at"))
    assert [(day, f"{made.astimezone(UTC):%d %H:%M}") for day, made in mails] == [
        (date(2026, 11, 29), "29 07:30"),
        (date(2026, 11, 30), "29 23:00"),  # 08:00 on the 30th in Tokyo
    ]


def test_each_gets_her_own_hour_and_weekends(trial: TrialSource, rita: User, ugo: User, moment: Moment) -> None:
    trial.put("one", rita, REVIEW_DAY)
    trial.put("two", ugo, REVIEW_DAY)
    ReminderPreference.objects.create(user=rita, hour=17)
    ReminderPreference.objects.create(user=ugo, weekends=False, last_day=date(2026, 12, 4))
    look(moment("2026-12-05 15:59"))  # a Saturday
    assert dict(Digest.objects.values_list("user__name", "day")) == {"Rita Rota": date(2026, 12, 4)}
    look(moment("2026-12-06 16:00"))
    look(moment("2026-12-07 07:00"))
    assert list(Digest.objects.filter(user=ugo).values_list("day", flat=True)) == [date(2026, 12, 7)]


def test_who_wants_no_mails_finds_it_in_the_inbox(trial: TrialSource, rita: User, moment: Moment) -> None:
    ReminderPreference.objects.create(user=rita, by_mail=False)
    trial.put("review", rita, REVIEW_DAY)
    assert look(moment("2026-11-25 08:00")) == Outcome(people=1, notices=1, mails=0)
    ReminderPreference.objects.update(by_mail=True)
    assert look(moment("2026-11-26 08:00")).mails == 0, "what was told without a mail is not mailed later"


def test_whose_access_is_closed_gets_nothing(trial: TrialSource, rita: User, moment: Moment) -> None:
    trial.put("review", rita, REVIEW_DAY)
    rita.is_active = False
    rita.save()
    assert look(moment("2026-11-25 08:00")) == Outcome()
    assert not somebody_waits(moment("2026-11-25 08:00"))


def test_a_source_that_fails_silences_no_other_and_settles_nothing(
    trial: TrialSource, rita: User, moment: Moment
) -> None:
    trial.put("review", rita, REVIEW_DAY)
    look(moment("2026-11-25 08:00"))
    trial.broken = True
    assert look(moment("2026-11-26 08:00")).people == 1
    assert Notice.objects.open().count() == 1


def test_snoozed_comes_back_with_the_mail_of_its_day(trial: TrialSource, rita: User, moment: Moment) -> None:
    trial.put("review", rita, REVIEW_DAY)
    look(moment("2026-11-23 08:00"))
    Notice.objects.update(snoozed_until=date(2026, 11, 26))
    assert look(moment("2026-11-25 08:00")).mails == 0
    assert look(moment("2026-11-26 08:00")).mails == 1
    assert Notice.objects.get().digest == Digest.objects.get(day=date(2026, 11, 26))


def test_the_scheduler_asks_for_one_look_and_only_when_a_morning_has_come(
    trial: TrialSource, rita: User, moment: Moment
) -> None:
    looks = Job.objects.filter(kind="notices.look")
    step(moment("2026-11-25 08:00"))
    step(moment("2026-11-25 08:01"))
    assert looks.count() == 1
    look(moment("2026-11-25 08:02"))
    looks.delete()
    step(moment("2026-11-26 06:59"))
    assert not looks.exists()
    step(moment("2026-11-26 07:00"))
    assert looks.count() == 1


def test_the_look_costs_the_same_queries_for_thirty_people_and_their_things(trial: TrialSource, moment: Moment) -> None:
    def look_with(people: int, at: datetime) -> int:
        for number in range(people):
            user = make_user(role="sales_rep")
            trial.put(f"{at:%d}-{number}", user, at.date() + timedelta(days=14))
        queries = queries_of(lambda: look_after(at=at, now=at))
        of_the_outbox = ("jobs_", "pg_advisory", "SAVEPOINT")  # one job for each mail
        return len([sql for sql in queries if not any(word in sql for word in of_the_outbox)])

    look_with(1, moment("2026-11-24 08:00"))
    few = look_with(1, moment("2026-11-25 08:00"))
    assert look_with(30, moment("2026-11-26 08:00")) == few


def test_what_stands_in_another_ones_inbox_is_not_touched(
    trial: TrialSource, rita: User, ugo: User, moment: Moment, settings: Any
) -> None:
    trial.put("one", rita, REVIEW_DAY)
    trial.put("two", ugo, REVIEW_DAY)
    at = moment("2026-11-25 08:00")
    look_after(at=at, now=at, only=[rita.pk])
    assert (len(told(rita)), len(told(ugo))) == (1, 0)
    assert ReminderPreference.objects.get(user=ugo).last_day is None
