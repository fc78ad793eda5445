"""Reads about users and rights."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.db.models import Q, QuerySet

from kamp.shared.folding import fold
from kamp.users.models import User
from kamp.users.permissions import Right


def users_matching(text: str, *, closed: bool) -> QuerySet[User]:
    """Users whose name or e-mail contains ``text``; those whose access is closed only if asked for."""
    found = User.objects.prefetch_related("teams")
    if not closed:
        found = found.filter(is_active=True)
    if text:
        found = found.filter(Q(name__folded__contains=fold(text)) | Q(email__folded__contains=fold(text)))
    return found


def administrators() -> QuerySet[User]:
    """Who configures and can help: the administrators with open access, by name."""
    return User.objects.filter(role="administrator", is_active=True).order_by("name", "pk")


def all_rights() -> list[Right]:
    """Every right any app declares in its permissions module, in the order of the installed apps."""
    found: list[Right] = []
    for config in apps.get_app_configs():
        if config.name.startswith(("kamp.", "accounts", "portfolio", "planning")):
            try:
                found += import_module(f"{config.name}.permissions").RIGHTS
            except ModuleNotFoundError:
                continue
    return found
