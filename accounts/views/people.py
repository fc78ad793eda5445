"""A person at the customer: added with a form, then known better field by field, deleted when a mistake."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.people import DECISION, PersonFacts, PersonForm
from accounts.models import KeyAccount, Person
from accounts.selectors.dmu import dmu_of
from accounts.selectors.touches import touches_with
from accounts.services.people import delete_person, restore_person, save_person
from accounts.views.dmu import former_people, in_order
from accounts.views.dmu_words import lines_of
from accounts.views.fact_section import FactSection
from accounts.views.parts import PartForm
from accounts.views.removal import PartRemoval

BACK = "accounts:account_dmu"
PICTURE = "accounts/partials/_person_picture.html"


class PersonCreate(PartForm):
    """Somebody new; the page of the person follows."""

    tab = "people"
    kind = "person"
    back = BACK
    words: ClassVar[dict[str, Any]] = {"new": gettext_lazy("Add a person"), "edit": ""}

    def rows(self, account: KeyAccount) -> QuerySet[Person]:
        return Person.objects.filter(account=account)

    def form(self, account: KeyAccount, row: Person, data: Any = None) -> PersonForm:
        return PersonForm(data, instance=row)

    def save(self, form: PersonForm) -> Person:
        roles = {"roles": form.cleaned_data["roles"]}
        return save_person(person=form.instance, decision=roles, by=self.request.user, at=timezone.now())

    def leave(self, account: KeyAccount, row: Any) -> HttpResponse:
        return redirect("accounts:person_edit", slug=account.slug, pk=row.pk)


class PersonPage(FactSection):
    """What is known about a person; each field saves by itself."""

    tab = "people"
    permission_required = "accounts.edit_account"
    template_name = "accounts/person.html"

    def target(self) -> Person:
        people = Person.objects.filter(account=self.account()).select_related("dmu", "account")
        return get_object_or_404(people, pk=self.kwargs["pk"])

    def form(self, target: Person) -> PersonFacts:
        return PersonFacts(person=target, sensitive=self.sensitive)

    def store(self, target: Person, name: str, value: Any, submission: uuid.UUID | None) -> None:
        decision = {name: value} if name in DECISION else {}
        if not decision:
            setattr(target, name, value)
        save_person(person=target, decision=decision, by=self.request.user, at=timezone.now())

    def show(self, request: HttpRequest, target: Person, form: forms.Form, status: int = 200) -> HttpResponse:
        account = self.account()
        touches = list(touches_with(target)[:6])
        content = {"person": target, "touches": touches, "line": line_of(target), "sensitive": self.sensitive}
        return self.page(request, account, status, **self.told(form, **content))

    def extras(self, target: Person, name: str) -> str:
        """The picture of the relationship follows what was answered."""
        if not self.sensitive:
            return ""
        return render_to_string(PICTURE, {"line": line_of(target), "person": target})


def line_of(person: Person, today: datetime.date | None = None) -> Any:
    """The person as on the list of the decision-making unit; None for who left."""
    day = today or timezone.localdate()
    lines = lines_of(dmu_of(person.account_id, as_of=day))
    return next((line for line in lines if line.member.person.pk == person.pk), None)


class PersonRemoval(PartRemoval):
    """Somebody written down by mistake."""

    permission_required = "accounts.edit_account"
    kind = "person"
    back = BACK

    def rows(self, account: KeyAccount) -> QuerySet[Person]:
        return Person.objects.filter(account=account)

    def order(self, account: KeyAccount) -> list[list[int]]:
        today, sensitive = timezone.localdate(), self.request.user.has_perm("accounts.view_sensitive")
        present = in_order(dmu_of(account.pk, as_of=today), sensitive=sensitive)
        return [[line.member.person.pk for line in present], [person.pk for person in former_people(account, today)]]

    def delete_row(self, row: Person) -> None:
        delete_person(person=row, by=self.request.user, at=timezone.now())

    def restore_row(self, gone: Any) -> Person:
        return restore_person(gone=gone, by=self.request.user, at=timezone.now())

    def restored(self, row: Person, gone: Any) -> str:
        if gone is None or row.reports_to_id == gone.reports_to_id:
            return super().restored(row, gone)
        text = _("“%(name)s” is back. Whom they report to is left open: it no longer fits.")
        return text % {"name": row}
