"""A person at the customer and their part in its decisions, as one form."""

from __future__ import annotations

from typing import Any

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccessLevel, AdopterType, Attitude, BusinessFunction, Confidence, DmuRole, RelationDepth
from accounts.forms.fields import DayField
from accounts.models import DmuMember, KeyAccount, Person
from accounts.selectors.people_of_ours import people_around
from kamp.shared.conflicts import VersionedModelForm
from kamp.shared.widgets import PlainSelect
from kamp.users.models import User

SENSITIVE = DmuMember.OPINIONS
_NOT_KNOWN = ("", _("Not known"))


def _choice(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    """A choice that may stay open."""
    return forms.ChoiceField(label=label, choices=[_NOT_KNOWN, *choices], required=False, widget=PlainSelect, **kwargs)


class PersonForm(VersionedModelForm):
    """The person's fields are the row's, those of the decision come from ``DmuMember``.

    ``sensitive`` = whether who types may see opinions about people; without, they are not there and stay as they are.
    """

    left_on = DayField(label=_("Left on"), required=False, help_text=_("Empty: still there"))
    roles = forms.MultipleChoiceField(
        label=_("Roles in the decision"),
        choices=DmuRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    function = _choice(_("Function"), BusinessFunction.choices)
    access_level = _choice(_("Level"), AccessLevel.choices)
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
    depth = _choice(_("What they do for us"), RelationDepth.choices)
    wanted_depth = _choice(_("What they should do for us"), RelationDepth.choices)
    adopter_type = _choice(_("Takes up what is new"), AdopterType.choices)
    our_owner = forms.ModelChoiceField(
        label=_("Who of ours"), queryset=User.objects.none(), required=False, widget=PlainSelect
    )
    confidence = forms.ChoiceField(
        label=_("How sure we are"), choices=Confidence.choices, required=False, widget=PlainSelect
    )
    note = forms.CharField(
        label=_("Private note"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
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
        self.fields["our_owner"].queryset = people_around(account, also=part.our_owner_id if part else None)
        self.fields["our_owner"].empty_label = _("Nobody yet")
        for name in () if sensitive else SENSITIVE:
            del self.fields[name]
        self.helper = _helper(sensitive=sensitive)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_confidence(self) -> str:
        return self.cleaned_data["confidence"] or Confidence.ASSUMED

    def decision(self) -> dict[str, Any]:
        """What was typed about the person's part in decisions, for ``save_person``."""
        return {name: self.cleaned_data[name] for name in DECISION if name in self.cleaned_data}


DECISION = ("roles", "function", "access_level", "our_owner", "confidence", *SENSITIVE)


def _helper(*, sensitive: bool) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.form_show_errors = False
    opinions = (
        Fieldset(
            _("What we think"),
            Row(Field("influence"), Field("attitude"), Field("adopter_type")),
            Row(Field("depth"), Field("wanted_depth")),
            Field("note"),
        ),
    )
    helper.layout = Layout(
        Fieldset(_("Who it is"), Row(Field("name"), Field("job_title"), Field("unit"))),
        Fieldset(_("Contact"), Row(Field("phone"), Field("mobile"), Field("email"))),
        Fieldset(
            _("In the decision"),
            InlineCheckboxes("roles"),
            Row(Field("function"), Field("access_level"), Field("reports_to")),
            Row(Field("our_owner"), Field("confidence"), Field("left_on")),
        ),
        *(opinions if sensitive else ()),
    )
    return helper
