"""Giulia's browser, signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import KeyAccount
from accounts.tests.views.support import signed_in


@pytest.fixture
def client(account: KeyAccount) -> Client:
    return signed_in(account.owner)
