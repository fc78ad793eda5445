"""The encoding of a text file, decided by all of its bytes, and the checks that need to see all of them."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from kamp.intake.errors import Refused
from kamp.intake.source import Source

ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1250", "iso-8859-15", "mac-roman", "cp850")
"""Encodings that can be chosen by name; without a choice: UTF-8, UTF-16 by its mark, else Windows-1252."""

LINE_LIMIT = 1_000_000
"""Bytes of one line."""

_BLOCK = 1 << 18
_ENOUGH = 10_000
_BOM8 = codecs.BOM_UTF8
_BOM16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_CP1252 = b"\x81\x8d\x8f\x90\x9d"
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


class _Lines:
    """Counts lines, and refuses NUL characters and endless lines as soon as they are seen."""

    def __init__(self) -> None:
        self.count = 0
        self._open = 0

    def watch(self, block: bytes) -> None:
        nul = block.find(b"\0")
        if nul >= 0:
            raise Refused("file-nul", line=self.line_of(block, nul))
        last = max(block.rfind(b"\n"), block.rfind(b"\r"))
        first = len(block) if last < 0 else len(re.split(rb"[\r\n]", block, maxsplit=1)[0])
        if self._open + first > LINE_LIMIT:
            raise Refused("line-too-long", line=self.count + 1, limit=LINE_LIMIT)
        self._open = self._open + first if last < 0 else len(block) - last - 1

    def line_of(self, block: bytes, offset: int) -> int:
        return self.count + _line_ends(block[:offset]) + 1

    def passed(self, block: bytes) -> None:
        self.count += _line_ends(block)


def _line_ends(block: bytes) -> int:
    """LF and CRLF count one each; CR counts only where there is no LF at all (an old Macintosh file)."""
    return block.count(b"\n") or block.count(b"\r")


def encoding_of(source: Source, chosen: str | None = None) -> str:
    """The name of the codec that reads ``source`` from its first byte to its last.

    Raises ``Refused`` for NUL characters, a line above ``LINE_LIMIT`` (without reading on) and bytes that belong to
    no encoding; with the line in each case.
    """
    if chosen is not None and chosen not in ENCODINGS:
        raise Refused("encoding-name", encoding=chosen, known=", ".join(ENCODINGS))
    with source.open() as file:
        start = file.read(4)
        file.seek(0)
        if start.startswith(_BOM16):
            _check(_utf16_blocks(file), "utf-8", "UTF-16")
            return "utf-16"
        if chosen == "utf-16":
            raise Refused("encoding-wrong", encoding="UTF-16", line=1)
        if chosen is None and not start.startswith(_BOM8):
            return _guess(file)
        encoding = chosen or "utf-8"
        _check(_blocks(file), encoding, encoding.upper())
        return "utf-8-sig" if encoding == "utf-8" and start.startswith(_BOM8) else encoding


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


def _utf16_blocks(file: BinaryIO) -> Iterator[bytes]:
    """The text in UTF-8, so that the same checks see it."""
    decoder = codecs.getincrementaldecoder("utf-16")("strict")
    lines = 0
    try:
        for block in _blocks(file):
            text = decoder.decode(block)
            lines += text.count("\n")
            yield text.encode()
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        raise Refused("encoding-wrong", encoding="UTF-16", line=lines + 1) from error


def _check(blocks: Iterator[bytes], encoding: str, shown: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines = _Lines()
    for block in blocks:
        lines.watch(block)
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            raise Refused("encoding-wrong", encoding=shown, line=lines.line_of(block, error.start)) from error
        lines.passed(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Refused("encoding-wrong", encoding=shown, line=lines.count + 1) from error


class _Guess:
    """What the bytes beyond ASCII have said so far about UTF-8 and Windows-1252; lines count from 1, 0 is none."""

    def __init__(self) -> None:
        self.decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self.wrong_line = self.undefined_line = 0
        self.sequences = self.strays = 0

    @property
    def open(self) -> bool:
        """Whether a letter has begun that the next block must end."""
        return bool(self.decoder.getstate()[0])

    def see(self, block: bytes, lines: _Lines) -> None:
        if not self.wrong_line:
            try:
                self.decoder.decode(block)
            except UnicodeDecodeError as error:
                self.wrong_line = lines.line_of(block, max(0, error.start))
        if self.sequences + self.strays < _ENOUGH:
            self.sequences += len(_SEQUENCE.findall(block))
            self.strays += len(_HIGH.findall(_SEQUENCE.sub(b"", block)))
        if not self.undefined_line and len(block.translate(None, _NOT_CP1252)) < len(block):
            place = next(at for at, byte in enumerate(block) if byte in _NOT_CP1252)
            self.undefined_line = lines.line_of(block, place)


def _guess(file: BinaryIO) -> str:
    """UTF-8 if every byte agrees; else Windows-1252, unless the rest speaks for UTF-8 with a damaged place."""
    lines, guess = _Lines(), _Guess()
    for block in _blocks(file):
        lines.watch(block)
        if not block.isascii() or guess.open:
            guess.see(block, lines)
        lines.passed(block)
    if not guess.wrong_line and not guess.open:
        return "utf-8"
    if guess.sequences > guess.strays:
        raise Refused("encoding-mixed", line=guess.wrong_line or lines.count + 1)
    if guess.undefined_line:
        raise Refused("encoding-unknown", line=guess.undefined_line)
    return "cp1252"
