"""A list written to a file and imported again is what it was: formulas, negative numbers, quotes (C38, C51)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import KeyAccount
from accounts.tests.factories import make_account, make_company, make_segment
from accounts.tests.views.support import signed_in
from kamp.testing.access import body_of
from kamp.users.tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
KEPT = (
    *("code", "name", "parent__code", "segment__name", "team__name", "owner__email", "country", "region", "city"),
    *("postal_code", "address", "phone", "email", "website", "vat", "currency", "since", "status"),
)


def _all() -> list[tuple[Any, ...]]:
    return sorted(KeyAccount.objects.values_list(*KEPT))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "it"])
def test_exported_and_imported_accounts_are_the_same(
    kind: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_company()
    admin = make_user("administrator", language=language, email="anna@example.com")
    parent = make_account("=HYPERLINK(1)", code="+P1", city="@Bari")
    make_account(
        '"Quoted", & more', code="-7", parent=parent, segment=make_segment("=Food"), team=make_team("+North"),
        owner=admin,
        country="Italia", region="Puglia", postal_code="00123", address="Via 1", phone="+39 080 1", vat="IT1",
        email="a@example.com", website="https://example.com", currency="CHF", since="2019-02-28", status="dormant",
    )  # fmt: skip
    make_account("'already apostrophised", code="'=Q", city="-5")
    before = _all()
    file = tmp_path / f"accounts.{kind}"
    file.write_bytes(body_of(signed_in(admin).get(f"/accounts/export.{kind}")))
    KeyAccount.objects.update(
        name="changed", city="", country="", phone="", since=None, status="lost", parent=None, owner=None
    )
    call_command("import_data", "accounts", str(file))
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["rejected"], told["created"]) == (3, 0, 0)
    changed = [row for row in before if row not in _all()]
    assert changed == []
