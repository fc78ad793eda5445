"""The forms of a plan as a whole: what it is about, who works on it, who answers for a phase, why something is done."""

from __future__ import annotations

from typing import Any

from babel.numbers import list_currencies
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import KeyAccount
from kamp.shared.conflicts import VersionedModelForm
from kamp.shared.folding import fold
from kamp.shared.typed_fields import DayField
from kamp.shared.widgets import PlainSelect, SuggestedText
from kamp.users.models import User
from planning.calc.horizon import LONGEST, months_of
from planning.models import AccountPlan, PlanPhase, TeamMember
from planning.phases.keys import phase_choices


def helper_of(*lines: tuple[str, ...]) -> FormHelper:
    """A form without a tag of its own; each of ``lines`` are fields beside each other."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.form_show_errors = False
    helper.layout = Layout(*(Row(*map(Field, names)) if len(names) > 1 else Field(names[0]) for names in lines))
    return helper


class PlanForm(VersionedModelForm):
    """Name, scope and horizon of a plan."""

    starts_on = DayField(label=_("Start"), help_text=_("The plan begins with the first day of this month"))
    ends_on = DayField(label=_("End"), help_text=_("And ends with the last day of this one: 18 to 24 months"))
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        help_text=_("Three letters. Empty: that of the account"),
        widget=forms.TextInput(attrs={"class": "short"}),
    )

    class Meta:
        model = AccountPlan
        fields = ("name", "scope", "starts_on", "ends_on", "currency")
        widgets = {"scope": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper_of(("name",), ("scope",), ("starts_on", "ends_on", "currency"))

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = asked.get("starts_on"), asked.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The plan ends before it begins: enter a later day."))
        elif start and end and months_of(start, end) > LONGEST:
            self.add_error("ends_on", _("A plan cannot be longer than ten years: enter an earlier day."))
        return asked

    def clean_currency(self) -> str:
        code = self.cleaned_data["currency"].strip().upper()
        if code and code not in list_currencies():
            raise ValidationError(_("%(code)s is not a currency."), params={"code": code})
        return code


class NewPlanForm(PlanForm):
    """The same with the account it is for, typed by code or name among those the person sees."""

    account = forms.CharField(label=_("Account"), widget=SuggestedText(reverse_lazy("accounts:account_suggest")))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Empty: named after its years")
        self.helper = helper_of(("account",), ("name",), ("scope",), ("starts_on", "ends_on", "currency"))

    def clean_account(self) -> KeyAccount:
        text = self.cleaned_data["account"].strip()
        accounts = KeyAccount.objects.visible_to(self.user).current()
        found = list(accounts.filter(code__iexact=text)[:1]) or list(accounts.filter(name_key=fold(text))[:2])
        if len(found) > 1:
            raise ValidationError(_("Several accounts have this name. Enter the code."))
        if not found:
            raise ValidationError(_("No account with this code or name."))
        return found[0]


class MemberForm(VersionedModelForm):
    """Somebody on the team: their part and the phases given to them."""

    phases = forms.MultipleChoiceField(
        label=_("Phases given to them"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A seller and a market manager work on all of them."),
    )

    class Meta:
        model = TeamMember
        fields = ("role", "subject", "phases")
        widgets = {"role": PlainSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phases"].choices = translated_phases()  # type: ignore[attr-defined]
        self.helper = helper_of(("role", "subject"), ("phases",))


class NewMemberForm(MemberForm):
    """The same with the person."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), widget=PlainSelect)

    class Meta(MemberForm.Meta):
        fields = ("user", "role", "subject", "phases")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["user"].empty_label = _("Choose")  # type: ignore[attr-defined]
        self.helper = helper_of(("user",), ("role", "subject"), ("phases",))


def translated_phases() -> list[tuple[str, Any]]:
    """The phases to choose from, in the present language."""
    return [(key, f"{number} {_(label)}") for number, (key, label) in enumerate(phase_choices(), 1)]


class AssignForm(VersionedModelForm):
    """Who answers for a phase, and until when."""

    due = DayField(label=_("Due"), required=False)

    class Meta:
        model = PlanPhase
        fields = ("owner", "due")
        widgets = {"owner": PlainSelect}

    def __init__(self, *args: Any, plan: AccountPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=plan.team.values("user")).order_by("name", "pk")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["owner"].empty_label = _("Nobody yet")  # type: ignore[attr-defined]
        self.helper = helper_of(("owner",), ("due",))


class ReasonForm(forms.Form):
    """Why: a few words, kept with what was done."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper_of(("reason",))
