"""What is deleted comes back as it was, with what belonged to it; what contradicts it now is said, not overwritten."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone, translation

from accounts.models import Contract, DmuMember, FinancialYear, KeyAccount, Person, Rating, Touch, TouchPerson
from accounts.services.accounts import archive_account
from accounts.services.choice import begin_with_defaults, delete_criterion, restore_criterion
from accounts.services.contracts import (
    delete_contract,
    delete_financial_year,
    restore_contract,
    restore_financial_year,
    save_financial_year,
)
from accounts.services.people import delete_person, restore_person, save_person
from accounts.services.touches import delete_touch, restore_touch
from accounts.tests.factories import make_account, make_member, make_person, make_touch
from kamp.shared.bringing_back import deletion_of
from kamp.shared.conflicts import event_of
from kamp.shared.errors import DomainError
from kamp.users.tests.factories import make_user

# Each step is a transaction of its own, as in life: the record tells them apart by their moment.
pytestmark = pytest.mark.django_db(transaction=True)
LIVELY = {"version", "updated_at"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def values(row: models.Model) -> dict[str, Any]:
    """What the database holds of the row, but for version and day of change."""
    fresh = type(row)._base_manager.get(pk=row.pk)
    return {f.attname: getattr(fresh, f.attname) for f in fresh._meta.concrete_fields if f.attname not in LIVELY}


def now() -> datetime.datetime:
    return timezone.now()


def take(row: Any, delete: Callable[..., None], name: str) -> Any:
    """Deletes through the service; gives the record of it."""
    model, key = type(row), row.pk
    delete(**{name: row}, at=now())
    assert not model._base_manager.filter(pk=key).exists()
    return deletion_of(model, key)


def test_a_contract_comes_back_to_the_letter() -> None:
    contract = Contract.objects.create(
        account=make_account(),
        title="Manutenzione “2026” {x}",
        number="7/A",
        start=datetime.date(2026, 1, 1),
        end=datetime.date(2026, 12, 31),
        notice_days=90,
        renewal="automatic",
        value="310000.05",
        currency="CHF",
        note="a\nb",
    )
    before = values(contract)
    gone = take(contract, delete_contract, "contract")
    back = restore_contract(gone=gone, at=now())
    assert values(back) == before
    assert back.notice_on == back.notice_date
    assert back.version == 2, "who has it open is shown that something happened"
    assert event_of(back, 2).pgh_label == "insert"
    assert Contract.objects.create(account=back.account, title="B", start=back.start).pk > back.pk


def test_a_year_comes_back_unless_it_was_entered_anew() -> None:
    account = make_account()
    year = FinancialYear.objects.create(account=account, year=2025, revenue=800, unavailable=["ebit", "net_profit"])
    before = values(year)
    gone = take(year, delete_financial_year, "year")
    again = save_financial_year(year=FinancialYear(account=account, year=2025, revenue=900), at=now())
    with pytest.raises(DomainError, match="2025 has been entered anew"):
        restore_financial_year(gone=gone, at=now())
    assert FinancialYear.objects.get().revenue == 900
    delete_financial_year(year=again, at=now())
    assert values(restore_financial_year(gone=gone, at=now())) == before


def surrounded(account: KeyAccount) -> tuple[Person, Person, Touch]:
    """Somebody with a superior, a subordinate, a part in decisions and a contact; the subordinate; the contact."""
    user = make_user("sales_rep")
    boss = make_person(account, "Capo")
    sandra = make_member(
        account,
        "Sandra Nicolai",
        roles=["decider", "buyer"],
        influence=5,
        attitude=-1,
        depth="sponsor",
        our_owner=user,
        note="Riservata",
        stance_on=datetime.date(2026, 3, 1),
        confidence="confirmed",
        confirmed_on=datetime.date(2026, 3, 1),
    )
    Person.objects.filter(pk=sandra.pk).update(reports_to=boss, email="sandra@molini.example")
    worker = make_person(account, "Gianni", reports_to=sandra)
    touch = make_touch(account, datetime.date(2026, 3, 2), user, sandra, worker, note="Listino")
    sandra.refresh_from_db()
    return sandra, worker, touch


def test_a_person_comes_back_with_all_that_hung_on_them() -> None:
    sandra, worker, touch = surrounded(make_account())
    person, part = values(sandra), values(sandra.dmu)
    joined = set(TouchPerson.objects.values_list("pk", "touch_id", "person_id"))
    gone = take(sandra, delete_person, "person")
    worker.refresh_from_db()
    assert (worker.reports_to, DmuMember.objects.count(), touch.participants.count()) == (None, 0, 1)
    back = restore_person(gone=gone, at=now())
    assert (values(back), values(back.dmu)) == (person, part)
    assert set(TouchPerson.objects.values_list("pk", "touch_id", "person_id")) == joined
    seen = worker.version
    worker.refresh_from_db()
    assert (worker.reports_to, worker.version) == (back, seen + 1)
    labels = Person.pgh_event_model.objects.filter(pgh_obj_id=back.pk).order_by("pgh_id").values_list("pgh_label")  # type: ignore[attr-defined]
    assert [label for (label,) in labels][-2:] == ["delete", "insert"], "the history goes on"


def test_what_a_second_person_did_meanwhile_stays() -> None:
    account = make_account()
    sandra, worker, touch = surrounded(account)
    other = make_person(account, "Elena")
    gone = take(sandra, delete_person, "person")
    worker.refresh_from_db()
    worker.reports_to, worker.phone = other, "0881 2"
    save_person(person=worker, decision={}, at=now())
    delete_touch(touch=touch, at=now())
    back = restore_person(gone=gone, at=now())
    worker.refresh_from_db()
    assert (worker.reports_to, worker.phone) == (other, "0881 2")
    assert back.participations.count() == 0, "the contact was taken back for itself"
    assert back.dmu.note == "Riservata"


def test_nobody_comes_back_into_a_circle_or_under_somebody_who_is_gone() -> None:
    account = make_account()
    sandra, _worker, _touch = surrounded(account)
    boss = sandra.reports_to
    elena = make_person(account, "Elena", reports_to=sandra)
    gone = take(sandra, delete_person, "person")
    boss.refresh_from_db()
    boss.reports_to = Person.objects.get(pk=elena.pk)
    save_person(person=boss, decision={}, at=now())
    back = restore_person(gone=gone, at=now())
    elena.refresh_from_db()
    assert (back.reports_to, elena.reports_to) == (None, back), "the newer line stays, the older one is left open"
    Person.objects.filter(pk=back.pk).update(reports_to=make_person(account, "Breve"))
    gone = take(Person.objects.get(pk=back.pk), delete_person, "person")
    Person.objects.get(name="Breve").delete()
    assert restore_person(gone=gone, at=now()).reports_to is None


@pytest.mark.parametrize(
    ("name", "email", "refused"),
    [
        ("sandra nicolai", "", True),
        ("S. Nicolai", "SANDRA@molini.example", True),
        ("Sandra Nicolai", "another@molini.example", False),
        ("Elena", "", False),
    ],
)
def test_who_was_entered_anew_is_not_there_twice(name: str, email: str, refused: bool) -> None:
    account = make_account()
    sandra, _worker, _touch = surrounded(account)
    gone = take(sandra, delete_person, "person")
    save_person(person=Person(account=account, name=name, email=email), decision={}, at=now())
    if refused:
        with pytest.raises(DomainError, match="entered anew"):
            restore_person(gone=gone, at=now())
    else:
        assert restore_person(gone=gone, at=now()).pk == gone.pgh_obj_id


def test_a_contact_comes_back_with_who_took_part() -> None:
    sandra, worker, touch = surrounded(make_account())
    before = values(touch)
    gone = take(touch, delete_touch, "touch")
    delete_person(person=worker, at=now())
    back = restore_touch(gone=gone, at=now())
    assert values(back) == before
    assert list(back.people.all()) == [sandra], "who was deleted since is not invented again"


def test_a_deletion_undone_one_after_the_other_leaves_nothing_changed() -> None:
    account = make_account()
    sandra, _worker, touch = surrounded(account)
    boss = sandra.reports_to

    def state() -> list[dict[str, Any]]:
        return [
            values(row) for model in (Person, DmuMember, Touch, TouchPerson) for row in model.objects.order_by("pk")
        ]

    before = state()
    deletions = [
        (restore_person, take(sandra, delete_person, "person")),
        (restore_touch, take(touch, delete_touch, "touch")),
        (restore_person, take(boss, delete_person, "person")),
    ]
    for restore, gone in reversed(deletions):
        restore(gone=gone, at=now())
    assert state() == before


def test_a_criterion_comes_back_with_its_scores_unless_it_was_entered_anew() -> None:
    by, account = make_user("sales_rep"), make_account()
    told = {"by": by, "at": now()}
    first = begin_with_defaults(account_id=account.pk, kind="existing", **told)[0]
    before, key = values(first), first.pk
    Rating.objects.create(
        account=account, key="choice.ours", subject=str(key), value=7, rated_on="2026-01-01", created_at=now()
    )
    delete_criterion(row=first, **told)
    back = restore_criterion(account_id=account.pk, pk=key, **told)
    assert values(back) == before
    assert Rating.objects.get(subject=str(back.pk)).value == 7
    delete_criterion(row=back, **told)
    type(back).objects.create(account=account, set="existing", key=before["key"], weight=5)
    with pytest.raises(DomainError, match="entered since"):
        restore_criterion(account_id=account.pk, pk=key, **told)


def test_neither_what_is_there_nor_what_never_was_comes_back() -> None:
    contract = Contract.objects.create(account=make_account(), title="A", start=datetime.date(2026, 1, 1))
    assert deletion_of(Contract, contract.pk) is None
    assert deletion_of(Contract, 987654) is None
    gone = take(contract, delete_contract, "contract")
    assert deletion_of(Contract, gone.pgh_obj_id, account_id=make_account().pk) is None
    restore_contract(gone=gone, at=now())
    assert deletion_of(Contract, gone.pgh_obj_id) is None


def test_after_thirty_days_and_in_an_archived_account_nothing_comes_back() -> None:
    account = make_account()
    contract = Contract.objects.create(account=account, title="A", start=datetime.date(2026, 1, 1))
    gone = take(contract, delete_contract, "contract")
    with pytest.raises(DomainError, match="30 days ago"):
        restore_contract(gone=gone, at=now() + datetime.timedelta(days=30, minutes=1))
    archive_account(account=account, at=now())
    with pytest.raises(DomainError, match="archived"):
        restore_contract(gone=gone, at=now())
    assert not Contract.objects.exists()


def test_a_deletion_and_its_undo_set_the_classes_off() -> None:
    waiting = apps.get_model("portfolio", "ChangedAccount").objects  # the reaction of the app above
    sandra, _worker, _touch = surrounded(make_account())
    gone = take(sandra, delete_person, "person")
    assert waiting.filter(account=sandra.account_id).delete()[0]
    restore_person(gone=gone, at=now())
    assert waiting.filter(account=sandra.account_id).exists()


def test_what_stood_in_the_way_leaves_nothing_half_done() -> None:
    sandra, worker, _touch = surrounded(make_account())
    gone = take(sandra, delete_person, "person")
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE accounts_touchperson ADD CONSTRAINT never CHECK (person_id <> %s)", [gone.pgh_obj_id]
        )
    try:
        with pytest.raises(DomainError):
            restore_person(gone=gone, at=now())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE accounts_touchperson DROP CONSTRAINT never")
    worker.refresh_from_db()
    assert (Person.objects.filter(pk=gone.pgh_obj_id).exists(), worker.reports_to) == (False, None)
    assert restore_person(gone=gone, at=now()).reports.get() == worker
