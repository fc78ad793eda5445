"""One attempt at a mail against a real mail server: what it answers, and what is done about it (quality C89, C90)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from kamp.notices.delivery import ATTEMPTS, claim, deliver, stranded_to_unknown, waiting
from kamp.notices.jobs import step
from kamp.notices.models import Digest, DigestState, Notice, ReminderPreference, Trouble
from kamp.notices.services import send_again
from kamp.notices.tests.conftest import TrialSource
from kamp.testing.mail_server import MailServer, running_mail_server
from kamp.testing.mailing import made_mail
from kamp.users.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def mail_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with running_mail_server(tmp_path_factory.mktemp("mail")) as server:
        yield server


@pytest.fixture
def server(mail_process: MailServer, settings: Any) -> MailServer:
    """The mail server with nothing in it, and this process' mails going there."""
    for each in mail_process._directory.glob("*.eml"):
        each.unlink()
    mail_process.release()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mail_process.port, 10
    return mail_process


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def state(mail: Digest) -> tuple[str, str]:
    mail.refresh_from_db()
    return mail.state, mail.trouble


def test_it_is_sent_once_and_written_down(trial: TrialSource, rita: User, server: MailServer, now: datetime) -> None:
    mail = made_mail(rita, now)
    deliver(mail.pk, at=now)
    assert deliver(mail.pk, at=now) is None
    assert state(mail) == (DigestState.SENT, "")
    assert [(each["To"], each["Message-ID"]) for each in server.accepted()] == [(rita.email, mail.message_id)]
    assert (mail.sent_to, mail.answer) == (rita.email, "250 Taken")


@pytest.mark.parametrize("at_step", ["rcpt", "data", "text"])
@pytest.mark.parametrize("code", ["421 Too busy", "451 Try later"])
def test_not_now_is_tried_again_after_longer_and_longer_pauses(
    at_step: str, code: str, trial: TrialSource, rita: User, server: MailServer, now: datetime
) -> None:
    mail = made_mail(rita, now)
    server.rule(answers={at_step: {"": code}})
    pauses, at = [], now
    for _attempt in range(3):
        deliver(mail.pk, at=at)
        assert state(mail) == (DigestState.MADE, Trouble.UNREACHABLE)
        assert code[:3] in mail.answer
        pauses.append(mail.next_try_at - at)
        assert deliver(mail.pk, at=mail.next_try_at - timedelta(seconds=1)) is None
        at = mail.next_try_at
    assert pauses == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    server.release()
    deliver(mail.pk, at=at)
    assert state(mail)[0] == DigestState.SENT
    assert len(server.accepted()) == 1


@pytest.mark.parametrize("at_step", ["rcpt", "data", "text"])
def test_never_is_not_tried_again(
    at_step: str, trial: TrialSource, rita: User, server: MailServer, now: datetime
) -> None:
    mail = made_mail(rita, now)
    server.rule(answers={at_step: {"": "550 No such person"}})
    deliver(mail.pk, at=now)
    assert state(mail) == (DigestState.FAILED, Trouble.REFUSED)
    assert mail.answer == "550 No such person"
    assert mail.troubled
    assert waiting(now + timedelta(days=9)) == []
    assert server.accepted() == []


def test_one_bad_address_keeps_no_other_from_its_mail(
    trial: TrialSource, rita: User, ugo: User, server: MailServer, now: datetime
) -> None:
    server.rule(answers={"rcpt": {rita.email: "550 No such person"}})
    mails = [made_mail(rita, now), made_mail(ugo, now)]
    for mail in mails:
        deliver(mail.pk, at=now)
    assert [state(mail)[0] for mail in mails] == [DigestState.FAILED, DigestState.SENT]
    assert [each["To"] for each in server.accepted()] == [ugo.email]


def test_a_server_that_is_not_there_is_waited_for_half_a_day(
    trial: TrialSource, rita: User, settings: Any, server: MailServer, now: datetime
) -> None:
    settings.EMAIL_PORT = 1
    mail, at = made_mail(rita, now), now
    for _attempt in range(ATTEMPTS):
        assert state(mail)[0] == DigestState.MADE
        deliver(mail.pk, at=at)
        mail.refresh_from_db()
        at = mail.next_try_at
    assert state(mail) == (DigestState.FAILED, Trouble.UNREACHABLE)
    assert timedelta(hours=6) < at - now < timedelta(hours=13)


def test_taken_and_hung_up_is_not_known_and_not_sent_again(
    trial: TrialSource, rita: User, server: MailServer, now: datetime
) -> None:
    mail = made_mail(rita, now)
    server.rule(drop="accepted", times=1)
    deliver(mail.pk, at=now)
    assert state(mail) == (DigestState.UNKNOWN, Trouble.UNREACHABLE)
    step(now + timedelta(days=1))
    assert deliver(mail.pk, at=now + timedelta(days=1)) is None
    assert len(server.accepted()) == 1


