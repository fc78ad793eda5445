"""What accounts remind of: whom, when, in which words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from accounts.criteria.catalog import INDICATORS
from accounts.models import Audit, Contract, KeyAccount, Rating
from accounts.reminders import contract_notices, old_assessments
from accounts.services.audit_news import tell_of_audit
from accounts.services.audits import send_back_audit
from accounts.tests.factories import make_account, make_segment
from kamp.notices.models import Notice
from kamp.notices.parameters import keep, write
from kamp.notices.sources import SOURCES, Due, Recipient
from kamp.notices.wording import title_of
from kamp.testing.queries import queries_of
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TODAY = NOW.date()


def contract(account: KeyAccount, end: date, **fields: Any) -> Contract:
    given = {"title": "Service", "start": date(2024, 1, 1), "notice_days": 30, "renewal": "automatic", **fields}
    return Contract.objects.create(account=account, end=end, **given)


def recipients(*users: User, today: date = TODAY) -> list[Recipient]:
    return [Recipient(user=user, today=today) for user in users]


def words(source: str, due: Due, language: str) -> str:
    with translation.override(language):
        sentence = SOURCES.get(source).subject_of(due.stage, due.variant)
        texts = write(keep(due.params), language=language, zone=ZoneInfo("Europe/Rome"))
        return translation.gettext(sentence) % texts


@pytest.mark.parametrize(
    ("left", "stage"),
    [(121, None), (120, "120"), (91, "120"), (90, "90"), (30, "30"), (7, "7"), (0, "7"), (-1, "overdue")],
)
def test_the_last_day_for_notice_is_what_counts(left: int, stage: str | None) -> None:
    owner = make_user(role="sales_rep")
    contract(make_account("Molini", owner=owner), TODAY + timedelta(days=left + 30))
    dues = list(contract_notices(NOW, recipients(owner)))
    assert [each.stage for each in dues] == ([stage] if stage else [])
    assert all(each.due_on == TODAY + timedelta(days=left) for each in dues)


@pytest.mark.parametrize(
    ("renewal", "left", "sentence"),
    [
        ("automatic", 7, "Molini: “Service” renews by itself unless notice is given by 30 November 2026"),
        ("automatic", -1, "the last day for notice of “Service” has passed, it renews by itself on 22 December 2026"),
        ("negotiated", 7, "Molini: “Service” ends on 30 December 2026, last day for notice 30 November 2026"),
        ("negotiated", -1, "the last day for notice of “Service” has passed, it ends on 22 December 2026"),
        ("none", 7, "Molini: “Service” ends on 30 December 2026"),
    ],
)
def test_the_sentence_says_what_happens_otherwise(renewal: str, left: int, sentence: str) -> None:
    owner = make_user(role="sales_rep")
    contract(make_account("Molini", owner=owner), TODAY + timedelta(days=left + 30), renewal=renewal)
    [due] = contract_notices(NOW, recipients(owner))
    assert sentence in words("contracts", due, "en")


def test_what_ended_or_needs_no_notice_or_is_archived_is_left_in_peace() -> None:
    owner = make_user(role="sales_rep")
    account = make_account("Molini", owner=owner)
    contract(account, TODAY - timedelta(days=1))
    contract(account, TODAY + timedelta(days=10), renewal="none")
    contract(account, TODAY + timedelta(days=400))
    Contract.objects.create(account=account, title="Open", start=TODAY)
    contract(make_account("Old", owner=owner, archived_at=NOW), TODAY + timedelta(days=40))
    assert list(contract_notices(NOW, recipients(owner))) == []


def test_without_owner_it_goes_to_who_steers_the_segment() -> None:
    manager, other = make_user(role="market_manager"), make_user(role="market_manager")
    contract(make_account("Molini", segment=make_segment("Food", [manager])), TODAY + timedelta(days=40))
    [due] = contract_notices(NOW, recipients(manager, other))
    assert (due.user_id, due.why) == (manager.pk, "Nobody owns this account; you steer its segment.")


def test_each_day_is_the_day_where_the_person_is() -> None:
    here, ahead = make_user(role="sales_rep"), make_user(role="sales_rep")
    for owner in (here, ahead):
        contract(make_account(owner.name, owner=owner), TODAY + timedelta(days=61))  # notice in 31 days
    both = [Recipient(user=here, today=TODAY), Recipient(user=ahead, today=TODAY + timedelta(days=1))]
    assert {each.user_id: each.stage for each in contract_notices(NOW, both)} == {here.pk: "90", ahead.pk: "30"}


def rate(account: KeyAccount, day: date, author: User) -> None:
    Rating.objects.bulk_create(
        Rating(account=account, key=key, value=Decimal(3), author=author, rated_on=day, created_at=NOW)
        for key in sorted(INDICATORS.keys())
    )


@pytest.mark.parametrize(("age", "told"), [(180, False), (181, True), (400, True)])
def test_an_assessment_past_its_interval_is_to_be_renewed(age: int, told: bool) -> None:
    owner = make_user(role="sales_rep")
    account = make_account("Molini", owner=owner, designation="designated")
    rate(account, TODAY - timedelta(days=age), owner)
    dues = list(old_assessments(NOW, recipients(owner)))
    assert bool(dues) is told
    if told:
        assert dues[0].due_on == TODAY - timedelta(days=age - 180)
        assert "Assessment of the relationship" in words("ratings", dues[0], "en")


def test_who_is_no_key_account_or_was_never_assessed_is_left_in_peace() -> None:
    owner = make_user(role="sales_rep")
    rate(make_account("Small", owner=owner), TODAY - timedelta(days=500), owner)
    make_account("New", owner=owner, designation="candidate")
    assert list(old_assessments(NOW, recipients(owner))) == []


def test_both_cost_the_same_queries_for_thirty_accounts() -> None:
    owner = make_user(role="sales_rep")

    def cost(more: int) -> int:
        for _each in range(more):
            account = make_account(owner=owner, designation="designated")
            contract(account, TODAY + timedelta(days=40))
            rate(account, TODAY - timedelta(days=300), owner)
        everybody = recipients(owner, *User.objects.exclude(pk=owner.pk))

        def ask() -> None:
            assert len(list(contract_notices(NOW, everybody))) == KeyAccount.objects.count()
            assert len(list(old_assessments(NOW, everybody))) == KeyAccount.objects.count()

        return len(queries_of(ask))

    assert cost(1) == cost(29)


def test_the_moves_of_an_audit_are_told_to_whom_they_concern() -> None:
    owner, manager, other = (make_user(role=role) for role in ("sales_rep", "market_manager", "market_manager"))
    account = make_account("Molini", owner=owner, segment=make_segment("Food", [manager, owner]))
    audit = Audit.objects.create(account=account, number=1, state="submitted", submitted_by=owner, opened_at=NOW)

    def told(user: User) -> list[str]:
        rows = Notice.objects.visible_to(user).order_by("pk")
        with translation.override("en"):
            return [title_of(SOURCES.get("audits"), row, language="en", zone=ZoneInfo("Europe/Rome")) for row in rows]

    tell_of_audit(audit, by=owner, at=NOW)
    tell_of_audit(audit, by=owner, at=NOW)
    assert told(manager) == [f"Molini: {owner.name} submitted the audit, it waits to be confirmed"]
    send_back_audit(audit=audit, reason="The years are missing", by=manager, at=NOW)
    assert told(owner) == [f"Molini: {manager.name} sent the audit back: The years are missing"]
    assert told(other) == []
    assert Notice.objects.count() == 2
