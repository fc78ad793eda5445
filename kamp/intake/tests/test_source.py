"""A file is what its bytes say, not what its name says (quality C41, "a file that is not what its name says")."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma

import pytest

from kamp.intake.tests.support import refusal, table_of, whole, workbook_bytes, zipped

pytestmark = pytest.mark.unit

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TABLE = b"code,name\nA,Alpha\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "file-pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "file-image"),
        (b"GIF89a" + bytes(50), "file-image"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "file-image"),
        (b"II*\x00" + bytes(50), "file-image"),
        (gzip.compress(TABLE), "file-compressed"),
        (bz2.compress(TABLE), "file-compressed"),
        (lzma.compress(TABLE), "file-compressed"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "file-compressed"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "file-compressed"),
        (b"{\\rtf1\\ansi Name}", "file-rtf"),
        (b"<!DOCTYPE html><html><table><tr><td>A", "file-html"),
        (b"\xef\xbb\xbf  \n<table border=1>", "file-html"),
        (b"<!-- saved --><HTML>", "file-html"),
        (b'<?xml version="1.0"?><Workbook>', "file-xml"),
        (b'[{"code": "A"}]', "file-json"),
        (b'{\n "code": "A"}', "file-json"),
        (OLE, "file-xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "file-encrypted"),
        (bytes(range(1, 32)) * 40, "file-binary"),
        (b"SQLite format 3\x00", "file-binary"),
        (zipped({"word/document.xml": "<w/>"}), "file-word"),
        (zipped({"ppt/presentation.xml": "<p/>"}), "file-powerpoint"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "file-opendocument"),
        (zipped({"xl/workbook.bin": b"\0"}), "file-xlsb"),
        (zipped({"sales.csv": TABLE}), "file-zip"),
        (zipped({}), "file-zip"),
    ],
)
def test_what_is_no_table_is_refused_by_its_name(content: bytes, code: str) -> None:
    assert refusal(content, name="sales.csv").code == code


@pytest.mark.parametrize("name", ["sales.pdf", "sales.xlsx", "sales", ""])
def test_text_is_read_as_text_whatever_it_is_called(name: str) -> None:
    assert whole(table_of(TABLE, name=name)).columns == {"code": ["A"], "name": ["Alpha"]}


def test_a_workbook_is_read_as_one_though_it_is_called_csv() -> None:
    content = workbook_bytes({"Data": [["code"], ["A"]]})
    assert whole(table_of(content, name="sales.csv")).columns == {"code": ["A"]}


@pytest.mark.parametrize(
    "start", ["[Code],[Name]\nA,B\n", "BMW,Fiat\n1,2\n", "PAR1;PAR2\n1;2\n", "<5,>5\n1,2\n", "{code},x\n1,2\n"]
)
def test_a_table_that_begins_strangely_is_still_a_table(start: str) -> None:
    assert len(whole(table_of(start)).lines) == 1


def test_the_name_of_a_file_without_one() -> None:
    assert table_of(TABLE, name="").name == "file"


def test_an_open_file_is_left_open_and_can_be_read_again() -> None:
    from kamp.intake.reading import open_table

    file = io.BytesIO(TABLE)
    table = open_table(file, name="x.csv")
    assert whole(table) == whole(table)
    assert not file.closed
