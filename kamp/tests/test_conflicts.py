"""Edit conflicts (C60): the three-way merge, and that no form on a versioned row does without it."""

from __future__ import annotations

import datetime
import importlib
import pkgutil
import re
import threading
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pghistory
import pytest
from django import forms
from django.apps import apps
from django.db import transaction
from lxml import html as markup

from accounts.enums import Confidence
from accounts.models import KeyAccount, Segment
from accounts.tests.factories import make_account, make_segment
from kamp.shared.conflicts import StaleError, VersionedModelForm, claim_version, same
from kamp.shared.models import Versioned
from kamp.testing.abundance import abundant_world
from kamp.testing.access import body_of, declared_rows
from kamp.testing.threads import SECONDS, at_once
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
OURS = {"kamp", "accounts", "portfolio", "planning"}


class AccountSketch(VersionedModelForm):
    class Meta:
        model = KeyAccount
        fields = ("name", "city", "phone", "segment", "since")


class SegmentSketch(VersionedModelForm):
    class Meta:
        model = Segment
        fields = ("name", "managers")


def _data(form: Any) -> dict[str, Any]:
    """What the browser would send for the form as it is shown."""
    bound = {field.html_name: field.value() for field in form}
    return {
        name: [getattr(v, "pk", v) for v in value] if isinstance(value, list) else value
        for name, value in bound.items()
        if value is not None
    }


def _saved_elsewhere(account: KeyAccount, **values: Any) -> None:
    other = KeyAccount.objects.get(pk=account.pk)
    for name, value in values.items():
        setattr(other, name, value)
    with transaction.atomic():
        claim_version(other)
        other.save()


@pytest.fixture
def account() -> KeyAccount:
    return make_account("Molini", city="Bari", phone="1")


def test_a_form_without_any_other_change_saves(account: KeyAccount) -> None:
    data = _data(AccountSketch(instance=account)) | {"city": "Lecce"}
    form = AccountSketch(data, instance=KeyAccount.objects.get(pk=account.pk))
    assert form.is_valid(), form.errors
    assert (form.instance.city, form.merged, form.conflicts) == ("Lecce", [], [])


def test_changes_of_different_fields_are_merged_with_a_note(account: KeyAccount) -> None:
    data = _data(AccountSketch(instance=account)) | {"city": "Lecce"}
    giulia = make_user(name="Giulia Ferri")
    with pghistory.context(user=giulia.pk):
        _saved_elsewhere(account, phone="2", segment=make_segment("Food"))
    form = AccountSketch(data, instance=KeyAccount.objects.get(pk=account.pk))
    assert form.is_valid(), form.errors
    assert (form.instance.city, form.instance.phone, form.instance.segment.name) == ("Lecce", "2", "Food")
    assert form.merged == [str(form.fields["phone"].label), str(form.fields["segment"].label)]
    assert "Giulia Ferri" in form.merge_note


def test_the_same_change_by_both_is_no_conflict(account: KeyAccount) -> None:
    data = _data(AccountSketch(instance=account)) | {"city": "Lecce"}
    _saved_elsewhere(account, city="Lecce")
    form = AccountSketch(data, instance=KeyAccount.objects.get(pk=account.pk))
    assert form.is_valid()


@dataclass(frozen=True, kw_only=True)
class Answer:
    value: Decimal
    note: str
    confidence: str


def test_answers_of_several_inputs_are_compared_part_by_part() -> None:
    stored = Answer(value=Decimal("5.00"), note="Asked in May", confidence="assumed")
    typed = Answer(value=Decimal(5), note="Asked in May ", confidence=Confidence.ASSUMED)
    assert same(stored, typed)
    assert not same(stored, replace(typed, note="Asked in June"))
    assert not same(stored, None)


def test_the_same_field_gives_409_with_both_values_and_keeps_what_was_typed(account: KeyAccount) -> None:
    data = _data(AccountSketch(instance=account)) | {"city": "Lecce", "name": "Molini Due"}
    _saved_elsewhere(account, city="Roma", phone="2")
    form = AccountSketch(data, instance=KeyAccount.objects.get(pk=account.pk))
    assert not form.is_valid()
    assert form.error_status == 409
    [conflict] = form.conflicts
    assert (conflict.name, conflict.before, conflict.mine, conflict.theirs) == ("city", "Bari", "Lecce", "Roma")
    again = _data(form)
    assert (again["city"], again["name"], again["phone"], int(again["version"])) == ("Lecce", "Molini Due", "2", 2)


