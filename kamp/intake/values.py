"""Columns of text read as fields: one function for every kind, for preview and for the import alike."""

import re
from collections.abc import Callable, Sequence
from functools import partial

from kamp.intake.dates import parse_dates
from kamp.intake.decimals import parse_decimals
from kamp.intake.errors import Fault
from kamp.intake.fields import Field, Kind, Parsed, parsed_each
from kamp.intake.neutral import restore
from kamp.intake.texts import (
    choice_words,
    parse_texts,
    read_boolean,
    read_choice,
    read_choices,
    read_currency,
    read_email,
    read_integer,
    read_year,
)

_SIMPLE: dict[Kind, Callable[[str], str | Fault | None]] = {
    Kind.BOOLEAN: read_boolean,
    Kind.YEAR: read_year,
    Kind.CURRENCY: read_currency,
    Kind.EMAIL: read_email,
}

_YEAR = re.compile(r"^\s*((?:19|20)[0-9]{2})\s*$")


def parse_column(texts: Sequence[str], field: Field, convention: str = "") -> Parsed:
    """``texts`` as values of ``field``, each fit for PostgreSQL's COPY; empty ones are None.

    ``convention`` is "point" or "comma" for numbers, "day" or "month" for dates. An empty value of a required field is
    the fault ``missing``. A spreadsheet's error (``#N/A``) is a fault in every kind of field.
    """
    parsed = _parse(texts, field, convention)
    if field.required and None in parsed.values:
        empty = [position for position, value in enumerate(parsed.values) if value is None]
        missing = Fault("missing")
        parsed.faults = {position: parsed.faults.get(position, missing) for position in empty}
    return parsed


def _parse(texts: Sequence[str], field: Field, convention: str) -> Parsed:
    if field.kind is Kind.DECIMAL:
        return parse_decimals(texts, field, convention or "point")
    if field.kind is Kind.DATE:
        if field.whole_years:
            texts = [f"{year[1]}-01-01" if (year := _YEAR.match(text)) else text for text in texts]
        return parse_dates(texts, convention or "day")
    if field.kind in {Kind.TEXT, Kind.PHONE}:
        # Files that we wrote ourselves have an apostrophe before what a spreadsheet would run.
        return parse_texts([restore(text) if text.startswith("'") else text for text in texts], field)
    if field.kind is Kind.INTEGER:
        return parsed_each(texts, partial(read_integer, field=field, decimal=convention or "point"))
    if field.kind in {Kind.CHOICE, Kind.CHOICES}:
        read = read_choice if field.kind is Kind.CHOICE else read_choices
        return parsed_each(texts, partial(read, words=choice_words(field.choices), keys=", ".join(field.choices)))
    return parsed_each(texts, _SIMPLE[field.kind])
