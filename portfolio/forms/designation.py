"""A step in the designation of a key account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kamp.shared.typed_fields import DayField
from portfolio.matrices.designation import steps_from


class DesignationForm(forms.Form):
    """Which step, why, and when it was decided. ``seen`` is the state the choice was offered in."""

    to = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays in the history of the account."),
    )
    decided_on = DayField(label=gettext_lazy("Decided on"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = steps_from(state)
        choices: Any = self.fields["to"]
        choices.choices = [(step.after, _(step.label)) for step in steps]
        self.fields["seen"].initial = state
        if len(steps) == 1:
            self.fields["to"].initial = steps[0].after
