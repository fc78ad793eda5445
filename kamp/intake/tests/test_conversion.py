"""From files and a recipe to typed rows: mapping, constants, expressions, joins, conventions (quality C41, C45)."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamp.intake import joins
from kamp.intake.conventions import Basis
from kamp.intake.conversion import Batch, Conversion
from kamp.intake.errors import ExpressionError, MappingError
from kamp.intake.fields import Field, Kind
from kamp.intake.joins import JoinSpec, parse_join
from kamp.intake.preparing import column_names, prepare
from kamp.intake.reading import Table
from kamp.intake.recipes import Recipe
from kamp.intake.tests.support import table_of, workbook_bytes

pytestmark = pytest.mark.unit

FIELDS = (
    Field(key="date", kind=Kind.DATE, required=True),
    Field(key="account", required=True, max_length=20),
    Field(key="quantity", kind=Kind.DECIMAL),
    Field(key="net_amount", kind=Kind.DECIMAL),
    Field(key="currency", kind=Kind.CURRENCY),
)
LINES = "OrderID,Price,Qty,Discount\n1,14,12,0\n1,9.8,10,0.05\n2,34.8,5,0.15\n"
ORDERS = "OrderID;Customer;When\n1;VINET;1996-07-04 00:00:00.000\n2;TOMSP;1996-07-05 00:00:00.000\n"
BY_ORDER = Recipe(
    columns={"date": "When", "account": "Customer", "quantity": "Qty"},
    computed={"net_amount": "Price*Qty*(1-Discount)"},
    joins=[JoinSpec("Orders.csv", "OrderID", "OrderID")],
)


def all_of(conversion: Conversion, rows: int = 50_000) -> Batch:
    """Every batch as one."""
    whole = Batch([], {way.field.key: [] for way in conversion.ways}, [], set(), 0, 1.0, {})
    for batch in conversion.batches(rows):
        whole.faulty |= {position + len(whole.lines) for position in batch.faulty}
        whole.lines = [*whole.lines, *batch.lines]
        whole.errors.extend(batch.errors)
        whole.uncut += batch.uncut
        for key, values in batch.values.items():
            assert len(values) == len(batch.lines)
            whole.values[key].extend(values)
    assert all(error.message() for error in whole.errors)
    assert all(notice.message() for notice in conversion.notices)
    return whole


def read(main: str | Table, recipe: Recipe, **files: str) -> Batch:
    table = table_of(main) if isinstance(main, str) else main
    return all_of(prepare(table, FIELDS, recipe, {f"{name}.csv": table_of(text) for name, text in files.items()}))


def told(batch: Batch) -> list[tuple[int, str, str, str]]:
    return [(error.line, error.column, error.value, error.code) for error in batch.errors]


def test_lines_are_joined_to_their_orders() -> None:
    batch = read(LINES, BY_ORDER, Orders=ORDERS)
    assert batch.errors == []
    assert batch.values == {
        "date": ["1996-07-04", "1996-07-04", "1996-07-05"],
        "account": ["VINET", "VINET", "TOMSP"],
        "quantity": ["12", "10", "5"],
        "net_amount": ["168", "93.100", "147.900"],
    }


def test_a_line_without_order_is_one_error_not_one_per_field() -> None:
    batch = read(LINES + "3,1,1,0\n,1,1,0\n", BY_ORDER, Orders=ORDERS)
    assert told(batch) == [(5, "OrderID", "3", "join-missing"), (6, "OrderID", "", "missing")]
    assert batch.faulty == {3, 4}
    assert batch.errors[0].message() == "“3” is not found in “Orders.csv”."


def test_an_order_that_is_there_twice_with_different_values_is_refused_and_told() -> None:
    orders = ORDERS + "2;OTHER;1996-07-05\n1;VINET;1996-07-04 00:00:00.000\n"
    conversion = prepare(table_of(LINES), FIELDS, BY_ORDER, {"Orders.csv": table_of(orders)})
    assert told(all_of(conversion)) == [(4, "OrderID", "2", "join-duplicate")]
    assert [notice.message() for notice in conversion.notices] == [
        "“Orders.csv” has values of “OrderID” more than once, such as 2 on lines 3, 4."
    ]


def test_lines_of_a_joined_file_that_cannot_be_cut_are_told() -> None:
    conversion = prepare(table_of(LINES), FIELDS, BY_ORDER, {"Orders.csv": table_of(ORDERS + "2;x\n")})
    assert [notice.code for notice in conversion.notices] == ["join-bad-rows"]


def test_joins_in_a_chain_and_columns_of_the_same_name() -> None:
    main = "order,price,Name\n1,5,line\n2,6,line\n3,7,line\n"
    orders = "order,customer,Name\n1,A,order\n2,B,order\n3,C,order\n"
    customers = "code,Name,price\nA,Alpha,100\nB,Beta,200\n"
    recipe = Recipe(
        columns={"account": "customers.Name"},
        computed={"net_amount": "price + customers.price", "quantity": "[customers.price]"},
        constants={"date": "31/12/2025"},
        joins=(parse_join("orders.csv:order"), parse_join("customers.csv:customer=code")),
    )
    files = {"orders.csv": table_of(orders), "customers.csv": table_of(customers)}
    conversion = prepare(table_of(main), FIELDS, recipe, files)
    batch = all_of(conversion)
    assert batch.values["account"] == ["Alpha", "Beta", None]
    assert batch.values["net_amount"][:2] == ["105", "206"]
    assert told(batch) == [(4, "orders.customer", "C", "join-missing")]
    assert column_names(table_of(main), recipe, files) == [
        "order",
        "price",
        "Name",
        "orders.order",
        "customer",
        "orders.Name",
        "code",
        "customers.Name",
        "customers.price",
    ]


def test_a_name_in_two_joined_files_must_say_which() -> None:
    recipe = Recipe(
        columns={"account": "Name"},
        constants={"date": "2025-01-01"},
        joins=(parse_join("a.csv:k"), parse_join("b.csv:k")),
    )
    files = {"a.csv": table_of("k,Name\n1,x\n"), "b.csv": table_of("k,Name\n1,y\n")}
    with pytest.raises(MappingError) as caught:
        prepare(table_of("k,z\n1,2\n"), FIELDS, recipe, files)
    assert (caught.value.code, caught.value.params["columns"], caught.value.field) == (
        "column-ambiguous",
        "a.Name, b.Name",
        "account",
    )


def test_the_key_of_a_join_comes_from_the_file_or_an_earlier_join() -> None:
    recipe = Recipe(
        columns={"account": "Name"},
        constants={"date": "2025-01-01"},
        joins=(parse_join("customers.csv:customer=code"), parse_join("orders.csv:order")),
    )
    files = {"orders.csv": table_of("order,customer\n1,A\n"), "customers.csv": table_of("code,Name\nA,Alpha\n")}
    with pytest.raises(MappingError, match="has no column “customer”"):
        prepare(table_of("order,x\n1,2\n"), FIELDS, recipe, files)
    again = replace(recipe, joins=tuple(reversed(recipe.joins)))
    assert all_of(prepare(table_of("order,x\n1,2\n"), FIELDS, again, files)).values["account"] == ["Alpha"]


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("Orders.csv:OrderID", JoinSpec("Orders.csv", "OrderID", "OrderID")),
        ("C:\\data\\Order Details.csv:Order ID = Id", JoinSpec("C:\\data\\Order Details.csv", "Order ID", "Id")),
    ],
)
def test_a_join_is_written_as_file_and_key(text: str, spec: JoinSpec) -> None:
    assert parse_join(text) == spec


@pytest.mark.parametrize("text", ["", "Orders.csv", ":key", "Orders.csv:", "Orders.csv:a=", "Orders.csv:=a"])
def test_what_is_no_join(text: str) -> None:
    with pytest.raises(MappingError, match="is not a join"):
        parse_join(text)


def test_a_file_that_is_too_large_to_be_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joins, "ROWS", 1)
    with pytest.raises(MappingError, match="too large to be joined"):
        read(LINES, BY_ORDER, Orders=ORDERS)


OTHER = Recipe(columns={"account": "OrderID"}, constants={"date": "2025-01-01"})


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"columns": {"account": "Nobody"}}, "column-unknown", "account"),
        ({"columns": {}}, "field-missing", "account"),
        ({"columns": {"account": "OrderID", "colour": "Qty"}}, "field-unknown", "colour"),
        ({"computed": {"account": "1"}}, "field-twice", "account"),
        ({"constants": {"date": "31/02/2025"}}, "constant-value", "date"),
        ({"constants": {"date": ""}}, "constant-value", "date"),
        ({"constants": {"date": "2025-01-01", "net_amount": "x"}}, "constant-value", "net_amount"),
        ({"joins": [JoinSpec("x.csv", "a", "a")]}, "join-file", ""),
        ({"joins": [JoinSpec("Orders.csv", "Qty", "Nothing")]}, "column-unknown", ""),
        ({"joins": [JoinSpec("Orders.csv", "Nothing", "OrderID")]}, "column-unknown", ""),
        ({"written": {"Nobody": "comma"}}, "column-unknown", ""),
        ({"written": {"Qty": "day"}, "computed": {"quantity": "Qty"}}, "convention-name", ""),
    ],
)
def test_mappings_that_do_not_go_with_the_file(change: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(MappingError) as caught:
        read(LINES, replace(OTHER, **change), Orders=ORDERS)  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.message()


def test_expressions_are_checked_before_the_first_row() -> None:
    for text, code, position in (("Qty*Cost", "expression-column", 5), ("Qty*", "expression-end", 5)):
        with pytest.raises(ExpressionError) as caught:
            read(LINES, replace(OTHER, computed={"net_amount": text}))
        assert (caught.value.code, caught.value.position, caught.value.field) == (code, position, "net_amount")
        assert caught.value.message()


def test_the_case_of_column_names_does_not_matter_unless_it_does() -> None:
    assert read("code,When\nA,2025-01-01\n", Recipe(columns={"account": "CODE", "date": "when"})).errors == []
    assert read("A,a,d\nx,y,2025-01-01\n", Recipe(columns={"account": "a", "date": "D"})).values["account"] == ["y"]


def test_constants() -> None:
    recipe = Recipe(
        columns={"account": "a"},
        constants={"date": "31/12/2025", "quantity": "1,5", "net_amount": "1.234", "currency": ""},
    )
    batch = read("a,b\nx,1\n", recipe)
    assert {key: values[0] for key, values in batch.values.items()} == {
        "date": "2025-12-31",
        "account": "x",
        "quantity": "1.5",
        "net_amount": "1.234",
        "currency": None,
    }


PLAIN = Recipe(columns={"date": "d", "account": "a", "quantity": "q", "net_amount": "n"})


def test_every_error_of_a_row_is_told_with_its_place() -> None:
    text = "d,a,q,n\n31/02/2025,,x,1\nshort\n01/03/2025,A,1,2,3\n31/03/2025,B,2,1E20\n15/03/2025,C,1,2\n"
    batch = read(text, PLAIN)
    assert told(batch) == [
        (2, "d", "31/02/2025", "date-impossible"),
        (2, "a", "", "missing"),
        (2, "q", "x", "number"),
        (3, "", "short", "cells-missing"),
        (4, "", "01/03/2025 | A | 1 | 2 | 3", "cells-extra"),
        (5, "n", "1E20", "number-range"),
    ]
    assert (batch.rows, batch.uncut, batch.faulty) == (5, 2, {0, 1})
    lines, values = batch.good()
    assert (lines, values["account"]) == ([6], ["C"])


def test_conventions_are_found_kept_and_chosen() -> None:
    text = "d;a;q;n\n01/02/2025;A;1.500;1.234\n02/03/2025;B;2;5,5\n"
    conversion = prepare(table_of(text), FIELDS, PLAIN)
    found = {name: (one.value, one.basis) for name, one in conversion.conventions.items()}
    assert found == {
        "d": ("day", Basis.ASSUMED),
        "q": ("comma", Basis.OTHERS),
        "n": ("comma", Basis.SEEN),
    }
    assert [notice.code for notice in conversion.notices] == ["assumed-date", "assumed-decimal"]
    assert all_of(conversion).values["quantity"] == ["1500", "2"]
    again = prepare(table_of(text), FIELDS, conversion.recipe)
    assert all_of(again) == all_of(conversion)
    assert {one.basis for one in again.conventions.values()} == {Basis.CHOSEN}
    chosen = Recipe(columns=PLAIN.columns, written={"q": "point", "d": "month"})
    assert read(text, chosen).values["quantity"] == ["1.500", "2"]
    assert read(text, chosen).values["date"] == ["2025-01-02", "2025-02-03"]
    told_default = Recipe(columns=PLAIN.columns, decimal="point")
    assert read("d;a;q;n\n2025-01-01;A;1.500;1\n", told_default).values["quantity"] == ["1.500"]


def test_numbers_of_a_workbook_are_exact_beside_texts_of_the_other_convention() -> None:
    content = workbook_bytes(
        {"x": [["d", "a", "q", "n"], ["2025-01-01", "A", 1.234, "1.234,50"], ["2025-01-02", "B", 12.1, 3]]}
    )
    batch = read(table_of(content), PLAIN)
    assert batch.values["quantity"] == ["1.234", "12.1"]
    assert batch.values["net_amount"] == ["1234.50", "3"]


def test_a_recipe_survives_json() -> None:
    kept = json.loads(json.dumps(BY_ORDER.as_dict()))
    assert Recipe.from_dict(kept).as_dict() == BY_ORDER.as_dict()
    assert read(LINES, Recipe.from_dict(kept), Orders=ORDERS).errors == []


def test_a_preview_of_bad_rows_only() -> None:
    preview = prepare(table_of("d,a,q,n\nx\ny\n"), FIELDS, PLAIN).preview()
    assert (preview.rows, preview.good()) == (2, ([], {"date": [], "account": [], "quantity": [], "net_amount": []}))


CELLS = st.sampled_from(
    ["", "1", "1.5", "1,5", "1.234", "x", "2025-01-01", "31/02/2025", "01/02/2025", "A", '"q', "€ 5"]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=5), min_size=1, max_size=30),
    st.integers(1, 40),
    st.sampled_from(",;"),
)
def test_the_preview_is_the_beginning_of_the_import(rows: list[list[str]], count: int, delimiter: str) -> None:
    """Quality C45: whatever the chunks, the same rows give the same values and errors."""
    text = "\n".join([delimiter.join("daqn"), *(delimiter.join(row) for row in rows)])
    if not any(map(any, rows)):
        return
    conversion = prepare(table_of(text, delimiter=delimiter), FIELDS, PLAIN)
    whole = all_of(conversion)
    assert all_of(conversion, rows=1) == whole
    preview = conversion.preview(count)
    shown = len(preview.lines)
    assert shown <= count
    assert preview.rows >= min(count, whole.rows)
    assert list(preview.lines) == list(whole.lines)[:shown]
    assert preview.values == {key: values[:shown] for key, values in whole.values.items()}
    assert preview.faulty == {position for position in whole.faulty if position < shown}
    assert preview.errors == whole.errors[: len(preview.errors)]
    assert preview.rows == shown + preview.uncut
    last = conversion.preview(10_000)
    assert (last.values, last.errors) == (whole.values, whole.errors)


def test_amounts_add_up_exactly() -> None:
    text = "d,a,q,n\n" + "2025-01-01,A,1,0.1\n" * 1_000
    batch = read(text, PLAIN)
    assert sum(Decimal(str(value)) for value in batch.values["net_amount"]) == Decimal(100)


def test_texts_are_put_together_with_plus():
    fields = [Field(key="name", max_length=40), Field(key="quantity", kind=Kind.DECIMAL)]
    table = table_of("first,last,n\nCarine ,Schmitt,1\n,King,2\n1,234,3\n")
    batch = all_of(prepare(table, fields, Recipe(computed={"name": "first + last"})))
    assert batch.values["name"] == ["Carine Schmitt", "King", "1 234"]
    assert batch.errors == []
    for text in ("first - last", "first + 1", "first * 2", "-first"):
        with pytest.raises(ExpressionError) as caught:
            prepare(table, fields, Recipe(computed={"name": text}))
        assert caught.value.code == "expression-text", text
