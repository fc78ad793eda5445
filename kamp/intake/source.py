"""A file as it was given, and what it really is: told from its bytes, never from its name."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path, PurePath
from typing import BinaryIO, Literal

from kamp.intake.errors import Refused

HEAD = 8192

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "file-pdf"),
    (b"\x89PNG", "file-image"),
    (b"GIF87a", "file-image"),
    (b"GIF89a", "file-image"),
    (b"\xff\xd8\xff", "file-image"),
    (b"II*\x00", "file-image"),
    (b"MM\x00*", "file-image"),
    (b"\x1f\x8b", "file-compressed"),
    (b"BZh91AY", "file-compressed"),
    (b"\xfd7zXZ\x00", "file-compressed"),
    (b"7z\xbc\xaf\x27\x1c", "file-compressed"),
    (b"Rar!", "file-compressed"),
    (b"\x28\xb5\x2f\xfd", "file-compressed"),
    (b"{\\rtf", "file-rtf"),
    (b"SQLite format 3", "file-binary"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    rb"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div|style)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(rb"<\?xml|<(?:[\w.-]+:)?Workbook\b")
_JSON = re.compile(rb'(?:\[\s*)?\{\s*(?:"[^"\n]*"\s*:|\})|\[\s*\[')
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x00")) + b"\x7f"
_CONTROL_SHARE = 0.05
_CONTROL_COUNT = 16


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, any number of times: a path, or an open binary file that can be sought in.

    An open file is used by one reader at a time and is left open.
    """

    file: Path | BinaryIO
    name: str

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The file at its beginning."""
        if isinstance(self.file, Path):
            with self.file.open("rb") as opened:
                yield opened
        else:
            self.file.seek(0)
            yield self.file

    @property
    def size(self) -> int:
        """Bytes."""
        if isinstance(self.file, Path):
            return self.file.stat().st_size
        return self.file.seek(0, SEEK_END)


def source_of(file: Path | BinaryIO, name: str | None = None) -> Source:
    """``file`` as a source; ``name`` is what joins and messages call it, by default its own name."""
    own = file if isinstance(file, Path) else getattr(file, "name", None)
    return Source(file, name or PurePath(str(own or "file")).name)


def sort_of(source: Source) -> Literal["text", "archive"]:
    """Whether the file is text or a ZIP archive, from its first bytes.

    Raises ``Refused`` with the code of what it is instead (PDF, old Excel, picture, web page …).
    """
    with source.open() as file:
        head = file.read(HEAD)
        if not head:
            raise Refused("file-empty")
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
            return "archive"
        if head.startswith(_OLE):
            raise Refused("file-encrypted" if _ENCRYPTED in head + file.read(1 << 20) else "file-xls")
    for magic, code in _MAGIC:
        if head.startswith(magic):
            raise Refused(code)
    if not head.startswith(_UTF16):
        _refuse_markup(head.removeprefix(b"\xef\xbb\xbf").lstrip())
        _refuse_binary(head)
    return "text"


def _refuse_markup(head: bytes) -> None:
    for pattern, code in ((_HTML, "file-html"), (_XML, "file-xml"), (_JSON, "file-json")):
        if pattern.match(head):
            raise Refused(code)


def _refuse_binary(head: bytes) -> None:
    """NUL is left to the scan, which knows its line."""
    if len(head) - len(head.translate(None, _CONTROLS)) > max(_CONTROL_COUNT, _CONTROL_SHARE * len(head)):
        raise Refused("file-binary")
