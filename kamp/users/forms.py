"""Forms about users, teams and one's own preferences."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kamp.shared.conflicts import VersionedModelForm
from kamp.shared.time_zones import time_zone_field
from kamp.users.models import SavedView, Team, User
from kamp.users.roles import ROLES


def _roles_up_to(rank: int) -> list[tuple[str, str]]:
    return [(role.key, _(role.label)) for role in ROLES if role.rank <= rank]


class UserForm(VersionedModelForm):
    """A user as an administrator edits it; only roles up to one's own are offered."""

    class Meta:
        model = User
        fields = ("name", "email", "role", "teams", "language", "time_zone", "is_active")
        error_messages = {"email": {"unique": _("Someone with this e-mail address exists already.")}}
        widgets = {"teams": forms.CheckboxSelectMultiple, "role": forms.RadioSelect}

    def __init__(self, *args: object, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _roles_up_to(by.role_spec.rank)
        self.fields["time_zone"] = time_zone_field(self.instance.time_zone)
        if not self.instance.pk:
            del self.fields["is_active"]
            del self.fields["time_zone"]

    def clean_email(self) -> str:
        """In small letters, as sign-in compares it; an address somebody has is refused at its field."""
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(self.fields["email"].error_messages["unique"])
        return email


class TeamForm(VersionedModelForm):
    """A team's name."""

    class Meta:
        model = Team
        fields = ("name",)

    def clean_name(self) -> str:
        """Told apart by more than capitals: an import names teams, too."""
        name: str = self.cleaned_data["name"]
        if Team.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(self.instance.unique_error_message(Team, ["name"]))
        return name


class PreferencesForm(forms.Form):
    """One's own language and time zone."""

    language = forms.ChoiceField(label=_("Language"), choices=[("it", "Italiano"), ("en", "English")])

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"language": user.language, "time_zone": user.time_zone})
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = time_zone_field(user.time_zone)


class SavedViewForm(forms.ModelForm):
    """The name under which a list is kept, with its query string."""

    class Meta:
        model = SavedView
        fields = ("name", "query")
