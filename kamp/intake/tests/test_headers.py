"""Headers are taken for fields by their names in English and Italian, as the common systems write them."""

from __future__ import annotations

import pytest

from kamp.intake.fields import Field
from kamp.intake.headers import LEAST, guess, score, signature

pytestmark = pytest.mark.unit

SALES = (
    Field(key="external_id", aliases=("line id", "numero riga")),
    Field(key="date", aliases=("order date", "invoice date", "data", "data fattura", "data documento")),
    Field(key="account", aliases=("customer id", "customer", "customer number", "cliente", "codice cliente")),
    Field(key="product", aliases=("product id", "product code", "articolo", "codice articolo")),
    Field(key="quantity", aliases=("qty", "quantity ordered", "quantità", "qta")),
    Field(key="unit_price", aliases=("price", "price each", "prezzo", "prezzo unitario")),
    Field(key="discount", aliases=("sconto",)),
    Field(key="net_amount", aliases=("net", "amount", "importo", "importo netto", "imponibile")),
)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            ["OrderID", "ProductID", "UnitPrice", "Quantity", "Discount"],
            {"product": "ProductID", "unit_price": "UnitPrice", "quantity": "Quantity", "discount": "Discount"},
        ),
        (
            ["orderNumber", "productCode", "quantityOrdered", "priceEach", "orderLineNumber"],
            {"product": "productCode", "quantity": "quantityOrdered", "unit_price": "priceEach"},
        ),
        (
            ["Data Fattura", "COD. CLIENTE", "Articolo", "Q.tà", "Prezzo", "Sconto %", "Importo Netto"],
            {
                "date": "Data Fattura",
                "account": "COD. CLIENTE",
                "product": "Articolo",
                "quantity": "Q.tà",
                "unit_price": "Prezzo",
                "discount": "Sconto %",
                "net_amount": "Importo Netto",
            },
        ),
        (["order-date", "Quantitá", "discout"], {"date": "order-date", "quantity": "Quantitá", "discount": "discout"}),
        (["foo", "bar", "", "Column 4"], {}),
    ],
)
def test_guesses(columns: list[str], expected: dict[str, str]) -> None:
    found = guess(columns, SALES)
    assert {key: one.column for key, one in found.items()} == expected
    assert all(LEAST <= one.score <= 1 for one in found.values())


def test_the_better_name_wins_and_no_column_is_taken_twice() -> None:
    found = guess(["Invoice date", "Date", "Amount", "Net amount"], SALES)
    assert found["date"].column == "Date"
    assert found["net_amount"].column == "Net amount"
    assert found["date"].score == 1
    assert len({one.column for one in found.values()}) == len(found)


def test_the_more_usual_alias_wins() -> None:
    assert guess(["Customer", "CustomerID"], SALES)["account"].column == "CustomerID"


def test_the_score_of_an_empty_header_is_nothing() -> None:
    assert score("%", SALES[0]) <= 0


def test_the_signature_knows_the_names_but_not_their_order() -> None:
    assert signature(["b", "a"]) == signature(("a", "b"))
    assert len({signature(columns) for columns in (["a", "b"], ["a"], ["a", "B"], ["a\nb"], [])}) == 4 + (
        signature(["a\nb"]) != signature(["a", "b"])
    )
