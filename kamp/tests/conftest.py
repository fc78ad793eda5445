"""The cast of visitors, made once for each module that walks all addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from kamp.testing.access import VISITORS, World


@pytest.fixture(scope="module")
def no_contexts() -> Iterator[None]:
    """For walks that read only what is sent: Django's client would copy the context of each part of a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)
        yield


@pytest.fixture(scope="module")
def one_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One cast for all rows: making it costs more than what a row asks of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        for visitor in VISITORS:
            world.client_of(visitor)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(one_world: World) -> Iterator[World]:
    """The cast as it was made, whatever earlier tests did: what they wrote is rolled back to before them."""
    yield one_world
    one_world.as_new()
