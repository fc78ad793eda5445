"""Texts, choices and the small kinds of values: yes and no, currencies, years, addresses of e-mail."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from kamp.intake.currencies import CURRENCIES, SIGNS
from kamp.intake.decimals import fit, read_decimal
from kamp.intake.errors import Fault
from kamp.intake.fields import Field, Parsed, parsed_each

FIRST_YEAR = 1900
LAST_YEAR = 2100
EMAIL_LENGTH = 254

_INVISIBLE = dict.fromkeys("\u200b\u200e\u200f\ufeff\u00ad")
_INVISIBLE_TABLE = str.maketrans(_INVISIBLE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAKS = re.compile(r"\s*[\r\n\t\x85\u2028\u2029]+\s*")
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\"\\]+@(?:[^\s@<>()\[\],;:\"\\.-][^\s@<>()\[\],;:\"\\.]*\.)+[^\s@<>()\[\],;:\"\\.\d]{2,}"
)
_YES = frozenset({"true", "t", "yes", "y", "1", "x", "vero", "v", "sì", "si", "s", "on", "ja", "oui", "✓"})
_NO = frozenset({"false", "f", "no", "n", "0", "falso", "off", "nein", "non"})
_SEVERAL = re.compile(r"\s*[,;|/\n]\s*")


def parse_texts(texts: Sequence[str], field: Field) -> Parsed:
    """``texts`` without outer blanks and line breaks, in Unicode NFC; those that are too long are faults."""
    stripped = list(map(str.strip, texts))
    joined = "".join(stripped)
    formulas = "#" in joined or "=" in joined  # perhaps errors of the spreadsheet: looked at one by one
    plain = not formulas and joined.isprintable() and (joined.isascii() or unicodedata.is_normalized("NFC", joined))
    if plain and (field.max_length is None or max(map(len, stripped), default=0) <= field.max_length):
        return Parsed([text or None for text in stripped] if "" in stripped else list(stripped), {})
    return parsed_each(texts, partial(read_text, limit=field.max_length))


def read_text(text: str, limit: int | None = None) -> str | Fault | None:
    """One text as ``parse_texts`` gives it."""
    text = unicodedata.normalize("NFC", _BREAKS.sub(" ", text.translate(_INVISIBLE_TABLE).strip())).strip()
    if _CONTROL.search(text):
        return Fault("text-control")
    if limit is not None and len(text) > limit:
        return Fault("text-too-long", {"length": len(text), "limit": limit})
    return text or None


def read_boolean(text: str) -> str | Fault | None:
    """``true`` or ``false`` from yes and no in English and Italian."""
    word = folded(text) or text.strip()
    if not word:
        return None
    if word in _YES or text.strip().lower() in _YES:
        return "true"
    return "false" if word in _NO else Fault("boolean")


def read_year(text: str) -> str | Fault | None:
    """A year from 1900 to 2100."""
    value = read_decimal(text, "point")
    if value is None:
        return None
    if isinstance(value, Fault) or value != value.to_integral_value() or not FIRST_YEAR <= value <= LAST_YEAR:
        return Fault("year", {"first": FIRST_YEAR, "last": LAST_YEAR})
    return str(int(value))


def read_integer(text: str, field: Field, decimal: str) -> str | Fault | None:
    """A whole number; 12.0 is one."""
    value = read_decimal(text, decimal)
    if value is None or isinstance(value, Fault):
        return value
    if value != value.to_integral_value():
        return Fault("not-whole")
    return fit(Decimal(int(value)), field)


def read_currency(text: str) -> str | Fault | None:
    """A code of ISO 4217."""
    word = text.strip().upper()
    word = SIGNS.get(word, word)
    return None if not word else word if word in CURRENCIES else Fault("currency")


def read_email(text: str) -> str | Fault | None:
    """One address, with its domain in small letters."""
    address = text.translate(_INVISIBLE_TABLE).strip().removeprefix("mailto:")
    if not address:
        return None
    if len(address) > EMAIL_LENGTH or not _EMAIL.fullmatch(address):
        return Fault("email")
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.lower()}"


def choice_words(choices: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The key that each folded word means."""
    return {folded(word): key for key, words in choices.items() for word in (*words, key)}


def read_choice(text: str, words: Mapping[str, str], keys: str) -> str | Fault | None:
    """The key of the choice that ``text`` means; ``keys`` are those shown in the fault."""
    if not text.strip():
        return None
    return words.get(folded(text)) or Fault("choice", {"choices": keys})


def read_choices(text: str, words: Mapping[str, str], keys: str) -> str | Fault | None:
    """The keys of several choices, separated by comma, semicolon, | or /; each once, joined by commas."""
    whole = words.get(folded(text))
    if whole:
        return whole
    parts = [part for part in _SEVERAL.split(text.strip()) if part]
    found = [words.get(folded(part), "") for part in parts]
    if not all(found):
        return Fault("choice", {"choices": keys})
    return ",".join(dict.fromkeys(found)) or None


def folded(text: str) -> str:
    """Words in small letters without accents and signs: "Città (sede)" is "citta sede", "OrderDate" "order date"."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", unicodedata.normalize("NFKD", text))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
