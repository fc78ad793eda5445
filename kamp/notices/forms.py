"""Forms about reminders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kamp.notices.models import ReminderPreference


class PreferenceForm(forms.Form):
    """When a person wants the mail."""

    by_mail = forms.BooleanField(
        label=_("Send me a mail when there is something new"),
        help_text=_("At most one a day. The inbox gets everything in any case."),
        required=False,
    )
    hour = forms.TypedChoiceField(label=_("Time"), coerce=int, choices=[(hour, f"{hour:02d}:00") for hour in range(24)])
    weekends = forms.BooleanField(label=_("On Saturdays and Sundays too"), required=False)

    def __init__(self, *args: Any, preference: ReminderPreference, **kwargs: Any) -> None:
        fields = ("by_mail", "hour", "weekends")
        kwargs.setdefault("initial", {name: getattr(preference, name) for name in fields})
        super().__init__(*args, **kwargs)
