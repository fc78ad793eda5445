"""Archives that are traps are refused before a parser sees them (quality C39, C40)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from kamp.intake import archive, windows
from kamp.intake.rectangles import rectangle
from kamp.intake.tests.support import MAIN, raw_workbook, refusal, sheet_xml, table_of, whole, workbook_bytes, zipped

pytestmark = pytest.mark.unit

GOOD = workbook_bytes({"Data": [["a", "b"], [1, 2]]})
CELL = '<c r="A1"><v>1</v></c>'


def code_of(content: bytes) -> str:
    return refusal(content).code


def bomb(size: int, *, declared: int | None = None) -> bytes:
    """A workbook with a part of ``size`` blanks; ``declared`` is what its directory says instead."""
    content = raw_workbook(b" " * size)
    if declared is None:
        return content
    real, lie = struct.pack("<L", size), struct.pack("<L", declared)
    return content.replace(real, lie)


def test_a_good_workbook_is_read() -> None:
    assert whole(table_of(GOOD)).columns == {"a": ["1"], "b": ["2"]}


def test_a_part_that_is_packed_too_tightly() -> None:
    assert code_of(bomb(20_000_000)) == "archive-ratio"


def test_a_part_that_lies_about_its_size() -> None:
    assert code_of(bomb(20_000_000, declared=60_000)) == "archive-size"
    assert code_of(bomb(2_000_000, declared=1_900_000 * 2)) in {"archive-ratio", "archive-damaged"}


def test_many_small_parts_that_are_packed_too_tightly() -> None:
    parts = {"xl/workbook.xml": "<w/>", **{f"xl/media/{number}.bin": b" " * 1_000_000 for number in range(40)}}
    assert code_of(zipped(parts)) == "archive-ratio"


def test_too_much_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "TOTAL", 5_000)
    assert code_of(GOOD) == "archive-too-large"


def test_too_many_parts() -> None:
    parts = [("xl/workbook.xml", "<w/>"), *((f"xl/x{number}.xml", "") for number in range(archive.ENTRIES + 1))]
    assert code_of(zipped(parts)) == "archive-entries"


def test_a_directory_that_is_larger_than_its_entries_say() -> None:
    names = [(f"xl/{'x' * 5_000}{number}.xml", "") for number in range(100)]
    assert code_of(zipped([("xl/workbook.xml", "<w/>"), *names])) == "archive-entries"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "archive-macros"),
        ("xl/VBAPROJECT.BIN", "archive-macros"),
        ("xl/externalLinks/externalLink1.xml", "archive-links"),
        ("XL/workbook.xml", "archive-damaged"),
    ],
)
def test_parts_that_have_no_place_in_it(part: str, code: str) -> None:
    assert code_of(raw_workbook(sheet_xml(f'<row r="1">{CELL}</row>'), {part: "x"})) == code


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<sst xmlns="{MAIN}"><si><t>&b;</t></si></sst>'
)
OUTSIDE = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst xmlns="{MAIN}"><si><t>&e;</t></si></sst>'


@pytest.mark.parametrize("document", [ENTITIES, OUTSIDE, " " * 300_000 + OUTSIDE])
@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "docProps/extra.xml", "xl/workbook.xml", "xl/x.rels"])
def test_declarations_of_entities(document: str, part: str) -> None:
    assert code_of(raw_workbook(sheet_xml(f'<row r="1">{CELL}</row>'), {part: document})) == "archive-entities"


@pytest.mark.parametrize(
    "document",
    [
        OUTSIDE.encode("utf-16"),
        OUTSIDE.encode("utf-16-le"),
        f'<?xml version="1.0" encoding="UTF-7"?>{OUTSIDE}'.encode("utf-7"),
        b'<?xml version="1.0" encoding="IBM037"?><x/>',
    ],
)
def test_encodings_in_which_entities_could_hide(document: bytes) -> None:
    assert code_of(raw_workbook(sheet_xml(""), {"xl/sharedStrings.xml": document})) in {
        "archive-encoding",
        "archive-entities",
    }


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (sheet_xml(f'<row r="1">{CELL}</row>', '<dimension ref="A1:XFD1048576"/>'), "sheet-size"),
        (sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "too-many-columns"),
        (sheet_xml('<row r="1"><c\tr="XFD1"><v>1</v></c></row>'), "too-many-columns"),
        (sheet_xml("""<row r="1"><c x=" r='A1'" r="XFD1"><v>1</v></c></row>"""), "too-many-columns"),
        (sheet_xml('<row r="1">' + "<c><v>1</v></c>" * 1_001 + "</row>"), "too-many-columns"),
        (sheet_xml(f'<row r="1">{CELL}</row><row r="1048577"><c r="A1048577"><v>1</v></c></row>'), "sheet-size"),
        (sheet_xml(f'<row r="1">{CELL}</row><row r="2"><c r="A9999999"><v>1</v></c></row>'), "sheet-size"),
        (sheet_xml(f'<row r="1">{CELL}</row>' + "<row/>" * 1_050_000), "archive-ratio"),
        (sheet_xml('<row r="1"><c y=">" r="XFD1"><v>1</v></c></row>'), "too-many-columns"),
        (sheet_xml('<row r="1"><c y=> r="XFD1"><v>1</v></c></row>'), "archive-damaged"),
        (sheet_xml('<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'), "sheet-order"),
        (sheet_xml('<row r="1"><c r="99"><v>1</v></c></row><row><c><v>1</v></c></row>'), "archive-damaged"),
        (sheet_xml('<row r="1"><c r="A1B"><v>1</v></c></row>'), "archive-damaged"),
        (sheet_xml(f'<row r="1">{CELL}<!-- <row r="2"> --></row>'), "archive-entities"),
        (sheet_xml(f'<row r="1">{CELL}<![CDATA[<row>]]></row>'), "archive-entities"),
        (sheet_xml(f'<row r="1">{CELL}</row>').replace("</sheetData></worksheet>", ""), "archive-damaged"),
        ("<worksheet/>", "archive-damaged"),
        ("no xml at all", "archive-damaged"),
        (sheet_xml('<row r="1"><c r="A1"><v>1</c></row>'), "archive-damaged"),
    ],
)
def test_sheets_that_are_traps_or_damaged(sheet: str, code: str) -> None:
    assert code_of(raw_workbook(sheet)) == code


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1">',
        '<c\tr="XFD1">',
        '<c y=">" r="XFD1">',
        "<c x=\" r='A1'\" r='XFD1'>",
        '<c r = "XFD1" >',
        '<y:c r="XFD1">',
    ],
)
def test_no_cell_hides_from_the_measuring(cell: str) -> None:
    end = "</y:c>" if cell.startswith("<y") else "</c>"
    rows = f'<row r="1"><c r="A1"><v>1</v></c>{cell}<v>1</v>{end}</row><row r="2"><c r="A2"><v> r="A5" </v></c></row>'
    assert rectangle(rows.encode(), 0).columns == 16_384


def test_a_million_and_more_empty_rows() -> None:
    """Packed loosely enough to be let in, they end at Excel's own last row."""
    rows = "".join(f'<row r="{number}"/>' for number in range(1, 1_100_000))
    assert code_of(raw_workbook(sheet_xml(rows))) == "sheet-size"


