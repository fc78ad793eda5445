"""Help is for everybody who is signed in, also with a role that grants nothing."""

from __future__ import annotations

from kamp.testing.access import SIGNED_IN, Row, unscoped

ROWS = (
    Row(name="help", get=unscoped(SIGNED_IN)),
    Row(name="help_method", get=unscoped(SIGNED_IN)),
    Row(name="help_topic", kwargs=lambda _world: {"topic": "rights"}, get=unscoped(SIGNED_IN)),
)
