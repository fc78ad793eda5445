"""Products: found by code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from accounts.models import ProductLine
from accounts.services.imports.steps.base import Counts, Run, Values
from accounts.services.imports.steps.dictionaries import keep_used, product_lines
from accounts.services.imports.steps.entities import EntityStep
from accounts.services.imports.steps.identity import judge_twice
from kamp.intake.errors import RowError


class ProductsStep(EntityStep):
    table = "accounts_product"
    edited = ("code", "name", "line_id", "list_price", "unit_cost")
    staged: ClassVar[Mapping[str, str]] = {
        "code": "text",
        "name": "text",
        "line_id": "bigint",
        "list_price": "numeric(18,4)",
        "unit_cost": "numeric(18,4)",
    }

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self.lines = product_lines(run)

    def shape(self, lines: Sequence[int], values: Values) -> tuple[Values, list[RowError]]:
        faults: list[RowError] = []
        ready = {name: column for name, column in values.items() if name in self.staged}
        ready |= self.resolve(lines, values, "line", self.lines, faults)
        return ready, faults

    def judge(self) -> None:
        super().judge()
        judge_twice(self, "code")

    def named(self) -> dict[str, tuple[str, str]]:
        return {"line": self.name_of("accounts_productline", "line_id")}

    def compare(self) -> Counts:
        counts = super().compare()
        keep_used(self.run, ProductLine, self.lines, "line_id", self.staging.good)
        return counts
