"""The stage wanted, and what undoes a relationship."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.criteria.stages import STAGES
from accounts.enums import UncouplingCause, UncouplingEvent
from accounts.forms.fields import DayField
from accounts.models import RelationshipBreak, RelationshipTarget
from kamp.shared.conflicts import VersionedModelForm
from kamp.shared.widgets import PlainSelect


class TargetFields:
    """The fields of RelationshipTarget on the page of the relationship."""

    NAMES = {"target-stage": "stage", "target-by": "by"}

    @staticmethod
    def add_to(form: forms.Form, row: RelationshipTarget | None) -> None:
        """Adds the two fields with the values of ``row``."""
        choices = [("", "–"), *((str(each.number), _(each.label)) for each in STAGES[:5])]
        form.fields["target-stage"] = forms.TypedChoiceField(
            label=_("Stage wanted"),
            choices=choices,
            coerce=int,
            empty_value=None,
            required=False,
            widget=PlainSelect(attrs={"class": "input"}),
        )
        form.fields["target-by"] = DayField(label=_("By when"), required=False)
        form.initial |= {"target-stage": row.stage if row else None, "target-by": row.by if row else None}


class BreakForm(VersionedModelForm):
    """Something explicit that undoes the relationship; its cause has to be said."""

    kind = forms.ChoiceField(label=gettext_lazy("What happened"), choices=[("", "–"), *UncouplingEvent.choices])
    cause = forms.ChoiceField(label=gettext_lazy("Cause"), choices=[("", "–"), *UncouplingCause.choices])
    happened_on = DayField(label=gettext_lazy("When"))

    class Meta:
        model = RelationshipBreak
        fields = ("kind", "cause", "happened_on", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_happened_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["happened_on"]
        if day > self.today:
            raise ValidationError(_("Enter a day that is not in the future."))
        return day
