"""Whose accounts a person sees: answered by the app that knows accounts, asked whenever a notice is shown or mailed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from kamp.users.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountScope:
    """``condition(user, column)``: a condition over rows whose ``column`` holds an account, without a query of its own.

    ``among(user, ids)``: those of the accounts that ``user`` sees.
    """

    condition: Callable[[Any, str], Any]
    among: Callable[[Any, Collection[int]], set[int]]


_provided: list[AccountScope] = []


def provide_account_scope(scope: AccountScope) -> None:
    """Called once, in ``ready()`` of the app that knows accounts."""
    _provided[:] = [scope]


def sees_account(user: User, column: str = "account_id") -> Any:
    """Rows about no account, or about one ``user`` sees now; nobody to ask means not seen."""
    free = Q(**{f"{column}__isnull": True})
    return free | Q(_provided[0].condition(user, column)) if _provided else free


def seen_among(user: User, account_ids: Collection[int]) -> set[int]:
    """Those of the accounts that ``user`` sees now. At most two queries, none for no accounts."""
    return _provided[0].among(user, account_ids) if _provided and account_ids else set()
