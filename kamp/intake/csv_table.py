"""The rows of a CSV file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from typing import BinaryIO

from kamp.intake.cutting import Shape, slices
from kamp.intake.dialects import Layout, layout_of
from kamp.intake.encodings import encoding_of
from kamp.intake.slices import Slice
from kamp.intake.source import Source

_SAMPLE = 1 << 16


@dataclass(frozen=True, slots=True)
class CsvRows:
    """A CSV file whose encoding and layout are known."""

    source: Source
    encoding: str
    layout: Layout

    def slices(self, rows: int) -> Iterator[tuple[Slice, float]]:
        """The rows below the header, with the share of the file that is read."""
        size = self.source.size or 1
        shape = Shape(self.layout.delimiter, len(self.layout.header), self.layout.first_line)
        with self.source.open() as file, _text(file, self.encoding) as text:
            for _ in islice(text, self.layout.first_line - 1):
                pass
            for piece in slices(text, shape, rows):
                yield piece, min(1.0, file.tell() / size)


def csv_rows(source: Source, *, encoding: str | None, delimiter: str | None, header_line: int | None) -> CsvRows:
    """The file, looked through once. Raises ``Refused``."""
    encoding = encoding_of(source, encoding)
    with source.open() as file, _text(file, encoding) as text:
        lines = text.readlines(_SAMPLE)
    return CsvRows(source, encoding, layout_of(lines, delimiter=delimiter, header_line=header_line))


@contextmanager
def _text(file: BinaryIO, encoding: str) -> Iterator[TextIOWrapper]:
    """The text of the file; line ends stay as they are, and the file is not closed with the text."""
    text = TextIOWrapper(file, encoding, newline="")
    try:
        yield text
    finally:
        text.detach()
