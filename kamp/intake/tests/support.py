"""Files for the tests, made when they run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from kamp.intake.errors import IntakeError, RowError
from kamp.intake.reading import Chunk, ReadOptions, Table, open_table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def table_of(content: bytes | str, name: str = "file.csv", **options: Any) -> Table:
    """The table in ``content``."""
    raw = content.encode() if isinstance(content, str) else content
    return open_table(io.BytesIO(raw), name=name, options=ReadOptions(**options))


def whole(table: Table, rows: int = 50_000) -> Chunk:
    """All rows of a table as one chunk; every sentence of its errors is made, so that none lacks a parameter."""
    columns: dict[str, list[str]] = {name: [] for name in table.columns}
    lines: list[int] = []
    bad = []
    for chunk in table.chunks(rows):
        lines.extend(chunk.lines)
        bad.extend(chunk.bad)
        for name, texts in chunk.columns.items():
            assert len(texts) == len(chunk.lines)
            columns[name].extend(texts)
    for row in bad:
        assert RowError(row.line, "", "", row.fault.code, row.fault.params).message()
    for notice in table.notices:
        assert notice.message()
    return Chunk(lines, columns, bad, 1.0)


def refusal(content: bytes | str, **options: Any) -> IntakeError:
    """Why ``content`` is refused, when it is opened or when it is read."""
    with pytest.raises(IntakeError) as caught:
        whole(table_of(content, **options))
    assert caught.value.message()
    return caught.value


def workbook_bytes(sheets: Mapping[str, Sequence[Sequence[object]]], **formats: str) -> bytes:
    """A workbook written by xlsxwriter: its dates are formatted, its texts are texts."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    ) as book:
        day = book.add_format({"num_format": formats.get("date", "dd/mm/yyyy")})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for position, value in enumerate(row):
                    if hasattr(value, "year"):
                        sheet.write_datetime(number, position, value, day)
                    elif value is not None:
                        sheet.write(number, position, value)
    return out.getvalue()


def sheet_xml(rows: str, before: str = "", attributes: str = f'xmlns="{MAIN}"') -> str:
    """The document of a worksheet with these rows."""
    opening = f'<?xml version="1.0" encoding="UTF-8"?><worksheet {attributes}>'
    return f"{opening}{before}<sheetData>{rows}</sheetData></worksheet>"


def raw_workbook(sheet: str | bytes, others: Mapping[str, str | bytes] | None = None) -> bytes:
    """A workbook whose only sheet is the given document, with the given parts besides (or instead)."""
    base = workbook_bytes({"Data": [["x"]]})
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    return zipped({**parts, "xl/worksheets/sheet1.xml": sheet, **(others or {})})


def zipped(
    parts: Mapping[str, str | bytes] | Iterable[tuple[str, str | bytes]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(name, content)
    return out.getvalue()


def written(path: Path, content: bytes | str) -> Path:
    """``path`` with this content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
