"""Random and damaged files: whatever comes in, only the declared exceptions come out (quality C50).

KAMP_FUZZ_SECONDS says for how long each test goes on (before a release: 300).
"""

from __future__ import annotations

import io
import os
import random
import time
import zipfile
from collections.abc import Callable, Iterator

import pytest

from kamp.intake.errors import IntakeError, RowError
from kamp.intake.fields import Field, Kind
from kamp.intake.headers import guess
from kamp.intake.preparing import prepare
from kamp.intake.reading import ReadOptions, Table, open_table, sheet_names
from kamp.intake.recipes import Recipe
from kamp.intake.rejects import write_rejects
from kamp.intake.tests.support import raw_workbook, sheet_xml, workbook_bytes, zipped

pytestmark = pytest.mark.unit

SECONDS = float(os.environ.get("KAMP_FUZZ_SECONDS", "2"))
SEED = int(os.environ.get("KAMP_FUZZ_SEED", "20260101"))
FIELDS = tuple(Field(key=kind.value, kind=kind, choices={"a": ("alpha",)}, max_length=30) for kind in Kind)
CSV = 'codice;data;importo;testo\nA1;31/12/2025;1.234,50;è\nB2;01/02/2025;-5;"due\nrighe"\nC3;;(7,5) €;=1+1\n'
WORDS = """\\n \\r \\r\\n " "" , ; \\t | = sep=;\\n \\xff \\xef\\xbb\\xbf \\xe8 \\0 \\xc3\\xa0 1.234,5 31/02/2025 #3
    '=x 1E99 kamp_line,kamp_column,kamp_reason 9999999999999999999999999999999999999999999999999999999999999999999999"""
SHEET = sheet_xml(
    '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="s"><v>0</v></c></row>'
    '<row r="2"><c r="A2"><v>45292.5</v></c><c r="B2" s="1"><v>45292</v></c></row>'
    '<row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3"><f>A1</f></c></row>'
    '<row r="9"><c r="A9" t="b"><v>1</v></c></row>',
    '<dimension ref="A1:B9"/>',
)
PIECES = """<row> </row> <row\\x20r="7"> <c\\x20r="B7"> <c> </c> <v> </v> 1 -1E400 NaN x: ' " t="s" t="d" s="99"
    r="XFD1" r="A0" r="A1048577" &amp; &x; <!-- ]]> <f/> \\xee\\x80\\x80 > </sheetData>"""


def bytes_of(words: str) -> list[bytes]:
    """The words, with their escapes."""
    return [word.encode("latin-1", "replace").decode("unicode_escape").encode("latin-1") for word in words.split()]


def everything(content: bytes, options: ReadOptions) -> None:
    """Open, guess, prepare, read, write the rejects: all that an upload goes through."""
    table = open_table(io.BytesIO(content), name="fuzz", options=options)
    sheet_names(io.BytesIO(content))
    guess(table.columns, FIELDS)
    kinds = dict(zip((field.key for field in FIELDS), [*table.columns] * len(FIELDS), strict=False))
    computed = {"decimal": f"[{table.columns[0]}] / 2"} if not set("[]") & set(table.columns[0]) else {}
    columns = {key: column for key, column in kinds.items() if key not in computed}
    conversion = prepare(table, FIELDS, Recipe(columns=columns, computed=computed))
    errors: list[RowError] = []
    for batch in conversion.batches(50):
        batch.good()
        errors.extend(batch.errors)
    assert all(error.message() for error in errors)
    assert all(notice.message() for notice in conversion.notices)
    assert conversion.preview().rows >= 0
    out = io.BytesIO()
    write_rejects(table, errors, out)
    if errors:
        returned(open_table(io.BytesIO(out.getvalue())))


def returned(table: Table) -> None:
    """Rejected rows are read back as a file of rejected rows."""
    assert table.names.returned
    assert sum(len(chunk.lines) + len(chunk.bad) for chunk in table.chunks())


def mutated(chance: random.Random, content: bytes, words: list[bytes]) -> bytes:
    """``content`` with some bytes or words replaced, put in, left out or doubled."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        start = chance.randint(0, len(changed))
        end = min(len(changed), start + chance.choice((0, 0, 1, 4, 40)))
        twice = bytes(changed[start:end]) * 2
        changed[start:end] = chance.choice((chance.choice(words), chance.randbytes(chance.randint(0, 4)), twice))
    return bytes(changed)


def noise(chance: random.Random) -> bytes:
    start = chance.choice((b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"a,b\n", b"a;b\r\n"))
    return start + chance.randbytes(chance.choice((5, 50, 500, 5_000)))


def text(chance: random.Random) -> bytes:
    encoding = chance.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16"))
    return mutated(chance, CSV.encode(encoding) * chance.choice((1, 1, 30)), bytes_of(WORDS))


def words_only(chance: random.Random) -> bytes:
    return b"a,b,c\n" + b"".join(chance.choice(bytes_of(WORDS)) for _ in range(chance.randint(1, 200)))


def archive_bytes(chance: random.Random) -> bytes:
    good = workbook_bytes({"Data": [["a", "b"], [1, "x"], [2.5, "y"]]})
    return mutated(chance, good, [b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"\0\0", b"\xff\xff\xff\xff"])


def archive_parts(chance: random.Random) -> bytes:
    """A sound archive whose parts are damaged: the checks of the archive let it through to the XML."""
    with zipfile.ZipFile(io.BytesIO(raw_workbook(SHEET))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/sharedStrings.xml"] = b"<sst><si><t>b</t></si></sst>"
    name = chance.choice((*["xl/worksheets/sheet1.xml"] * 6, *parts))
    return zipped({**parts, name: mutated(chance, parts[name], bytes_of(PIECES))})


def options(chance: random.Random) -> ReadOptions:
    return ReadOptions(
        delimiter=chance.choice((None, None, None, ",", ";")),
        header_line=chance.choice((None, None, None, 1, 2, 5)),
        encoding=chance.choice((None, None, None, None, "cp1252")),
    )


def rounds() -> Iterator[int]:
    number, end = 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        yield number
        number += 1


@pytest.mark.parametrize("make", [noise, text, words_only, archive_bytes, archive_parts])
def test_only_declared_exceptions_come_out(make: Callable[[random.Random], bytes]) -> None:
    for number in rounds():
        chance = random.Random(f"{SEED} {number}")
        content, chosen = make(chance), options(chance)
        try:
            everything(content, chosen)
        except IntakeError as error:
            assert error.message()  # noqa: PT017  MEANT: either outcome is good, but the sentence must be there
        except BaseException as error:
            error.add_note(f"KAMP_FUZZ_SEED={SEED}, round {number}, {chosen}, {content[:2_000]!r}")
            raise
