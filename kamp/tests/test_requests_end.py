"""What a process remembers for the next page holds nobody's request."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from accounts.tests.factories import make_account, make_company
from kamp.shared.heading import HeadingMiddleware
from kamp.users.tests.factories import make_user


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
