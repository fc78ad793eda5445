"""Numbers as people and programs write them, read exactly (never through binary fractions).

Which of point and comma stands before the decimals is a property of the whole column (``conventions.py``), given here
as ``decimal``: "point" or "comma". A cell that does not fit it is a fault, not a guess.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from kamp.intake.cells import Number
from kamp.intake.currencies import CURRENCIES
from kamp.intake.errors import Fault
from kamp.intake.fields import Field, Parsed, parsed_each

LONGEST = 64
"""Characters of one number."""

_EXACT = Context(prec=200, rounding=ROUND_HALF_UP)
_LARGEST_EXPONENT = 60
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("−‒–—﹣－", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\t", " "),
        **dict.fromkeys("’‘`´ʼ", "'"),
        **dict.fromkeys("\u200b\ufeff\u200e\u200f"),
        "＋": "+",
        "％": "%",
    }
)
_MONEY = r"(?:[A-Z]{0,2}\$|[€£¥₣₤₹₺₽₩₪฿]|[A-Za-z]{3}|kr\.?|[Ff]r\.?|zł|Kč|Ft)"
_NUMBER = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<money>{_MONEY})?\s*(?P<inner>[+-])?\s*"
    r"(?P<body>[0-9.,' ]*?[0-9][0-9.,']*)(?:[eE](?P<exponent>[+-]?[0-9]{1,4}))?\s*"
    rf"(?P<percent>%)?\s*(?P<unit>{_MONEY})?\s*(?P<trailing>[+-])?\s*(?P<close>\))?"
)
_BODY = {
    "point": re.compile(r"([0-9]{1,3}(?:([, '])[0-9]{3})(?:\2[0-9]{3})*|[0-9]*)(?:\.([0-9]*))?"),
    "comma": re.compile(r"([0-9]{1,3}(?:([. '])[0-9]{3})(?:\2[0-9]{3})*|[0-9]*)(?:,([0-9]*))?"),
}
_MINUS_ZERO = re.compile(r"^-0(?:[.,]0*)?$", re.MULTILINE)
_SEPARATORS = {"point": (".", ","), "comma": (",", ".")}


def parse_decimals(texts: Sequence[str], field: Field, decimal: str) -> Parsed:
    """``texts`` as numbers for PostgreSQL: ``-1234.50``; empty texts are None."""
    kinds = set(map(type, texts))
    if Number in kinds:
        if len(kinds) > 1:
            return _parse_mixed(texts, field, decimal)
        texts, decimal = list(map(str.__str__, texts)), "point"
    quick = _parse_plain(texts, field, decimal)
    if quick is not None:
        return quick
    rounded: set[str] = set()

    def read(text: str) -> str | Fault | None:
        value = read_decimal(text, decimal)
        if value is None or isinstance(value, Fault):
            return value
        if field.in_percent and "%" not in text:
            value = _EXACT.scaleb(value, -2)
        result = fit(value, field)
        if not isinstance(result, Fault) and Decimal(result) != value:
            rounded.add(text)
        return result

    parsed = parsed_each(texts, read)
    parsed.rounded = sum(map(rounded.__contains__, texts)) if rounded else 0
    return parsed


def fitted(values: Sequence[Decimal], field: Field) -> Parsed:
    """Numbers as values of ``field``."""
    texts = list(map(str, values))
    quick = _parse_plain(texts, field, "point")
    if quick is not None:
        return quick
    result = Parsed([], {})
    for position, value in enumerate(values):
        text = fit(value, field)
        if isinstance(text, Fault):
            result.faults[position] = text
        elif Decimal(text) != value:
            result.rounded += 1
        result.values.append(None if isinstance(text, Fault) else text)
    return result


def read_decimal(text: str, decimal: str) -> Decimal | Fault | None:
    """The exact number that ``text`` writes; None for an empty one.

    Understood: separators of thousands (point or comma, blank, apostrophe), a currency, a sign before or behind,
    brackets for negative numbers, %, E-notation, the typographic minus.
    """
    if isinstance(text, Number):
        return Decimal(text)
    text = text.translate(_PLAIN).strip()
    if not text:
        return None
    found = _NUMBER.fullmatch(text) if len(text) <= LONGEST else None
    if not found or not _consistent(found):
        return Fault("number")
    digits = _digits(found["body"].strip(), decimal)
    if isinstance(digits, Fault):
        return digits
    exponent = int(found["exponent"] or 0) - (2 if found["percent"] else 0)
    if abs(exponent) > _LARGEST_EXPONENT:
        return Fault("number")
    value = _EXACT.scaleb(Decimal(digits), exponent)
    negative = found["open"] or "-" in (found["sign"], found["inner"], found["trailing"])
    return value.copy_negate() if negative and value else value


def separator_of(text: str) -> str | None:
    """What ``text`` says about its column: "point" or "comma" before decimals, "unclear" if it can be read both ways.

    None when it says nothing: empty, whole, or no number.
    """
    found = _NUMBER.fullmatch(text.translate(_PLAIN).strip()) if len(text) <= LONGEST else None
    if not found:
        return None
    body = found["body"].strip()
    last = max(body.rfind("."), body.rfind(","))
    if last < 0:
        return None
    own, other = ("point", "comma") if body[last] == "." else ("comma", "point")
    head, tail = body[:last], body[last + 1 :]
    if body[last] in head:  # 1.234.567
        return other if _BODY[other].fullmatch(body) else None
    if _BODY[own].fullmatch(body) is None:
        return None
    grouped = len(tail) == 3 and 1 <= len(head) <= 3 and not head.startswith("0")
    return "unclear" if grouped and not found["exponent"] else own


def fit(value: Decimal, field: Field) -> str | Fault:
    """``value`` for ``numeric(digits, scale)``: rounded half up to the scale, in range, without exponent."""
    if value.as_tuple().exponent < -field.scale:  # type: ignore[operator]  # MEANT: finite
        value = value.quantize(Decimal(1).scaleb(-field.scale), context=_EXACT)
    if abs(value) >= Decimal(10) ** (field.digits - field.scale):
        return Fault("number-range", {"digits": field.digits - field.scale})
    if field.minimum is not None and value < field.minimum:
        return Fault("number-minimum", {"minimum": format(field.minimum, "f")})
    if field.maximum is not None and value > field.maximum:
        return Fault("number-maximum", {"maximum": format(field.maximum, "f")})
    return format(value or abs(value), "f")


def _consistent(found: re.Match[str]) -> bool:
    """At most one sign, brackets in pairs, one currency that exists."""
    signs = [found["sign"], found["inner"], found["trailing"], found["open"]]
    words = [word for word in (found["money"], found["unit"]) if word]
    return (
        sum(map(bool, signs)) <= 1
        and bool(found["open"]) == bool(found["close"])
        and len(words) <= 1
        and all(len(word) != 3 or not word.isalpha() or word.upper() in CURRENCIES for word in words)
    )


def _digits(body: str, decimal: str) -> str | Fault:
    found = _BODY[decimal].fullmatch(body)
    if found and (found[1] or found[3]):
        whole = found[1].replace(found[2], "") if found[2] else found[1]
        return f"{whole or 0}.{found[3]}" if found[3] else whole
    other = "comma" if decimal == "point" else "point"
    return Fault("number-separator", {"decimal": decimal}) if _BODY[other].fullmatch(body) else Fault("number")


def _parse_mixed(texts: Sequence[str], field: Field, decimal: str) -> Parsed:
    """A column in which the workbook holds numbers and texts."""
    typed = [position for position, text in enumerate(texts) if type(text) is Number]
    others = [position for position, text in enumerate(texts) if type(text) is not Number]
    result = Parsed([None] * len(texts), {})
    for positions, convention in ((typed, "point"), (others, decimal)):
        part = parse_decimals([str.__str__(texts[position]) for position in positions], field, convention)
        for position, value in zip(positions, part.values, strict=True):
            result.values[position] = value
        result.faults.update({positions[at]: fault for at, fault in part.faults.items()})
        result.rounded += part.rounded
    return result


def _parse_plain(texts: Sequence[str], field: Field, decimal: str) -> Parsed | None:
    """All texts at once if each is a usual number within the field's limits (the common case, ten times as fast)."""
    if field.minimum is not None or field.maximum is not None or field.in_percent:
        return None
    text = "\n".join(texts) + "\n"
    if text.count("\n") != len(texts) or ("-0" in text and _MINUS_ZERO.search(text)):
        return None
    if not _usual(decimal, field.digits - field.scale, field.scale).fullmatch(text):
        return None
    point, group = _SEPARATORS[decimal]
    if group in text or point != ".":
        texts = text.replace(group, "").replace(point, ".").split("\n")[:-1]
    values: list[str | None] = list(texts)
    return Parsed([value or None for value in values] if "" in texts else values, {})


@lru_cache(maxsize=64)
def _usual(decimal: str, whole: int, scale: int) -> re.Pattern[str]:
    """Lines of numbers as ``fit`` would write them, but for the separators; empty lines too."""
    point, group = map(re.escape, _SEPARATORS[decimal])
    fraction = rf"(?:{point}[0-9]{{1,{scale}}})?" if scale else ""
    grouped = rf"[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}}){{1,{max(1, (whole - 3) // 3)}}}|" if whole >= 6 else ""
    plain = rf"0|[1-9][0-9]{{0,{max(0, whole - 1)}}}"
    return re.compile(rf"(?:(?:-?(?:{grouped}{plain}){fraction})?\n)*+")
