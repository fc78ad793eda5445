"""A person at the customer: written down with a form, known better field by field."""

from __future__ import annotations

from typing import Any

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccessLevel, AdopterType, Attitude, BusinessFunction, Confidence, DmuRole, RelationDepth
from accounts.models import DmuMember, Person
from accounts.selectors.people_of_ours import people_around
from kamp.shared.conflicts import VersionedModelForm
from kamp.shared.typed_fields import DayField
from kamp.shared.widgets import PlainSelect
from kamp.users.models import User

SENSITIVE = DmuMember.OPINIONS
PERSONAL = ("name", "job_title", "unit", "phone", "mobile", "email", "reports_to", "left_on")
DECISION = ("roles", "function", "access_level", "our_owner", "confidence", *SENSITIVE)
_NOT_KNOWN = ("", _("Not known"))


def _choice(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    """A choice that may stay open."""
    return forms.ChoiceField(label=label, choices=[_NOT_KNOWN, *choices], required=False, widget=PlainSelect, **kwargs)


def _number(label: Any, choices: Any, **kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[_NOT_KNOWN, *choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=PlainSelect,
        **kwargs,
    )


def _roles() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Roles in the decision"),
        choices=DmuRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class PersonForm(VersionedModelForm):
    """Somebody new: who it is, how to reach them, their roles. The rest is filled in on the person's own page."""

    roles = _roles()

    class Meta:
        model = Person
        fields = ("name", "job_title", "unit", "phone", "mobile", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.render_hidden_fields = True
        self.helper.form_show_errors = False
        self.helper.layout = Layout(
            Row(Field("name"), Field("job_title"), Field("unit")),
            Row(Field("phone"), Field("mobile"), Field("email")),
            InlineCheckboxes("roles"),
        )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class NameField(forms.CharField):
    """A name without blanks around and doubled blanks inside."""

    def clean(self, value: Any) -> str:
        return " ".join(str(super().clean(value)).split())


class BossField(forms.ModelChoiceField):
    """Whom somebody reports to, among the others of the account."""

    default_error_messages = {"invalid_choice": _("This person is not there any more.")}


class PersonFacts(forms.Form):
    """Everything about a person; each field is saved by itself.

    ``sensitive`` = whether who types may see opinions about people; without, those fields are not there.
    """

    name = NameField(label=_("Name"), max_length=120, error_messages={"required": _("Enter the name.")})
    job_title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    unit = forms.CharField(
        label=_("Unit"), max_length=80, required=False, help_text=_("The site or division of the customer")
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    mobile = forms.CharField(label=_("Mobile"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    roles = _roles()
    function = _choice(_("Function"), BusinessFunction.choices)
    access_level = _choice(_("Level"), AccessLevel.choices)
    reports_to = BossField(
        label=_("Reports to"),
        queryset=Person.objects.none(),
        required=False,
        widget=PlainSelect,
        empty_label=_("Nobody, or not known"),
    )
    our_owner = forms.ModelChoiceField(
        label=_("Who of ours"),
        queryset=User.objects.none(),
        required=False,
        widget=PlainSelect,
        empty_label=_("Nobody yet"),
        help_text=_("Who of our people looks after this person"),
    )
    influence = _number(_("Influence"), [(n, str(n)) for n in range(1, 6)], help_text=_("1 to 5; 5 = decides"))
    attitude = _number(_("Attitude"), Attitude.choices, help_text=_("Towards us, not towards the product"))
    adopter_type = _choice(_("Takes up what is new"), AdopterType.choices)
    depth = _choice(_("What they do for us"), RelationDepth.choices)
    wanted_depth = _choice(_("What they should do for us"), RelationDepth.choices)
    note = forms.CharField(
        label=_("Private note"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    confidence = forms.ChoiceField(label=_("How sure we are"), choices=Confidence.choices, widget=PlainSelect)
    left_on = DayField(label=_("Left on"), required=False, help_text=_("Empty: still there"))

    def __init__(self, *, person: Person, sensitive: bool) -> None:
        part = person.part
        values = {name: getattr(person, name) for name in PERSONAL} | {name: getattr(part, name) for name in DECISION}
        super().__init__(initial=values | {"roles": list(part.roles)})
        others = Person.objects.filter(account=person.account_id).exclude(pk=person.pk)
        self.fields["reports_to"].queryset = others.order_by("name", "pk")  # type: ignore[attr-defined]
        people = people_around(person.account, also=part.our_owner_id)
        self.fields["our_owner"].queryset = people  # type: ignore[attr-defined]
        for name in () if sensitive else SENSITIVE:
            del self.fields[name]
