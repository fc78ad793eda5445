"""Who may open the dictionaries."""

from __future__ import annotations

from accounts.models import Segment
from kamp.testing.access import ADMINISTRATORS, Row, World, unscoped


def entry(world: World) -> Segment:
    return Segment.objects.create(name="An entry")


def gone(world: World) -> int:
    """The key of an entry that was deleted, not the one that other addresses are about."""
    row = Segment.objects.create(name="Another entry")
    key: int = row.pk
    row.delete()
    return key


def at_entry(world: World) -> dict[str, object]:
    return {"dictionary": "segments", "pk": world.once(entry).pk}


MANAGERS = unscoped(ADMINISTRATORS)
WRONG = unscoped(ADMINISTRATORS, 422)
OF_SEGMENTS = {"dictionary": "segments"}

ROWS = (
    Row(name="dictionaries:company", get=MANAGERS, post=WRONG, data=lambda world: {"version": 1}),
    Row(name="dictionaries:entry_list", kwargs=lambda world: OF_SEGMENTS, get=MANAGERS),
    Row(name="dictionaries:entry_create", kwargs=lambda world: OF_SEGMENTS, get=MANAGERS, post=WRONG),
    Row(name="dictionaries:entry_edit", kwargs=at_entry, get=MANAGERS, post=WRONG, data=lambda world: {"version": 1}),
    Row(name="dictionaries:entry_delete", kwargs=at_entry, post=unscoped(ADMINISTRATORS, 302)),
    Row(
        name="dictionaries:entry_restore",
        kwargs=lambda world: {**OF_SEGMENTS, "pk": world.once(gone)},
        post=unscoped(ADMINISTRATORS, 302),
    ),
)
