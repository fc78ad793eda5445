"""How many key accounts there are, and who decided about one (method §6.3, §8.4)."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.enums import AccountStatus, Designation
from accounts.models import KeyAccount
from portfolio.models import KeyAccountDecision
from portfolio.parameters.values import Parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """``designated`` key accounts of the company, and what that is too much of: "" (nothing), "many" (above ``limit``,
    35 by default), "too_many" (above ``limit``, 50), or "share" (above ``limit`` percent of the ``active`` customers of
    a small company)."""

    designated: int
    active: int
    level: str
    limit: int


def load_of(parameters: Parameters, *, more: int = 0) -> Load:
    """The load of the whole company, with ``more`` key accounts than now. Two queries, by index."""
    current = KeyAccount.objects.current()
    designated = current.filter(designation=Designation.DESIGNATED).count() + more
    few = int(parameters.number("key_accounts.small"))
    active = current.filter(status=AccountStatus.ACTIVE)[:few].count()
    return judge(designated, active, parameters)


def judge(designated: int, active: int, parameters: Parameters) -> Load:
    """What ``designated`` key accounts are for a company of ``active`` customers (counted up to a small size).

    More than the largest number is too many for any company; a small one is measured by its share first.
    """
    limits = {name: int(parameters.number(f"key_accounts.{name}")) for name in ("warn", "max", "share", "small")}
    if designated > limits["max"]:
        return Load(designated=designated, active=active, level="too_many", limit=limits["max"])
    if designated > limits["warn"]:
        return Load(designated=designated, active=active, level="many", limit=limits["warn"])
    if active < limits["small"] and designated * 100 > limits["share"] * active:
        return Load(designated=designated, active=active, level="share", limit=limits["share"])
    return Load(designated=designated, active=active, level="", limit=0)


def decisions_of(account: KeyAccount) -> list[KeyAccountDecision]:
    """The decisions about an account, newest first. One query."""
    found = KeyAccountDecision.objects.filter(account=account).select_related("author", "undone_by")
    return list(found[:50])
