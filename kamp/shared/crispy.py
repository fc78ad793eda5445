"""What the form templates need to know about a field: which kind it is, its errors, the input with its attributes."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldParts:
    """``kind``: "checkbox", "group" (radios, several ticks), "password", "file" or "input"."""

    kind: str
    widget: SafeString | str
    errors: str
    describedby: str
    optional: bool
    before: str
    after: str


def parts_of(field: BoundField, *, before: str = "", after: str = "") -> FieldParts:
    """The parts of ``field``, its input drawn with class, aria-describedby and aria-invalid.

    Fields with ``widget.attrs`` "data-before"/"data-after" get that text beside the input.
    """
    widget = field.field.widget
    kind = _kind(widget)
    errors = " ".join(str(error) for error in field.errors)
    described = " ".join(
        filter(None, [f"hint_{field.auto_id}" if field.help_text else "", f"err_{field.auto_id}" if errors else ""])
    )
    attrs: dict[str, str | bool] = {} if kind in {"checkbox", "file"} else {"class": _classes(widget)}
    if described:
        attrs["aria-describedby"] = described
    return FieldParts(
        kind=kind,
        widget="" if kind == "group" else field.as_widget(attrs=attrs),
        errors=errors,
        describedby=described,
        optional=not field.field.required and kind != "checkbox",
        before=before or str(widget.attrs.get("data-before", "")),
        after=after or str(widget.attrs.get("data-after", "")),
    )


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.PasswordInput):
        return "password"
    return "file" if isinstance(widget, forms.FileInput) else "input"


def _classes(widget: forms.Widget) -> str:
    own = widget.attrs.get("class", "")
    return f"input {own}".strip()
