"""The value of an argument that says "leave this as it is", where None means "empty it"."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal


class _Marker(Enum):
    UNCHANGED = "unchanged"


Unchanged = Literal[_Marker.UNCHANGED]
UNCHANGED: Final = _Marker.UNCHANGED
