"""Every reason has a sentence, and every code that the library uses is in the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kamp import intake
from kamp.intake.errors import Notice, Refused, RowError, sentence
from kamp.intake.reasons import EXPRESSION_REASONS, FILE_REASONS, MAPPING_REASONS, NOTICES, REASONS, ROW_REASONS, WORDS

pytestmark = pytest.mark.unit

SOURCES = {path.name: path.read_text() for path in Path(intake.__path__[0]).glob("*.py")}
USED = {
    code
    for name, text in SOURCES.items()
    if name != "reasons.py"
    for code in re.findall(r'"((?:[a-z]+-)+[a-z]+|missing|number|date|year|boolean|currency|email|choice)"', text)
}


def test_no_code_is_in_two_catalogues() -> None:
    assert len(REASONS) == sum(map(len, (FILE_REASONS, MAPPING_REASONS, EXPRESSION_REASONS, ROW_REASONS, NOTICES)))


def test_every_reason_is_used_and_every_code_has_a_reason() -> None:
    assert set(REASONS) - USED - {"assumed-decimal", "assumed-date"} == set()
    raised = {
        code
        for name, text in SOURCES.items()
        if name != "reasons.py"
        for code in re.findall(r'(?:Refused|MappingError|Fault|Notice|ExpressionError)\(\s*f?"([^"{]+)"', text)
    }
    assert raised - set(REASONS) == set()


@pytest.mark.parametrize("code", sorted(REASONS))
def test_sentences_are_sentences(code: str) -> None:
    text = REASONS[code]
    assert text[0].isupper() or text[0] in "“{"
    assert text.endswith((".", "?"))
    assert not re.search(r"\b(please|oops|sorry|successfully|invalid)\b|!", text, re.IGNORECASE)


def test_sentences_are_made_in_the_language_of_the_reader() -> None:
    italian = {
        REASONS["number-separator"]: "“{value}” non va con gli altri numeri, i cui decimali seguono {decimal}.",
        WORDS["comma"]: "una virgola",
    }
    error = RowError(3, "net", "1.5", "number-separator", {"decimal": "comma"})
    assert error.message(italian.__getitem__).endswith("altri numeri, i cui decimali seguono una virgola.")
    assert str(Refused("line-too-long", line=2, limit=10)).startswith("Line 2 is longer than 10 bytes.")
    assert Notice("lines-skipped", {"line": 3}).message().startswith("The lines before line 3")


def test_a_word_of_the_file_is_not_translated() -> None:
    assert "“comma”" in sentence("column-unknown", {"column": "comma", "columns": "point, day"}, lambda text: text)