@pytest.mark.parametrize(("choice", "city"), [("mine", "Lecce"), ("theirs", "Roma")])
def test_the_second_save_takes_the_choice(account: KeyAccount, choice: str, city: str) -> None:
    data = _data(AccountSketch(instance=account)) | {"city": "Lecce", "name": "Molini Due"}
    _saved_elsewhere(account, city="Roma", phone="2")
    form = AccountSketch(data, instance=KeyAccount.objects.get(pk=account.pk))
    form.is_valid()
    again = _data(form) | {"choice-city": choice}
    second = AccountSketch(again, instance=KeyAccount.objects.get(pk=account.pk))
    assert second.is_valid(), second.errors
    assert (second.instance.city, second.instance.name, second.instance.phone) == (city, "Molini Due", "2")


def test_a_third_change_before_the_second_save_is_seen_too(account: KeyAccount) -> None:
    data = _data(AccountSketch(instance=account)) | {"city": "Lecce"}
    _saved_elsewhere(account, city="Roma")
    form = AccountSketch(data, instance=KeyAccount.objects.get(pk=account.pk))
    form.is_valid()
    _saved_elsewhere(account, city="Como")
    second = AccountSketch(_data(form) | {"choice-city": "mine"}, instance=KeyAccount.objects.get(pk=account.pk))
    assert not second.is_valid()
    assert second.conflicts[0].theirs == "Como"


def test_wrong_input_and_a_stale_version_lose_neither(account: KeyAccount) -> None:
    data = _data(AccountSketch(instance=account)) | {"since": "31/02/2020", "city": "Lecce"}
    _saved_elsewhere(account, phone="2")
    form = AccountSketch(data, instance=KeyAccount.objects.get(pk=account.pk))
    assert not form.is_valid()
    assert form.error_status == 422
    mended = _data(form) | {"since": "2020-02-01"}
    second = AccountSketch(mended, instance=KeyAccount.objects.get(pk=account.pk))
    assert second.is_valid(), second.errors
    assert (second.instance.phone, second.instance.city) == ("2", "Lecce")


@pytest.mark.parametrize("version", ["", "0", "99", "-1", "abc", "99999999999999999999"])
def test_an_unknown_version_never_overwrites(account: KeyAccount, version: str) -> None:
    data = _data(AccountSketch(instance=account)) | {"city": "Lecce", "version": version}
    form = AccountSketch(data, instance=KeyAccount.objects.get(pk=account.pk))
    assert not form.is_valid()


def test_relations_to_many_are_compared_with_what_the_form_showed() -> None:
    ada, bea = make_user(name="Ada", role="market_manager"), make_user(name="Bea", role="market_manager")
    segment = make_segment("Food", managers=[ada])
    data = _data(SegmentSketch(instance=segment)) | {"name": "Foods"}
    segment.managers.set([bea])
    Segment.objects.filter(pk=segment.pk).update(version=2)
    form = SegmentSketch(data, instance=Segment.objects.get(pk=segment.pk))
    assert form.is_valid(), form.errors
    assert list(form.cleaned_data["managers"]) == [bea]
    both = SegmentSketch(data | {"managers": []}, instance=Segment.objects.get(pk=segment.pk))
    assert not both.is_valid()
    assert (both.conflicts[0].before, both.conflicts[0].mine, both.conflicts[0].theirs) == ("Ada", "", "Bea")


