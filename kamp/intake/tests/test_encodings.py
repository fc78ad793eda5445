"""The encoding is decided by the whole file, and what belongs to none is refused with its line (quality C41)."""

from __future__ import annotations

import codecs
import io

import pytest

from kamp.intake.encodings import LINE_LIMIT, encoding_of
from kamp.intake.source import source_of
from kamp.intake.tests.support import refusal, table_of, whole

pytestmark = pytest.mark.unit

TEXT = "code;città\n1;Forlì € “x”\n2;Köln\n"
FAR = "1;x\n" * 200_000  # beyond the first block


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (b"code;name\n1;x\n", "utf-8"),
    ],
)
def test_the_text_is_the_same_in_every_encoding(content: bytes, encoding: str) -> None:
    table = table_of(content)
    assert table.encoding == encoding
    if encoding != "utf-8" or b"citt" in content:
        assert whole(table).columns == {"code": ["1", "2"], "città": ["Forlì € “x”", "Köln"]}


def test_one_letter_at_the_very_end_decides_for_windows() -> None:
    table = table_of(b"code;name\n" + FAR.encode() + "2;Forlì\n".encode("cp1252"))
    assert table.encoding == "cp1252"
    assert whole(table).columns["name"][-1] == "Forlì"


@pytest.mark.parametrize("shift", range(5))
def test_a_letter_across_the_border_of_two_blocks_is_no_error(shift: int) -> None:
    content = b"code;name\n" + b"1;" + b"y" * shift + "è".encode() * 150_000 + b"\n"
    content = content.replace("è".encode() * 100, "è".encode() * 99 + b"\n1;")  # lines stay short
    assert encoding_of(source_of(io.BytesIO(content))) == "utf-8"


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("a;b\n1;è\n2;à\n3;ù\n".encode() + b"4;\xe8\n", "encoding-mixed", 5),
        (b"a;b\n1;\x81\n", "encoding-unknown", 2),
        (codecs.BOM_UTF8 + b"a;b\n1;\xe8x\n", "encoding-wrong", 2),
        ("a;b\n1;x\n".encode("utf-16")[:-1], "encoding-wrong", 2),
        (b"a;b\n1;x\n2;\0\n", "file-nul", 3),
        ("a;b\n1;\0\n".encode("utf-16"), "file-nul", 2),
        (b"a;b\r1;x\r2;y\r" + b"3;\0", "file-nul", 4),
        (b"a;b\n" + b"x" * (LINE_LIMIT + 1), "line-too-long", 2),
        (b"a;b\n1;x\n" + FAR.encode() + b"y" * (LINE_LIMIT + 1) + b"\n", "line-too-long", 200_003),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(content: bytes, code: str, line: int) -> None:
    error = refusal(content)
    assert (error.code, error.params["line"]) == (code, line)


def test_an_endless_line_is_refused_without_reading_on() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

        def seek(self, offset: int, whence: int = 0) -> int:
            return 0

    endless = Endless()
    with pytest.raises(Exception, match="longer than") as caught:
        encoding_of(source_of(endless, "endless.csv"))  # type: ignore[arg-type]
    assert caught.value.code == "line-too-long"  # type: ignore[attr-defined]
    assert endless.given < 2 * LINE_LIMIT


def test_an_encoding_can_be_chosen() -> None:
    assert whole(table_of("a;b\n1;Łódź\n".encode("cp1250"), encoding="cp1250")).columns["b"] == ["Łódź"]
    assert refusal(b"a;b\n1;\xe8\n", encoding="utf-8").code == "encoding-wrong"
    assert refusal(b"a;b\n1;x\n", encoding="utf-16").code == "encoding-wrong"
    assert refusal(b"a;b\n", encoding="ebcdic").code == "encoding-name"
