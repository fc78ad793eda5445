"""The language of computed columns: ``UnitPrice * Quantity * (1 - Discount)``.

Columns, numbers with a decimal point, + − × ÷ (also * / and -), brackets, a minus before a term; nothing else. A column
name with blanks or signs stands in [brackets], "quotes" or `backticks`. The text is parsed into a tree of ours and
never given to Python.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamp.intake.errors import ExpressionError

LENGTH = 500
DEPTH = 30

_TOKEN = re.compile(
    r"(?P<blank>\s+)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[0-9.,]*[0-9.])?)"
    r"|(?P<name>[^\W\d]\w*(?:\.\w+)*)"
    r"|\[(?P<bracketed>[^\[\]]+)\]|\"(?P<quoted>[^\"]+)\"|`(?P<ticked>[^`]+)`"
    r"|(?P<operator>[-+*/×÷−()])"
)
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DIGITS = 30
_SAME = {"×": "*", "÷": "/", "−": "-"}
_PARTNERS = {"[": "]", '"': '"', "`": "`"}


@dataclass(frozen=True, slots=True)
class Constant:
    """A number written in the expression."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Column:
    """The number in a column of the row; ``position`` is where the expression names it."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus a term."""

    term: "Node"


@dataclass(frozen=True, slots=True)
class Operation:
    """``left`` and ``right`` joined by one of + - * /."""

    operator: str
    left: "Node"
    right: "Node"


Node = Constant | Column | Negative | Operation


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # number, name, operator, end
    text: str
    position: int


def parse(text: str) -> Node:
    """The tree of an expression. Raises ``ExpressionError`` with the position of what cannot be understood."""
    if len(text) > LENGTH:
        raise ExpressionError("expression-too-long", LENGTH + 1, limit=LENGTH)
    tokens = list(_tokens(text))
    if not tokens:
        raise ExpressionError("expression-empty", 1)
    return _Parser([*tokens, _Token("end", "", len(text) + 1)]).whole()


def columns_of(node: Node) -> list[Column]:
    """The columns that an expression names, in its order."""
    if isinstance(node, Column):
        return [node]
    if isinstance(node, Negative):
        return columns_of(node.term)
    if isinstance(node, Operation):
        return [*columns_of(node.left), *columns_of(node.right)]
    return []


def is_text_sum(node: Node) -> bool:
    """Whether an expression only puts columns together with +, which is all that texts can do."""
    if isinstance(node, Operation):
        return node.operator == "+" and is_text_sum(node.left) and is_text_sum(node.right)
    return isinstance(node, Column)


def renamed(node: Node, names: Mapping[str, str]) -> Node:
    """The same expression with other names for its columns."""
    if isinstance(node, Column):
        return Column(names[node.name], node.position)
    if isinstance(node, Negative):
        return Negative(renamed(node.term, names))
    if isinstance(node, Operation):
        return Operation(node.operator, renamed(node.left, names), renamed(node.right, names))
    return node


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            code = "expression-unclosed" if text[at] in _PARTNERS else "expression-character"
            raise ExpressionError(code, at + 1, found=text[at])
        kind = str(found.lastgroup)
        word = found[kind]
        if kind in {"bracketed", "quoted", "ticked"}:
            kind, word = "name", word.strip()
        if kind != "blank":
            yield _Token(kind, _SAME.get(word, word), at + 1)
        at = found.end()


class _Parser:
    """Recursive descent: sum of products of terms."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._next
        self._at += 1
        return token

    def whole(self) -> Node:
        node = self._sum()
        left = self._next
        if left.text == ")":
            raise ExpressionError("expression-bracket", left.position)
        if left.kind != "end":
            raise ExpressionError("expression-operator", left.position, found=left.text)
        return node

    def _sum(self) -> Node:
        node = self._product()
        while self._next.kind == "operator" and self._next.text in "+-":
            node = Operation(self._take().text, node, self._product())
        return node

    def _product(self) -> Node:
        node = self._term()
        while self._next.kind == "operator" and self._next.text in "*/":
            node = Operation(self._take().text, node, self._term())
        return node

    def _term(self) -> Node:
        token = self._take()
        if token.kind == "number":
            return Constant(_number(token))
        if token.kind == "name":
            return Column(token.text, token.position)
        if token.kind == "end":
            raise ExpressionError("expression-end", token.position)
        if token.text not in "(-":
            raise ExpressionError("expression-operand", token.position, found=token.text)
        self._depth += 1
        if self._depth > DEPTH:
            raise ExpressionError("expression-too-deep", token.position)
        node = self._inside(token) if token.text == "(" else Negative(self._term())
        self._depth -= 1
        return node

    def _inside(self, opening: _Token) -> Node:
        node = self._sum()
        if self._next.kind == "end":
            raise ExpressionError("expression-bracket", opening.position)
        if self._next.text != ")":
            raise ExpressionError("expression-operator", self._next.position, found=self._next.text)
        self._take()
        return node


def _number(token: _Token) -> Decimal:
    if not _NUMBER.fullmatch(token.text) or len(token.text) > _DIGITS:
        raise ExpressionError("expression-number", token.position, found=token.text)
    return Decimal(token.text)
