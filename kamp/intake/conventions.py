"""How the numbers and dates of a column are written, decided by all of its values.

"1.234" alone says nothing; one "1.234,50" in the same column settles it. Every value is looked at. A column that
settles nothing follows the other columns of its file, then the default of the caller; it is reported as ambiguous, and
the user can choose.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from kamp.intake.cells import Number
from kamp.intake.dates import order_of
from kamp.intake.decimals import separator_of
from kamp.intake.errors import Notice

Written = Literal["decimal", "date"]

CONVENTIONS: Mapping[Written, tuple[str, str]] = {"decimal": ("point", "comma"), "date": ("day", "month")}
"""What there is to choose: the sign before the decimals; what comes first in a date."""

_ISO = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}\n)*+")
_WITH_POINT = re.compile(r"(?:-?[0-9]*(?:\.[0-9]{1,2})?\n)*+")
_WITH_COMMA = re.compile(r"(?:-?[0-9]*(?:,[0-9]{1,2})?\n)*+")
_SHAPE = str.maketrans("123456789", "999999999")


class Basis(StrEnum):
    """Why a column is read as it is."""

    CHOSEN = "chosen"
    SEEN = "seen"  # values of the column prove it
    NEUTRAL = "neutral"  # every value of the column reads the same either way
    OTHERS = "others"  # values of other columns of the file prove it for them
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Convention:
    """How a column is read: "point" or "comma" before decimals, "day" or "month" first.

    ``example`` is a value of the column that could be read both ways, if there is one.
    """

    column: str
    kind: Written
    value: str
    basis: Basis
    example: str = ""

    @property
    def ambiguous(self) -> bool:
        """Whether the user should be asked."""
        return bool(self.example) and self.basis in {Basis.OTHERS, Basis.ASSUMED}

    @property
    def notice(self) -> Notice | None:
        """What to tell the user if it is ambiguous."""
        if not self.ambiguous:
            return None
        word = "decimal" if self.kind == "decimal" else "first"
        return Notice(f"assumed-{self.kind}", {"column": self.column, "value": self.example, word: self.value})


@dataclass(slots=True)
class Evidence:
    """What the values of a column have said so far."""

    kind: Written
    counts: Counter[str] = field(default_factory=Counter)
    example: str = ""

    def see(self, texts: Sequence[str]) -> None:
        """Take a stretch of the column into account."""
        if Number in set(map(type, texts)):
            texts = [text for text in texts if type(text) is not Number]
        joined = "\n".join(texts) + "\n"
        if joined.count("\n") > len(texts):
            texts = [text.replace("\n", " ") for text in texts]
            joined = "\n".join(texts) + "\n"
        if self.kind == "date":
            if not _ISO.fullmatch(joined):
                self._judge(Counter(texts), order_of)
        elif _WITH_POINT.fullmatch(joined):
            self.counts["point"] += joined.count(".")
        elif _WITH_COMMA.fullmatch(joined):
            self.counts["comma"] += joined.count(",")
        else:  # which digits they are does not matter, but for zero
            unclear = self._judge(Counter(joined.translate(_SHAPE).split("\n")), separator_of)
            if unclear and self.example == unclear:
                self.example = next(text for text in texts if text.translate(_SHAPE) == unclear)

    def _judge(self, texts: Counter[str], judge: Callable[[str], str | None]) -> str:
        """Count what each different text says; the first one that can be read both ways."""
        unclear = ""
        for text, count in texts.items():
            word = judge(text)
            if word:
                self.counts[word] += count
            if word == "unclear":
                unclear = unclear or text
        self.example = self.example or unclear
        return unclear

    def winner(self) -> str:
        """What more values speak for; empty if none does, or as many for the one as for the other."""
        return _winner(self.counts, self.kind)


def conventions(evidence: Mapping[str, Evidence], defaults: Mapping[Written, str]) -> dict[str, Convention]:
    """The convention of each column of a file from what its values said; ``defaults`` where the file says nothing."""
    together: dict[Written, Counter[str]] = {"decimal": Counter(), "date": Counter()}
    for seen in evidence.values():
        together[seen.kind].update(seen.counts)
    return {column: _convention(column, seen, together[seen.kind], defaults) for column, seen in evidence.items()}


def _convention(column: str, seen: Evidence, file: Counter[str], defaults: Mapping[Written, str]) -> Convention:
    if winner := seen.winner():
        return Convention(column, seen.kind, winner, Basis.SEEN)
    others = _winner(file, seen.kind)
    value = others or defaults[seen.kind]
    if not seen.counts.total():
        return Convention(column, seen.kind, value, Basis.NEUTRAL)
    return Convention(column, seen.kind, value, Basis.OTHERS if others else Basis.ASSUMED, seen.example)


def _winner(counts: Counter[str], kind: Written) -> str:
    one, two = CONVENTIONS[kind]
    if counts[one] == counts[two]:
        return ""
    return one if counts[one] > counts[two] else two
