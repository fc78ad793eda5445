"""axe-core on the page a test has open."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


_MISSING = "() => typeof axe === 'undefined'"
_RUN = "options => axe.run(options).then(result => result.violations)"  # the rest need not come over here


@cache
def _script() -> str:
    return Axe().axe_script


def axe_findings(page: Page, *more_rules: str) -> list[str]:
    """What hinders a reader (WCAG 2.2 AA, and ``more_rules`` of axe): rule, place and markup of each first finding."""
    if page.evaluate(_MISSING):
        page.evaluate(_script())
    # Nothing but violations: describing all that is right takes axe longer than looking.
    options = {"runOnly": [*WCAG, *more_rules], "resultTypes": ["violations"]}
    found = page.evaluate(_RUN, options)
    return [f"{each['id']} {each['nodes'][0]['target']} {each['nodes'][0]['html'][:200]}" for each in found]
