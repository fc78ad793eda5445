"""Taking imports back: what they changed is as before, what they made is gone, what came since stays."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.models import Contract, Demand, DmuMember, KeyAccount, Person, Product, ProductLine, SalesLine, Segment
from accounts.services.imports.requests import ImportSettledError, request_undo
from accounts.tests.factories import make_account, make_company, make_person, make_product, make_sale
from accounts.tests.imports.support import NOON, assert_rollups_right, bring, contents, undo, uploaded
from kamp.jobs.models import Job
from kamp.shared.errors import Denied
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db

D = Decimal
FACTS = (
    *("accounts_salesmonth", "accounts_accountmonth", "accounts_demand", "accounts_person", "accounts_dmumember"),
    *("accounts_salesline", "accounts_keyaccount", "accounts_product", "accounts_productline", "accounts_segment"),
)
HEAD = "external id,date,account,product,quantity,net amount\n"


@pytest.fixture(autouse=True)
def world():
    make_company()


def told(data_import) -> tuple[int, int, int]:
    undone = data_import.counts["undo"]
    return undone["restored"], undone["removed"], undone["kept"]


def test_sales_lines_go_and_changed_ones_are_as_before():
    account, product = make_account("Molini", code="C1"), make_product(code="P1", unit_cost=D(2))
    make_sale(account, "2026-01-01", 5, product=product)
    bring("sales", HEAD + "A,2026-01-05,C1,P1,1,100\nB,2026-01-05,C1,,1,50\n")
    before = contents("accounts_salesline"), contents("accounts_accountmonth")
    second = bring("sales", HEAD + "A,2026-03-05,C1,,9,10\nB,2026-01-05,C1,,1,50\nC,2026-02-01,C1,P1,1,1\n")
    assert_rollups_right()
    undone = undo(second)
    assert undone.state == "undone"
    assert told(undone) == (1, 1, 0)
    assert contents("accounts_salesline") == before[0]
    assert_rollups_right()
    assert SalesLine.objects.get(external_id="A").net_amount == D(100)


def test_lines_that_a_later_import_changed_stay():
    make_account("Molini", code="C1")
    first = bring("sales", HEAD + "A,2026-01-05,C1,,1,100\nB,2026-01-05,C1,,1,50\n")
    second = bring("sales", HEAD + "A,2026-01-05,C1,,1,70\n")
    assert told(undo(first)) == (0, 1, 1)
    assert SalesLine.objects.get().net_amount == D(70)
    assert_rollups_right()
    assert told(undo(second)) == (1, 0, 0)
    assert SalesLine.objects.get().net_amount == D(100)
    assert_rollups_right()


def test_undone_in_the_reverse_order_everything_is_as_before():
    make_account("Kept", code="K")
    before = contents(*FACTS)
    imports = [
        bring("accounts", "code,name,parent,segment\nC1,One,C2,Food\nC2,Two,K,Steel\nC3,Three,C1,\n"),
        bring("contacts", "account,name,reports to,roles\nC1,Anna,Luca,buyer\nC1,Luca,,decider\nK,Eva,,\n"),
        bring("products", "code,name,line\nP1,Pump,Pumps\nP2,Seal,Seals\n"),
        bring("sales", "date,account,product,net amount\n2026-01-05,C1,P1,1\n2026-01-05,C3,P2,2\n"),
        bring("demand", "account,year,product line,amount\nC1,2026,Pumps,1000\nC2,2026,Valves,10\n"),
    ]
    for data_import in reversed(imports):
        kept = undo(data_import).counts["undo"]["kept"]
        assert kept == 0, data_import.kind
    assert contents(*FACTS) == before


def test_what_something_points_to_by_now_stays():
    accounts = bring("accounts", "code,name\nC1,One\nC2,Two\nC3,Three\nC4,Four\n")
    products = bring("products", "code,name,line\nP1,Pump,Pumps\nP2,Seal,Seals\n")
    one, two, three = (KeyAccount.objects.get(code=code) for code in ("C1", "C2", "C3"))
    make_sale(one, "2026-01-05", 1, product=Product.objects.get(code="P1"))
    make_person(two, "Anna")
    Contract.objects.create(account=three, title="Frame", start="2026-01-01")
    assert told(undo(accounts)) == (0, 1, 3)
    assert set(KeyAccount.objects.values_list("code", flat=True)) == {"C1", "C2", "C3"}
    assert told(undo(products)) == (0, 2, 2)
    assert ProductLine.objects.get().name == "Pumps"
    assert Person.objects.count() == Contract.objects.count() == 1


def test_what_a_person_changed_since_stays():
    make_account("Molini", code="C1", city="Parma")
    make_account("Forni", code="C2", city="Parma")
    data_import = bring("accounts", "code,name,city\nC1,Molini,Lodi\nC2,Forni,Lodi\nC3,New,Lodi\nC4,Other,Lodi\n")
    for code in ("C2", "C4"):
        account = KeyAccount.objects.get(code=code)
        account.phone, account.version = "1", account.version + 1
        account.save()
    undone = undo(data_import)
    assert told(undone) == (1, 1, 2)
    assert dict(KeyAccount.objects.values_list("code", "city")) == {"C1": "Parma", "C2": "Lodi", "C4": "Lodi"}
    restored = KeyAccount.objects.get(code="C1")
    assert restored.version == 3, "whoever has it open is told"
    assert restored.search_key == "molini c1 parma"


def test_parents_superiors_and_roles_come_back():
    holding = make_account("Holding", code="H")
    account = make_account("Molini", code="C1", parent=holding)
    boss, anna = make_person(account, "Boss"), make_person(account, "Anna")
    anna.reports_to = boss
    anna.save()
    DmuMember.objects.create(person=anna, roles=["user"])
    changed = [
        bring("accounts", "code,parent,segment\nC1,X,Food\n", partial=True),
        bring("accounts", "code,name,parent,segment\nN,New,H,Food\nC1,,N,Food\n"),
        bring("contacts", "account,name,reports to,roles\nC1,Anna,Zoe,buyer\nC1,Zoe,,\n"),
    ]
    for data_import in reversed(changed):
        undo(data_import)
    account.refresh_from_db()
    anna.refresh_from_db()
    assert (account.parent, account.segment, anna.reports_to, anna.dmu.roles) == (holding, None, boss, ["user"])
    assert Segment.objects.count() == 0
    assert KeyAccount.objects.count() == 2


def test_estimates_of_an_import_go_and_the_one_before_is_the_present_one():
    make_account("Molini", code="C1")
    bring("demand", "account,year,amount\nC1,2026,1000\n")
    undo(bring("demand", "account,year,amount\nC1,2026,2000\n"))
    assert Demand.objects.get().amount == D(1000)


def test_who_may_undo_and_when():
    rep, other = make_user("sales_rep"), make_user("sales_rep")
    make_account("Mine", code="C1", owner=rep)
    data_import = bring("sales", HEAD + "A,2026-01-05,C1,,1,100\n", by=rep)
    with pytest.raises(Denied):
        request_undo(data_import=data_import, by=other, at=NOON)
    waiting = uploaded("sales", HEAD + "B,2026-01-05,C1,,1,100\n", by=rep)
    with pytest.raises(ImportSettledError):
        request_undo(data_import=waiting, by=rep, at=NOON)
    undone = undo(data_import, by=make_user("administrator"))
    assert undone.undone_by.role == "administrator"
    with pytest.raises(ImportSettledError):
        request_undo(data_import=data_import, by=rep, at=NOON)
    assert Job.objects.filter(kind="portfolio.recompute").exists()


def test_after_an_undo_the_same_file_goes_in_again():
    make_account("Molini", code="C1")
    text = "date,account,net amount\n2026-01-05,C1,1\n2026-01-05,C1,2\n"
    undo(bring("sales", text))
    again = bring("sales", text)
    assert (again.counts["created"], again.counts["already"]) == (2, 0)
    assert_rollups_right()
