"""A review in the calendar; closing it; what is written down while it is held."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kamp.shared.conflicts import VersionedModelForm
from kamp.shared.templatetags.formats import date_long
from kamp.shared.time_zones import time_zone_field
from kamp.shared.typed_fields import DayField
from kamp.shared.widgets import PlainSelect
from kamp.users.models import User
from planning.enums import Verdict
from planning.forms.choosing import keeping
from planning.kinds.reviews import TIERS
from planning.models import AccountPlan, Action, AgendaItem, Decision, Objective, PlanLine, Review
from planning.phases.keys import PHASE_LABELS

NOTE_LENGTH = 10000
CLOCK_FORMATS = ("%H:%M", "%H.%M", "%H%M")


def helper_of(*layout: Any) -> FormHelper:
    """A form inside a ``<form>`` of the page."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.form_show_errors = False
    helper.layout = Layout(*layout)
    return helper


def tier_options() -> list[tuple[str, Any]]:
    """The tiers as choices, in the present language."""
    return [(tier.key, gettext(tier.label)) for tier in TIERS]


class ClockField(forms.TimeField):
    """A time of day typed as 10:00, 10.00 or 1000."""

    default_error_messages = {"invalid": _("Enter a time as hours and minutes, for example 10:30.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric", "class": "short"})
        super().__init__(input_formats=CLOCK_FORMATS, widget=widget, **kwargs)


