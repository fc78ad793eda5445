"""What an import kind says about itself. A new kind is one of these and one step that writes its rows."""

from __future__ import annotations

from dataclasses import dataclass

from kamp.intake.fields import Field as Reading


def names(text: str) -> tuple[str, ...]:
    """Header names out of a list with commas."""
    return tuple(name.strip() for name in text.split(","))


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a kind: what it is called, how its column is read, what it refers to.

    ``reading`` is the library's description, with the key, the aliases and the demand put in by ``as_read``.
    ``required``: without it no row can be understood. ``needed`` likewise, but only for a row that is new.
    ``reference`` names what the text points to (account, parent, product, line, segment, team, user, boss).
    ``share``: a fraction, which a column may also give in percent.
    """

    key: str
    label: str
    value: Reading
    required: bool = False
    needed: bool = False
    help: str = ""
    aliases: tuple[str, ...] = ()
    reference: str = ""
    share: bool = False

    def as_read(self) -> Reading:
        """The field as ``kamp.intake`` wants it. Its own name and label are the first of its aliases."""
        value = self.value
        return Reading(
            key=self.key,
            kind=value.kind,
            required=self.required,
            max_length=value.max_length,
            digits=value.digits,
            scale=value.scale,
            minimum=value.minimum,
            maximum=value.maximum,
            whole_years=value.whole_years,
            choices=value.choices,
            aliases=(self.key.replace("_", " "), self.label.lower(), *self.aliases),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of row that can be imported.

    ``identity`` says in a sentence which rows replace which; ``permission`` who may import the kind; ``example`` is a
    row for the template file, by field, as a person would write it (dates and decimals in English).
    """

    key: str
    label: str
    purpose: str
    identity: str
    fields: tuple[Field, ...]
    example: dict[str, str]
    permission: str = "accounts.import_facts"

    def __post_init__(self) -> None:
        keys = [field.key for field in self.fields]
        if len(set(keys)) != len(keys):
            raise ValueError(f"import kind {self.key!r}: a field twice")
        if unknown := self.example.keys() - set(keys):
            raise ValueError(f"import kind {self.key!r}: example of unknown fields {sorted(unknown)}")

    def field(self, key: str) -> Field:
        """The field of ``key``, which must be one of the kind."""
        return next(field for field in self.fields if field.key == key)

    @property
    def reading(self) -> tuple[Reading, ...]:
        """All fields as ``kamp.intake`` wants them."""
        return tuple(field.as_read() for field in self.fields)
