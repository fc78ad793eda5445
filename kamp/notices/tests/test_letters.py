"""The mail as it arrives: in the person's language and zone, whole, escaped, with a calendar (quality C34)."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar

from kamp.notices.letters import letter_of
from kamp.notices.models import Digest, Notice
from kamp.notices.parameters import Money, Word, keep
from kamp.notices.tests.conftest import TrialSource
from kamp.testing.mailing import KeyAccount, made_mail, make_account
from kamp.users.models import User

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
HOSTILE = '<img src=x onerror=alert(1)> & "co"\r\nBcc: all@example.com'


@pytest.fixture
def mail(trial: TrialSource, rita: User) -> Digest:
    return made_mail(rita, NOW)


def parsed(mail: Digest, at: datetime = NOW) -> EmailMessage:
    letter = letter_of(Digest.objects.select_related("user").get(pk=mail.pk), at=at)
    assert letter is not None
    return email.message_from_bytes(letter.message().as_bytes(), policy=email.policy.default)


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_it_says_what_when_why_where_and_how_to_end_it(mail: Digest, settings: Any) -> None:
    settings.KAMP_BASE_URL = "https://kamp.example.com"
    message = parsed(mail)
    for kind in ("plain", "html"):
        text = part(message, kind)
        assert "Review is due on 28 November 2026" in text
        assert "Sat 28 Nov, in 5 days" in text
        assert "It is yours." in text
        assert "https://kamp.example.com/today/" in text
        assert "https://kamp.example.com/inbox/preferences/" in text
    assert message["Subject"] == "Review is due on 28 November 2026"
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"].strip().startswith("<https://kamp.example.com/inbox/mail/off/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [each.get_content_type() for each in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_figures_and_dates_are_written_as_in_the_persons_language(mail: Digest, rita: User, trial: TrialSource) -> None:
    params = keep({"thing": Money(Decimal(1234567), "EUR"), "day": date(2026, 3, 1)})
    Notice.objects.update(params=params, due_on=date(2026, 11, 24))
    assert "€1,234,567 is due on 1 March 2026" in part(parsed(mail), "plain")
    User.objects.update(language="it")
    text = part(parsed(mail), "plain")
    assert "1.234.567\u00a0€ is due on 1º marzo 2026" in text
    assert "mar 24 nov, domani" in text
    Notice.objects.update(params=keep({"thing": Word("Accounts"), "day": NOW}))
    assert "Account is due on lunedì 23 novembre 2026, 08:00" in part(parsed(mail), "plain")


def test_the_day_is_the_day_where_the_person_is(mail: Digest) -> None:
    User.objects.update(time_zone="Pacific/Kiritimati")
    assert "new for you on Tuesday 24 November 2026" in part(parsed(mail, NOW + timedelta(hours=5)), "plain")


def test_names_become_neither_markup_nor_headers(mail: Digest, rita: User) -> None:
    Notice.objects.update(params={"thing": HOSTILE, "day": ["date", "2026-11-28"]})
    User.objects.update(name=HOSTILE)
    message = parsed(mail)
    assert message["Bcc"] is None
    assert message["Subject"].startswith('<img src=x onerror=alert(1)> & "co" Bcc: all@example.com is due')
    assert "<img src=x" not in part(message, "html")
    assert "&lt;img src=x" in part(message, "html")
    assert '<img src=x onerror=alert(1)> & "co"' in part(message, "plain")


def test_several_things_are_grouped_counted_and_cut_to_length(mail: Digest, rita: User, trial: TrialSource) -> None:
    for number in range(3):
        notice = Notice.objects.get(key="thing")
        notice.pk, notice.key = None, f"more {number}"
        notice.save()
    Notice.objects.filter(key="thing").update(
        params={"thing": "x" * 400, "day": ["date", "2026-11-24"]}, due_on=date(2026, 11, 24)
    )
    message = parsed(mail)
    assert message["Subject"].endswith("…, and 3 more")
    assert len(message["Subject"]) < 170
    assert part(message, "html").count("<li>") == 4


def test_late_is_said_and_older_ones_are_counted(mail: Digest, rita: User) -> None:
    Digest.objects.update(late=True, due_at=NOW - timedelta(hours=4))
    Notice.objects.create(
        user=rita, source="trial", key="old", params={"thing": "Old", "day": "x"}, url="/", created_at=NOW
    )
    text = part(parsed(mail), "plain")
    assert "This mail was due at 04:00 and comes late" in text
    assert "One older notice waits in your inbox" in text
    Digest.objects.update(late=False)
    assert "comes late" not in part(parsed(mail, NOW + timedelta(minutes=59)), "plain")
    assert "comes late" in part(parsed(mail, NOW + timedelta(minutes=61)), "plain")


def test_a_review_comes_with_its_calendar(mail: Digest, settings: Any) -> None:
    settings.KAMP_BASE_URL = "https://kamp.example.com"
    event = {
        "uid": "review-7@kamp",
        "starts_at": "2026-11-26T09:00:00+00:00",
        "ends_at": "2026-11-26T10:30:00+00:00",
        "sequence": 3,
        "place": "Sala Adda; video",
    }
    Notice.objects.update(event=event, params={"thing": "Tiberiana, è già", "day": "x"})
    message = parsed(mail)
    [attached] = message.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert attached["Content-Type"].params["method"] == "PUBLISH"
    calendar = Calendar.from_ical(attached.get_content())
    [entry] = calendar.walk("VEVENT")
    assert entry["UID"] == "review-7@kamp"
    assert entry["SEQUENCE"] == 3
    assert entry["SUMMARY"] == "Tiberiana, è già is due on x"
    assert entry["DTSTART"].dt.isoformat() == "2026-11-26T10:00:00+01:00"
    assert entry["LOCATION"] == "Sala Adda; video"
    assert calendar.walk("VTIMEZONE")[0]["TZID"] == "Europe/Rome"


def test_nothing_is_mailed_of_an_account_out_of_sight(mail: Digest, rita: User, trial: TrialSource) -> None:
    account = make_account("Molini", owner=rita)
    Notice.objects.update(account_id=account.pk)
    assert "Review" in part(parsed(mail), "plain")
    KeyAccount.objects.update(owner=None)
    assert letter_of(Digest.objects.select_related("user").get(), at=NOW) is None


def test_what_cannot_be_told_in_two_languages_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot tell"):
        keep({"thing": object()})  # type: ignore[dict-item]


def test_the_trial_keeps_mails_as_files_and_prints_links(
    mail: Digest, settings: Any, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.core.mail import get_connection, send_mail

    settings.VAR, settings.EMAIL_BACKEND = tmp_path, "kamp.notices.trial_mail.EmailBackend"
    letter = letter_of(mail, at=NOW)
    assert letter is not None
    get_connection().send_messages([letter])
    send_mail("Your access", "http://link/", None, ["new@example.com"])
    printed = capsys.readouterr().out
    assert "Mail to rita@example.com: Review is due" in printed
    assert "It is yours." not in printed
    assert "http://link/" in printed
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 2
