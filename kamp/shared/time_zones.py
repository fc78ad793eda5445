"""The time zones to choose from: one list and one field, for a user's own and for a review's."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from kamp.shared.widgets import PlainSelect


def time_zone_field(current: str) -> forms.ChoiceField:
    """A choice of UTC and all places of the tz database; ``current`` stays on offer even where the list lacks it."""
    choices = _places()
    if current and current not in dict(choices):
        choices = [(current, current), *choices]
    return forms.ChoiceField(label=_("Time zone"), choices=choices, initial=current, widget=PlainSelect)


@cache
def _places() -> list[tuple[str, str]]:
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [(zone, zone.replace("_", " ")) for zone in ("UTC", *places)]
