"""The sales plan as files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kamp.shared.exports import TYPES, Format, as_attachment, csv_parts, write_xlsx
from planning.exports.sales_plan import actual_labels, actual_rows, line_labels, line_rows
from planning.selectors.tracking import tracking_of
from planning.views.sales.base import SalesPage


def as_file(
    name: str, kind: Format, title: str, labels: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase:
    """A table as an attachment; the name is made safe for every file system."""
    name = slugify(name) or "kamp"
    if kind is Format.CSV:
        return as_attachment(StreamingHttpResponse(csv_parts(labels, rows), content_type=TYPES[kind]), name, kind)
    file = tempfile.TemporaryFile()  # noqa: SIM115  MEANT: the response closes it
    write_xlsx(file, title, labels, rows)
    file.seek(0)
    return as_attachment(FileResponse(file, content_type=TYPES[kind]), name, kind)


class LinesFile(SalesPage):
    """Every line with its months."""

    permission_required = "accounts.export_accounts"

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
        name = f"{self.plan.account.name} {_('Sales plan')} {self.today:%Y-%m-%d}"
        return as_file(name, Format(kind), _("Sales plan"), line_labels(self.sales), line_rows(self.sales))


class ActualFile(SalesPage):
    """Planned against actual, month by month."""

    permission_required = "accounts.export_accounts"

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
        tracking = tracking_of(self.plan, self.sales.sheets, self.today)
        name = f"{self.plan.account.name} {_('Planned and actual')} {self.today:%Y-%m-%d}"
        return as_file(name, Format(kind), _("Planned and actual"), actual_labels(tracking), actual_rows(tracking))
