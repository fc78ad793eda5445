"""A person who is deleted and brought back stands again where plans named them."""

from __future__ import annotations

import pytest
from django.db.models import CASCADE, SET_NULL
from django.utils import timezone

from accounts.models import ChoiceCriterion, Contract, ExchangeRate, FinancialYear, Person, Product, ProductLine, Touch
from accounts.services.people import delete_person, restore_person
from accounts.tests.factories import make_account, make_person
from kamp.shared.bringing_back import deletion_of, events_of, relations
from kamp.users.tests.factories import make_user
from planning.forms.rows import FORMS
from planning.models import AgendaItem, Decision, LineContact, Need, PlanLine
from planning.tests.factories import fill_demand, make_plan

RESTORABLE = (
    Person,
    Contract,
    FinancialYear,
    Touch,
    ChoiceCriterion,
    ProductLine,
    Product,
    ExchangeRate,
    AgendaItem,
    Decision,
)


@pytest.mark.parametrize("model", RESTORABLE, ids=lambda model: model.__name__)
def test_all_that_goes_with_a_deletion_is_recorded_whole(model: type) -> None:
    touched = [model, *(field.model for rule in (CASCADE, SET_NULL) for field in relations(model, rule))]
    for each in touched:
        kept = {field.column for field in events_of(each)._meta.concrete_fields}
        lost = {field.column for field in each._meta.local_concrete_fields} - kept - {"updated_at", "notice_on"}
        assert not lost, f"{each.__name__} would come back without {lost}"
    assert [field.model.__name__ for field in relations(Person, CASCADE)] == ["DmuMember", "TouchPerson", "LineContact"]


@pytest.mark.django_db(transaction=True)
def test_plans_name_who_came_back_again_and_no_open_form_writes_over_it() -> None:
    account = make_account(owner=make_user("sales_rep"))
    person = make_person(account, "Sandra")
    plan = make_plan(account)
    need = fill_demand(plan)
    need.person = person
    need.save()
    line = PlanLine.objects.create(plan=plan, area="Linea 2")
    contact = LineContact.objects.create(line=line, person=person)
    key = contact.pk
    delete_person(person=person, at=timezone.now())
    opened = Need.objects.get(pk=need.pk)
    assert (opened.person, LineContact.objects.exists()) == (None, False)
    form = FORMS["need"](instance=opened, plan=plan)
    typed = {name: form[name].value() or "" for name in form.fields}
    restore_person(gone=deletion_of(Person, need.person_id), at=timezone.now())
    now = Need.objects.get(pk=need.pk)
    assert (now.person.name, LineContact.objects.get().pk) == ("Sandra", key)
    sent = FORMS["need"](typed | {"text": "Meno fermi"}, instance=now, plan=plan)
    assert sent.is_valid(), sent.errors
    sent.save()
    now.refresh_from_db()
    assert (now.text, now.person.name) == ("Meno fermi", "Sandra"), "what was typed and who came back, both"
