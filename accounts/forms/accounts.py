"""The account form: what people type, put into the form the rest relies on."""

from __future__ import annotations

import re
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Row
from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import AccountChoiceField, CurrencyField, DayField, WebField
from accounts.models import KeyAccount, Segment
from accounts.selectors.people_of_ours import assignable_users
from accounts.services.profile import REACH
from kamp.shared.conflicts import VersionedModelForm
from kamp.shared.widgets import PlainSelect
from kamp.users.models import Team, User
from kamp.users.roles import Reach


class AccountForm(VersionedModelForm):
    """What is typed about an account by hand. Owner, team and parent are limited to what ``by`` may use.

    Where it is and how to reach it is asked for a new one only: later that is given, field by field, in its profile.
    """

    parent = AccountChoiceField(
        label=_("Parent account"),
        required=False,
        url=reverse_lazy("accounts:account_suggest"),
        help_text=_("Code or name of the account above this one"),
    )
    currency = CurrencyField(label=_("Currency"), required=False)
    since = DayField(label=_("Customer since"), required=False)

    class Meta:
        model = KeyAccount
        field_classes = {"website": WebField}
        error_messages = {"code": {"unique": _("Another account has this code.")}}
        fields = (
            *("code", "name", "short_name", "status", "segment", "team", "owner", "parent", "since", "currency"),
            *(
                "payment_days",
                "vat",
                "address",
                "postal_code",
                "city",
                "region",
                "country",
                "phone",
                "email",
                "website",
            ),
        )
        widgets = dict.fromkeys(("status", "segment", "team", "owner"), PlainSelect)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = KeyAccount.objects.visible_to(by)
        self.fields["segment"].queryset = Segment.objects.only("name")
        self.fields["team"].queryset = _teams(by, self.instance.team_id)
        self.fields["owner"].queryset = _owners(by, self.instance.owner_id)
        is_new = self.instance.pk is None
        for name in () if is_new else REACH:
            del self.fields[name]
        self.helper = account_helper(is_new=is_new)

    def clean_code(self) -> str:
        """Without blanks around; capitals, unless it is an old one that stays as it came."""
        code = " ".join(self.cleaned_data["code"].split())
        return code if code == self.instance.code else code.upper()

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_vat(self) -> str:
        return re.sub(r"[\s.\-/]", "", self.cleaned_data["vat"]).upper()

    def clean_parent(self) -> KeyAccount | None:
        parent: KeyAccount | None = self.cleaned_data["parent"]
        if parent is not None and parent.pk == self.instance.pk:
            raise forms.ValidationError(_("An account cannot be its own parent."))
        return parent


def _teams(by: User, present: int | None) -> Any:
    if by.reach is Reach.ALL:
        return Team.objects.only("name")
    return (by.teams.all() | Team.objects.filter(pk=present)).distinct().only("name")


def _owners(by: User, present: int | None) -> Any:
    allowed = assignable_users(by).values("pk")
    return (User.objects.filter(pk__in=allowed) | User.objects.filter(pk=present)).only("name").order_by("name", "pk")


def account_helper(*, is_new: bool) -> FormHelper:
    """The layout; an account there is has its address in the profile."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.form_show_errors = False
    where = Fieldset(
        _("Where it is"),
        Field("address"),
        Row(Field("postal_code"), Field("city"), Field("region")),
        Row(Field("country"), Field("phone"), Field("email")),
        Field("website"),
    )
    helper.layout = Layout(
        Fieldset(
            _("Who it is"),
            Row(Field("code"), Field("name"), Field("short_name")),
            Row(Field("status"), Field("since"), Field("parent")),
        ),
        Fieldset(_("Who follows it"), Row(Field("segment"), Field("team"), Field("owner"))),
        *([where] if is_new else []),
        Fieldset(_("Business"), Row(Field("vat"), Field("currency"), Field("payment_days"))),
    )
    return helper
