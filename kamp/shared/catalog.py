"""Ordered, keyed, duplicate-proof collections of declared things. Knows no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar


class Keyed(Protocol):
    """Anything with a stable text key."""

    @property
    def key(self) -> str: ...


SpecT = TypeVar("SpecT", bound=Keyed)


class UnknownKeyError(KeyError):
    """Asked for a key that nobody declared; the message lists those that exist."""

    def __str__(self) -> str:
        return str(self.args[0])


class Catalog(Generic[SpecT]):
    """The specs of one kind in the order they were added. ``kind`` names them in messages."""

    def __init__(self, kind: str, specs: Iterable[SpecT] = ()) -> None:
        self.kind = kind
        self._by_key: dict[str, SpecT] = {}
        for spec in specs:
            self.add(spec)

    def add(self, spec: SpecT) -> SpecT:
        """Adds and returns ``spec``. Raises ValueError if its key is taken."""
        if spec.key in self._by_key:
            raise ValueError(f"duplicate {self.kind}: {spec.key!r}")
        self._by_key[spec.key] = spec
        return spec

    def get(self, key: str) -> SpecT:
        """The spec of ``key``. Raises UnknownKeyError naming the keys there are."""
        try:
            return self._by_key[key]
        except KeyError:
            known = ", ".join(self._by_key) or "none"
            raise UnknownKeyError(f"no {self.kind} {key!r}; there are: {known}") from None

    def keys(self) -> list[str]:
        """All keys in order."""
        return list(self._by_key)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __iter__(self) -> Iterator[SpecT]:
        return iter(list(self._by_key.values()))

    def __len__(self) -> int:
        return len(self._by_key)
