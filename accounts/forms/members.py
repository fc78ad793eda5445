"""Adding somebody of ours to an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import MemberRole
from accounts.selectors.people_of_ours import assignable_users
from kamp.shared.widgets import PlainSelect
from kamp.users.models import User


class MemberForm(forms.Form):
    """A person and what they are for the account; the service checks that the two go together."""

    user = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), widget=PlainSelect, empty_label=_("Choose")
    )
    role = forms.ChoiceField(label=_("As"), choices=MemberRole.choices, widget=PlainSelect)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = assignable_users(by, role=MemberRole.PLAN_TEAM)
        self.fields["user"].queryset = people.only("name").order_by("name", "pk")
