"""Handing over several accounts at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Segment
from accounts.selectors.people_of_ours import assignable_users
from kamp.shared.unchanged import UNCHANGED
from kamp.shared.widgets import PlainSelect
from kamp.users.models import Team, User
from kamp.users.roles import Reach

KEEP, NOBODY = "", "none"


class AssignmentForm(forms.Form):
    """Owner, team and segment for all selected accounts; what is left as it is stays as it is in each."""

    owner = forms.ChoiceField(label=_("Owner"), required=False, widget=PlainSelect)
    team = forms.ChoiceField(label=_("Team"), required=False, widget=PlainSelect)
    segment = forms.ChoiceField(label=_("Segment"), required=False, widget=PlainSelect)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.all() if by.reach is Reach.ALL else by.teams.all()
        self._rows = {"owner": assignable_users(by), "team": teams, "segment": Segment.objects.all()}
        empty = {"owner": _("Nobody"), "team": _("No team"), "segment": _("No segment")}
        for name, rows in self._rows.items():
            named = [(str(key), label) for key, label in rows.order_by("name", "pk").values_list("pk", "name")]
            self.fields[name].choices = [(KEEP, _("Leave as it is")), *named, (NOBODY, empty[name])]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in self._rows) and not self.errors:
            raise forms.ValidationError(_("Choose what the selected accounts should get."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """For ``assign_accounts``: rows, None for nobody, UNCHANGED."""
        return {name: self._value(name) for name in self._rows}

    def _value(self, name: str) -> Any:
        chosen = self.cleaned_data.get(name, KEEP)
        if chosen == KEEP:
            return UNCHANGED
        return None if chosen == NOBODY else self._rows[name].get(pk=chosen)
