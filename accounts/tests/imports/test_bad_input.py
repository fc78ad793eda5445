"""Whatever is uploaded: a clear answer, nothing lost, nothing written (quality C39–C41)."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter

from accounts.models import DataImport, KeyAccount, SalesLine
from accounts.services.imports.messages import told
from accounts.tests.factories import make_account, make_company
from accounts.tests.imports.support import apply, bring, check, codes, figures, uploaded
from kamp.intake.errors import IntakeError

pytestmark = pytest.mark.django_db

D = Decimal
BAD = {"date": 100, "account": 101, "amount": 102, "cells": 103}  # the first bad row of each sort, then every 400th


@pytest.fixture(autouse=True)
def world():
    make_company()
    make_account("Molini", code="C1")


def workbook(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Vendite")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def bomb() -> bytes:
    """A workbook of some hundred kilobytes with one cell of 512 MiB."""
    plain = io.BytesIO(workbook([["date", "account", "net amount"]]))
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            if item.filename != "xl/worksheets/sheet1.xml":
                target.writestr(item, source.read(item))
        with target.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>')
            for _ in range(512):
                sheet.write(b"A" * 2**20)
            sheet.write(b"</t></is></c></row></sheetData></worksheet>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("empty.csv", b"", "file-empty"),
        ("sales.csv", b"%PDF-1.7 \n1 0 obj", "file-pdf"),
        ("sales.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-xls"),
        ("sales.xlsx", b"<html><table><tr><td>date</td></tr></table></html>", "file-html"),
        ("sales.csv", b"\x89PNG\r\n\x1a\n" + bytes(100), "file-image"),
        ("sales.csv", b"PK\x03\x04 not a workbook", "archive-damaged"),
        ("sales.csv", bytes(range(1, 32)) * 40, "file-binary"),
        (
            "sales.csv",
            ("date,account\n" + "2026-01-05,Città\n" * 50).encode() + b"2026-01-05,Caff\xe8\n",
            "encoding-mixed",
        ),
        ("sales.csv", b"date,account\x00\n1,2\n", "file-nul"),
        ("sales.csv", b"\n\n\n", "file-no-header"),
        ("sales.csv", b"date,account,net amount\n\n", "file-no-rows"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(name, body, code, media):
    with pytest.raises(IntakeError) as caught:
        uploaded("sales", body, name=name)
    assert caught.value.code == code
    assert told(code, caught.value.params)
    assert DataImport.objects.count() == 0
    assert not [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_told_by_themselves(encoding):
    bring("accounts", "Codice;Ragione sociale\nX1;Caffè Élite\n".encode(encoding))
    assert KeyAccount.objects.get(code="X1").name == "Caffè Élite"


def test_a_bomb_is_refused_before_it_goes_off():
    body = bomb()
    assert len(body) < 2**20
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(IntakeError) as caught:
        uploaded("sales", body, name="sales.xlsx")
    seconds = time.perf_counter() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.code in {"archive-ratio", "archive-too-large"}
    assert seconds < 3, "a second on a quiet machine"
    assert peak < 50 * 2**20


def test_a_workbook_is_read_as_it_stands():
    head: list[object] = ["Data", "Cliente", "Importo"]
    bring("sales", workbook([head, ["2026-01-05", "C1", 1234.5], ["05/02/2026", "C1", "1.000,25"]]), name="v.xlsx")
    assert sorted(SalesLine.objects.values_list("net_amount", flat=True)) == [D("1000.25"), D("1234.5")]


def test_formulas_are_texts_and_stay_harmless_in_the_file_of_rejected_rows():
    text = 'code,name\nX1,"=HYPERLINK(""http://evil"")"\n=1+1,\n@SUM(A1),\n'
    data_import = bring("accounts", text, partial=True)
    assert KeyAccount.objects.get(code="X1").name == '=HYPERLINK("http://evil")'
    rejects = data_import.path_of({"path": data_import.rejects_path}).read_text("utf-8-sig")
    assert "\n'=1+1," in rejects
    assert "\n'@SUM(A1)," in rejects
    mended = rejects.replace("'=1+1,,", "'=1+1,Mended,").replace("'@SUM(A1),,", "'@SUM(A1),Mended too,")
    assert figures(bring("accounts", mended)) == (2, 2, 0, 0, 0)
    assert KeyAccount.objects.filter(code__in=["=1+1", "@SUM(A1)"]).count() == 2


def test_a_needed_column_that_is_missing_is_named_and_the_file_is_kept():
    data_import = apply(uploaded("sales", "when,net amount\n2026-01-05,1\n"))
    assert data_import.state == "uploaded"
    assert data_import.message == {"code": "field-missing", "params": {"field": "date"}}
    assert data_import.has_files
    assert SalesLine.objects.count() == 0


def test_fifty_bad_rows_in_five_thousand():
    bad = {number: sort for sort, first in BAD.items() for number in range(first, 5000, 400)}
    assert len(bad) == 52
    rows = []
    for number in range(5000):
        sort = bad.get(number, "")
        date = "31/02/2026" if sort == "date" else "05/01/2026"
        account = "C7" if sort == "account" else "C1"
        amount = "12x" if sort == "amount" else "1.234,50"
        rows.append(f"{date};{account};{amount}" + (";too;many" if sort == "cells" else "") + "\n")
    checked = check(uploaded("sales", "data;cliente;importo\n" + "".join(rows)))
    assert figures(checked) == (5000, 5000 - len(bad), 0, 0, len(bad))
    assert sum(problem["count"] for problem in checked.problems) == len(bad)
    lines = {code: found[0] for code, found in codes(checked).items()}
    assert lines == {"date-impossible": 102, "account-unknown": 103, "number": 104, "cells-extra": 105}
    for problem in checked.problems:
        for row in problem["rows"]:
            shown = {"value": row["value"], "line": row["line"], "column": problem["column"]}
            assert told(problem["code"], {**shown, **row["params"]})
    rejects = checked.path_of({"path": checked.rejects_path}).read_text("utf-8-sig").splitlines()
    assert len(rejects) == 1 + len(bad)
    done = apply(checked, partial=True)
    assert SalesLine.objects.count() == 5000 - len(bad)
    assert done.counts["rejected"] == len(bad)
    mended = "\n".join(rejects).replace("31/02", "28/02").replace("C7", "C1").replace("12x", "1,5")
    again = bring("sales", mended, partial=True)
    assert again.counts["created"] == len(bad) - list(bad.values()).count("cells")


def test_when_every_row_is_bad_nothing_breaks():
    rows = "".join(f"yesterday,C{n},x\n" for n in range(3000))
    checked = check(uploaded("sales", f"date,account,net amount\n{rows}"))
    assert figures(checked) == (3000, 0, 0, 0, 3000)
    assert len(checked.problems) == 2, "errors of reading come first; the account is looked for when the rest is right"


def test_hostile_texts_go_in_and_come_out_as_they_are():
    names = [
        "<img src=x onerror=alert(1)>",
        "{{7*7}}",
        "a\\b",
        "\\N",
        "tab\there",
        "'; DROP TABLE x; --",
        "%s %(x)s 1%",
    ]
    rows = "".join(f'H{n},"{name}"\n' for n, name in enumerate(names))
    bring("accounts", f"code,name\n{rows}")
    stored = list(KeyAccount.objects.filter(code__startswith="H").order_by("code").values_list("name", flat=True))
    assert stored == [name.replace("\t", " ") for name in names]
    assert figures(bring("accounts", f"code,name\n{rows}")) == (len(names), 0, 0, len(names), 0)
