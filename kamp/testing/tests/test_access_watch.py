"""The watch of the access tests sees whatever is written, also what is taken back."""

import pytest
from django.db import transaction

from accounts.models import KeyAccount
from accounts.tests.factories import make_account
from kamp.testing.access import fingerprint, rows_written

pytestmark = pytest.mark.django_db


def test_every_kind_of_write_is_counted_and_a_reading_is_not() -> None:
    make_account("Alfa")
    KeyAccount.objects.get()
    written = rows_written()
    assert rows_written() == written
    for write in (
        lambda: make_account("Beta"),
        lambda: KeyAccount.objects.filter(name="Beta").update(city="Bari"),
        lambda: KeyAccount.objects.filter(name="Beta").delete(),
    ):
        before, print_before = rows_written(), fingerprint()
        write()
        assert rows_written() > before
        assert fingerprint() != print_before


def test_what_was_taken_back_was_written_too() -> None:
    before, print_before = rows_written(), fingerprint()
    with transaction.atomic():
        make_account("Alfa")
        transaction.set_rollback(True)
    assert rows_written() > before
    assert fingerprint() == print_before
