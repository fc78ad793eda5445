"""Who may open the component sheet."""

from __future__ import annotations

from kamp.testing.access import ADMINISTRATORS, Row, unscoped

ROWS = (Row(name="style", get=unscoped(ADMINISTRATORS)),)
