"""The errors of forms as a list of links: what the error summary shows and what the fields repeat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.forms.formsets import BaseFormSet


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """A message and the id of the input it belongs to ("" = the whole form), with what that is called."""

    text: str
    target: str
    label: str = ""


def errors_of(form: BaseForm | BaseFormSet[Any]) -> Iterator[FieldError]:
    """The errors of a bound form or formset in the order of its fields, those of the whole form first."""
    if not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        yield from (FieldError(text=str(text), target="") for text in form.non_form_errors())
        for row in form.forms:
            yield from errors_of(row)
        return
    yield from (FieldError(text=str(text), target="") for text in form.non_field_errors())
    for name in form.fields:
        bound = form[name]
        for text in bound.errors:
            if bound.is_hidden:
                yield FieldError(text=str(text), target="")
            else:
                yield FieldError(text=str(text), target=bound.auto_id, label=str(bound.label))
