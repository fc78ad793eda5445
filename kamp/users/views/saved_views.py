"""The views of lists that a person keeps: keep, open first, rename, delete."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kamp.shared.addresses import address_of
from kamp.shared.errors import DomainError
from kamp.shared.undo import offer_undo, tell_at
from kamp.shared.views import PermittedView, ScopedView
from kamp.users.forms import SavedViewForm
from kamp.users.list_pages import LIST_PAGES, ListPage
from kamp.users.models import SavedView
from kamp.users.services import delete_view, keep_view, open_view_first, rename_view


def list_with(page: ListPage, query: str) -> str:
    """The list with the query of a view; without any query the list as it is for everybody."""
    return f"{address_of(page.url_name)}?{query or 'view=all'}"


class SavedViewKeep(PermittedView):
    """Keeps the list as it is now under a name."""

    permission_required = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        key = request.GET.get("page", "")
        if key not in LIST_PAGES:
            return redirect("saved_view_list")
        return self._ask(request, LIST_PAGES.get(key), _clean(request.GET.get("query", "")), SavedViewForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        key = request.POST.get("page", "")
        if key not in LIST_PAGES:
            return redirect("saved_view_list")
        page, query = LIST_PAGES.get(key), _clean(request.POST.get("query", ""))
        form = SavedViewForm({"name": request.POST.get("name", ""), "query": query})
        if form.is_valid():
            view = keep_view(user=request.user, page=key, name=form.cleaned_data["name"], query=query)
            messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
            return redirect(list_with(page, query))
        return self._ask(request, page, query, form, status=422)

    def _ask(
        self, request: HttpRequest, page: ListPage, query: str, form: SavedViewForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "page": page, "query": query, "back": list_with(page, query)}
        name = "users/partials/_saved_view_keep.html" if request.htmx else "users/saved_view_keep.html"
        return render(request, name, context, status=status)


class SavedViewList(ScopedView):
    """All views one keeps, by list."""

    permission_required = ""

    def scoped(self) -> QuerySet[SavedView]:
        return SavedView.objects.filter(user=self.request.user)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        view = get_object_or_404(self.scoped(), pk=_number(request.POST.get("view", "")))
        action = request.POST.get("action", "")
        if action == "delete":
            kept = {"page": view.page, "name": view.name, "query": view.query}
            delete_view(view=view)
            undo = f"{address_of('saved_view_undo')}?{_query(kept)}"
            offer_undo(request, _("The view “%(name)s” is deleted.") % {"name": view.name}, undo, at="next")
        elif action in {"first", "not_first"}:
            open_view_first(view=view, first=action == "first")
        else:
            return self._rename(request, view)
        return redirect("saved_view_list")

    def _rename(self, request: HttpRequest, view: SavedView) -> HttpResponse:
        form = SavedViewForm({"name": request.POST.get("name", ""), "query": view.query})
        if form.is_valid():
            try:
                rename_view(view=view, name=form.cleaned_data["name"])
            except DomainError as problem:
                form.add_error(problem.field, str(problem))
            else:
                return redirect("saved_view_list")
        return self._show(request, wrong=(view.pk, form), status=422)

    def _show(self, request: HttpRequest, wrong: tuple[int, Any] | None = None, status: int = 200) -> HttpResponse:
        groups = [
            (page, [(view, list_with(page, view.query)) for view in self.scoped().filter(page=page.key)])
            for page in LIST_PAGES
        ]
        context = {"groups": [group for group in groups if group[1]], "wrong": wrong}
        return render(request, "users/saved_view_list.html", context, status=status)


class SavedViewUndo(PermittedView):
    """Brings a deleted view back: its content travels in the address of the undo button."""

    permission_required = ""

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET
        form = SavedViewForm({"name": asked.get("name", ""), "query": _clean(asked.get("query", ""))})
        if asked.get("page", "") in LIST_PAGES and form.is_valid():
            view = keep_view(user=request.user, page=asked["page"], **form.cleaned_data)
            tell_at(request, _("“%(name)s” is back.") % {"name": view.name}, f"view-{view.pk}")
        return redirect("saved_view_list")


def _clean(query: str) -> str:
    """A query string without position; at most as long as can be kept."""
    params = QueryDict(query.replace("\0", "")[:1000], mutable=True)
    params.pop("after", None)
    return params.urlencode()[:1000]


def _query(values: dict[str, str]) -> str:
    params = QueryDict(mutable=True)
    params.update(values)
    return params.urlencode()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