def test_claiming_a_version_twice_fails_the_second_time(account: KeyAccount) -> None:
    mine, theirs = KeyAccount.objects.get(pk=account.pk), KeyAccount.objects.get(pk=account.pk)
    with transaction.atomic():
        claim_version(theirs)
        theirs.save()
    with pytest.raises(StaleError), transaction.atomic():
        claim_version(mine)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_waits_and_is_refused() -> None:
    """The version is compared under a lock: without it both would find their own."""
    account, inside, over = make_account("Molini"), threading.Event(), threading.Event()

    def first() -> None:
        mine = KeyAccount.objects.get(pk=account.pk)
        with transaction.atomic():
            claim_version(mine)
            inside.set()
            over.wait(0.5)  # long enough for the second to have claimed, if nothing stopped it
            mine.city = "Lecce"
            mine.save()

    def second() -> None:
        mine = KeyAccount.objects.get(pk=account.pk)
        inside.wait(SECONDS)
        with transaction.atomic():
            claim_version(mine)
            over.set()
            mine.city = "Roma"
            mine.save()

    results = at_once(first, second)
    assert [type(each) for each in results] == [type(None), StaleError]
    account.refresh_from_db()
    assert (account.city, account.version) == ("Lecce", 2)


def _model_forms() -> list[type[forms.ModelForm]]:
    for config in apps.get_app_configs():
        if config.name.split(".")[0] in OURS:
            package = importlib.import_module(config.name)
            for module in pkgutil.walk_packages(package.__path__, f"{config.name}."):
                if ".forms" in module.name and ".tests" not in module.name:
                    importlib.import_module(module.name)
    found, todo = [], [forms.ModelForm]
    while todo:
        for form in todo.pop().__subclasses__():
            todo.append(form)
            if form.__module__.split(".")[0] in OURS and ".tests" not in form.__module__:
                found.append(form)
    return found


def test_every_form_on_a_row_is_safe_against_lost_updates() -> None:
    """A ModelForm without a version fails, except on rows that only their own person edits."""
    on_rows = [form for form in _model_forms() if form._meta.model is not None]  # a base class has none
    assert on_rows, "no forms found: the walk is broken"
    unsafe = {f"{form.__module__}.{form.__name__}" for form in on_rows if not issubclass(form, VersionedModelForm)}
    assert unsafe == set(OWN_ROWS), "extend VersionedModelForm, or say why nobody else edits such a row"
    loose = [form.__name__ for form in on_rows if issubclass(form, VersionedModelForm)
             and not issubclass(form._meta.model, Versioned)]  # fmt: skip
    assert loose == []


OWN_ROWS = {
    "accounts.forms.demand.DemandForm": "adds an estimate; the one before stays",
    "kamp.users.forms.SavedViewForm": "nobody else sees it",
}


def test_every_page_with_a_form_on_a_row_carries_its_version() -> None:
    """What the form knows is of no use unless the page sends it."""
    world = abundant_world(datetime.date(2026, 11, 2))
    client, silent, found = world.client_of("administrator"), [], 0
    for row in declared_rows().values():
        if row.get is None or row.get["administrator"] != 200 or not row.kwargs(world):
            continue
        answer = client.get(row.url(world), headers=dict(row.headers))
        body_of(answer)  # files are read to their end, and closed
        form = (getattr(answer, "context", None) or {}).get("form")
        if not isinstance(form, VersionedModelForm) or form.instance.pk is None:
            continue
        found += 1
        page = markup.document_fromstring(answer.content)
        sent = [each.get("value") for each in page.xpath(f"//form//input[@name='{form.add_prefix('version')}']")]
        if str(form.instance.version) not in sent:
            silent.append(row.name)
    assert silent == []
    assert found >= 8, "the walk found hardly a form"


def test_what_an_open_page_asks_by_itself_never_makes_its_version_new(account: KeyAccount) -> None:
    """Quality C61: presence, notes of what is new and fragments bring no version with them that a form would send."""
    world = abundant_world(datetime.date(2026, 11, 2))
    client, wrong = world.client_of("administrator"), []
    for row in declared_rows().values():
        if row.get is None or row.get["administrator"] != 200:
            continue
        answer = client.get(row.url(world), {"presence": "city"}, headers={"HX-Request": "true", **row.headers})
        body = body_of(answer)
        if b"<html" not in body and "html" in answer.headers.get("Content-Type", ""):
            wrong += [f"{row.name}: presence"] if b'name="version"' in body else []
        swapped = re.findall(rb"<[^>]*hx-swap-oob[^>]*>.*?</", body, re.DOTALL)
        if any(b'name="version"' in part or b'name="seen"' in part for part in swapped):
            wrong.append(row.name)
    assert wrong == []
