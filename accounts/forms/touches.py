"""A contact with people of the customer."""

from __future__ import annotations

import datetime
from typing import Any

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import KeyAccount, Person, Touch
from accounts.selectors.people_of_ours import people_around
from kamp.shared.conflicts import VersionedModelForm
from kamp.shared.typed_fields import DayField
from kamp.shared.widgets import PlainSelect
from kamp.users.models import User


class TouchForm(VersionedModelForm):
    """When, how, who of ours with whom of theirs. ``sensitive`` = whether who types may see notes about people.

    ``by`` is offered as our person, ``person`` (a key) as theirs.
    """

    date = DayField(label=_("Day"))
    people = forms.ModelMultipleChoiceField(
        label=_("With"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Touch
        fields = ("date", "kind", "two_way", "our_person", "people", "note")
        widgets = {"kind": PlainSelect, "our_person": PlainSelect, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(
        self,
        *args: Any,
        account: KeyAccount,
        by: User,
        today: datetime.date,
        sensitive: bool,
        person: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(account=account).order_by("name", "pk")
        is_new = self.instance.pk is None
        self.fields["people"].queryset = people.filter(left_on__isnull=True) if is_new else people
        self.fields["our_person"].queryset = people_around(account, also=self.instance.our_person_id or by.pk)
        self.fields["our_person"].empty_label = None
        self.fields["two_way"].help_text = _("They answered or were there; a message without an answer does not count.")
        if is_new:
            self.initial = {**self.initial, "date": today, "our_person": by.pk, "people": [person] if person else []}
        if not sensitive:
            del self.fields["note"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.render_hidden_fields = True
        self.helper.form_show_errors = False
        self.helper.layout = Layout(
            Row(Field("date"), Field("kind"), Field("our_person")),
            InlineCheckboxes("people"),
            Field("two_way"),
            *([Field("note")] if sensitive else []),
        )
