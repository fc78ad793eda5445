"""How a file is read: the recipe for its columns and what was chosen about the file. DataImport.plan keeps it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Self

from kamp.intake.reading import ReadOptions
from kamp.intake.recipes import Recipe

SURE = 0.9
"""The score from which a guessed column is taken without asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``percent`` are the fields that are fractions and whose column gives them in percent (15 for 0.15)."""

    recipe: Recipe = field(default_factory=Recipe)
    options: ReadOptions = field(default_factory=ReadOptions)
    percent: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The plan as JSON keeps it."""
        return {"recipe": self.recipe.as_dict(), "options": asdict(self.options), "percent": list(self.percent)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The plan that ``as_dict`` gave; {} gives an empty one."""
        return cls(
            recipe=Recipe.from_dict(kept.get("recipe", {})),
            options=ReadOptions(**kept.get("options", {})),
            percent=tuple(kept.get("percent", ())),
        )

    def columns(self) -> dict[str, str]:
        """What each field comes from, for messages: its column or expression; "" for a constant."""
        recipe = self.recipe
        return {**dict.fromkeys(recipe.constants, ""), **recipe.computed, **recipe.columns}

    def fingerprint(self, kind: str, hashes: Sequence[str]) -> str:
        """The same text for the same files (main one first) read in the same way."""
        told = json.dumps([kind, hashes[0], sorted(hashes[1:]), self.as_dict()], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def as_fractions(values: Sequence[str | None]) -> list[str | None]:
    """Percentages as fractions: "15" → "0.15"."""
    known = {value: value and format(Decimal(value).scaleb(-2), "f") for value in set(values)}
    return [known[value] for value in values]
