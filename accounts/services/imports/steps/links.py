"""Parents and superiors: rows that point to another of their kind, in the database or on any line of the same file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from accounts.services.imports.lookups import AMBIGUOUS, UNKNOWN

Node = int | tuple[str, int]
"""A row: its key if it exists, ("line", line) if it will be new."""
Name = tuple[int, str]
"""What a row is called within a group (the people of an account; 0 where all rows are one group)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """A row of the file that points to another: by ``exact`` (a code), else by ``name`` (folded)."""

    line: int
    text: str
    exact: Name
    name: Name


@dataclass(slots=True, kw_only=True)
class Links:
    """The pointers of a file and where they lead.

    ``nodes`` gives the good rows of the file by line, ``exact`` and ``names`` find them. ``stored`` looks in the
    database (UNKNOWN or AMBIGUOUS if there is not exactly one), ``above`` says what its rows point to now.
    """

    pointers: list[Pointer]
    nodes: dict[int, Node]
    stored: Callable[[Pointer], int | str]
    above: dict[Node, Node]
    exact: dict[Name, int] = field(default_factory=dict)
    names: dict[Name, set[Node]] = field(default_factory=lambda: defaultdict(set))
    targets: dict[int, Node] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)

    def follow(self) -> None:
        """Fills ``targets`` (line → node) and ``faults`` (line → unknown, ambiguous, itself or circle)."""
        for pointer in self.pointers:
            self._follow(pointer)
        self._drop_fallen()
        above = self.above | {self.nodes[line]: target for line, target in self.targets.items()}
        circular = in_circles((self.nodes[line] for line in self.targets), above)
        for line in [line for line in self.targets if self.nodes[line] in circular]:
            self._refuse(line, "circle")
        self._drop_fallen()

    def _follow(self, pointer: Pointer) -> None:
        found = self._find(pointer)
        if isinstance(found, str):
            self._refuse(pointer.line, found)
        elif found == self.nodes[pointer.line]:
            self._refuse(pointer.line, "itself")
        else:
            self.targets[pointer.line] = found

    def _find(self, pointer: Pointer) -> Node | str:
        line = self.exact.get(pointer.exact)
        if line is not None and line in self.nodes:
            return self.nodes[line]
        stored = self.stored(pointer)
        found = set(self.names.get(pointer.name, ()))
        if isinstance(stored, int):
            found.add(stored)
        if len(found) > 1 or stored == AMBIGUOUS:
            return AMBIGUOUS
        return found.pop() if found else UNKNOWN

    def _drop_fallen(self) -> None:
        """A row that points to a refused new row is refused as well, and so on."""
        while fallen := [
            line for line, node in self.targets.items() if isinstance(node, tuple) and node[1] in self.faults
        ]:
            for line in fallen:
                self._refuse(line, UNKNOWN)

    def _refuse(self, line: int, why: str) -> None:
        self.faults[line] = why
        self.targets.pop(line, None)


def in_circles(nodes: Iterable[Node], above: Mapping[Node, Node]) -> set[Node]:
    """Those of ``nodes`` (and what lies above them) from which the way up leads back to themselves."""
    circular: set[Node] = set()
    done: set[Node] = set()
    for start in nodes:
        path: dict[Node, None] = {}
        node: Node | None = start
        while node is not None and node not in path and node not in done:
            path[node] = None
            node = above.get(node)
        if node is not None and node in path:
            steps = list(path)
            circular.update(steps[steps.index(node) :])
        done.update(path)
    return circular
