"""What every page view has: a named right, rows in scope, one answer for refusals."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views import View

from kamp.shared.error_pages import without_page
from kamp.shared.errors import Denied
from kamp.shared.returning import page_to_return_to


class PermittedView(LoginRequiredMixin, View, ABC):
    """A signed-in view that needs the right ``permission_required`` ("" = any signed-in person).

    A class that does not say which right it needs fails when it is imported, one that leaves a part undone when its
    address is declared. Answers are never kept by a shared cache (quality C53).
    """

    abstract: ClassVar[bool] = True
    permission_required: ClassVar[str | None] = None
    permission_reason: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.permission_required is None and not cls.__dict__.get("abstract", False):
            raise ImproperlyConfigured(f"{cls.__name__} must name permission_required")

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        if inspect.isabstract(cls):
            raise ImproperlyConfigured(f"{cls.__name__} leaves undone: {', '.join(sorted(cls.__abstractmethods__))}")
        return super().as_view(**initkwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self._sign_in(request)
        response: HttpResponseBase
        if self.permission_required and not request.user.has_perm(self.permission_required):
            if not self.in_scope():
                raise_404()
            raise PermissionDenied(Denied(str(self.permission_reason) or _("Your role does not include this.")))
        response = super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """In words for who opens the address in a browser."""
        if request.method == "GET":
            return without_page(request, self._allowed_methods())
        return super().http_method_not_allowed(request, *args, **kwargs)

    def _sign_in(self, request: HttpRequest) -> HttpResponseBase:
        """To the sign-in page, and back here; from an address that only takes what is sent, back to the page before."""
        if request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
            return signed_out_in_page(request)
        if request.method in {"GET", "HEAD"}:
            return self.handle_no_permission()
        came_from = urlsplit(request.headers.get("Referer", ""))
        page = urlunsplit(("", "", came_from.path, came_from.query, ""))
        own = came_from.netloc == request.get_host()
        return redirect_to_login(page_to_return_to(request, page if own else "", otherwise="/"))

    def in_scope(self) -> bool:
        """Whether the object of the address is visible to the user: decides 403 (True) or 404 (False)."""
        return True


class ScopedView(PermittedView):
    """A view over rows: ``scoped()`` is the only place the rows come from, so nothing outside the scope is found."""

    abstract = True

    @abstractmethod
    def scoped(self) -> QuerySet[Any]:
        """The rows this user may see."""

    def get_queryset(self) -> QuerySet[Any]:
        return self.scoped()


def signed_out_in_page(request: HttpRequest) -> HttpResponse:
    """For a part of a page, in whose place the sign-in page must not come.

    Who asked for something is led to sign in, and back to the page; who sent something keeps the page with what was
    typed, which says so (401, "kamp:signed-out"; static/js/resume.js).
    """
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=401, headers={"HX-Trigger": "kamp:signed-out"})
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    here = urlunsplit(("", "", page.path, page.query, "")) if page.netloc == request.get_host() else ""
    to_sign_in = redirect_to_login(page_to_return_to(request, here, otherwise="/"))
    return HttpResponse(headers={"HX-Redirect": to_sign_in.url})


def raise_404() -> HttpResponse:
    """The same answer as for a row that does not exist."""
    from django.http import Http404  # noqa: PLC0415  MEANT: keeps the name out of the views' way

    raise Http404
