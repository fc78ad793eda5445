"""The files of the portfolio: exact values, only what their person sees."""

from __future__ import annotations

import io

import pytest

from accounts.models import KeyAccount
from kamp.users.tests.factories import make_user
from portfolio.tests.factories import make_portfolio, make_run
from portfolio.tests.views.test_portfolio_pages import MATRIX, rows_of, signed_in

pytestmark = pytest.mark.django_db


def test_the_file_of_a_matrix_has_exact_values() -> None:
    make_portfolio()
    make_run()
    head, *rows = rows_of(signed_in().get(f"{MATRIX}export/csv/"))
    first = dict(zip(head, rows[0], strict=True))
    assert (first["Code"], first["Class"], first["Net revenue, 12 months, EUR"]) == ("ALFA", "Key account", "500000")
    assert (first["Current value, EUR"], first["Undeveloped potential, EUR"]) == ("110000", "200000")
    assert len(rows) == 6
    assert len(rows_of(signed_in().get(f"{MATRIX}export/csv/?cell=potential_key"))) == 3
    assert signed_in().get(f"{MATRIX}export/csv/?cell=nonsense").status_code == 404
    assert signed_in().get(f"{MATRIX}export/pdf/").status_code == 404
    quality = rows_of(signed_in().get("/portfolio/revenue-quality/export/csv/"))
    assert {row[6] for row in quality[1:]} >= {"B1 Healthy core", "D4 Loss tail"}


def test_a_file_has_what_its_person_sees() -> None:
    accounts = make_portfolio()
    rep = make_user("sales_rep", language="en")
    KeyAccount.objects.filter(pk=accounts["ALFA"].pk).update(owner=rep)
    make_run()
    assert [row[0] for row in rows_of(signed_in(rep).get(f"{MATRIX}export/csv/"))[1:]] == ["ALFA"]
    assert len(rows_of(signed_in(rep).get("/portfolio/concentration/export/csv/"))) == 2


def test_the_file_of_customers_has_shares() -> None:
    make_portfolio()
    make_run()
    head, first, *_rest, last = rows_of(signed_in().get("/portfolio/concentration/export/csv/"))
    assert first[head.index("Share of revenue")] == "0.5"
    assert last[head.index("Cumulative share")] == "1"


def test_a_workbook_opens() -> None:
    from python_calamine import CalamineWorkbook

    make_portfolio()
    make_run()
    response = signed_in().get(f"{MATRIX}export/xlsx/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][7] == 500_000