def test_a_person_can_have_it_sent_again_under_the_same_name(
    trial: TrialSource, rita: User, server: MailServer, now: datetime
) -> None:
    mail = made_mail(rita, now, state=DigestState.UNKNOWN)
    Notice.objects.update(read_at=now)
    send_again(mail=mail, at=now)
    deliver(mail.pk, at=now)
    assert state(mail)[0] == DigestState.SENT
    assert [each["Message-ID"] for each in server.accepted()] == [mail.message_id]


def test_an_attempt_that_was_taken_away_breaks_off_before_the_point(
    trial: TrialSource, rita: User, server: MailServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that stood still longer than its lease wakes up when another one is at it."""
    from kamp.notices import delivery

    mail, real = made_mail(rita, now), delivery.letter_of

    def slowly(mine: Digest, *, at: datetime) -> Any:
        Digest.objects.filter(pk=mine.pk).update(lease_until=now - timedelta(hours=1))
        assert claim(mine.pk, at=at) is not None
        return real(mine, at=at)

    monkeypatch.setattr(delivery, "letter_of", slowly)
    deliver(mail.pk, at=now)
    assert state(mail)[0] == DigestState.SENDING
    assert server.accepted() == []


def test_a_process_that_died_before_the_point_left_it_to_the_next_one(
    trial: TrialSource, rita: User, server: MailServer, now: datetime
) -> None:
    mail = made_mail(rita, now)
    assert claim(mail.pk, at=now) is not None
    assert waiting(now) == []
    Digest.objects.update(lease_until=now - timedelta(hours=1))
    assert waiting(now) == [mail.pk]
    deliver(mail.pk, at=now)
    assert state(mail)[0] == DigestState.SENT


def test_a_process_that_died_after_the_point_left_it_to_the_person(
    trial: TrialSource, rita: User, server: MailServer, now: datetime
) -> None:
    mail = made_mail(rita, now, state=DigestState.HANDING, lease_until=now - timedelta(hours=1))
    assert stranded_to_unknown() == 1
    assert state(mail) == (DigestState.UNKNOWN, Trouble.DIED)


def test_a_mail_that_kills_every_process_is_given_up(
    trial: TrialSource, rita: User, server: MailServer, now: datetime
) -> None:
    mail = made_mail(rita, now, attempts=ATTEMPTS, state=DigestState.SENDING, lease_until=now - timedelta(hours=1))
    assert deliver(mail.pk, at=now) is None
    assert state(mail) == (DigestState.FAILED, Trouble.DIED)


@pytest.mark.parametrize("why", ["read", "settled", "closed", "off"])
def test_what_is_not_needed_any_more_is_not_sent(
    why: str, trial: TrialSource, rita: User, server: MailServer, now: datetime
) -> None:
    mail = made_mail(rita, now)
    if why == "read":
        Notice.objects.update(read_at=now)
    elif why == "settled":
        Notice.objects.update(settled_at=now)
    elif why == "closed":
        User.objects.update(is_active=False)
    else:
        ReminderPreference.objects.create(user=rita, by_mail=False)
    deliver(mail.pk, at=now)
    assert state(mail)[0] == DigestState.WITHDRAWN
    assert server.accepted() == []


def test_a_letter_that_cannot_be_written_is_tried_again_and_fails_alone(
    trial: TrialSource, rita: User, ugo: User, server: MailServer, now: datetime
) -> None:
    broken, good = made_mail(rita, now), made_mail(ugo, now)
    Notice.objects.filter(digest=broken).update(params={})
    deliver(broken.pk, at=now)
    deliver(good.pk, at=now)
    assert state(broken) == (DigestState.MADE, Trouble.UNEXPECTED)
    assert state(good)[0] == DigestState.SENT


def test_inside_a_transaction_nothing_is_sent(
    trial: TrialSource, rita: User, server: MailServer, now: datetime
) -> None:
    mail = made_mail(rita, now)
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        deliver(mail.pk, at=now)
    assert server.accepted() == []


def test_lines_that_begin_with_a_point_arrive(
    trial: TrialSource, rita: User, server: MailServer, now: datetime, tmp_path: Path
) -> None:
    mail = made_mail(rita, now)
    Notice.objects.update(params={"thing": ".hidden\n.\nend", "day": ["date", "2026-12-01"]})
    rita.name = ".Rita"
    rita.save()
    deliver(mail.pk, at=now)
    [letter] = server.accepted()
    text = letter.get_body(("plain",)).get_content()
    assert ".hidden . end is due on 1 December 2026" in text
    assert "Good morning .Rita," in text
