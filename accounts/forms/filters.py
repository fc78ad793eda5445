"""The filters of the account list: read from the address, tolerant, put into the query."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Self

from django.db.models import QuerySet
from django.http import QueryDict  # noqa: TID251  MEANT: only the type of what is read

from accounts.enums import AccountStatus, Designation
from accounts.models import KeyAccount
from kamp.shared.panels import ACCOUNT_NARROWINGS, AccountNarrowing
from kamp.users.models import User

NONE, ME = "none", "me"
ARCHIVED, ALL = "archived", "all"
MAX_SELECTED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFilter:
    """What is asked for; "" = not filtered. Values that cannot be (unknown status, letters for an id) count as "".

    ``segment``, ``team`` and ``owner`` are ids or "none", ``owner`` also "me"; ``archived`` is "" (current accounts),
    "archived" or "all"; ``rows`` are ids picked by hand.
    """

    q: str = ""
    segment: str = ""
    team: str = ""
    owner: str = ""
    status: str = ""
    designation: str = ""
    country: str = ""
    archived: str = ""
    rows: tuple[int, ...] = ()

    @classmethod
    def from_params(cls, params: QueryDict) -> Self:
        return cls(
            q=_text(params.get("q", "")),
            segment=_key(params.get("segment", ""), NONE),
            team=_key(params.get("team", ""), NONE),
            owner=_key(params.get("owner", ""), NONE, ME),
            status=_choice(params.get("status", ""), AccountStatus.values),
            designation=_choice(params.get("designation", ""), Designation.values),
            country=_text(params.get("country", "")),
            archived=_choice(params.get("archived", ""), [ARCHIVED, ALL]),
            rows=tuple(int(row) for row in params.getlist("row")[:MAX_SELECTED] if _key(row)),
        )

    def apply(self, queryset: QuerySet[KeyAccount], user: User) -> QuerySet[KeyAccount]:
        """``queryset`` without the accounts that are not asked for."""
        if self.q:
            queryset = queryset.matching(self.q)  # type: ignore[attr-defined]
        for column in ("segment", "team", "owner"):
            value = getattr(self, column)
            if value == NONE:
                queryset = queryset.filter(**{f"{column}__isnull": True})
            elif value:
                queryset = queryset.filter(**{column: user.pk if value == ME else value})
        for column in ("status", "designation", "country"):
            if value := getattr(self, column):
                queryset = queryset.filter(**{column: value})
        if self.rows:
            return queryset.filter(pk__in=self.rows)
        if self.archived != ALL:
            queryset = queryset.filter(archived_at__isnull=self.archived != ARCHIVED)
        return queryset

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the search is filtered by."""
        return replace(self, q="") != type(self)()

    def active(self) -> list[tuple[str, str]]:
        """(name, value) of the filters in force, in the order of the fields, without search and picked rows."""
        names = [field.name for field in fields(self) if field.name not in {"q", "rows"}]
        return [(name, getattr(self, name)) for name in names if getattr(self, name)]


def narrowings_in(params: QueryDict, user: User) -> list[AccountNarrowing]:
    """The filters of upper apps that ``params`` asks for and ``user`` may use."""
    return [each for each in ACCOUNT_NARROWINGS if params.get(each.key) and user.has_perm(each.permission)]


def narrowed(rows: QuerySet[KeyAccount], params: QueryDict, user: User) -> QuerySet[KeyAccount]:
    """``rows`` that match all filters in ``params``, those of upper apps included."""
    rows = AccountFilter.from_params(params).apply(rows, user)
    for narrowing in narrowings_in(params, user):
        kept = narrowing.narrow(rows, params[narrowing.key], user)
        rows = rows if kept is None else kept
    return rows


def _text(value: str) -> str:
    return value.replace("\0", "").strip()[:80]


def _key(value: str, *words: str) -> str:
    if value in words:
        return value
    return value if value.isascii() and value.isdigit() and len(value) < 19 else ""


def _choice(value: str, known: list[str]) -> str:
    return value if value in known else ""
