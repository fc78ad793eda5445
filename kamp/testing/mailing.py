"""Accounts and people with something due to them, for the tests of reminders, whose app lies below the accounts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Contract, KeyAccount
from accounts.tests.factories import make_account, make_segment
from kamp.notices.models import Digest, Notice, ReminderPreference
from kamp.users.models import User
from kamp.users.tests.factories import make_user

__all__ = ["KeyAccount", "made_mail", "make_account", "make_segment", "person_with_contract"]


def person_with_contract(name: str = "", **fields: object) -> User:
    """A sales rep whose mail of today is due now, about one contract of one account."""
    user = make_user(role="sales_rep", language="en", **({"name": name} if name else {}), **fields)
    today = timezone.localdate()
    account = make_account(f"Account of {user.name}", owner=user)
    Contract.objects.create(
        account=account,
        title="Service",
        start=today - timedelta(days=300),
        end=today + timedelta(days=50),
        notice_days=30,
        renewal="automatic",
    )
    ReminderPreference.objects.create(user=user, hour=0)
    return user


def made_mail(user: User, at: datetime, **fields: object) -> Digest:
    """A mail that waits, with one notice."""
    given = {
        "day": timezone.localdate(at),
        "due_at": at,
        "made_at": at,
        "next_try_at": at,
        "message_id": f"<mail-{user.pk}@kamp.test>",
        **fields,
    }
    mail = Digest.objects.create(user=user, **given)
    Notice.objects.create(
        user=user,
        source="trial",
        key="thing",
        stage="7",
        due_on=timezone.localdate(at) + timedelta(days=5),
        params={"thing": "Review", "day": ["date", (timezone.localdate(at) + timedelta(days=5)).isoformat()]},
        url="/today/",
        created_at=at,
        looked_at=at,
        digest=mail,
    )
    return mail
