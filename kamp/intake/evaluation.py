"""Expressions computed for a whole stretch of rows at once, in decimal arithmetic.

Results have 60 significant digits, so sums and products of amounts are exact; they are rounded (half up) only when they
are fitted to their field. A row with an operand that is missing or no number, or with a divisor of zero, has a fault.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

from kamp.intake.decimals import LONGEST, fitted
from kamp.intake.errors import Fault
from kamp.intake.expressions import Column, Constant, Negative, Node, columns_of
from kamp.intake.fields import Field, Kind, Parsed
from kamp.intake.values import parse_column

DIGITS = 60

_OPERATIONS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_OPERAND = Field(key="operand", kind=Kind.DECIMAL, digits=4 * LONGEST, scale=2 * LONGEST)  # nothing is rounded
_ONE = Decimal(1)


def joined_texts(columns: Sequence[Sequence[str]]) -> list[str]:
    """The texts of each row put together with a blank; empty ones leave none."""
    return [" ".join(filter(None, map(str.strip, texts))) for texts in zip(*columns, strict=True)]


def compute(
    node: Node, columns: Mapping[str, Sequence[str]], rows: int, field: Field, written: Mapping[str, str]
) -> Parsed:
    """``node`` for each of ``rows`` rows, as values of ``field``.

    ``columns`` has the texts of every column that the expression names, ``written`` how their numbers are written
    ("point" or "comma"). The faults of an operand name it in the parameter ``operand``.
    """
    faults: dict[int, Fault] = {}
    names = dict.fromkeys(column.name for column in columns_of(node))
    operands = {name: _operand(columns[name], name, written.get(name, "point"), faults) for name in names}
    with localcontext(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)):
        results = _evaluated(node, operands, rows, faults)
    parsed = fitted(results, field)
    for position, fault in faults.items():
        parsed.values[position] = None
        parsed.faults[position] = fault
    return parsed


def _operand(texts: Sequence[str], name: str, written: str, faults: dict[int, Fault]) -> list[Decimal]:
    """The numbers of a column, with 1 where there is none (those rows have a fault)."""
    parsed = parse_column(texts, _OPERAND, written)
    if None not in parsed.values:
        return list(map(Decimal, parsed.values))  # type: ignore[arg-type]  # MEANT: just tested
    for position, value in enumerate(parsed.values):
        if value is None:
            fault = parsed.faults.get(position, Fault("operand-missing"))
            faults.setdefault(position, Fault(fault.code, {**fault.params, "operand": name}))
    return [_ONE if value is None else Decimal(value) for value in parsed.values]


def _evaluated(node: Node, operands: Mapping[str, list[Decimal]], rows: int, faults: dict[int, Fault]) -> list[Decimal]:
    if isinstance(node, Constant):
        return [node.value] * rows
    if isinstance(node, Column):
        return operands[node.name]
    if isinstance(node, Negative):
        return list(map(operator.neg, _evaluated(node.term, operands, rows, faults)))
    left = _evaluated(node.left, operands, rows, faults)
    right = _evaluated(node.right, operands, rows, faults)
    if node.operator == "/" and not all(right):
        for position, divisor in enumerate(right):
            if not divisor:
                faults.setdefault(position, Fault("division-by-zero"))
        right = [divisor or _ONE for divisor in right]
    return list(map(_OPERATIONS[node.operator], left, right))
