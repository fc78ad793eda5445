"""What lies under the dots of a matrix drawn by the server: tints, lines, names of cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape

from portfolio.matrices.spec import Cell, MatrixSpec, Strength
from portfolio.selectors.hues import COLOURED_BY, hue_of_cell
from portfolio.selectors.naming import cell_name
from portfolio.selectors.placing import Placing, drawn_at

FOUR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """``spec`` with the lines of ``placing`` in a picture of ``width`` by ``height`` pixels. The parts are SVG, their
    texts escaped."""

    spec: MatrixSpec
    placing: Placing
    width: int
    height: int

    def xy(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of a place from 0 to 100, low to high."""
        across = 100 - x if self.spec.x.high_first else x
        up = 100 - y if self.spec.y and self.spec.y.high_first else y
        return round(across * self.width / 100, 1), round((100 - up) * self.height / 100, 1)

    def parts(self) -> Iterator[str]:
        """Tints where cells are coloured, the lines, the names of all cells of four, of more of the strong ones."""
        if self.spec.key == COLOURED_BY:
            yield from (self._tint(cell) for cell in self.spec.cells)
        yield self._lines()
        for cell in self.named():
            x, y, anchor = self.name_at(cell)
            yield f'<text class="qn" x="{x}" y="{y}" text-anchor="{anchor}">{escape(name_of(cell))}</text>'

    def named(self) -> list[Cell]:
        """The cells whose names are written."""
        cells = self.spec.cells
        return [cell for cell in cells if len(cells) <= FOUR or cell.strength is Strength.STRONG]

    def name_at(self, cell: Cell) -> tuple[float, float, str]:
        """Where the name of ``cell`` stands: x, base line, anchor."""
        left, top, width, height = self._box(cell)
        x, anchor = (left + width - 7, "end") if left + width > self.width - 1 else (left + 7, "start")
        return x, top + 16 if top == 0 else top + height - 8, anchor

    def _box(self, cell: Cell) -> tuple[float, float, float, float]:
        """Left, top, width and height of the first spot of ``cell``."""
        xs = (0.0, *self.placing.cuts("x"), 100.0)
        ys = (0.0, *(self.placing.cuts("y") if self.spec.y else ()), 100.0)
        column, row = drawn_at(self.spec, cell.key)[0]
        left, bottom = self.xy(xs[column], ys[row])
        right, top = self.xy(xs[column + 1], ys[row + 1])
        return min(left, right), min(top, bottom), abs(right - left), abs(bottom - top)

    def _tint(self, cell: Cell) -> str:
        left, top, width, height = self._box(cell)
        return (
            f'<rect class="t-{hue_of_cell(cell)}" x="{left + 1}" y="{top + 1}" '
            f'width="{width - 2}" height="{height - 2}" rx="4"/>'
        )

    def _lines(self) -> str:
        path = "".join(f"M{self.xy(cut, 0)[0]} 1V{self.height - 1}" for cut in self.placing.cuts("x"))
        if self.spec.y:
            path += "".join(f"M1 {self.xy(0, cut)[1]}H{self.width - 1}" for cut in self.placing.cuts("y"))
        return f'<path class="cross" d="{path}"/>'


def name_of(cell: Cell) -> str:
    """The name of ``cell`` as it is written in a small picture."""
    return cell_name(cell).split(",")[0]


def radius_of(revenue: float, largest: float, smallest_radius: float, largest_radius: float) -> float:
    """The radius of a dot whose area stands for ``revenue``; never below ``smallest_radius``."""
    share = max(revenue, 0.0) / largest if largest > 0 else 0.0
    return max(smallest_radius, largest_radius * share**0.5)
