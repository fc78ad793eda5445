"""Who may open home and search."""

from __future__ import annotations

from kamp.testing.access import ANY_ROLE, SIGNED_IN, Row, unscoped

ROWS = (
    Row(name="home", get=unscoped(SIGNED_IN, 302)),
    Row(name="search", get=unscoped(ANY_ROLE)),
)
