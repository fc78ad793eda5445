"""Statements are made once, few are kept, and nobody's request is kept with them."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from accounts.tests.factories import make_account, make_company
from kamp.shared.heading import HeadingMiddleware
from kamp.shared.statements import Statements
from kamp.users.tests.factories import make_user


@pytest.mark.unit
def test_one_is_made_once_and_few_are_kept() -> None:
    made: list[int] = []
    statements = Statements(most=2)

    def get(key: int) -> str:
        return statements.get(key, lambda: (made.append(key) or f"SELECT {key}", ()))[0]

    assert [get(key) for key in (1, 1, 2, 1, 3, 3)] == [f"SELECT {key}" for key in (1, 1, 2, 1, 3, 3)]
    assert made == [1, 2, 3]
    get(1)
    assert made == [1, 2, 3, 1], "the third put the others out"


@pytest.mark.django_db
def test_no_request_outlives_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    make_company()
    rep = make_user("sales_rep")
    make_account(owner=rep)
    client = Client()
    client.force_login(rep)
    seen: list[weakref.ref[HttpRequest]] = []
    answer = HeadingMiddleware.__call__

    def watched(self: HeadingMiddleware, request: HttpRequest) -> HttpResponse:
        seen.append(weakref.ref(request))
        return answer(self, request)

    monkeypatch.setattr(HeadingMiddleware, "__call__", watched)
    for _page in range(3):
        response: Any = client.get("/accounts/")
        assert response.status_code == 200
    del response
    gc.collect()
    assert len(seen) == 3
    assert [each for each in seen if each() is not None] == []
