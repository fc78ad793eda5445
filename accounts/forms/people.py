"""A person at the customer and their part in its decisions, as one form."""

from __future__ import annotations

from typing import Any

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccessLevel, Attitude, Confidence, DmuRole
from accounts.forms.fields import DayField
from accounts.models import KeyAccount, Person
from kamp.shared.conflicts import VersionedModelForm
from kamp.shared.widgets import PlainSelect

SENSITIVE = ("influence", "attitude")


class PersonForm(VersionedModelForm):
    """The person's fields are the row's, those of the decision come from ``DmuMember``.

    ``sensitive`` = whether who types may see attitude and influence; without, they are not there and stay as they are.
    """

    left_on = DayField(label=_("Left on"), required=False, help_text=_("Empty: still there"))
    roles = forms.MultipleChoiceField(
        label=_("Roles in the decision"),
        choices=DmuRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    access_level = forms.ChoiceField(
        label=_("Level"), choices=[("", _("Not known")), *AccessLevel.choices], required=False, widget=PlainSelect
    )
    influence = forms.TypedChoiceField(
        label=_("Influence"),
        choices=[("", _("Not known")), *((n, str(n)) for n in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=PlainSelect,
        help_text=_("1 to 5; 5 = decides"),
    )
    attitude = forms.TypedChoiceField(
        label=_("Attitude"),
        choices=[("", _("Not known")), *Attitude.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=PlainSelect,
    )
    confidence = forms.ChoiceField(
        label=_("How sure we are"), choices=Confidence.choices, required=False, widget=PlainSelect
    )

    class Meta:
        model = Person
        fields = ("name", "job_title", "unit", "phone", "mobile", "email", "reports_to", "left_on")
        widgets = {"reports_to": PlainSelect}

    def __init__(self, *args: Any, account: KeyAccount, sensitive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part = self.instance.part if self.instance.pk else None
        for name in DECISION:
            self.initial[name] = getattr(part, name) if part else None
        self.initial["confidence"] = part.confidence if part else Confidence.ASSUMED
        self.initial["roles"] = list(part.roles) if part else []
        others = Person.objects.filter(account=account).exclude(pk=self.instance.pk)
        self.fields["reports_to"].queryset = others.order_by("name", "pk")
        self.fields["reports_to"].empty_label = _("Nobody, or not known")
        shown = list(SENSITIVE) if sensitive else []
        for name in SENSITIVE:
            if not sensitive:
                del self.fields[name]
        self.helper = _helper(shown)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_confidence(self) -> str:
        return self.cleaned_data["confidence"] or Confidence.ASSUMED

    def decision(self) -> dict[str, Any]:
        """What was typed about the person's part in decisions, for ``save_person``."""
        return {name: self.cleaned_data[name] for name in DECISION if name in self.cleaned_data}


DECISION = ("roles", "access_level", "influence", "attitude", "confidence")


def _helper(sensitive: list[str]) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.form_show_errors = False
    helper.layout = Layout(
        Fieldset(_("Who it is"), Row(Field("name"), Field("job_title"), Field("unit"))),
        Fieldset(_("Contact"), Row(Field("phone"), Field("mobile"), Field("email"))),
        Fieldset(
            _("In the decision"),
            InlineCheckboxes("roles"),
            Row(Field("access_level"), *(Field(name) for name in sensitive), Field("confidence")),
            Row(Field("reports_to"), Field("left_on")),
        ),
    )
    return helper