class ReviewForm(VersionedModelForm):
    """When, where, who, how long. ``people`` are those who can be asked."""

    day = DayField(label=_("Day"))
    clock = ClockField(label=_("Time"))

    class Meta:
        model = Review
        fields = ("tier", "occasion", "time_zone", "length", "place", "lead", "participants", "guests")
        widgets = {"lead": PlainSelect, "participants": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tier"] = forms.ChoiceField(label=_("Kind"), choices=tier_options, widget=PlainSelect)
        self.fields["time_zone"] = time_zone_field(self.instance.time_zone)
        self.fields["length"].widget.attrs["class"] = "short num"
        self.fields["length"].min_value, self.fields["length"].max_value = 10, 600
        self.fields["lead"].queryset = people
        self.fields["lead"].empty_label = None
        self.fields["participants"].queryset = people
        start = self.instance.starts_at
        if start is not None:
            local = start.astimezone(ZoneInfo(self.instance.time_zone))
            self.initial.update(day=local.date(), clock=local.time())
        self.helper = helper_of(
            Fieldset(_("When and where"), Row("day", "clock", "length"), Row("place", "time_zone")),
            Fieldset(_("What kind"), Row("tier", "occasion")),
            Fieldset(_("Who"), Row("lead", "guests"), Field("participants")),
        )

    def clean_length(self) -> int:
        length = int(self.cleaned_data["length"])
        if not 10 <= length <= 600:
            raise ValidationError(_("A review takes between 10 and 600 minutes."))
        return length

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("tier") == "event" and not found.get("occasion"):
            self.add_error("occasion", _("Say what triggered a review out of rhythm."))
        plan = self.instance.plan
        day, begins = found.get("day"), min(plan.starts_on, timezone.localdate(plan.created_at))
        if day and day < begins:
            self.add_error("day", self._too_early(begins))
        return found

    @staticmethod
    def _too_early(begins: datetime.date) -> str:
        return gettext("The plan is there since %(day)s: enter that day or a later one.") % {"day": date_long(begins)}

    def _post_clean(self) -> None:
        super()._post_clean()
        day, clock, zone = (self.cleaned_data.get(name) for name in ("day", "clock", "time_zone"))
        if day and clock and zone:
            self.instance.starts_at = datetime.datetime.combine(day, clock, tzinfo=ZoneInfo(zone))


class CloseForm(forms.Form):
    """The next review, or why there is none."""

    next_on = DayField(label=_("Next review"), required=False)
    tier = forms.ChoiceField(label=_("Kind"), choices=tier_options, widget=PlainSelect)
    no_next_reason = forms.CharField(
        label=_("Or why there is no next one"), max_length=300, required=False, help_text=_("Only without a next day")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper_of(Row("next_on", "tier"), Field("no_next_reason"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if "next_on" in found and not found["next_on"] and not found.get("no_next_reason", "").strip():
            self.add_error("next_on", _("Give the day of the next review, or say why there is none."))
        return found


class AgendaItemForm(forms.Form):
    """A point of our own."""

    title = forms.CharField(label=_("Point"), max_length=160)
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=1, max_value=240, initial=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].widget.attrs["class"] = "short num"
        self.helper = helper_of(Row("title", "minutes"))


class DecisionForm(VersionedModelForm):
    """What was decided about what. Shows the objectives, lines and phases of the plan."""

    class Meta:
        model = Decision
        fields = ("verdict", "text", "owner", "line", "objective", "phase_key")
        widgets = {"owner": PlainSelect, "line": PlainSelect, "objective": PlainSelect}

    def __init__(self, *args: Any, plan: AccountPlan, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"] = forms.ChoiceField(
            label=_("Decision"), choices=Verdict.choices, widget=PlainSelect, initial=Verdict.CONTINUE
        )
        choices = {
            "owner": people,
            "line": PlanLine.objects.live().filter(plan=plan),
            "objective": Objective.objects.live().filter(plan=plan),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = keeping(rows, self.instance, name)  # type: ignore[attr-defined]
            self.fields[name].empty_label = gettext("Nobody") if name == "owner" else gettext("None")
        phases = [("", gettext("None")), *((key, gettext(label)) for key, label in PHASE_LABELS.items())]
        self.fields["phase_key"] = forms.ChoiceField(
            label=_("Phase"), choices=phases, required=False, widget=PlainSelect
        )
        self.helper = helper_of(Row("verdict", "owner"), Field("text"), Row("line", "objective", "phase_key"))


class ActionForm(VersionedModelForm):
    """Who does what by when."""

    due = DayField(label=_("Due"))

    class Meta:
        model = Action
        fields = ("text", "owner", "due", "objective", "strategy")
        widgets = {"owner": PlainSelect, "objective": PlainSelect, "strategy": PlainSelect}

    def __init__(self, *args: Any, plan: AccountPlan, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people
        self.fields["owner"].empty_label = None
        choices = {"objective": Objective.objects.live().filter(plan=plan), "strategy": plan.strategy_rows.live()}  # type: ignore[attr-defined]
        for name, rows in choices.items():
            self.fields[name].queryset = keeping(rows, self.instance, name)  # type: ignore[attr-defined]
            self.fields[name].empty_label = gettext("None")
        self.helper = helper_of(Field("text"), Row("owner", "due"), Row("objective", "strategy"))


class QuickActionForm(VersionedModelForm):
    """An action in one line while the meeting goes on."""

    due = DayField(label=_("Due"))

    class Meta:
        model = Action
        fields = ("text", "owner", "due")
        widgets = {"owner": PlainSelect}

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "action_%s", **kwargs})
        self.fields["owner"].queryset = people
        self.fields["owner"].empty_label = None
        self.helper = helper_of(Field("text"), Row("owner", "due"))


class QuickDecisionForm(VersionedModelForm):
    """A decision in one line while the meeting goes on."""

    class Meta:
        model = Decision
        fields = ("verdict", "text", "owner")
        widgets = {"owner": PlainSelect}

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "decision_%s", **kwargs})
        self.fields["verdict"] = forms.ChoiceField(label=_("Decision"), choices=Verdict.choices, widget=PlainSelect)
        self.fields["owner"].queryset = people
        self.fields["owner"].empty_label = gettext("Nobody")
        self.helper = helper_of(Row("verdict", "owner"), Field("text"))


SUMMARY = "summary"


class NotesForm(forms.Form):
    """The minutes and a note for each point of the agenda ("note-12"); every field saves by itself."""

    def __init__(self, *args: Any, review: Review, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            self._add(f"note-{item.pk}", item.label, item.note, rows=3)
        self._add(SUMMARY, gettext("What was said, in a few sentences"), review.summary, rows=6)
        self.points = [(item, self[f"note-{item.pk}"]) for item in items]

    def _add(self, name: str, label: str, value: str, *, rows: int) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "maxlength": NOTE_LENGTH, "class": "input"})
        self.fields[name] = forms.CharField(
            label=label, required=False, strip=False, max_length=NOTE_LENGTH, widget=widget, initial=value
        )


def item_of(name: str) -> int:
    """The key of the agenda point a field of NotesForm is about."""
    return int(name.removeprefix("note-"))
