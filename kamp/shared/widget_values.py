"""What an input holds: as the browser would send it, and in words for a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.forms.boundfield import BoundField
from django.utils.formats import localize
from django.utils.translation import gettext as _

Pairs = list[list[str]]


def values_of(bound: BoundField) -> Pairs:
    """The present value of the field as the names and values a browser would send."""
    context = bound.field.widget.get_context(bound.html_name, bound.value(), {})
    return [[name, value] for name, value in _sent(context["widget"])]


def _sent(widget: dict[str, Any]) -> Iterable[tuple[str, str]]:
    if "subwidgets" in widget and "optgroups" not in widget:
        for inner in widget["subwidgets"]:
            yield from _sent(inner)
    elif "optgroups" in widget:
        for _group, options, _index in widget["optgroups"]:
            for option in options:
                if option.get("selected"):
                    yield str(widget["name"]), str(option["value"] if option["value"] is not None else "")
    elif widget.get("type") == "checkbox":
        if widget["attrs"].get("checked"):
            yield str(widget["name"]), str(widget["value"] if widget["value"] not in {None, True} else "on")
    else:
        yield str(widget["name"]), "" if widget["value"] is None else str(widget["value"])


def in_words(field: forms.Field, value: Any) -> str:
    """A clean value as the person reads it; "" when there is none. A value with words of its own says them."""
    if hasattr(value, "in_words"):
        return str(value.in_words())
    if isinstance(value, Model):
        return str(value)
    choices = dict(_flat(getattr(field, "choices", ()) if not hasattr(field, "queryset") else ()))
    items = list(value) if isinstance(value, list | tuple | set | QuerySet) else [value]
    return ", ".join(str(choices.get(item, choices.get(str(item), _word(item)))) for item in items)


def _word(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(localize(value))


def _flat(choices: Any) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        elif not isinstance(key, Model):
            yield (getattr(key, "value", key), label)
