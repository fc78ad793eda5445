"""Computed columns: what the language says, what it refuses and where, and that it computes exactly."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamp.intake.cells import Number, Unvalued
from kamp.intake.errors import ExpressionError
from kamp.intake.evaluation import DIGITS, compute
from kamp.intake.expressions import DEPTH, LENGTH, Column, Constant, Negative, Node, Operation, columns_of, parse
from kamp.intake.fields import Field, Kind, Parsed

pytestmark = pytest.mark.unit

FIELD = Field(key="net", kind=Kind.DECIMAL)
WIDE = Field(key="net", kind=Kind.DECIMAL, digits=200, scale=80)


def computed(text: str, field: Field = FIELD, written: dict[str, str] | None = None, **columns: list[str]) -> Parsed:
    rows = len(next(iter(columns.values()))) if columns else 1
    return compute(parse(text), columns, rows, field, written or {})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1+2*3", "7"),
        ("(1+2)*3", "9"),
        ("10-4-3", "3"),
        ("24/4/2", "3"),
        ("24÷4×2", "12"),
        ("7−2", "5"),
        ("-2*-3", "6"),
        ("--2", "2"),
        ("-(1+2)", "-3"),
        ("2*-3+1", "-5"),
        ("0.1+0.2", "0.3"),
        (".5*4.", "2.0"),
        ("1/3", "0.3333"),
        ("2/3", "0.6667"),
        ("1/8000*4", "0.0005"),
        (" 1\n+\t1 ", "2"),
        ("0-0", "0"),
    ],
)
def test_arithmetic(text: str, value: str) -> None:
    assert computed(text).values == [value]


def test_columns_by_every_kind_of_name() -> None:
    text = 'Prezzo_é * [Unit price] + "A-B" - `C (x)` + Orders.Freight'
    names = [column.name for column in columns_of(parse(text))]
    assert names == ["Prezzo_é", "Unit price", "A-B", "C (x)", "Orders.Freight"]
    assert [column.position for column in columns_of(parse(text))] == [1, 12, 27, 35, 45]


def test_net_amount_of_northwind() -> None:
    parsed = computed("p*q*(1-d)", p=["14", "9.8", "34.8"], q=["12", "10", "5"], d=["0", "0.05", "0.15"])
    assert parsed.values == ["168", "93.100", "147.900"]


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("", "expression-empty", 1),
        ("   ", "expression-empty", 1),
        ("1+", "expression-end", 3),
        ("*2", "expression-operand", 1),
        ("1+*2", "expression-operand", 3),
        ("()", "expression-operand", 2),
        ("1 2", "expression-operator", 3),
        ("a b", "expression-operator", 3),
        ("2a", "expression-operator", 2),
        ("1E5", "expression-operator", 2),
        ("(1+2", "expression-bracket", 1),
        ("1+2)", "expression-bracket", 4),
        ("(1 2)", "expression-operator", 4),
        ("0,5*2", "expression-number", 1),
        ("1.2.3", "expression-number", 1),
        ("1.234,5", "expression-number", 1),
        ("9" * 31, "expression-number", 1),
        ("sum(a)", "expression-operator", 4),
        ("a**2", "expression-operand", 3),
        ("a//2", "expression-operand", 3),
        ("a%2", "expression-character", 2),
        ("a.__class__", "", 0),
        ("a if b", "expression-operator", 3),
        ("a=b", "expression-character", 2),
        ("'a'", "expression-character", 1),
        ("a;b", "expression-character", 2),
        ("[a", "expression-unclosed", 1),
        ('1+"a', "expression-unclosed", 3),
        ("`", "expression-unclosed", 1),
        ("[]", "expression-unclosed", 1),
        ("(" * (DEPTH + 1) + "1" + ")" * (DEPTH + 1), "expression-too-deep", DEPTH + 1),
        ("-" * (DEPTH + 1) + "1", "expression-too-deep", DEPTH + 1),
        ("1+" * LENGTH + "1", "expression-too-long", LENGTH + 1),
    ],
)
def test_what_is_no_expression_is_refused_with_its_place(text: str, code: str, position: int) -> None:
    if not code:  # no attribute, only a column with a strange name
        assert columns_of(parse(text)) == [Column("a.__class__", 1)]
        return
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert (caught.value.code, caught.value.position) == (code, position)
    assert caught.value.message()


def test_a_long_chain_within_the_limit_is_computed() -> None:
    assert computed("+".join(["1"] * 250)).values == ["250"]


def test_rows_without_operand_or_with_divisor_zero_have_a_fault_and_the_others_a_value() -> None:
    parsed = computed(
        "a/(b-c)",
        a=["1", "", "x", "6", "#N/A", "1"],
        b=["3", "1", "1", "5", "1", "2,5"],
        c=["1", "1", "1", "5", "0", ""],
    )
    assert parsed.values == ["0.5", None, None, None, None, None]
    assert {at: (fault.code, fault.params.get("operand")) for at, fault in parsed.faults.items()} == {
        1: ("operand-missing", "a"),
        2: ("number", "a"),
        3: ("division-by-zero", None),
        4: ("cell-error", "a"),
        5: ("number-separator", "b"),
    }


def test_operands_are_read_as_their_columns_are_written() -> None:
    parsed = computed(
        "a*b*c", written={"a": "comma"}, a=["1.234,5", "10 %"], b=["2", "3"], c=[Number("0.5"), Number("1.234")]
    )
    assert parsed.values == ["1234.50", "0.3702"]
    assert computed("a", a=[Unvalued("=1")]).faults[0].code == "formula-no-value"


def test_results_are_fitted_to_their_field() -> None:
    parsed = computed("a*a", a=["0.00625", "99999999", "2"])
    assert (parsed.values, parsed.faults[1].code, parsed.rounded) == (["0.0000", None, "4"], "number-range", 1)


CONSTANTS = st.decimals(0, 10**6, allow_nan=False, allow_infinity=False, places=3).map(Constant)
LEAVES = CONSTANTS | st.sampled_from("abc").map(lambda name: Column(name, 1))


def trees(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(Negative, children) | st.builds(Operation, st.sampled_from("+-*/"), children, children)


def text_of(node: Node) -> str:
    if isinstance(node, Constant):
        return format(node.value, "f")
    if isinstance(node, Column):
        return f"[{node.name}]"
    if isinstance(node, Negative):
        return f"-({text_of(node.term)})"
    return f"({text_of(node.left)}) {node.operator} ({text_of(node.right)})"


def by_hand(node: Node, row: dict[str, Decimal]) -> Decimal:
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Column):
        return row[node.name]
    if isinstance(node, Negative):
        return -by_hand(node.term, row)
    left, right = by_hand(node.left, row), by_hand(node.right, row)
    return {"+": left.__add__, "-": left.__sub__, "*": left.__mul__, "/": left.__truediv__}[node.operator](right)


NUMBERS = st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=2)


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(LEAVES, trees, max_leaves=8), st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=5)
)
def test_a_random_expression_is_computed_as_python_computes_it(
    node: Node, rows: list[tuple[Decimal, Decimal, Decimal]]
) -> None:
    text = text_of(node)
    if len(text) > LENGTH:
        return
    columns = {name: [format(row[at], "f") for row in rows] for at, name in enumerate("abc")}
    parsed = compute(parse(text), columns, len(rows), WIDE, {})
    with localcontext(Context(prec=DIGITS)):
        for position, row in enumerate(rows):
            try:
                expected = by_hand(node, dict(zip("abc", row, strict=True)))
            except ArithmeticError:
                assert parsed.faults[position].code == "division-by-zero"
                continue
            value = Decimal(str(parsed.values[position]))
            assert value == expected or abs(value - expected) <= Decimal("1e-80")


@settings(max_examples=500, deadline=None)
@given(st.text(st.sampled_from("ab1.0 +-*/()[]\"`×÷−,%'_é"), max_size=30))
def test_any_text_is_an_expression_or_an_error_with_a_place(text: str) -> None:
    problem, node = None, None
    try:
        node = parse(text)
    except ExpressionError as error:
        problem = error
    if problem:
        assert 1 <= problem.position <= len(text) + 1
        assert problem.message()
    if node:
        compute(node, {column.name: ["1"] for column in columns_of(node)}, 1, FIELD, {})
