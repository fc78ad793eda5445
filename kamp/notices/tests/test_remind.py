"""`manage.py remind`: who would get what and why, without a trace; and the same for real."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kamp.jobs.models import Job
from kamp.notices.models import Digest, Notice, ReminderPreference
from kamp.notices.tests.conftest import TrialSource
from kamp.testing.access import fingerprint
from kamp.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def remind() -> Callable[..., Any]:
    def run(*argv: str) -> Any:
        out = StringIO()
        call_command("remind", *argv, stdout=out)
        return json.loads(out.getvalue())

    return run


def test_a_dry_run_tells_everything_and_changes_nothing(
    remind: Callable[..., Any], trial: TrialSource, rita: User, ugo: User
) -> None:
    trial.put("Review", rita, date(2026, 11, 30))
    trial.put("Revisione", ugo, date(2026, 11, 20))
    before = fingerprint()
    told = remind("--now", "2026-11-23T09:15", "--dry-run")
    assert fingerprint() == before
    assert [person["email"] for person in told["people"]] == [rita.email, ugo.email]
    person = told["people"][0]
    assert person["local_time"] == "2026-11-23 09:15"
    assert person["mail_due_at"] == "2026-11-23 08:00"
    assert (person["status"], person["gets_mail"], person["language"]) == ("due", True, "en")
    assert person["items"] == [
        {
            "new": True,
            "source": "trial",
            "key": "Review",
            "stage": "7",
            "due_on": "2026-11-30",
            "title": "Review is due on 30 November 2026",
            "why": "It is yours.",
            "url": "/today/",
        }
    ]
    assert told["people"][1]["items"][0]["stage"] == "overdue"
    assert "20 novembre 2026" in told["people"][1]["items"][0]["title"]


def test_for_real_it_does_what_it_told_and_then_has_nothing_to_do(
    remind: Callable[..., Any], trial: TrialSource, rita: User
) -> None:
    trial.put("Review", rita, date(2026, 11, 30))
    told = remind("--now", "2026-11-23T08:00+01:00")
    assert told["done"] == {"people": 1, "notices": 1, "mails": 1}
    assert [person["gets_mail"] for person in told["people"]] == [True]
    assert (Notice.objects.count(), Digest.objects.count()) == (1, 1)
    assert Job.objects.get(kind="notices.deliver").available_at <= datetime.now(tz=UTC)
    again = remind("--now", "2026-11-23T10:00+01:00")
    assert (again["people"], again["done"]["mails"]) == ([], 0)
    later = remind("--now", "2026-11-23T10:00+01:00", "--dry-run")["people"][0]
    assert (later["status"], later["gets_mail"], later["items"][0]["new"]) == ("looked after", False, False)


def test_one_person_only(remind: Callable[..., Any], trial: TrialSource, rita: User, ugo: User) -> None:
    for user in (rita, ugo):
        trial.put(f"Review {user.name}", user, date(2026, 11, 30))
    told = remind("--now", "2026-11-23T10:00", "--user", "RITA@example.com")
    assert [person["email"] for person in told["people"]] == [rita.email]
    assert Notice.objects.exclude(user=rita).count() == 0


def test_who_wants_no_mail_is_told_so(remind: Callable[..., Any], trial: TrialSource, rita: User) -> None:
    ReminderPreference.objects.create(user=rita, by_mail=False)
    trial.put("Review", rita, date(2026, 11, 30))
    [person] = remind("--now", "2026-11-23T10:00", "--dry-run")["people"]
    assert person["gets_mail"] is False


def test_a_source_that_fails_is_named(remind: Callable[..., Any], trial: TrialSource, rita: User) -> None:
    trial.broken = True
    assert remind("--dry-run")["failing_sources"] == ["trial"]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--now", "tomorrow"], "is no moment"),
        (["--now", "2026-13-40T99:00"], "is no moment"),
        (["--user", "nobody@example.com"], "nobody has the address"),
        (["--user", "ugo@example.com"], "is closed"),
    ],
)
def test_what_makes_no_sense_is_refused(argv: list[str], sentence: str, trial: TrialSource, ugo: User) -> None:
    ugo.is_active = False
    ugo.save()
    with pytest.raises(CommandError, match=sentence):
        call_command("remind", "--dry-run", *argv)
