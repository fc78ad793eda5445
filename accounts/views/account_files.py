"""The list of accounts as a file: exactly the rows that the same address shows, within the person's scope."""

from __future__ import annotations

import hashlib
import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.exports import account_fields
from accounts.forms.filters import narrowed
from accounts.jobs import EXPORT
from accounts.services.export_files import export_file
from accounts.tables import account_order
from accounts.views.account_rows import AccountRows, table_for
from kamp.jobs.models import Job, JobState
from kamp.jobs.services import enqueue
from kamp.shared.exports import TYPES, Format, as_attachment, download
from kamp.shared.paging import count_up_to
from kamp.shared.views import PermittedView

AT_ONCE = 5000
"""Rows of a workbook that are written while the person waits; more are written by a job."""


def file_name() -> str:
    """accounts-2026-11-22"""
    return _("accounts") + f"-{timezone.localdate():%Y-%m-%d}"


class AccountCsv(AccountRows):
    """As text with commas, sent while it is read, whatever the number of rows."""

    permission_required = "accounts.export_accounts"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self._file(request, Format.CSV)

    def _file(self, request: HttpRequest, kind: Format) -> HttpResponseBase:
        order = account_order(table_for(request.GET, request.user), request.GET)
        rows = narrowed(self.scoped(), request.GET, request.user).order_by(*order.expressions())
        return download(name=file_name(), kind=kind, fields=account_fields(), queryset=rows, title=_("Accounts"))


class AccountXlsx(AccountCsv):
    """As a workbook; a large one is made in the background after a second click."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        count = count_up_to(narrowed(self.scoped(), request.GET, request.user), AT_ONCE)
        if not count.more:
            return self._file(request, Format.XLSX)
        context = {"limit": AT_ONCE, "query": request.GET.urlencode()}
        return render(request, "accounts/account_large_file.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        query = request.GET.urlencode()
        mark = hashlib.sha256(f"{request.user.pk} {query}".encode()).hexdigest()
        payload = {"file": str(uuid.uuid4()), "query": query, "user_id": request.user.pk}
        job = enqueue(kind=EXPORT.key, payload=payload, by=request.user, key=mark, at=timezone.now())
        return redirect("jobs:progress", job_id=job.pk)


class AccountMadeFile(PermittedView):
    """A workbook that a job has made, for the person who asked for it, for a day."""

    permission_required = "accounts.export_accounts"

    def get(self, request: HttpRequest, file: uuid.UUID) -> HttpResponseBase:
        mine = Job.objects.filter(
            created_by=request.user, kind=EXPORT.key, state=JobState.DONE, payload__file=str(file)
        )
        path = export_file(file)
        if not mine.exists() or not path.exists():
            raise Http404
        return as_attachment(FileResponse(path.open("rb"), content_type=TYPES[Format.XLSX]), file_name(), Format.XLSX)
