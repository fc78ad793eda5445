"""What the user wants to be read from which column: the mapping, and the names it may use."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from kamp.intake.conventions import CONVENTIONS, Basis, Convention
from kamp.intake.errors import MappingError
from kamp.intake.fields import Field
from kamp.intake.joins import JoinSpec
from kamp.intake.reading import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How the fields come from a file, in terms of its column names.

    ``columns``, ``constants`` and ``computed`` give each field its column, its one value, or its expression.
    ``written`` says how a column is written where the user chose: "point", "comma", "day", "month". ``decimal`` and
    ``first`` are taken for columns that do not tell (an empty ``decimal``: comma for files with ; between cells).
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    computed: Mapping[str, str] = field(default_factory=dict)
    joins: Sequence[JoinSpec] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    decimal: str = ""
    first: str = "day"

    def settled(self, conventions: Mapping[str, Convention]) -> Self:
        """The same recipe with the conventions found: reading this file by it needs no look through the file again.

        It is not the one to remember for other files, whose own values should decide.
        """
        told = {column: convention.value for column, convention in conventions.items()}
        return replace(self, written={**told, **self.written})

    def as_dict(self) -> dict[str, Any]:
        """The recipe as JSON can keep it."""
        return {**asdict(self), "joins": [asdict(join) for join in self.joins]}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The recipe that ``as_dict`` gave."""
        return cls(**{**kept, "joins": tuple(JoinSpec(**join) for join in kept.get("joins", ()))})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column is: in the file itself (``join`` is None), or in which of the joined files."""

    name: str
    column: str
    join: int | None = None


class Namespace:
    """The columns that a recipe can name: those of the file, then those of the joined files.

    A joined column goes by its own name if no other file has it, and always as ``Orders.OrderDate``.
    """

    def __init__(self, table: Table, joins: Sequence[tuple[JoinSpec, Table]]) -> None:
        self._places: dict[str, list[Place]] = {name: [Place(name, name)] for name in table.columns}
        for number, (spec, joined) in enumerate(joins):
            for column in joined.columns:
                long = f"{spec.stem}.{column}"
                if long not in self._places:
                    self._places[long] = [Place(long, column, number)]
                if column not in table.columns:
                    self._places.setdefault(column, []).append(Place(long, column, number))

    @property
    def names(self) -> list[str]:
        """Every name that means one column, the short one where there is one."""
        return [name for name, places in self._places.items() if len(places) == 1 and not self._short(name)]

    def _short(self, name: str) -> bool:
        """Whether a long name has a short one that means the same."""
        place = self._places[name][0]
        return name != place.column and self._places.get(place.column) == [place]

    def find(self, name: str) -> Place:
        """The column called ``name``; case does not matter if that leaves no doubt. Raises ``MappingError``."""
        places = self._places.get(name) or self._folded(name)
        if not places:
            raise MappingError("column-unknown", column=name, columns=", ".join(self.names))
        if len(places) > 1:
            raise MappingError("column-ambiguous", column=name, columns=", ".join(place.name for place in places))
        return places[0]

    def _folded(self, name: str) -> list[Place]:
        wanted = name.strip().casefold()
        return [place for known, places in self._places.items() if known.casefold() == wanted for place in places]


def check_fields(recipe: Recipe, fields: Sequence[Field]) -> None:
    """Raise ``MappingError`` for fields that are unknown, given twice, or needed and not given."""
    known = {field.key for field in fields}
    given = [*recipe.columns, *recipe.constants, *recipe.computed]
    for key in given:
        if key not in known:
            raise MappingError("field-unknown", field=key, fields=", ".join(field.key for field in fields))
        if given.count(key) > 1:
            raise MappingError("field-twice", field=key)
    for wanted in fields:
        if wanted.required and wanted.key not in given:
            raise MappingError("field-missing", field=wanted.key)


def chosen(column: str, kind: str, value: str) -> Convention:
    """The convention that the user chose. Raises ``MappingError`` for a word that is none."""
    for written, words in CONVENTIONS.items():
        if written == kind:
            if value not in words:
                raise MappingError("convention-name", column=column, value=value, known=", ".join(words))
            return Convention(column, written, value, Basis.CHOSEN)
    raise KeyError(kind)
