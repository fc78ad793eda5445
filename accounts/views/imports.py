"""The import wizard: file, columns, check, result. Nothing typed or uploaded is lost by an error."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.forms.imports import ColumnsForm, UploadForm
from accounts.kinds.catalog import KINDS
from accounts.models import DataImport, SavedMapping
from accounts.models.imports import ImportState
from accounts.selectors.imports import imports_of, kinds_of, mappings_for
from accounts.services.imports import requests as wizard
from accounts.services.imports.mappings import mark_used, plan_of, save_mapping
from accounts.services.imports.messages import told
from accounts.services.imports.reopening import reopen
from accounts.tables import IMPORTS
from accounts.views.import_parts import COLUMNS_STEP, examples_of, good_rows, problems_of, steps_of, undo_reason
from kamp.intake.errors import IntakeError
from kamp.shared.addresses import address_of
from kamp.shared.errors import DomainError
from kamp.shared.paging import page_of
from kamp.shared.views import PermittedView, ScopedView

IMPORT = "accounts.import_facts"


class ImportList(PermittedView):
    """What was imported, by whom, and what came of it."""

    permission_required = IMPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        column, descending = IMPORTS.sorting(request.GET)
        page = page_of(imports_of(request.user), column.order(descending=descending), request.GET.get("after", ""))
        context = {"page": page, "heads": IMPORTS.heads(request.GET), "lines": list(IMPORTS.lines(page.rows))}
        return render(request, "accounts/imports/import_list.html", context)


class ImportNew(PermittedView):
    """Step 1: what is imported, and the file."""

    permission_required = IMPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(kinds=kinds_of(request.user), initial={"kind": request.GET.get("kind", "sales")})
        return self._show(request, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES, kinds=kinds_of(request.user))
        if form.is_valid():
            uploads = [form.cleaned_data["file"], *form.cleaned_data["beside"]]
            try:
                made = wizard.create_import(
                    kind=form.cleaned_data["kind"], uploads=uploads, by=request.user, at=timezone.now()
                )
            except IntakeError as problem:
                form.add_error("file", told(problem.code, problem.params))
            except DomainError as problem:
                form.add_error(problem.field or None, str(problem))
            else:
                return redirect("imports:import_columns", pk=made.pk)
        return self._show(request, form, 422)

    def _show(self, request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "kinds": kinds_of(request.user),
            "steps": steps_of(None),
            "megabytes": settings.KAMP_IMPORT_MAX_BYTES // 2**20,
        }
        return render(request, "accounts/imports/import_new.html", context, status=status)


class ImportTemplate(PermittedView):
    """An empty file of a kind, with its columns in the language of the person and one example row."""

    permission_required = IMPORT

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in KINDS:
            raise Http404
        spec = KINDS.get(kind)
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow([_(field.label) for field in spec.fields])
        writer.writerow([spec.example.get(field.key, "") for field in spec.fields])
        response = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="kamp-{spec.key}.csv"'
        return response


class ImportView(ScopedView):
    """A view of one import in the person's scope."""

    abstract = True
    permission_required = IMPORT

    def scoped(self) -> QuerySet[DataImport]:
        return imports_of(self.request.user)

    def in_scope(self) -> bool:
        return self.scoped().filter(pk=self.kwargs["pk"]).exists()

    def found(self) -> DataImport:
        return get_object_or_404(self.scoped(), pk=self.kwargs["pk"])

    def page(self, template: str, data_import: DataImport, status: int = 200, **content: Any) -> HttpResponse:
        """A page of the wizard about ``data_import``."""
        kind = KINDS.get(data_import.kind)
        context = {"data_import": data_import, "kind": kind, "steps": steps_of(data_import), **content}
        return render(self.request, f"accounts/imports/{template}.html", context, status=status)


def place_of(data_import: DataImport) -> str:
    """The address where the import stands: its check, or its result."""
    settled = data_import.state in {ImportState.APPLIED, ImportState.UNDONE}
    return address_of(f"imports:import_{'result' if settled else 'check'}", data_import.pk)


