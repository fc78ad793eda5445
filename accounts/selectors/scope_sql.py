"""The accounts asked for, as a condition in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.models import KeyAccount

Accounts = QuerySet[KeyAccount] | Sequence[int] | None


class Scope:
    """The accounts asked for, as a condition on any column that holds an account's id."""

    def __init__(self, accounts: Accounts) -> None:
        self._sql, self._params = "TRUE", []
        if isinstance(accounts, QuerySet):
            inner, params = accounts.order_by().values("pk").query.sql_with_params()
            self._sql, self._params = f"{{column}} IN ({inner.replace('{', '{{').replace('}', '}}')})", list(params)
        elif accounts is not None:
            self._sql, self._params = "{column} = ANY(%s)", [list(accounts)]

    def where(self, column: str = "account_id") -> tuple[str, list[Any]]:
        """The condition on ``column`` and its parameters; True for everything when all accounts are asked for."""
        return self._sql.format(column=column), self._params
