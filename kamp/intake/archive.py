"""An XLSX archive, checked before any parser sees it: its directory first, then every byte as it is unpacked.

Nothing here trusts a declared size: parts are unpacked in small pieces, counted and compared with what the directory
says, and unpacking stops at the first piece too many.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from kamp.intake.errors import Refused
from kamp.intake.source import Source

RATIO = 100
"""How many times its packed size a part may have."""

TOTAL = 1 << 30
"""Bytes of all parts together, unpacked."""

ENTRIES = 1000
"""Parts of one workbook."""

_SMALL = 1 << 20
_DIRECTORY = 1 << 18
_PIECE = 1 << 16
_HEAD = 512
_MEGABYTE = 1 << 20
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_WIDE_MARK = b"PK\x06\x07"
_LOCAL = struct.Struct("<4s5H3L2H")
_LOCAL_MARK = b"PK\x03\x04"
_MARKUP = (".xml", ".rels", ".vml")
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_OTHERS = (
    ("word/", "file-word"),
    ("ppt/", "file-powerpoint"),
    ("xl/workbook.bin", "file-xlsb"),
    ("mimetype", "file-opendocument"),
)


@dataclass(frozen=True, slots=True)
class Archive:
    """A checked archive: ``parts`` by name."""

    source: Source
    parts: dict[str, zipfile.ZipInfo]

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, in pieces of at most 256 KB, counted and checked as they come."""
        with self.source.open() as file:
            yield from _unpacked(file, self.parts[name])

    def read(self, name: str, limit: int) -> bytes:
        """All bytes of a part that is not larger than ``limit``."""
        if self.parts[name].file_size > limit:
            raise Refused("archive-too-large", limit=limit // _MEGABYTE)
        return b"".join(self.pieces(name))


def checked_archive(source: Source) -> Archive:
    """The archive of a workbook that is safe to read.

    Raises ``Refused``: another kind of archive, damaged, too many parts, too large, packed too tightly, wrong sizes,
    macros, links to other workbooks, entity declarations, encodings other than UTF-8.
    """
    with source.open() as file:
        parts = _directory(file)
    _check_directory(parts, source.size)
    archive = Archive(source, {part.filename: part for part in parts})
    for part in parts:
        _check_part_bytes(archive, part.filename)
    return archive


def _directory(file: BinaryIO) -> list[zipfile.ZipInfo]:
    """The central directory, whose size is bounded before it is read."""
    size = file.seek(0, 2)
    file.seek(max(0, size - (1 << 16) - _END.size - 20))
    end = file.read()
    at = end.rfind(_END_MARK)
    if at < 0 or len(end) - at < _END.size:
        raise Refused("archive-damaged", part="directory")
    _, _, _, _, entries, directory, _, _ = _END.unpack_from(end, at)
    if entries > ENTRIES or directory > _DIRECTORY or _WIDE_MARK in end[max(0, at - 20) : at]:
        raise Refused("archive-entries", limit=ENTRIES)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise Refused("archive-damaged", part="directory") from error
    return [part for part in parts if not part.filename.endswith("/")]


def _check_directory(parts: list[zipfile.ZipInfo], size: int) -> None:
    names = [part.filename for part in parts]
    lower = {name.lower() for name in names}
    if "xl/workbook.xml" not in names:
        for start, code in _OTHERS:
            if any(name.startswith(start) for name in lower):
                raise Refused(code)
        raise Refused("file-zip")
    if any(name.endswith("vbaproject.bin") for name in lower):
        raise Refused("archive-macros")
    if any(name.startswith("xl/externallinks/") for name in lower):
        raise Refused("archive-links")
    if len(lower) != len(parts):
        raise Refused("archive-damaged", part="directory")
    for part in parts:
        _check_part(part)
    total = sum(part.file_size for part in parts)
    if total > TOTAL:
        raise Refused("archive-too-large", limit=TOTAL // _MEGABYTE)
    if total > _SMALL and total > RATIO * size:
        raise Refused("archive-ratio", limit=RATIO, part="directory")


def _check_part(part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 0x1:
        raise Refused("file-encrypted")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("archive-method", part=part.filename)
    if part.file_size > _SMALL and part.file_size > RATIO * part.compress_size:
        raise Refused("archive-ratio", limit=RATIO, part=part.filename)


def _check_part_bytes(archive: Archive, name: str) -> None:
    """Unpack a part once, which checks its size and sum; markup is searched for what must not be in it."""
    markup = name.lower().endswith(_MARKUP)
    head = tail = b""
    for piece in archive.pieces(name):
        if markup:
            head += piece[: max(0, _HEAD - len(head))]
            tail += piece
            if _ENTITY.search(tail):
                raise Refused("archive-entities", part=name)
            tail = tail[-16:]
    declared = _ENCODING.match(head.removeprefix(b"\xef\xbb\xbf").lstrip())
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
        raise Refused("archive-encoding", part=name)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"utf8"):
        raise Refused("archive-encoding", part=name)


def _unpacked(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of ``part``: never more than it declares, with the checksum it declares."""
    packed = _packed(file, part)
    unpack = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    count = checksum = 0
    try:
        for piece in _inflated(packed, unpack):
            count += len(piece)
            if count > part.file_size:
                raise Refused("archive-size", part=part.filename)
            checksum = zlib.crc32(piece, checksum)
            yield piece
    except zlib.error as error:
        raise Refused("archive-damaged", part=part.filename) from error
    if count != part.file_size or checksum != part.CRC or (unpack is not None and not unpack.eof):
        raise Refused("archive-damaged", part=part.filename)


def _inflated(packed: Iterator[bytes], unpack: "zlib._Decompress | None") -> Iterator[bytes]:
    for piece in packed:
        if unpack is None:
            yield piece
            continue
        rest = piece
        while rest and not unpack.eof:
            yield unpack.decompress(rest, 4 * _PIECE)
            rest = unpack.unconsumed_tail
    if unpack is not None:
        yield unpack.flush()


def _packed(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The packed bytes of ``part``, from where its local header says."""
    offset = max(0, part.header_offset)
    file.seek(offset)
    header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(_LOCAL_MARK):
        raise Refused("archive-damaged", part=part.filename)
    *_, name, extra = _LOCAL.unpack(header)
    position = offset + _LOCAL.size + name + extra
    left = part.compress_size
    while left:
        file.seek(position)
        piece = file.read(min(left, _PIECE))
        if not piece:
            raise Refused("archive-damaged", part=part.filename)
        position += len(piece)
        left -= len(piece)
        yield piece
