"""Inputs drawn without a template for every option: three hundred people cost one millisecond, not thirty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


class PlainSelect(forms.Select):
    """A select that behaves like Django's, for choices without groups; nothing chosen yet says "Choose"."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = (
            (str(key), _SELECTED if str(key) in chosen else "", _("Choose") if label == _DASHES else label)
            for key, label in ((("" if key is None else key), label) for key, label in self.choices)
        )
        built = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        drawn = format_html_join("", '<option value="{}"{}>{}</option>', options)
        return format_html("<select{}>{}</select>", flatatt(built), drawn)


_SELECTED = format_html(" {}", "selected")
_DASHES = BLANK_CHOICE_DASH[0][1]  # what Django writes where nothing is chosen: a word says what to do


class SuggestedText(forms.TextInput):
    """A text with suggestions from ``url`` while it is typed; what is typed need not be one of them."""

    def __init__(self, url: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.url = url

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        options = f"{name}-options"
        extra = {
            "list": options,
            "hx-get": str(self.url),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{options}",
        }
        box = super().render(name, value, {**(attrs or {}), **extra}, renderer)
        return format_html('{}<datalist id="{}"></datalist>', box, options)
