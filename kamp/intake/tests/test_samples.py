"""The sample companies read from their own files, when they are there (never committed)."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from kamp.intake.fields import Field, Kind
from kamp.intake.joins import parse_join
from kamp.intake.preparing import prepare
from kamp.intake.reading import open_table
from kamp.intake.recipes import Recipe

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLES = Path(os.environ.get("KAMP_SAMPLE_DATA") or REPOSITORY.parent / "shared" / "data")
SALES = (
    Field(key="date", kind=Kind.DATE, required=True),
    Field(key="account", required=True),
    Field(key="product", required=True),
    Field(key="quantity", kind=Kind.DECIMAL, required=True),
    Field(key="discount", kind=Kind.DECIMAL),
    Field(key="net_amount", kind=Kind.DECIMAL, required=True),
    Field(key="cost", kind=Kind.DECIMAL),
)


def sample(company: str) -> Path:
    folder = SAMPLES / company
    if not folder.is_dir():
        pytest.skip(f"the sample data of {company} is not here: set KAMP_SAMPLE_DATA to its folder")
    return folder


def sums(folder: Path, main: str, recipe: Recipe) -> tuple[int, dict[str, Decimal]]:
    files = {spec.file: open_table(folder / spec.file) for spec in recipe.joins}
    conversion = prepare(open_table(folder / main), SALES, recipe, files)
    assert [notice.message() for notice in conversion.notices] == []
    rows, totals = 0, dict.fromkeys(("net_amount", "cost"), Decimal(0))
    for batch in conversion.batches():
        assert batch.errors == []
        rows += batch.rows
        for key in totals.keys() & batch.values.keys():
            totals[key] += sum(Decimal(value) for value in batch.values[key] if value)
    return rows, totals


def test_northwind_from_its_orders_and_their_lines() -> None:
    recipe = Recipe(
        columns={"date": "OrderDate", "account": "CustomerID", "product": "ProductID", "quantity": "Quantity"},
        computed={"net_amount": "UnitPrice * Quantity * (1 - Discount)"},
        joins=(parse_join("Orders.csv:OrderID"),),
    )
    rows, totals = sums(sample("northwind"), "Order Details.csv", recipe)
    assert (rows, round(totals["net_amount"], 2)) == (2_155, Decimal("1265793.04"))


def test_classic_models_with_cost_and_discount() -> None:
    recipe = Recipe(
        columns={"date": "orderDate", "account": "customerNumber", "product": "productCode"},
        computed={
            "quantity": "quantityOrdered",
            "net_amount": "quantityOrdered × priceEach",
            "cost": "quantityOrdered * buyPrice",
            "discount": "1 − priceEach ÷ MSRP",
        },
        joins=(parse_join("orders.csv:orderNumber"), parse_join("products.csv:productCode")),
    )
    rows, totals = sums(sample("classicmodels"), "orderdetails.csv", recipe)
    assert (rows, totals) == (2_996, {"net_amount": Decimal("9604190.61"), "cost": Decimal("5778310.36")})


@pytest.mark.parametrize("company", ["northwind", "classicmodels"])
def test_every_file_is_read_to_its_last_row(company: str) -> None:
    for path in sample(company).glob("*.csv"):
        table = open_table(path)
        assert table.notices == ()
        for chunk in table.chunks():
            assert chunk.bad == []
            assert chunk.lines
