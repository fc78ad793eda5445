"""Dictionaries for administrators: each is declared once and has the same three pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Model, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.forms.dictionaries import CompanyForm, ExchangeRateForm, ProductForm, ProductLineForm, SegmentForm
from accounts.models import Company, ExchangeRate, Product, ProductLine, Segment
from accounts.services.dictionaries import delete_entry, restore_entry, save_entry
from accounts.tables import PRODUCT_LINES, PRODUCTS, RATES, SEGMENTS
from kamp.shared.addresses import address_of
from kamp.shared.bringing_back import deletion_of
from kamp.shared.catalog import Catalog
from kamp.shared.errors import DomainError
from kamp.shared.folding import fold
from kamp.shared.paging import page_of
from kamp.shared.parts import Crumb
from kamp.shared.tables import Table
from kamp.shared.undo import offer_undo, tell_at
from kamp.shared.views import PermittedView

MANAGE = "accounts.manage_dictionaries"
SETTINGS = Crumb(label=_lazy("Settings"), url=reverse_lazy("users:settings_index"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """One kind of entries: its address, names, form, list and what the search looks in."""

    key: str
    title: Any
    new: Any
    empty: Any
    model: type[Model]
    form: type[ModelForm]
    table: Table
    search: str
    related: Sequence[str] = ()
    counted: str = ""

    def rows(self, text: str) -> QuerySet[Any]:
        found = self.model._default_manager.select_related(*self.related)
        if self.counted:
            found = found.annotate(uses=Count(self.counted))
        return found.filter(**{f"{self.search}__folded__contains": fold(text)}) if text else found


DICTIONARIES: Catalog[Dictionary] = Catalog(
    "dictionary",
    [
        Dictionary(
            key="segments",
            title=_lazy("Segments"),
            new=_lazy("New segment"),
            empty=_lazy("Segments decide which accounts a market manager steers."),
            model=Segment,
            form=SegmentForm,
            table=SEGMENTS,
            search="name",
            counted="accounts",
        ),
        Dictionary(
            key="product-lines",
            title=_lazy("Product lines"),
            new=_lazy("New product line"),
            empty=_lazy("Sales and demand are broken down by product line."),
            model=ProductLine,
            form=ProductLineForm,
            table=PRODUCT_LINES,
            search="name",
            counted="products",
        ),
        Dictionary(
            key="products",
            title=_lazy("Products"),
            new=_lazy("New product"),
            empty=_lazy(
                "List price and unit cost give discount and margin. Import your catalogue or add products here."
            ),
            model=Product,
            form=ProductForm,
            table=PRODUCTS,
            search="name",
            related=("line",),
        ),
        Dictionary(
            key="rates",
            title=_lazy("Exchange rates"),
            new=_lazy("New rate"),
            empty=_lazy("An amount in a foreign currency is imported only if there is a rate for its date."),
            model=ExchangeRate,
            form=ExchangeRateForm,
            table=RATES,
            search="currency",
        ),
    ],
)


class DictionaryView(PermittedView):
    """A page of one dictionary."""

    abstract = True
    permission_required = MANAGE

    @property
    def dictionary(self) -> Dictionary:
        """The dictionary of the address; 404 for one nobody declared."""
        if self.kwargs["dictionary"] not in DICTIONARIES:
            raise Http404
        return DICTIONARIES.get(self.kwargs["dictionary"])

    def entry(self, pk: int) -> Model:
        return get_object_or_404(self.dictionary.model, pk=pk)


class EntryList(DictionaryView):
    """The entries of a dictionary."""

    permission_required = MANAGE

    def get(self, request: HttpRequest, dictionary: str) -> HttpResponse:
        declared, text = self.dictionary, request.GET.get("q", "")[:80]
        column, descending = declared.table.sorting(request.GET)
        page = page_of(declared.rows(text), column.order(descending=descending), request.GET.get("after", ""))
        context = {
            "dictionary": declared,
            "crumbs": [SETTINGS],
            "page": page,
            "heads": declared.table.heads(request.GET),
            "lines": list(declared.table.lines(page.rows)),
            "q": text,
        }
        return render(request, "accounts/dictionaries/entry_list.html", context)


class EntryEdit(DictionaryView):
    """A new entry, or a change of one."""

    permission_required = MANAGE

    def get(self, request: HttpRequest, dictionary: str, pk: int | None = None) -> HttpResponse:
        return self._show(request, self.dictionary.form(instance=self.entry(pk) if pk else None))

    def post(self, request: HttpRequest, dictionary: str, pk: int | None = None) -> HttpResponse:
        form = self.dictionary.form(request.POST, instance=self.entry(pk) if pk else None)
        if form.is_valid():
            try:
                entry = save_entry(entry=form.save(commit=False))
            except DomainError as problem:
                form.add_error(problem.field or None, str(problem))
            else:
                form.save_m2m()
                messages.success(request, _("%(name)s is saved.") % {"name": entry})
                return redirect("dictionaries:entry_list", dictionary=dictionary)
        return self._show(request, form, getattr(form, "error_status", 422))

    def _show(self, request: HttpRequest, form: ModelForm, status: int = 200) -> HttpResponse:
        declared = self.dictionary
        here = Crumb(label=declared.title, url=address_of("dictionaries:entry_list", declared.key))
        context = {"dictionary": declared, "crumbs": [SETTINGS, here], "form": form, "entry": form.instance}
        return render(request, "accounts/dictionaries/entry_form.html", context, status=status)


class EntryDelete(DictionaryView):
    """Deletes an entry that nothing uses."""

    permission_required = MANAGE

    def post(self, request: HttpRequest, dictionary: str, pk: int) -> HttpResponse:
        entry = self.entry(pk)
        name = str(entry)
        try:
            named = delete_entry(entry=entry)
        except DomainError as problem:
            messages.warning(request, str(problem))
        else:
            undo = f"{address_of('dictionaries:entry_restore', dictionary, pk)}?{urlencode(named, doseq=True)}"
            offer_undo(request, _("%(name)s is deleted.") % {"name": name}, undo, at="add-entry")
        return redirect("dictionaries:entry_list", dictionary=dictionary)


class EntryRestore(DictionaryView):
    """Brings back an entry that was deleted; whom it named stands in the address."""

    permission_required = MANAGE

    def post(self, request: HttpRequest, dictionary: str, pk: int) -> HttpResponse:
        model = self.dictionary.model
        gone = deletion_of(model, pk)
        try:
            entry = self._restored(request, model, gone) if gone is not None else self.entry(pk)
        except DomainError as problem:
            messages.warning(request, str(problem))
        else:
            told = _("“%(name)s” is back.") % {"name": entry}
            tell_at(request, told, address_of("dictionaries:entry_edit", dictionary, pk))
        return redirect("dictionaries:entry_list", dictionary=dictionary)

    def _restored(self, request: HttpRequest, model: type[Model], gone: Any) -> Model:
        """The entry, naming of those in the address whom its form would let somebody choose."""
        fields = self.dictionary.form().fields
        named: dict[str, list[int]] = {}
        for name in {field.name for field in model._meta.many_to_many} & fields.keys():
            asked = [int(key) for key in request.GET.getlist(name) if _is_key(key)]
            named[name] = list(fields[name].queryset.filter(pk__in=asked).values_list("pk", flat=True))  # type: ignore[attr-defined]
        return restore_entry(model=model, gone=gone, named=named, at=timezone.now())


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


class CompanyEdit(PermittedView):
    """Our own name and the currency of totals."""

    permission_required = MANAGE

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, CompanyForm(instance=self._company()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CompanyForm(request.POST, instance=self._company())
        if form.is_valid():
            try:
                form.instance.pk = 1
                save_entry(entry=form.instance)
            except DomainError as problem:
                form.add_error(problem.field or None, str(problem))
            else:
                messages.success(request, _("%(name)s is saved.") % {"name": form.instance.name})
                return redirect("dictionaries:company")
        return self._show(request, form, form.error_status)

    @staticmethod
    def _company() -> Company:
        return Company.objects.filter(pk=1).first() or Company()

    def _show(self, request: HttpRequest, form: ModelForm, status: int = 200) -> HttpResponse:
        context = {"crumbs": [SETTINGS], "form": form}
        return render(request, "accounts/dictionaries/company_form.html", context, status=status)
