"""Reviews and actions through the command that shows what would be mailed, and in the inbox."""

from __future__ import annotations

import datetime
import io
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import translation

from accounts.tests.factories import make_account, make_company
from kamp.notices.collecting import look_after
from kamp.notices.letters import entry_of
from kamp.notices.models import Notice
from kamp.notices.wording import told
from kamp.users.tests.factories import make_user
from planning.tests.factories import make_plan
from planning.tests.factories_reviews import make_action, make_review

pytestmark = pytest.mark.django_db


def test_the_command_tells_who_gets_what_and_why() -> None:
    make_company()
    rep = make_user("sales_rep", name="Giulia Ferri", language="en", time_zone="Europe/Rome")
    plan = make_plan(make_account("Molini Serravento", owner=rep), by=rep)
    make_review(plan, rep, starts_at=datetime.datetime(2026, 11, 29, 9, tzinfo=datetime.UTC))
    make_action(plan, rep, "Send the offer", due=datetime.date(2026, 11, 20))
    make_action(plan, rep, "Next year", due=datetime.date(2027, 11, 20))
    out = io.StringIO()
    call_command("remind", now="2026-11-22T09:00+01:00", dry_run=True, stdout=out)
    told = out.getvalue()
    assert "Review Molini Serravento, Sunday 29 November 2026, 10:00" in told
    assert "You take part in this review." in told
    assert "Molini Serravento: “Send the offer” was due on 20 November 2026" in told
    assert "Next year" not in told


def test_a_calendar_names_the_review_without_its_day() -> None:
    """The day is that of the entry; a name with the day in it would stay when the review is moved."""
    make_company()
    rep = make_user("sales_rep", name="Giulia Ferri", language="en", time_zone="Europe/Rome")
    plan = make_plan(make_account("Molini Serravento", owner=rep), by=rep)
    make_review(plan, rep, starts_at=datetime.datetime(2026, 11, 29, 9, tzinfo=datetime.UTC))
    at = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
    look_after(at=at, now=at, only=[rep.pk])
    with translation.override("en"):
        item = told(Notice.objects.get(), language="en", zone=ZoneInfo("Europe/Rome"), today=at.date())
        assert entry_of(item).title == "Review Molini Serravento, Quarterly"