def test_rows_out_of_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "_WINDOW", 1_000)
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in [*range(1, 20_000), 5])
    assert code_of(raw_workbook(sheet_xml(rows))) == "sheet-order"


def test_a_row_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "_WINDOW", 1_000)
    monkeypatch.setattr(windows, "_LONGEST", 10_000)
    cells = "".join(f'<c r="A1"><v>{number}</v></c>' for number in range(20_000))
    assert code_of(raw_workbook(sheet_xml(f'<row r="1">{cells}</row>'))) == "sheet-row-too-long"


@pytest.mark.parametrize("cut", [10, len(GOOD) // 2, len(GOOD) - 10], ids=["start", "middle", "end"])
def test_an_archive_that_is_cut_off(cut: int) -> None:
    assert code_of(GOOD[:cut]) == "archive-damaged"


def test_a_part_whose_checksum_is_wrong() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as opened:
        checksum = struct.pack("<L", opened.getinfo("xl/workbook.xml").CRC)
    assert code_of(GOOD.replace(checksum, struct.pack("<L", zlib.crc32(b"other")))) == "archive-damaged"


def test_packings_that_excel_does_not_use() -> None:
    assert code_of(zipped({"xl/workbook.xml": "<w/>"}, zipfile.ZIP_LZMA)) == "archive-method"


def test_a_password_on_the_archive() -> None:
    content = bytearray(GOOD)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    assert code_of(bytes(content)) == "file-encrypted"


@pytest.mark.parametrize("book", ["<workbook", "<workbook/>", f'<workbook xmlns="{MAIN}"><sheets/></workbook>'])
def test_a_workbook_without_sheets(book: str) -> None:
    content = raw_workbook(sheet_xml(""), {"xl/workbook.xml": book})
    assert code_of(content) in {"sheet-none", "archive-damaged"}
