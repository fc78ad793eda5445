"""Giulia, a sales rep, and her account: what most tests of an account's pages begin with."""

from __future__ import annotations

import pytest

from accounts.models import KeyAccount
from accounts.tests.factories import make_account, make_company
from kamp.users.models import User
from kamp.users.tests.factories import make_user


@pytest.fixture
def giulia() -> User:
    return make_user("sales_rep", name="Giulia Ferri", language="en")


@pytest.fixture
def account(giulia: User) -> KeyAccount:
    make_company()
    return make_account("Molini Serravento", owner=giulia)
