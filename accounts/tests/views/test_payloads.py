"""Names that would like to be markup or formulas, on every page about accounts (C28, C31): shown, never run."""

from __future__ import annotations

import datetime
import html
from typing import Any

import pytest

from accounts.models import AccountProfile, KeyAccount
from accounts.tests.factories import (
    make_account,
    make_company,
    make_line,
    make_member,
    make_person,
    make_product,
    make_sale,
    make_segment,
    make_touch,
)
from accounts.tests.views.support import signed_in
from kamp.users.models import SavedView, User
from kamp.users.tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
PAYLOADS = [
    '<img src=x onerror="alert(1)">', '"><svg/onload=alert(1)>', "{{7*7}}{% now 'Y' %}",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)", "'-alert(1)-'", "\u202egnp.exe", '<a href="https://evil.example">x</a>', "%(name)s %s {0}",
    "&lt;b&gt;", "]]><!--", "\u2028\u2029", "<b>bold</b>",
]  # fmt: skip
PAGES = [
    "",
    "edit/",
    "sales/",
    "sales/?children=1",
    "sales/lines/",
    "dmu/",
    "dmu/?view=map",
    "touches/",
    "touches/new/",
    "years/",
    "audit/profile/",
    "contracts/",
    "demand/",
    "history/",
    "members/",
]


def _account(name: str, admin: User) -> KeyAccount:
    short = name[:14]
    user = make_user("sales_rep", name=name)
    account = make_account(
        name, code=f"X{name}"[:40], short_name=short, city=name[:80], country=name[:60], address=name, phone=name[:40],
        segment=make_segment(name), team=make_team(name), owner=user, parent=make_account(name), vat=name[:30],
    )  # fmt: skip
    make_account(name, parent=account)
    account.memberships.create(user=admin)
    person = make_person(account, name, job_title=name, unit=name)
    make_person(account, name, reports_to=person)
    make_member(account, name, influence=5, attitude=-1, roles=["decider"], note=name)
    make_touch(account, datetime.date(2026, 1, 8), user, person, note=name)
    AccountProfile.objects.create(account=account, products_sold=name, markets_served=name, whatsapp=name[:40])
    account.contracts.create(title=name, start="2026-01-01", number=name[:40], note=name)
    account.demands.create(year=2026, amount=5, recorded_at="2026-01-01T00:00Z", source=name, unit=name)
    account.financial_years.create(year=2025, source=name)
    make_sale(account, "2026-01-10", 5, product=make_product(name, line=make_line(name)), unit=name)
    return account


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_name_is_text_wherever_it_appears(name: str) -> None:
    make_company(name=name)
    admin = make_user("administrator", language="en", name=name)
    account = _account(name, admin)
    SavedView.objects.create(user=admin, page="accounts", name=name[:60], query="q=x")
    client = signed_in(admin)
    for url in (
        "/accounts/",
        "/accounts/filters/",
        "/me/views/",
        *(f"/accounts/{account.slug}/{page}" for page in PAGES),
    ):
        _check(client.get(url), name, url)
    archived = client.post(f"/accounts/{account.slug}/archive/", follow=True)
    _check(archived, name, "archive")
    again = client.post("/accounts/new/", {"code": name, "name": name, "status": name, "city": name, "since": name})
    assert again.status_code == 422
    _check(again, name, "form")


def _check(answer: Any, name: str, where: str) -> None:
    assert answer.status_code in {200, 422}, f"{where}: {answer.status_code}"
    page = answer.content.decode()
    if any(sign in name for sign in "<>\"'"):
        assert name not in page, f"{where} shows it unescaped"
    for bad in ("<img src=x", "<svg/onload", "<script>alert", 'href="https://evil', 'href="javascript:', "<b>bold"):
        assert bad not in page, f"{where}: {bad}"
    assert ">49<" not in page
    shown = html.unescape(page)
    if "{{" in name:
        assert "{{7*7}}" in shown, where
