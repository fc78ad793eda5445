"""Arguments of commands as what they mean."""

from __future__ import annotations

import datetime
from argparse import ArgumentTypeError

FIRST, LAST = datetime.date(1900, 1, 1), datetime.date(2200, 1, 1)


def day(text: str) -> datetime.date:
    """A date written YYYY-MM-DD. Raises ArgumentTypeError saying what is wrong."""
    try:
        found = datetime.date.fromisoformat(text)
    except ValueError as problem:
        raise ArgumentTypeError(f"{text!r} is not a date; write YYYY-MM-DD, for example 2026-11-21") from problem
    if not FIRST <= found <= LAST:
        raise ArgumentTypeError(f"{text} is out of range ({FIRST} to {LAST})")
    return found
