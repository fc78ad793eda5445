"""The lists whose views a person may keep: apps add theirs in ``AppConfig.ready()``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kamp.shared.catalog import Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A list: its key in saved views, its name, its address."""

    key: str
    label: Any
    url_name: str


LIST_PAGES: Catalog[ListPage] = Catalog("list page")
