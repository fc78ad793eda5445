"""Sales lines: what is derived, what is refused, what happens the second time."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.models import ExchangeRate, SalesLine
from accounts.tests.factories import make_account, make_company, make_product
from accounts.tests.imports.support import apply, assert_rollups_right, bring, check, codes, figures, uploaded

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture(autouse=True)
def world():
    make_company()
    make_account("Molini", code="C1")
    make_account("Forni", code="C2")
    make_product("Valve", code="P1", list_price=D(100), unit_cost=D(60))
    make_product("Pump", code="P2")


def only() -> SalesLine:
    return SalesLine.objects.get()


def test_net_list_and_cost_follow_from_what_is_known():
    bring("sales", "date,account,product,quantity,unit price,discount\n2026-01-05,C1,P1,3,90,0.1\n")
    line = only()
    assert (line.net_amount, line.list_amount, line.cost) == (D("243.0000"), D(300), D(180))
    assert (line.currency, line.rate, line.unit, line.discount) == ("EUR", D(1), "", D("0.1"))
    assert_rollups_right()


def test_amounts_that_are_given_are_not_computed():
    bring(
        "sales", "date,account,product,quantity,unit price,net amount,list amount,cost\n2026-01-05,C1,P1,3,90,1,2,3\n"
    )
    assert (only().net_amount, only().list_amount, only().cost) == (D(1), D(2), D(3))


def test_what_is_not_known_stays_unknown():
    bring("sales", "date,account,product,net amount\n2026-01-05,C1,P2,50\n2026-01-05,C2,,5\n")
    assert set(SalesLine.objects.values_list("product__code", "list_amount", "cost", "quantity")) == {
        ("P2", None, None, None),
        (None, None, None, None),
    }
    assert_rollups_right()


def test_a_net_amount_that_cannot_be_computed_is_refused():
    data_import = bring("sales", "date,account,quantity,unit price\n2026-01-05,C1,3,\n2026-01-05,C1,,5\n", partial=True)
    assert codes(data_import) == {"net-missing": [2, 3]}
    assert figures(data_import) == (2, 0, 0, 0, 2)


def test_returns_and_credit_notes_are_negative_lines():
    bring("sales", "date,account,quantity,net amount\n05/01/2026,C1,-2,-80\n13/01/2026,C1,5,200\n")
    assert sum(SalesLine.objects.values_list("net_amount", flat=True)) == D(120)
    assert_rollups_right()


@pytest.mark.parametrize(
    ("column", "values", "stored"),
    [
        ("discount", ["0.15", "0.5"], ["0.15", "0.5"]),
        ("discount", ["15", "7.5"], ["0.15", "0.075"]),
        ("discount", ["15%", "7,5%"], ["0.15", "0.075"]),
        ("sconto %", ["1", "0"], ["0.01", "0"]),
        ("discount", ["12,5 %", "5", "0"], ["0.125", "0.05", "0"]),
        ("sconto %", ["12,5 %", "1"], ["0.125", "0.01"]),
        ("discount", ["1", "0"], ["1", "0"]),
    ],
)
def test_a_discount_is_a_fraction_or_a_percentage_as_its_column_says(column, values, stored):
    rows = "".join(f"2026-01-0{day};C1;{value};100\n" for day, value in enumerate(values, 1))
    bring("sales", f"date;account;{column};net amount\n{rows}")
    assert list(SalesLine.objects.order_by("date").values_list("discount", flat=True)) == [D(value) for value in stored]


def test_a_discount_beyond_all_or_nothing_is_refused():
    rows = "".join(f"2026-01-05,C1,0.1,{n}\n" for n in range(300))
    data_import = bring("sales", f"date,account,discount,net amount\n{rows}2026-01-05,C1,40,1\n", partial=True)
    assert codes(data_import) == {"discount-range": [302]}


def test_an_empty_currency_is_ours_a_foreign_one_needs_a_rate_of_its_day():
    ExchangeRate.objects.create(currency="USD", date="2026-01-01", rate=D("0.9"))
    ExchangeRate.objects.create(currency="USD", date="2026-02-01", rate=D("0.8"))
    data_import = bring(
        "sales",
        "date,account,product,quantity,net amount,currency\n"
        "2026-01-31,C1,P1,1,100,USD\n2026-02-01,C1,P1,1,100,usd\n2026-02-01,C1,P1,1,100,\n"
        "2025-12-31,C1,P1,1,100,USD\n2026-02-01,C1,P1,1,100,CHF\n2026-02-01,C1,P1,1,100,XXX\n",
        partial=True,
    )
    stored = SalesLine.objects.order_by("-currency", "-rate").values_list("currency", "rate", "list_amount", "cost")
    assert list(stored) == [
        ("USD", D("0.9"), D("111.1111"), D("66.6667")),
        ("USD", D("0.8"), D("125.0000"), D("75.0000")),
        ("EUR", D(1), D(100), D(60)),
    ]
    assert codes(data_import) == {"rate-missing": [5, 6], "currency": [7]}
    assert_rollups_right()


def test_accounts_and_products_are_found_by_code_then_by_a_name_of_one():
    make_account("Bianchi", code="B1")
    make_account("BIANCHI", code="B2")
    make_account("C2", code="X9")
    data_import = bring(
        "sales",
        "date,account,product,net amount\n2026-01-05,molini ,valve,1\n2026-01-05,C2,P2,2\n"
        "2026-01-05,Bianchi,P1,3\n2026-01-05,Nobody,P1,4\n2026-01-05,C1,Nothing,5\n",
        partial=True,
    )
    assert set(SalesLine.objects.values_list("account__code", "product__code", "net_amount")) == {
        ("C1", "P1", D(1)),
        ("C2", "P2", D(2)),
    }
    assert codes(data_import) == {"account-ambiguous": [4], "account-unknown": [5], "product-unknown": [6]}


def test_a_line_is_known_by_its_external_id():
    head = "external id,date,account,product,quantity,net amount\n"
    first = bring("sales", head + "A-1,2026-01-05,C1,P1,1,100\nA-2,2026-01-06,C2,P1,2,150\n")
    second = bring("sales", head + "A-1,2026-01-05,C1,P1,1,100\nA-2,2026-02-06,C1,P2,2,140\nA-3,2026-02-07,C1,P1,1,9\n")
    assert figures(first) == (2, 2, 0, 0, 0)
    assert figures(second) == (3, 1, 1, 1, 0)
    changed = SalesLine.objects.get(external_id="A-2")
    assert (changed.account.code, changed.product.code, changed.net_amount) == ("C1", "P2", D(140))
    assert changed.data_import == second
    assert SalesLine.objects.get(external_id="A-1").data_import == first
    assert_rollups_right()


@pytest.mark.parametrize("ids", ["A-1,B-1,B-1,A-2", "B-1,A-2,B-1,A-1"])
def test_an_external_id_stands_for_one_line(ids):
    rows = "".join(f"{key},2026-01-05,C1,{n}\n" for n, key in enumerate(ids.split(",")))
    data_import = bring("sales", f"external id,date,account,net amount\n{rows}", partial=True)
    (problem,) = data_import.problems
    assert problem["code"] == "twice"
    assert [row["value"] for row in problem["rows"]] == ["B-1"]
    assert figures(data_import) == (4, 3, 0, 0, 1)


def test_without_ids_the_same_file_adds_its_lines_once_however_it_is_read():
    text = "date,account,product,quantity,net amount\n2026-01-05,C1,P1,1,100\n2026-01-05,C1,P1,1,100\n"
    first = bring("sales", text)
    again = bring("sales", text)
    assert figures(first) == (2, 2, 0, 0, 0), "two equal lines are two lines"
    assert figures(again) == (2, 0, 0, 2, 0)
    assert again.counts["already"] == first.pk
    other = bring("sales", text, constants={"cost": "7"})
    assert figures(other) == (2, 0, 2, 0, 0), "read otherwise, the same lines change"
    assert SalesLine.objects.count() == 2
    assert set(SalesLine.objects.values_list("cost", flat=True)) == {D(7)}
    assert_rollups_right()


def test_rows_refused_before_go_in_when_what_they_miss_is_there():
    text = "date,account,net amount\n2026-01-05,C1,1\n2026-01-05,NEW,2\n"
    assert figures(bring("sales", text, partial=True)) == (2, 1, 0, 0, 1)
    make_account("New", code="NEW")
    assert figures(bring("sales", text)) == (2, 1, 0, 1, 0)


def test_all_or_nothing():
    text = "date,account,net amount\n" + "2026-01-05,C1,1\n" * 50 + "2026-02-30,C1,1\n"
    refused = apply(uploaded("sales", text))
    assert refused.state == "checked"
    assert figures(refused) == (51, 50, 0, 0, 1)
    assert SalesLine.objects.count() == 0
    assert_rollups_right()
    assert apply(refused, partial=True).state == "applied"
    assert SalesLine.objects.count() == 50


def test_a_computed_amount_that_no_column_can_hold_is_refused():
    data_import = bring(
        "sales",
        "date,account,quantity,unit price\n2026-01-05,C1,900000000000,99999999999999\n2026-01-05,C1,1,1\n",
        partial=True,
    )
    assert codes(data_import) == {"amount-large": [2]}


def test_order_heads_are_joined_to_their_lines():
    data_import = bring(
        "sales",
        "OrderID,ProductID,UnitPrice,Quantity,Discount\n1,P1,10,2,0\n2,P1,10,1,0.5\n3,P1,1,1,0\n",
        joined={"Orders.csv": "OrderID,CustomerID,OrderDate\n1,C1,1996-07-04 00:00:00.000\n2,C2,1996-07-05\n"},
        partial=True,
    )
    assert codes(data_import) == {"join-missing": [4]}
    assert set(SalesLine.objects.values_list("account__code", "net_amount")) == {("C1", D(20)), ("C2", D(5))}


def test_five_examples_show_before_and_after():
    head = "external id,date,account,net amount\n"
    bring("sales", head + "A,2026-01-05,C1,1\nB,2026-01-05,C1,1\n")
    rows = "".join(f"N{n},2026-01-05,C2,5\n" for n in range(9))
    checked = check(uploaded("sales", f"{head}{rows}B,2026-01-06,C1,3\n"))
    assert len(checked.examples) == 5
    first = checked.examples[0]
    assert (first["new"], first["title"], first["line"]) == (False, "Molini", 11)
    assert ["net_amount", "1.0000", "3.0000"] in first["fields"]
    assert all(example["new"] for example in checked.examples[1:])
