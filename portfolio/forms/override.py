"""Setting a class by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kamp.shared.typed_fields import DayField
from portfolio.matrices.spec import MatrixSpec
from portfolio.selectors.naming import cell_name


class OverrideForm(forms.Form):
    """The class, why, and until when; the service checks that they go together."""

    cell = forms.ChoiceField(label=gettext_lazy("Class"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What do you know that the figures do not? It is shown beside the class."),
    )
    expires_on = DayField(label=gettext_lazy("Until"))

    def __init__(self, *args: Any, spec: MatrixSpec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["cell"]
        field.choices = [(cell.key, cell_name(cell)) for cell in spec.cells]
