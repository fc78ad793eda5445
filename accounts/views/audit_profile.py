"""The section of the audit about the profile: where the customer is, how to reach it, what it sells and to whom."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.profile import ProfileFacts
from accounts.models import AccountProfile, KeyAccount, Person
from accounts.selectors.audit import AuditScore
from accounts.services.profile import PROFILE, save_profile
from accounts.views.audit_section import AuditSection
from kamp.shared.autosave import Stamp
from kamp.shared.conflicts import last_change
from kamp.shared.page_memory import once_per_page


class Profile(AuditSection):
    """Address, numbers, products and markets; each field saves by itself."""

    permission_required = "accounts.view_account"
    edit_permission = "accounts.edit_account"
    template_name = "accounts/audit/profile.html"
    title = _("Profile and contacts")

    def form(self, target: KeyAccount) -> ProfileFacts:
        return ProfileFacts(account=target, profile=_profile(target))

    def store(self, account: KeyAccount, name: str, value: Any, submission: uuid.UUID | None) -> None:
        save_profile(account=account, values={name: value}, by=self.user, at=timezone.now())

    def stamp(self, target: KeyAccount, name: str) -> Stamp:
        profile = _profile(target) if name in PROFILE else None
        change = last_change(profile or target)
        return Stamp(who=change.who, at=change.at)

    def content(self, account: KeyAccount, form: forms.Form) -> dict[str, Any]:
        people = Person.objects.filter(account=account, left_on__isnull=True).order_by("name", "pk")
        since = {each.item.key: None if each.known.unavailable else each.known.on for each in self._score.items}
        return {"people": list(people[:6]), "reach_on": since["hg1"], "products_on": since["hg2"]}

    def score(self, target: KeyAccount) -> AuditScore:
        self._score = super().score(target)
        return self._score


def _profile(account: KeyAccount) -> AccountProfile | None:
    return once_per_page(("profile", account.pk), AccountProfile.objects.filter(account=account).first)
