"""The people of a customer: who they are and their part in its decisions."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import PersonForm
from accounts.models import KeyAccount, Person
from accounts.services.people import delete_person, save_person
from accounts.views.parts import PartDelete, PartForm

BACK = "accounts:account_dmu"


class PersonEdit(PartForm):
    """A new person, or what is known about one."""

    tab = "people"
    back = BACK
    words = {"new": _("Add a person"), "edit": _("Edit person"), "delete": "accounts:person_delete"}

    def rows(self, account: KeyAccount) -> QuerySet[Person]:
        return Person.objects.filter(account=account).select_related("dmu")

    def form(self, account: KeyAccount, row: Person, data: Any = None) -> PersonForm:
        sensitive = self.request.user.has_perm("accounts.view_sensitive")
        return PersonForm(data, instance=row, account=account, sensitive=sensitive)

    def save(self, form: PersonForm) -> Person:
        return save_person(person=form.instance, decision=form.decision(), by=self.request.user, at=timezone.now())


class PersonDelete(PartDelete):
    """Somebody written down by mistake."""

    tab = "people"
    back = BACK

    def rows(self, account: KeyAccount) -> QuerySet[Person]:
        return Person.objects.filter(account=account)

    def delete_row(self, row: Person) -> None:
        delete_person(person=row)
