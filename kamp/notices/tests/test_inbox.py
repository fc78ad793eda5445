"""The inbox: what is shown to whom, and what one does with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from kamp.notices.collecting import look_after
from kamp.notices.models import Digest, DigestState, Notice
from kamp.notices.selectors import unread_count
from kamp.notices.services import tell
from kamp.notices.sources import Due
from kamp.notices.tests.conftest import TrialSource
from kamp.testing.mailing import KeyAccount, make_account, make_segment
from kamp.testing.queries import assert_same_queries
from kamp.users.models import Team, User
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def surfer(client: Client, rita: User) -> Client:
    client.force_login(rita)
    return client


def put(user: User, key: str = "thing", **fields: Any) -> Notice:
    given = {"source": "trial", "stage": "7", "due_on": TODAY + timedelta(days=5), "url": "/today/", **fields}
    params = {"thing": key, "day": ["date", "2026-11-28"]}
    return Notice.objects.create(user=user, key=key, params=params, created_at=NOW, **given)


def page(surfer: Client, query: str = "") -> str:
    answer = surfer.get(f"/inbox/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_notice_says_what_when_why_and_where(trial: TrialSource, surfer: Client, rita: User) -> None:
    put(rita, "Review of Molini")
    shown = page(surfer)
    assert '<a class="notice-title" href="/today/">Review of Molini is due on 28 November 2026</a>' in shown
    assert "Sat 28 Nov, in 5 days" in shown
    assert "Trial things · It is yours." in shown
    assert "Inbox: 1 new" in shown


def test_of_one_morning_what_is_due_first_stands_first(trial: TrialSource, surfer: Client, rita: User) -> None:
    for days in (7, -3, 1):
        trial.put(f"in {days}", rita, TODAY + timedelta(days=days))
    look_after(at=NOW, now=NOW)
    shown = page(surfer)
    assert shown.index("in -3 was due") < shown.index("in 1 is due") < shown.index("in 7 is due")


def test_the_empty_inbox_says_what_will_come(trial: TrialSource, surfer: Client) -> None:
    assert "Nothing new" in page(surfer)
    assert "Nothing is put off" in page(surfer, "?show=later")
    assert "Nothing read yet" in page(surfer, "?show=over")
    assert "Nothing of this kind" in page(surfer, "?source=trial")
    assert "Nothing new" in page(surfer, "?show=nonsense&source=x&after=x")


def test_reading_and_taking_it_back(trial: TrialSource, surfer: Client, rita: User) -> None:
    notice = put(rita)
    other = put(rita, "other")
    answer = surfer.post(f"/inbox/{notice.pk}/read/", {"back": "?source=trial"}, follow=True)
    assert answer.redirect_chain == [("/inbox/?source=trial", 302)]
    assert "other is due" in answer.content.decode()
    assert "thing is due" not in answer.content.decode()
    assert "thing is due" in page(surfer, "?show=over")
    undo = next(iter(answer.context["messages"])).extra_tags.removeprefix("undo:")
    surfer.post(undo)
    assert set(Notice.objects.open()) == {notice, other}


def test_reading_everything_and_taking_exactly_that_back(trial: TrialSource, surfer: Client, rita: User) -> None:
    earlier = put(rita, "earlier", read_at=NOW - timedelta(days=1))
    for number in range(3):
        put(rita, f"new {number}")
    answer = surfer.post("/inbox/read/", follow=True)
    assert "3 notices are marked as read." in answer.content.decode()
    assert not Notice.objects.open().exists()
    surfer.post(next(iter(answer.context["messages"])).extra_tags.removeprefix("undo:"))
    assert Notice.objects.open().count() == 3
    earlier.refresh_from_db()
    assert earlier.read_at is not None


def test_putting_off_hides_it_until_its_day(trial: TrialSource, surfer: Client, rita: User) -> None:
    notice = put(rita)
    answer = surfer.post(f"/inbox/{notice.pk}/later/", {"until": "2026-11-30"}, follow=True)
    assert "thing is due" not in answer.content.decode()
    assert "put off until 30 Nov" in page(surfer, "?show=later")
    assert unread_count(rita, today=date(2026, 11, 29)) == 0
    assert unread_count(rita, today=date(2026, 11, 30)) == 1
    surfer.post(next(iter(answer.context["messages"])).extra_tags.removeprefix("undo:"))
    assert unread_count(rita, today=TODAY) == 1


@pytest.mark.parametrize("until", ["", "yesterday", "2026-11-23", "1999-01-01", "9999-99-99", "\0"])
def test_a_day_that_makes_no_sense_is_refused_with_a_sentence(
    until: str, trial: TrialSource, surfer: Client, rita: User
) -> None:
    notice = put(rita)
    answer = surfer.post(f"/inbox/{notice.pk}/later/", {"until": until}, follow=True)
    if answer.status_code == 200:
        assert "Choose a day after today." in answer.content.decode()
    assert unread_count(rita, today=TODAY) == 1


def test_opening_marks_quietly(trial: TrialSource, surfer: Client, rita: User) -> None:
    notice = put(rita)
    assert surfer.post(f"/inbox/{notice.pk}/read/", {"quietly": "1"}).status_code == 204
    assert unread_count(rita, today=TODAY) == 0


def test_nobody_sees_or_touches_anothers_notices(trial: TrialSource, surfer: Client, ugo: User) -> None:
    notice = put(ugo)
    assert "thing is due" not in page(surfer)
    for address in ("read", "later", "new"):
        assert surfer.post(f"/inbox/{notice.pk}/{address}/", {"until": "2026-12-01"}).status_code == 404
    surfer.post("/inbox/read/")
    surfer.post(f"/inbox/undo/?notice={notice.pk}")
    notice.refresh_from_db()
    assert (notice.read_at, notice.snoozed_until) == (None, None)


def ways_to_see(account: KeyAccount, user: User, way: str) -> None:
    """Lets ``user`` see ``account`` in one of the ways there are."""
    if way == "owner":
        KeyAccount.objects.filter(pk=account.pk).update(owner=user)
    elif way == "member":
        account.memberships.create(user=user)
    elif way == "team":
        team = Team.objects.create(name="South")
        user.teams.add(team)
        KeyAccount.objects.filter(pk=account.pk).update(team=team)
    elif way == "segment":
        KeyAccount.objects.filter(pk=account.pk).update(segment=make_segment("Food", [user]))


@pytest.mark.parametrize("role", ["sales_rep", "market_manager", "specialist", "management", "administrator", ""])
@pytest.mark.parametrize("way", ["", "owner", "member", "team", "segment"])
def test_notices_follow_the_scope_of_accounts(role: str, way: str, trial: TrialSource) -> None:
    user, account = make_user(role=role), make_account("Molini")
    ways_to_see(account, user, way)
    notice = put(user, account_id=account.pk)
    put(user, "of no account")
    seen = KeyAccount.objects.visible_to(user).filter(pk=account.pk).exists()
    assert Notice.objects.visible_to(user).filter(pk=notice.pk).exists() is seen
    assert unread_count(user, today=TODAY) == (2 if seen else 1)


def test_who_lost_sight_of_the_account_is_neither_shown_nor_mailed(
    trial: TrialSource, surfer: Client, rita: User
) -> None:
    account = make_account("Molini", owner=rita)
    trial.put("review", rita, TODAY + timedelta(days=3), account_id=account.pk)
    trial.put("own", rita, TODAY + timedelta(days=3))
    KeyAccount.objects.filter(pk=account.pk).update(owner=None)
    look_after(at=NOW, now=NOW)
    assert list(Notice.objects.values_list("key", flat=True)) == ["own"]


def test_a_right_taken_away_hides_its_notices(surfer: Client, rita: User) -> None:
    account = make_account("Molini", owner=rita)
    fields = {"source": "contracts", "account_id": account.pk, "variant": "automatic"}
    notice = put(rita, **fields)
    notice.params = {"account": "Molini", "contract": "Service", "notice": "x", "end": "y"}
    notice.save()
    assert "Molini: “Service” renews by itself" in page(surfer)
    rita.role = ""
    rita.save()
    assert "Molini" not in page(surfer)


def test_what_happens_is_told_at_once_and_once(trial: TrialSource, surfer: Client, rita: User) -> None:
    news = [Due(user_id=rita.pk, key="audit:1", stage="sent back", url="/today/", params={"thing": "A visit"})]
    assert tell(source="trial.told", dues=news, at=NOW) == 1
    assert tell(source="trial.told", dues=news, at=NOW) == 0
    assert "A visit happened" in page(surfer)
    look_after(at=NOW, now=NOW)
    look_after(at=NOW + timedelta(days=1), now=NOW + timedelta(days=1))
    assert Digest.objects.count() == 1
    assert Notice.objects.open().count() == 1, "what happened does not settle by itself"


def test_the_inbox_costs_the_same_for_thirty_notices(trial: TrialSource, surfer: Client, rita: User) -> None:
    account = make_account("Molini", owner=rita)

    def grow(count: int) -> None:
        for _each in range(count):
            put(rita, f"n{Notice.objects.count()}", account_id=account.pk)

    assert_same_queries(lambda: surfer.get("/inbox/"), grow, at_most=7)


def test_the_bell_is_one_query_along_an_index(trial: TrialSource, rita: User, django_assert_num_queries: Any) -> None:
    account = make_account("Molini", owner=rita)
    rows = [
        Notice(user=rita, source="trial", key=str(n), account_id=account.pk, url="/", created_at=NOW, read_at=NOW)
        for n in range(3000)
    ]
    Notice.objects.bulk_create(rows)
    put(rita, account_id=account.pk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notices_notice")
    for role in ("sales_rep", "market_manager", "administrator"):
        person = User(pk=rita.pk, role=role, is_active=True)
        with django_assert_num_queries(1):
            assert unread_count(person, today=TODAY) == 1
        plan = Notice.objects.visible_to(person).unread(TODAY).order_by().values("pk").explain()
        assert "notice_open_idx" in plan, plan


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (DigestState.UNKNOWN, "It is not known whether your reminder mail of 22 November 2026 reached you"),
        (DigestState.FAILED, "Your reminder mail of 22 November 2026 was not sent"),
    ],
)
def test_a_mail_in_trouble_is_shown_and_sent_again_or_let_be(
    state: str, sentence: str, trial: TrialSource, surfer: Client, rita: User
) -> None:
    mail = Digest.objects.create(
        user=rita, day=date(2026, 11, 22), due_at=NOW, made_at=NOW, next_try_at=NOW, message_id="<m@k>", state=state
    )
    assert sentence in page(surfer)
    surfer.post(f"/inbox/mail/{mail.pk}/again/")
    mail.refresh_from_db()
    assert (mail.state, mail.message_id, mail.attempts) == (DigestState.MADE, "<m@k>", 0)
    assert sentence not in page(surfer)
    assert "on its way" in surfer.post(f"/inbox/mail/{mail.pk}/again/", follow=True).content.decode()
    Digest.objects.update(state=state)
    surfer.post(f"/inbox/mail/{mail.pk}/dismiss/")
    assert sentence not in page(surfer)


def test_preferences_say_when_the_next_mail_comes(surfer: Client, rita: User) -> None:
    data = {"by_mail": "on", "hour": "7"}
    shown = surfer.post("/inbox/preferences/", data, follow=True).content.decode()
    assert "The next mail comes on Tue 24 Nov at 07:00" in shown
    assert "Europe/Rome" in shown
    assert surfer.post("/inbox/preferences/", {"hour": "24"}).status_code == 422


def test_the_link_of_the_mail_ends_the_mails_of_its_person_only(client: Client, rita: User, ugo: User) -> None:
    from kamp.notices.addresses import mail_off_url

    path = mail_off_url(rita).partition("/inbox/")[2]
    strict = Client(enforce_csrf_checks=True)
    assert rita.email in strict.get(f"/inbox/{path}").content.decode()
    assert strict.post(f"/inbox/{path}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    rita.refresh_from_db()
    assert rita.reminder_preference.by_mail is False
    assert not hasattr(User.objects.get(pk=ugo.pk), "reminder_preference")
    assert client.get("/inbox/mail/off/forged:token/").status_code == 404


def test_the_calendar_file_has_the_hours_of_the_persons_zone(trial: TrialSource, surfer: Client, rita: User) -> None:
    event = {
        "uid": "review-1@kamp",
        "starts_at": "2026-11-26T09:00:00+00:00",
        "ends_at": "2026-11-26T10:30:00+00:00",
        "sequence": 2,
        "place": "Sala Adda",
    }
    notice = put(rita, event=event)
    answer = surfer.get(f"/inbox/{notice.pk}/calendar.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    text = answer.content.decode()
    assert "DTSTART;TZID=Europe/Rome:20261126T100000" in text
    assert "BEGIN:VTIMEZONE" in text
    assert "SEQUENCE:2" in text
    assert surfer.get(f"/inbox/{put(rita, 'plain').pk}/calendar.ics").status_code == 404
