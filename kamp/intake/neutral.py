"""Text that a spreadsheet would run as a formula, made harmless, and given back as it was.

``restore(neutralise(text)) == text`` for every text, also for one that begins with an apostrophe already.
"""

import re

KAMP_COLUMNS = ("kamp_line", "kamp_column", "kamp_reason")
"""The columns that a file of rejected rows has after its own; a file that has all of them is read back restored."""

_FORMULA = re.compile(r"[\s\"']*[=+\-@＝＋－＠\t\r\n]")
_AMOUNT = re.compile(
    r"[+-]?(?:[0-9]{1,3}(?:[.,' \u00a0\u202f’][0-9]{3})*|[0-9]+)(?:[.,][0-9]*)?(?:[eE][+-]?[0-9]{1,3})?\s?%?"
)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take ``text`` for a formula (also behind spaces and quotes). Amounts are not."""
    return _FORMULA.match(text) is not None and _AMOUNT.fullmatch(text) is None


def neutralise(text: str) -> str:
    """``text``, with an apostrophe before it if it could be run."""
    return f"'{text}" if is_formula(text) else text


def restore(text: str) -> str:
    """What ``neutralise`` was given."""
    return text[1:] if text.startswith("'") and is_formula(text[1:]) else text
