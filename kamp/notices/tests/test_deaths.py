"""Real workers, schedulers and a real mail server, killed at the worst moments: each person got each message once.

Where a process dies between the point that hands a mail over and the commit that says so, nobody can know: then the
mail is not sent again by itself, and its person is asked (quality C89).
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone

from kamp.jobs.application import app
from kamp.jobs.models import Job
from kamp.notices.delivery import deliver
from kamp.notices.jobs import step
from kamp.notices.models import Digest, DigestState, Notice
from kamp.notices.services import send_again
from kamp.testing.mail_server import MailServer, running_mail_server
from kamp.testing.mailing import made_mail, person_with_contract
from kamp.testing.worker import Worker, _environment, running_beat, running_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

QUICK = {
    "KAMP_JOBS_TICK": "0.2",
    "KAMP_JOBS_HEARTBEAT": "0.1",
    "KAMP_JOBS_STALE": "1.0",
    "KAMP_JOBS_REPUBLISH": "0.7",
    "KAMP_JOBS_PAUSE": "0.05",
    "KAMP_MAIL_LEASE": "2",
}


class House:
    """Workers and schedulers on the test database whose mails go to ``mail``."""

    def __init__(self, directory: Path, mail: MailServer, stack: ExitStack) -> None:
        self._directory, self.mail, self._stack = directory, mail, stack
        self._started = 0
        app.control.purge()

    def worker(self) -> Worker:
        self._started += 1
        directory = self._directory / f"worker{self._started}"
        directory.mkdir()
        return self._stack.enter_context(running_worker(directory, concurrency=2, keep_messages=True))

    def scheduler(self) -> Worker:
        self._started += 1
        return self._stack.enter_context(running_beat(self._directory, f"beat{self._started}"))

    def got(self) -> Counter[str]:
        """How many mails each address got."""
        return Counter(str(each["To"]) for each in self.mail.accepted())


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with ExitStack() as stack:
        mail = stack.enter_context(running_mail_server(tmp_path / "mail"))
        for name, value in {**QUICK, "EMAIL_URL": mail.url}.items():
            monkeypatch.setenv(name, value)
        yield House(tmp_path, mail, stack)


def eventually(condition: Callable[[], object], what: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not so within {seconds:.0f} s: {what}"
        time.sleep(0.05)


def all_are(*states: str) -> Callable[[], bool]:
    return lambda: Digest.objects.exists() and not Digest.objects.exclude(state__in=states).exists()


def quiet() -> bool:
    return not Job.objects.live().filter(kind__startswith="notices.").exists()


def test_two_workers_and_two_schedulers_send_each_person_one_mail(house: House) -> None:
    people = [person_with_contract(f"Person number {number}") for number in range(12)]
    for start in (house.worker, house.scheduler, house.worker, house.scheduler):
        start()
    eventually(all_are(DigestState.SENT), "every mail is sent")
    eventually(lambda: len(house.mail.accepted()) >= len(people), "every mail arrives")
    time.sleep(2)  # ten more ticks, in which nothing must come
    eventually(quiet, "nothing is at work")

    assert house.got() == {person.email: 1 for person in people}
    letters = house.mail.accepted()
    assert len({letter["Message-ID"] for letter in letters}) == len(people)
    for person in people:
        [letter] = [each for each in letters if each["To"] == person.email]
        assert letter.get_body(("plain",)).get_content().count("renews by itself") == 1
        assert f"Account of {person.name}" in letter["Subject"]


# step at which the process is killed, how the mail ends, how many copies its person got
MOMENTS = [
    ("rcpt", DigestState.SENT, 1),
    ("data", DigestState.SENT, 1),
    ("accepted", DigestState.UNKNOWN, 1),
    ("committing", DigestState.UNKNOWN, 1),
]


@pytest.mark.parametrize(("moment", "end", "copies"), MOMENTS)
def test_a_worker_killed_while_it_sends(moment: str, end: str, copies: int, house: House) -> None:
    person = person_with_contract()
    house.mail.hold("accepted" if moment == "committing" else moment)
    victim = house.worker()
    house.scheduler()
    house.mail.wait_until_held()
    if moment == "committing":
        _kill_while_committing(victim, house)
    else:
        victim.kill()
        house.mail.release()
    house.worker()
    eventually(all_are(DigestState.SENT, DigestState.UNKNOWN), "the mail came to an end")
    time.sleep(3)  # longer than the lease: whoever would send it again would have done so
    eventually(quiet, "nothing is at work")

    mail = Digest.objects.get()
    assert (mail.state, house.got()[person.email]) == (end, copies)
    assert mail.attempts == (2 if end == DigestState.SENT else 1)
    assert mail.troubled is (end == DigestState.UNKNOWN)


def _kill_while_committing(victim: Worker, house: House) -> None:
    """The server has answered, the worker waits to write down that the mail is sent: it dies, and its statement too."""
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM notices_digest FOR UPDATE")
            house.mail.release()
            eventually(_sessions_waiting_for_the_mail, "the worker is about to write")
            victim.kill()
            for session in _sessions_waiting_for_the_mail():
                cursor.execute("SELECT pg_terminate_backend(%s)", [session])
    finally:
        other.close()


def _sessions_waiting_for_the_mail() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND query LIKE 'UPDATE \"notices_digest\"%' AND datname = current_database()"
        )
        return [pid for (pid,) in cursor.fetchall()]


def test_a_process_that_stood_still_for_too_long_sends_nothing(house: House) -> None:
    """It is stopped like a laptop that was closed, overtaken by another one, and wakes up again."""
    person = person_with_contract()
    house.mail.hold("data")
    sleeper = house.worker()
    house.scheduler()
    house.mail.wait_until_held()
    sleeper.freeze()
    house.mail.release()
    house.worker()
    eventually(all_are(DigestState.SENT), "another one sent it")
    sleeper.thaw()
    time.sleep(2)

    assert house.got() == {person.email: 1}
    assert Digest.objects.get().state == DigestState.SENT


DIES_BEFORE_THE_POINT = """
import os, signal, smtplib, sys
import django
django.setup()
send = smtplib.SMTP.send
def die(self, text):
    if text == b".\\r\\n":
        os.kill(os.getpid(), signal.SIGKILL)
    send(self, text)
smtplib.SMTP.send = die
from django.utils import timezone
from kamp.notices.delivery import deliver
deliver(int(sys.argv[1]), at=timezone.now())
"""


def test_the_one_moment_at_which_a_mail_can_be_missing_is_shown_and_mended_by_its_person(
    house: House, settings: pytest.FixtureRequest
) -> None:
    """Written down as handed over, and dead before the point: not sent, and nobody can tell that from sent."""
    person = person_with_contract()
    now = timezone.now()
    mail = made_mail(person, now)
    Notice.objects.update(source="contracts", variant="automatic")
    Notice.objects.update(params={"account": "Molini", "contract": "Service", "notice": "soon", "end": "later"})
    died = subprocess.run(
        [sys.executable, "-c", DIES_BEFORE_THE_POINT, str(mail.pk)],
        env={**_environment(), "DJANGO_SETTINGS_MODULE": "kamp.settings.test"},
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    assert house.got() == {}
    eventually(lambda: step(timezone.now()) or Digest.objects.get().state == DigestState.UNKNOWN, "it is noticed")
    assert deliver(mail.pk, at=now + timedelta(days=1)) is None

    send_again(mail=mail, at=timezone.now())
    house.worker()
    house.scheduler()
    eventually(all_are(DigestState.SENT), "it is sent again")
    assert house.got() == {person.email: 1}
