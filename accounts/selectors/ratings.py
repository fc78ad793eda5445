"""What was answered in audits: the newest answer of each assessor, and their means."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.enums import Answer
from accounts.models import Rating
from accounts.models.guards import APART
from accounts.selectors.scope_sql import Accounts, Scope
from kamp.users.models import User

DISAGREEMENT = Decimal(APART)
"""From this distance between two assessors on a scale of 1 to 5 they disagree; twice as much on 0 to 10."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentRating:
    """The answers that count about a question: one per assessor, the newest.

    ``mean``, ``low`` and ``high`` are over those who gave a value (``count``), None when nobody did. ``rated_on`` is
    the newest day of any answer. ``unavailable``: nobody gave a value, somebody said there is none to be had.
    """

    account_id: int
    key: str
    subject: str
    mean: Decimal | None
    low: Decimal | None
    high: Decimal | None
    count: int
    rated_on: datetime.date | None
    confirmed: bool
    unavailable: bool
    unknown: bool

    @property
    def spread(self) -> Decimal:
        """The distance between the lowest and the highest answer."""
        return self.high - self.low if self.high is not None and self.low is not None else Decimal(0)


Current = dict[tuple[str, str], CurrentRating]


def newest_answers_sql(accounts: Accounts, keys: Sequence[str], as_of: datetime.date) -> tuple[str, list[Any]]:
    """A SELECT of the newest rating of each account, key, subject and author up to ``as_of``, with its parameters."""
    where, params = Scope(accounts).where("account_id")
    return NEWEST.replace("{scope}", where), [list(keys), as_of, *params]


NEWEST = """
    SELECT DISTINCT ON (account_id, key, subject, author_id)
        account_id, key, subject, author_id, id, value, answer, confidence, rated_on
    FROM accounts_rating WHERE key = ANY(%s) AND rated_on <= %s AND {scope}
    ORDER BY account_id, key, subject, author_id, rated_on DESC, id DESC
"""
MEANS = """
    SELECT account_id, key, subject, avg(value), min(value), max(value), count(value), max(rated_on),
        coalesce(bool_and(confidence = 'confirmed') FILTER (WHERE value IS NOT NULL), FALSE),
        count(value) = 0 AND bool_or(answer = 'not_available'),
        count(value) = 0 AND bool_or(answer = 'not_known')
    FROM ({newest}) newest WHERE answer <> 'cleared' GROUP BY account_id, key, subject
"""
GIVEN = "SELECT id FROM ({newest}) newest WHERE answer <> 'cleared'"
_FIELDS = (
    "account_id",
    "key",
    "subject",
    "mean",
    "low",
    "high",
    "count",
    "rated_on",
    "confirmed",
    "unavailable",
    "unknown",
)


def current_ratings(accounts: Accounts, keys: Iterable[str], as_of: datetime.date) -> dict[int, Current]:
    """What counts as of a day, per account and (key, subject). One query however many accounts.

    Questions nobody answered are left out, and so are accounts without any answer.
    """
    newest, params = newest_answers_sql(accounts, list(keys), as_of)
    found: dict[int, Current] = {}
    with connection.cursor() as cursor:
        cursor.execute(MEANS.format(newest=newest), params)
        for row in cursor.fetchall():
            rating = CurrentRating(**dict(zip(_FIELDS, row, strict=True)))
            found.setdefault(rating.account_id, {})[rating.key, rating.subject] = rating
    return found


def answers_given(account_id: int, keys: Iterable[str], as_of: datetime.date) -> list[Rating]:
    """The newest answer of each assessor to each question, with its author, newest first; taken back ones left out."""
    newest, params = newest_answers_sql([account_id], list(keys), as_of)
    with connection.cursor() as cursor:
        cursor.execute(GIVEN.format(newest=newest), params)
        ids = [row[0] for row in cursor.fetchall()]
    return list(Rating.objects.filter(pk__in=ids).select_related("author").order_by("-rated_on", "-pk"))


def own_answer(account_id: int, key: str, subject: str, user: User) -> Rating | None:
    """What ``user`` answered last, None when nothing or taken back."""
    newest = (
        Rating.objects.filter(account_id=account_id, key=key, subject=subject, author=user)
        .order_by("-rated_on", "-pk")
        .first()
    )
    return None if newest is None or newest.answer == Answer.CLEARED else newest
