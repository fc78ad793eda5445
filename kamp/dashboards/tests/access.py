"""Who may open the homes, their lists and search. They are lists: outside one's scope there is nothing on them."""

from __future__ import annotations

from kamp.testing.access import ANY_ROLE, SIGNED_IN, Row, unscoped

STEERERS = ("manager", "manager_out", "management", "administrator")

ROWS = (
    Row(name="home", get=unscoped(SIGNED_IN, 302)),
    Row(name="search", get=unscoped(ANY_ROLE)),
    Row(name="today", get=unscoped(ANY_ROLE)),
    Row(name="dashboard", get=unscoped(STEERERS)),
    Row(name="steering", get=unscoped(("manager", "manager_out", "administrator"))),
    Row(name="tile", kwargs=lambda _world: {"key": "in-rhythm"}, get=unscoped(ANY_ROLE)),
)
