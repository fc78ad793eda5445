"""The list of plans as a file."""

from __future__ import annotations

import datetime
import io

import pytest
from django.test import Client

from accounts.tests.factories import make_account, make_company
from kamp.users.tests.factories import make_user
from planning.tests.factories_lines import make_plan


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_approved_plan_is_exported_with_the_moment_of_the_person(kind: str) -> None:
    boss = make_user("administrator", language="en", time_zone="Asia/Tokyo")
    make_company()
    at = datetime.datetime(2026, 11, 22, 22, 0, tzinfo=datetime.UTC)
    make_plan(make_account("Molini"), state="approved", approved_at=at)
    client = Client()
    client.force_login(boss)
    answer = client.get(f"/plans/export.{kind}")
    assert answer.status_code == 200
    whole = b"".join(answer.streaming_content)  # after the request: its zone is no longer the present one
    if kind == "csv":
        assert "2026-11-23T07:00+09:00" in whole.decode()
    else:
        from python_calamine import CalamineWorkbook

        sheet = CalamineWorkbook.from_filelike(io.BytesIO(whole)).get_sheet_by_index(0).to_python()
        assert datetime.datetime(2026, 11, 23, 7, 0) in sheet[1]
