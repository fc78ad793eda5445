"""What the library reports: exceptions for a whole file, mapping or expression, and errors of single rows.

None of them carries a sentence. Each has a code and parameters; ``message(translate)`` makes the sentence in the
language of the reader, where ``translate`` is gettext (without it the text is English).
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kamp.intake.reasons import REASONS, WORDS

Params = Mapping[str, str | int]
Translate = Callable[[str], str]


def sentence(code: str, params: Params, translate: Translate | None = None) -> str:
    """The text of ``code`` with ``params`` put in; parameters that are words ("a point", "day") are translated too."""
    say = translate or str
    words = {
        name: say(WORDS[value]) if name in {"decimal", "first"} and isinstance(value, str) and value in WORDS else value
        for name, value in params.items()
    }
    return say(REASONS[code]).format_map(words)


class IntakeError(Exception):
    """The one family of exceptions that comes out of ``kamp.intake`` because of what a user gave it.

    ``field`` is the field of the mapping that it belongs to, if it belongs to one.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Params = params
        self.field = str(params.get("field", ""))

    def __str__(self) -> str:
        return self.message()

    def message(self, translate: Translate | None = None) -> str:
        """The sentence for the reader."""
        return sentence(self.code, self.params, translate)


class Refused(IntakeError):
    """The file as a whole cannot or must not be read as a table."""


class MappingError(IntakeError):
    """Columns, constants, joins or conventions that do not go with the file."""


class ExpressionError(IntakeError):
    """An expression that cannot be understood; ``position`` counts characters from 1."""

    def __init__(self, code: str, position: int, **params: str | int) -> None:
        super().__init__(code, position=position, **params)
        self.position = position


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one value (or one row) is refused, without the place where it stands."""

    code: str
    params: Params = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong with one row.

    ``line`` is the line of the file as an editor counts it (of the sheet for XLSX). ``column`` is the column as the
    file names it, empty when the whole row is meant; ``field`` the field it was read for, empty likewise.
    """

    line: int
    column: str
    value: str
    code: str
    params: Params = dataclasses.field(default_factory=dict)
    field: str = ""

    def message(self, translate: Translate | None = None) -> str:
        """The sentence for the reader."""
        own: dict[str, str | int] = {"line": self.line, "column": self.column, "value": self.value}
        return sentence(self.code, {**own, **self.params}, translate)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know about a file that can be read all the same."""

    code: str
    params: Params = dataclasses.field(default_factory=dict)

    def message(self, translate: Translate | None = None) -> str:
        """The sentence for the reader."""
        return sentence(self.code, self.params, translate)
