"""`manage.py import_data`: one JSON object, exit status, rejects to mend, mappings, rights."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from accounts.models import DataImport, KeyAccount, SalesLine, SavedMapping
from accounts.tests.factories import make_account, make_company, make_product
from kamp.jobs.models import Job
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db

D = Decimal
LINES = "OrderID,SKU,Price,Qty,Rebate\n1,P1,10,2,0\n1,P2,2.5,4,0.5\n2,P1,8,1,0\n"
ORDERS = "Nr;Kunde;Am\n1;C1;31/12/2025\n2;C2;13/01/2026\n"


@pytest.fixture(autouse=True)
def world(monkeypatch, tmp_path):
    make_company()
    make_account("Molini", code="C1")
    make_account("Forni", code="C2")
    make_product("Pump", code="P1")
    make_product("Seal", code="P2")
    monkeypatch.chdir(tmp_path)
    Path("lines.csv").write_text(LINES)
    Path("orders.csv").write_text(ORDERS)


def run(capsys, *words: str) -> tuple[int, dict]:
    """Exit status and the printed object; nothing else may be printed."""
    status = 0
    try:
        call_command("import_data", *words)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, json.loads(capsys.readouterr().out)


JOINED = (
    *("sales", "lines.csv", "--join", "orders.csv:OrderID=Nr", "--map", "date=Am", "account=Kunde", "quantity=Qty"),
    *("--compute", "net_amount=Price * Qty * (1 − Rebate)", "--set", "unit=Parma"),
)


def test_columns_constants_expressions_and_joins(capsys):
    status, told = run(capsys, *JOINED)
    number = DataImport.objects.get().pk
    assert status == 0
    assert told == {"rows": 3, "created": 3, "updated": 0, "unchanged": 0, "rejected": 0, "import_id": number}
    assert SalesLine.objects.aggregate(net=Sum("net_amount"))["net"] == D(33)
    assert set(SalesLine.objects.values_list("unit", flat=True)) == {"Parma"}
    assert str(SalesLine.objects.get(account__code="C2").date) == "2026-01-13"
    assert Job.objects.filter(kind="portfolio.recompute", state="queued").count() == 1


def test_a_second_run_changes_nothing(capsys):
    run(capsys, *JOINED)
    status, told = run(capsys, *JOINED)
    assert (status, told["created"], told["unchanged"]) == (0, 0, 3)


def test_a_dry_run_tells_and_leaves_nothing(capsys, media):
    status, told = run(capsys, *JOINED, "--dry-run")
    assert (status, told["created"], told["import_id"]) == (0, 3, None)
    assert DataImport.objects.count() == SalesLine.objects.count() == Job.objects.count() == 0
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_rejected_rows_can_be_mended_and_imported(capsys):
    Path("sales.csv").write_text(
        "data;cliente;importo;note\n31/01/2026;C1;1.250,50;=1+1\n31/02/2026;C1;10;ok\n1/2/2026;C9;5;\n"
    )
    status, told = run(capsys, "sales", "sales.csv", "--rejects", "bad.csv")
    assert (status, told["created"], told["rejected"]) == (1, 0, 2), "all or nothing"
    assert SalesLine.objects.count() == 0
    status, told = run(capsys, "sales", "sales.csv", "--rejects", "bad.csv", "--partial")
    assert (status, told["created"], told["rejected"]) == (1, 1, 2)
    rows = Path("bad.csv").read_text("utf-8-sig").splitlines()
    assert rows[0].split(";")[:4] == ["data", "cliente", "importo", "note"]
    assert [row.split(";")[4] for row in rows[1:]] == ["3", "4"]
    Path("bad.csv").write_text(Path("bad.csv").read_text().replace("31/02/2026", "28/02/2026").replace("C9", "C2"))
    status, told = run(capsys, "sales", "bad.csv")
    assert (status, told["created"], told["rejected"]) == (0, 2, 0)
    assert SalesLine.objects.aggregate(net=Sum("net_amount"))["net"] == D("1265.5")


def test_rejects_go_beside_where_no_place_is_given(capsys):
    Path("sales.csv").write_text("date,account,net amount\n2026-01-01,C9,1\n")
    status, _ = run(capsys, "sales", "sales.csv")
    assert status == 1
    assert Path("sales.rejects.csv").exists()


def test_a_mapping_is_saved_under_a_new_name_and_used_under_a_known_one(capsys):
    Path("a.csv").write_text("A;B;C\n31/12/2025;C1;1,5\n")
    Path("b.csv").write_text("A;B;C\n30/12/2025;C2;2,5\n")
    run(capsys, "sales", "a.csv", "--map", "date=A", "account=B", "net_amount=C", "--mapping", "Gestionale")
    assert SavedMapping.objects.get().name == "Gestionale"
    status, told = run(capsys, "sales", "b.csv", "--mapping", "gestionale")
    assert (status, told["created"]) == (0, 1)
    assert SavedMapping.objects.count() == 1


def test_with_the_rights_of_a_user(capsys):
    rep = make_user("sales_rep", email="rep@example.com", language="it")
    KeyAccount.objects.filter(code="C1").update(owner=rep)
    Path("sales.csv").write_text("date,account,net amount\n2026-01-01,C1,1\n2026-01-01,C2,1\n")
    status, told = run(capsys, "sales", "sales.csv", "--partial", "--as", "REP@example.com")
    assert (status, told["created"], told["rejected"]) == (1, 1, 1)
    assert DataImport.objects.get().created_by == rep
    with pytest.raises(CommandError):
        call_command("import_data", "products", "sales.csv", "--as", "rep@example.com")
    with pytest.raises(CommandError, match=r"nobody@example\.com"):
        call_command("import_data", "sales", "sales.csv", "--as", "nobody@example.com")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sales", "nothing.csv"], "nothing.csv"),
        (["sales", "lines.csv", "--map", "date"], "date"),
        (["sales", "lines.csv", "--map", "date=Nowhere", "account=SKU"], "Nowhere"),
        (["sales", "lines.csv", "--map", "dates=Price"], "dates"),
        (["sales", "lines.csv"], "date"),
        (["sales", "lines.csv", "--map", "date=Price", "account=SKU", "--compute", "net_amount=Price**2"], "*"),
        (
            ["sales", "lines.csv", "--map", "date=Price", "account=SKU", "--compute", "net_amount=__import__"],
            "__import__",
        ),
        (["sales", "lines.csv", "--join", "orders.csv"], "orders.csv"),
        (["sales", "lines.csv", "--join", "orders.csv:Nope", "--map", "date=Am", "account=Kunde"], "Nope"),
        (["sales", "lines.csv", "--set", "date=tomorrow", "account=C1"], "tomorrow"),
    ],
)
def test_what_cannot_be_understood_is_said_and_nothing_is_left(words, said, media):
    with pytest.raises(CommandError, match=re.escape(said)):
        call_command("import_data", *words)
    assert SalesLine.objects.count() == 0
    assert DataImport.objects.filter(state="applied").count() == 0
