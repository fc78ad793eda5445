"""What a test that commits leaves behind for the next."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from accounts.models import KeyAccount
from accounts.tests.factories import make_account
from kamp.testing.access import fingerprint


@pytest.mark.django_db(transaction=True)
def test_emptying_leaves_what_migrating_wrote_and_nothing_else() -> None:
    call_command("flush", verbosity=0, interactive=False)
    before = fingerprint()
    make_account()
    assert fingerprint() != before
    call_command("flush", verbosity=0, interactive=False)
    assert fingerprint() == before
    assert not KeyAccount.objects.exists()
    assert ContentType.objects.filter(app_label="accounts", model="keyaccount").exists()