class ImportColumns(ImportView):
    """Step 2: where each field comes from."""

    permission_required = IMPORT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        data_import = self.found()
        if data_import.is_busy or data_import.state in {ImportState.APPLIED, ImportState.UNDONE}:
            return redirect(place_of(data_import))
        if name := request.GET.get("mapping"):
            data_import = self._with_mapping(data_import, name)
        return self._show(data_import, ColumnsForm(data_import=data_import))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        data_import = self.found()
        form = ColumnsForm(request.POST, data_import=data_import)
        if not form.is_valid():
            return self._show(data_import, form, 422)
        try:
            if "reopen" in request.POST:
                data_import = reopen(data_import=data_import, plan=form.new_plan())
                return redirect("imports:import_columns", pk=pk)
            data_import = wizard.change_plan(data_import=data_import, plan=form.new_plan())
            if used := SavedMapping.objects.filter(kind=data_import.kind, name=request.GET.get("mapping", "")).first():
                mark_used(mapping=used, at=timezone.now())
            if name := form.cleaned_data["mapping_name"]:
                save_mapping(data_import=data_import, name=name, by=request.user, at=timezone.now())
            wizard.request_check(data_import=data_import, by=request.user, at=timezone.now())
        except IntakeError as problem:
            form.add_error(None, told(problem.code, problem.params))
        except DomainError as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            return redirect("imports:import_check", pk=pk)
        return self._show(data_import, form, 422)

    def _with_mapping(self, data_import: DataImport, name: str) -> DataImport:
        """The import shown as a remembered mapping reads it; not saved, so that looking changes nothing."""
        mapping = get_object_or_404(SavedMapping, kind=data_import.kind, name=name)
        data_import.plan = plan_of(mapping).as_dict()
        return data_import

    def _show(self, data_import: DataImport, form: ColumnsForm, status: int = 200) -> HttpResponse:
        notices = [told(notice["code"], notice["params"]) for notice in data_import.look.get("notices", [])]
        steps = steps_of(data_import, place=COLUMNS_STEP)
        content = {"form": form, "mappings": mappings_for(data_import), "notices": notices, "steps": steps}
        return self.page("import_columns", data_import, status, **content)


class ImportCheck(ImportView):
    """Step 3: what would become of the rows, and the choice to import them."""

    permission_required = IMPORT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        data_import = self.found()
        if not data_import.is_busy and data_import.state in {ImportState.APPLIED, ImportState.UNDONE}:
            return redirect("imports:import_result", pk=pk)
        message = data_import.message
        return self.page(
            "import_check",
            data_import,
            problems=problems_of(data_import),
            good=good_rows(data_import),
            examples=examples_of(data_import),
            message=told(message["code"], message["params"]) if message else "",
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            wizard.request_check(data_import=self.found(), by=request.user, at=timezone.now())
        except DomainError as problem:
            messages.warning(request, str(problem))
        return redirect("imports:import_check", pk=pk)


class ImportApply(ImportView):
    """Step 4: the import itself."""

    permission_required = IMPORT

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        data_import = self.found()
        try:
            wizard.request_apply(
                data_import=data_import, partial="partial" in request.POST, by=request.user, at=timezone.now()
            )
        except DomainError as problem:
            messages.warning(request, str(problem))
        return redirect("imports:import_check", pk=pk)


class ImportResult(ImportView):
    """Step 5: what was imported, and the way back."""

    permission_required = IMPORT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        data_import = self.found()
        if not data_import.is_busy and data_import.state not in {ImportState.APPLIED, ImportState.UNDONE}:
            return redirect("imports:import_check", pk=pk)
        reason = undo_reason(data_import, request.user)
        content = {"problems": problems_of(data_import), "good": good_rows(data_import), "undo_reason": reason}
        return self.page("import_result", data_import, **content)


class ImportUndo(ImportView):
    """Takes an import back."""

    permission_required = IMPORT

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            wizard.request_undo(data_import=self.found(), by=request.user, at=timezone.now())
        except DomainError as problem:
            messages.warning(request, str(problem))
        return redirect("imports:import_result", pk=pk)


class ImportRejects(ImportView):
    """The refused rows as a file to mend and import again."""

    permission_required = IMPORT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        data_import = self.found()
        path = Path(settings.MEDIA_ROOT) / data_import.rejects_path
        if not data_import.rejects_path or not path.exists():
            raise Http404
        stem = data_import.main_file["name"].rpartition(".")[0] or "rows"
        name = _("%(file)s to mend.csv") % {"file": stem}
        return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv")
