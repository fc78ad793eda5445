"""Lists as files: CSV sent while it is read, XLSX with real numbers and dates; neither can run anything (C38).

In CSV a text that a spreadsheet would run gets an apostrophe before it, which an import takes off again; in XLSX such a
cell is marked as text, as the spreadsheet itself would. Dates are ISO, decimals have a dot, in every language; moments
are of the zone of the person, in CSV with its offset.
"""

from __future__ import annotations

import csv
import datetime
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header

from kamp.shared.neutral import is_formula, neutralise, restore

CHUNK = 2000
_SHEET_NAME = 31


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column of a file: ``path`` is the ORM path of its value, ``write`` turns the value into what is written."""

    key: str
    label: Any
    path: str
    write: Callable[[Any], Any] | None = None


def rows_of(fields: Sequence[Field], queryset: QuerySet[Any]) -> Iterator[list[Any]]:
    """The values of ``queryset`` in the order of ``fields``, read in pieces so that memory stays small."""
    writers = [(number, field.write) for number, field in enumerate(fields) if field.write]
    for values in queryset.values_list(*(field.path for field in fields)).iterator(chunk_size=CHUNK):
        row = list(values)
        for number, write in writers:
            row[number] = write(row[number])
        yield row


def csv_parts(labels: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file in pieces: UTF-8 with the mark that spreadsheets look for, comma, quotes where needed."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([neutralise(label) for label in labels])
    for number, row in enumerate(rows, 1):
        writer.writerow([_csv_cell(value) for value in row])
        if number % CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _in_zone(rows: Iterable[list[Any]], zone: datetime.tzinfo) -> Iterator[list[Any]]:
    """``rows`` with their moments in ``zone``: a file that leaves while it is read outlives the zone of the request."""
    for row in rows:
        yield [value.astimezone(zone) if isinstance(value, datetime.datetime) else value for value in row]


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str):
        return neutralise(value)
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="minutes")
    return "" if value is None else value


def _plain(value: Decimal) -> str:
    """Exact, without exponent and without empty decimals: 12.5, 100, -3."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_xlsx(target: IO[bytes], title: str, labels: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes one sheet to ``target`` in constant memory: numbers and dates as such, texts as texts."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        harmless = book.add_format({"quote_prefix": True})
        for column, label in enumerate(labels):
            sheet.write_string(0, column, label, head)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if value is None or value == "":
                    continue
                if isinstance(value, str):
                    text = value if restore(value) == value else f"'{value}"  # so that an import gives it back
                    sheet.write_string(line, column, text, harmless if is_formula(text) else None)
                elif isinstance(value, datetime.datetime):  # a workbook knows no zones
                    sheet.write_datetime(line, column, value.replace(tzinfo=None), moment)
                elif isinstance(value, datetime.date):
                    sheet.write_datetime(line, column, value, day)
                else:
                    sheet.write_number(line, column, value)


def _sheet_name(title: str) -> str:
    return "".join(c for c in title if c not in "[]:*?/\\'")[:_SHEET_NAME] or "KAMP"


TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(
    *, name: str, kind: Format, fields: Sequence[Field], queryset: QuerySet[Any], title: str
) -> HttpResponseBase:
    """``queryset`` as a file called ``name`` with the extension of ``kind``; CSV leaves while it is read."""
    labels = [str(field.label) for field in fields]
    rows = _in_zone(rows_of(fields, queryset), timezone.get_current_timezone())
    if kind is Format.CSV:
        return as_attachment(StreamingHttpResponse(csv_parts(labels, rows), content_type=TYPES[kind]), name, kind)
    file = tempfile.TemporaryFile()  # noqa: SIM115  MEANT: the response closes it
    write_xlsx(file, title, labels, rows)
    file.seek(0)
    return as_attachment(FileResponse(file, content_type=TYPES[kind]), name, kind)


def as_attachment(response: HttpResponseBase, name: str, kind: Format) -> HttpResponseBase:
    """``response`` as a file called ``name`` with the extension of ``kind``."""
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
