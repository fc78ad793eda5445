"""The sheets of a workbook, read by calamine window by window, so that memory does not grow with the sheet.

calamine keeps a whole sheet in memory (0.6 GB for 1,000,000 rows of 8 cells). It is therefore given the sheet in
pieces: each window of rows becomes a small workbook of its own with the strings and formats of the original.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook

from kamp.intake.archive import Archive
from kamp.intake.cells import Unvalued, column_texts
from kamp.intake.errors import Refused
from kamp.intake.windows import UNVALUED, Window, windows

_SMALL_PART = 1 << 23
_STRINGS = 1 << 26
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_PART = "xl/worksheets/sheet1.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FRAME = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/{_SHEET_PART}" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="%d"/>'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_NO_STRINGS = f'<sst xmlns="{_MAIN}" count="0" uniqueCount="0"/>'.encode()
_NO_STYLES = f'<styleSheet xmlns="{_MAIN}"/>'.encode()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A checked workbook: ``sheets`` gives the part of each sheet that can be read, visible ones first."""

    archive: Archive
    sheets: dict[str, str]
    since_1904: bool

    def rows(self, sheet: str) -> Iterator["Cells"]:
        """The filled rows of ``sheet`` in stretches. Raises ``Refused`` for a damaged or monstrous sheet."""
        frame = self._frame()
        part = self.sheets[sheet]
        for window in windows(self.archive.pieces(part), sheet, self.archive.parts[part].file_size):
            yield _parsed(window, frame, sheet)

    def _frame(self) -> dict[str, bytes]:
        """The parts of every window but its rows."""
        parts = {name: text.encode() for name, text in _FRAME.items()}
        parts["xl/workbook.xml"] = (_BOOK % self.since_1904).encode()
        parts["xl/styles.xml"] = self._part("xl/styles.xml", _SMALL_PART) or _NO_STYLES
        parts["xl/sharedStrings.xml"] = self._part("xl/sharedStrings.xml", _STRINGS) or _NO_STRINGS
        return parts

    def _part(self, name: str, limit: int) -> bytes:
        found = next((part for part in self.archive.parts if part.lower() == name.lower()), None)
        return self.archive.read(found, limit) if found else b""


@dataclass(frozen=True, slots=True)
class Cells:
    """Some rows of a sheet: the number of each, and its texts by column (``start`` is the number of the first)."""

    rows: range
    start: int
    columns: list[list[str]]
    share: float


def workbook_of(archive: Archive) -> Workbook:
    """The sheets of ``archive``. Raises ``Refused`` if it has none or its list of sheets is damaged."""
    try:
        book = ET.fromstring(archive.read("xl/workbook.xml", _SMALL_PART))  # noqa: S314  MEANT: entities are refused
        relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels", _SMALL_PART))  # noqa: S314  MEANT: likewise
    except (ET.ParseError, KeyError, ValueError) as error:
        raise Refused("archive-damaged", part="xl/workbook.xml") from error
    targets = {
        relation.get("Id", ""): _path(relation.get("Target", ""))
        for relation in relations
        if relation.get("Type", "").endswith("/worksheet")
    }
    shown: dict[str, str] = {}
    hidden: dict[str, str] = {}
    for sheet in book.iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        part = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or "")
        if part in archive.parts:
            (shown if sheet.get("state", "visible") == "visible" else hidden)[sheet.get("name", "")] = part
    properties = next((node for node in book if node.tag.endswith("}workbookPr")), None)
    since_1904 = properties is not None and properties.get("date1904") in {"1", "true", "on"}
    if not shown and not hidden:
        raise Refused("sheet-none")
    return Workbook(archive, {**shown, **hidden}, since_1904)


def _path(target: str) -> str:
    """The part that a relation of the workbook points to."""
    if target.startswith("/"):
        return target[1:]
    return f"xl/{target.removeprefix('./')}"


def _parsed(window: Window, frame: dict[str, bytes], sheet: str) -> Cells:
    """The window as calamine reads it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in frame.items():
            archive.writestr(name, content)
        archive.writestr(_SHEET_PART, window.document)
    packed.seek(0)
    try:
        with CalamineWorkbook.from_filelike(packed) as book:
            read = book.get_sheet_by_index(0)
            row, column = read.start or (0, 0)
            values = read.to_python()  # from the first filled row on; iter_rows begins at row 1
    except BaseException as error:  # a panic of the parser is no Exception
        if not isinstance(error, CalamineError | OSError | ValueError) and type(error).__name__ != "PanicException":
            raise
        raise Refused("archive-damaged", part=sheet) from error
    columns = [column_texts(cells) for cells in zip(*values, strict=True)]
    if window.unvalued:
        columns = [[_unvalued(text) for text in texts] for texts in columns]
    first = window.offset + row + 1
    return Cells(range(first, first + len(values)), column, columns, window.share)


def _unvalued(text: str) -> str:
    return Unvalued(text[1:]) if text.startswith(UNVALUED) else text
