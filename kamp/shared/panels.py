"""The extension point: what an upper app adds to a lower app's page.

The account page (accounts) shows matrix positions (portfolio) and plans (planning) without importing them:
those apps register panels and columns in ``AppConfig.ready()``. Heavy content loads by URL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kamp.shared.addresses import address_of
from kamp.shared.catalog import Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPanel:
    """A block on the account page. ``load(account, user, today)`` makes one selector call; None hides the panel."""

    key: str
    title: str
    template: str
    permission: str
    order: int
    load: Callable[[Any, Any, Any], dict[str, Any] | None]
    place: str = "aside"  # "aside" or "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountColumn:
    """A column of the account list. ``load(account_ids, user)`` answers {account id: value} with one query.

    ``sort`` is an ORM path from the account with an index on (path, account), "" when the list cannot be sorted by it;
    ``descending_first`` is the direction of that index. ``text(value)`` is what goes into a file, None leaves it out.
    """

    key: str
    label: str
    template: str
    permission: str
    order: int
    load: Callable[[Iterable[int], Any], dict[int, Any]]
    sort: str = ""
    descending_first: bool = False
    text: Callable[[Any], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNarrowing:
    """A filter that an upper app adds to the account list: ``?<key>=<value>``.

    ``narrow(queryset, value, user)`` answers the accounts that match, or None when ``value`` makes no sense (then the
    filter is ignored); ``describe(value)`` says in words what is filtered by.
    """

    key: str
    label: str
    permission: str
    narrow: Callable[[Any, str, Any], Any | None]
    describe: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioPanel:
    """A block at the top of the portfolio, which loads itself from ``url_name`` (and is a page without JavaScript)."""

    key: str
    label: str
    url_name: str
    permission: str
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMark:
    """What stands beside the name of an account on its pages: where it is on a matrix, and the class.

    ``load(account, user)`` answers {"spot": drawing.marks.Spot, "tone", "name", "posture"} with one query, or None.
    """

    key: str
    permission: str
    load: Callable[[Any, Any], dict[str, Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountTab:
    """A tab that an upper app adds to the pages of an account; ``url(account)`` is its address."""

    key: str
    label: Any
    url: Callable[[Any], str]


ACCOUNT_TABS: Catalog[AccountTab] = Catalog("account tab")
ACCOUNT_MARKS: Catalog[AccountMark] = Catalog("account mark")
ACCOUNT_NARROWINGS: Catalog[AccountNarrowing] = Catalog("account narrowing")
ACCOUNT_PANELS: Catalog[AccountPanel] = Catalog("account panel")
ACCOUNT_COLUMNS: Catalog[AccountColumn] = Catalog("account column")
PORTFOLIO_PANELS: Catalog[PortfolioPanel] = Catalog("portfolio panel")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsItem:
    """An entry of the settings page, shown to those who hold ``permission``."""

    key: str
    label: str
    description: str
    url_name: str
    permission: str
    icon: str = "settings"
    url_args: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return address_of(self.url_name, *self.url_args)


SETTINGS_ITEMS: Catalog[SettingsItem] = Catalog("settings item")
