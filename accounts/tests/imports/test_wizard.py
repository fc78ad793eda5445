"""The wizard from the upload to the undoing, without JavaScript; the jobs run by the same code as in the worker."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from django.urls import reverse

from accounts.models import DataImport, KeyAccount, SalesLine, SavedMapping
from accounts.tests.factories import make_account, make_company, make_product
from kamp.jobs.models import Job
from kamp.jobs.runner import run_here
from kamp.testing.queries import assert_same_queries
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db

GOOD = "Cliente;Data;Articolo;Quantità;Importo netto\nC1;02/01/2026;P1;3;1.250,50\nMolini;03/01/2026;P1;-1;-10,00\n"
BAD = GOOD + "Nessuno;04/01/2026;P1;1;5,00\nC1;31/02/2026;P1;1;5,00\n"


@pytest.fixture(autouse=True)
def world(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_company()
    make_account("Molini", code="C1")
    make_product("Valve", code="P1")
    client.force_login(user := make_user("administrator", language="en"))
    return user


def upload(client, text: str, kind: str = "sales", name: str = "vendite.csv", beside=()):
    files = [SimpleUploadedFile(other, body.encode()) for other, body in beside]
    data = {"kind": kind, "file": SimpleUploadedFile(name, text.encode()), "beside": files}
    return client.post(reverse("imports:import_new"), data)


def shown_form(page) -> dict[str, str]:
    """What a browser would send of the columns page if nothing were touched."""
    html = page.content.decode().split("<main", 1)[1]
    fields = dict(re.findall(r'<input type="text" name="(value-[^"]+)" value="([^"]*)"', html))
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        fields[name] = chosen.group(1) if chosen else ""
    return fields


def work() -> None:
    """Runs what waits, as the worker does."""
    for job in Job.objects.live().filter(kind__startswith="accounts."):
        run_here(job.pk)


def checked(client, text: str, **changes: str) -> DataImport:
    answer = upload(client, text)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"])
    answer = client.post(answer["Location"], {**shown_form(page), **changes})
    assert answer.status_code == 302, answer.content.decode()
    work()
    return DataImport.objects.get()


def test_italian_headers_are_recognised_and_the_file_goes_in(client):
    data_import = checked(client, GOOD)
    page = client.get(reverse("imports:import_check", args=[data_import.pk])).content.decode()
    assert "Import 2 rows" in page
    client.post(reverse("imports:import_apply", args=[data_import.pk]))
    work()
    assert SalesLine.objects.aggregate(net=Sum("net_amount"))["net"] == Decimal("1240.5")
    answer = client.get(reverse("imports:import_check", args=[data_import.pk]))
    assert answer["Location"] == reverse("imports:import_result", args=[data_import.pk])
    assert Job.objects.filter(kind="portfolio.recompute").exists(), "the matrices follow"


def test_bad_rows_are_told_downloaded_and_left_out(client):
    data_import = checked(client, BAD)
    page = client.get(reverse("imports:import_check", args=[data_import.pk])).content.decode()
    assert "Import the 2 good rows only" in page
    assert "No account has the code or name “Nessuno”." in page
    rejects = b"".join(client.get(reverse("imports:import_rejects", args=[data_import.pk]))).decode()
    assert "Nessuno" in rejects
    assert "31/02/2026" in rejects
    assert "1.250,50" not in rejects
    client.post(reverse("imports:import_apply", args=[data_import.pk]))
    work()
    assert SalesLine.objects.count() == 0, "all or nothing unless the good rows only are wanted"
    client.post(reverse("imports:import_apply", args=[data_import.pk]), {"partial": "1"})
    work()
    assert SalesLine.objects.count() == 2


def test_the_same_file_again_changes_nothing_and_undo_takes_it_back(client):
    first = checked(client, GOOD)
    client.post(reverse("imports:import_apply", args=[first.pk]))
    work()
    upload(client, GOOD)
    second = DataImport.objects.latest("pk")
    columns = reverse("imports:import_columns", args=[second.pk])
    client.post(columns, shown_form(client.get(columns)))
    work()
    assert "was imported before" in client.get(reverse("imports:import_check", args=[second.pk])).content.decode()
    client.post(reverse("imports:import_apply", args=[second.pk]))
    work()
    assert SalesLine.objects.count() == 2
    client.post(reverse("imports:import_undo", args=[first.pk]))
    work()
    assert SalesLine.objects.count() == 0
    page = client.get(reverse("imports:import_result", args=[first.pk])).content.decode()
    assert "Undone on" in page
    assert "Undo this import" not in page


def test_a_needed_field_without_a_column_is_told_at_the_field_and_nothing_is_lost(client):
    location = upload(client, GOOD)["Location"]
    form = {**shown_form(client.get(location)), "source-account": "", "value-unit_price": "kept as typed"}
    answer = client.post(location, form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“Account” is needed" in page
    assert "kept as typed" in page


@pytest.mark.parametrize(
    ("expression", "reason"),
    [("Importo *", "ends at position"), ("__import__('os')", "is not part of an expression"), ("", "Enter the value")],
)
def test_a_wrong_expression_is_told_at_the_field(client, expression, reason):
    location = upload(client, GOOD)["Location"]
    form = {**shown_form(client.get(location)), "source-net_amount": "computed", "value-net_amount": expression}
    answer = client.post(location, form)
    assert answer.status_code == 422
    assert reason in answer.content.decode()


def test_too_long_an_expression_is_told_once(client):
    location = upload(client, GOOD)["Location"]
    long = {"source-net_amount": "computed", "value-net_amount": "Importo + " * 60}
    answer = client.post(location, {**shown_form(client.get(location)), **long})
    assert answer.status_code == 422
    assert len(answer.context["form"].errors["value-net_amount"]) == 1


def test_a_constant_and_an_expression_fill_fields(client):
    text = "Qty,Price\n2,10.5\n3,4\n"
    data_import = checked(
        client,
        text,
        **{
            "source-account": "constant", "value-account": "C1",
            "source-date": "constant", "value-date": "2026-01-05",
            "source-net_amount": "computed", "value-net_amount": "Qty * Price",
        },
    )  # fmt: skip
    client.post(reverse("imports:import_apply", args=[data_import.pk]))
    work()
    assert SalesLine.objects.aggregate(net=Sum("net_amount"))["net"] == Decimal(33)


def test_rows_take_columns_of_a_joined_file(client):
    lines = "OrderID,ProductID,Net\n1,P1,10\n2,P1,20\n"
    headers = "OrderID,CustomerID,OrderDate\n1,C1,2026-01-02\n2,C1,2026-01-03\n"
    answer = upload(client, lines, beside=[("Orders.csv", headers)])
    page = client.get(answer["Location"])
    assert "Orders.csv" in page.content.decode()
    form = {**shown_form(page), "source-net_amount": "column:Net"}
    client.post(answer["Location"], form)
    work()
    data_import = DataImport.objects.get()
    assert data_import.counts["created"] == 2, data_import.problems
    client.post(reverse("imports:import_apply", args=[data_import.pk]))
    work()
    assert set(SalesLine.objects.values_list("account__code", flat=True)) == {"C1"}


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.csv", b"", "The file is empty"),
        ("a.xlsx", b"%PDF-1.7 x", "PDF document"),
        ("a.csv", b"\x89PNG\r\n\x1a\n....", "picture"),
        ("a.csv", b"<!doctype html><html></html>", "web page"),
        ("a.csv", b"only,a,header\n", "no rows"),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_once_and_nothing_is_kept(client, tmp_path, name, body, reason):
    data = {"kind": "sales", "file": SimpleUploadedFile(name, body)}
    answer = client.post(reverse("imports:import_new"), data)
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert not DataImport.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("name", "also"), [("y" * 100, {}), ("Gestionale", {"source-account": ""})])
def test_the_name_of_a_mapping_is_not_lost_by_an_error(client, name, also):
    location = upload(client, GOOD)["Location"]
    answer = client.post(location, {**shown_form(client.get(location)), "mapping_name": name, **also})
    assert answer.status_code == 422
    assert f'value="{name}"' in answer.content.decode()
    assert not SavedMapping.objects.exists()
    if not also:
        assert "at most 80 characters" in answer.content.decode()


def test_who_goes_back_to_the_columns_stands_at_the_columns(client):
    data_import = checked(client, GOOD)
    steps = client.get(reverse("imports:import_columns", args=[data_import.pk])).context["steps"]
    assert [step.current for step in steps] == [False, True, False, False]
    steps = client.get(reverse("imports:import_check", args=[data_import.pk])).context["steps"]
    assert [step.current for step in steps] == [False, False, True, False]


def test_without_a_good_row_there_is_nothing_to_import(client):
    data_import = checked(client, GOOD.replace("C1", "Nessuno").replace("Molini;", "Nessuno;"))
    page = client.get(reverse("imports:import_check", args=[data_import.pk])).content.decode()
    assert "No row can be imported like this." in page
    made = DataImport.objects.get()
    made.counts = {**made.counts, "rows": 3155, "rejected": 2155}
    made.save()
    shown = client.get(reverse("imports:import_check", args=[made.pk])).content.decode()
    assert "2,155 rows" in shown
    assert 'name="partial"' not in page


def test_a_mapping_is_remembered_and_offered_for_the_same_columns(client):
    checked(client, GOOD, mapping_name="Gestionale")
    assert SavedMapping.objects.get().name == "Gestionale"
    location = upload(client, GOOD)["Location"]
    page = client.get(location).content.decode()
    assert "Gestionale" in page
    assert client.get(location, {"mapping": "Gestionale"}).status_code == 200
    assert client.get(location, {"mapping": "Nothing"}).status_code == 404


def test_a_rep_imports_only_for_own_accounts(client):
    rep = make_user("sales_rep", language="en")
    KeyAccount.objects.filter(code="C1").update(owner=None)
    client.force_login(rep)
    data_import = checked(client, GOOD)
    assert data_import.counts["rejected"] == 2
    page = client.get(reverse("imports:import_check", args=[data_import.pk])).content.decode()
    assert "No account has the code or name" in page


def test_every_kind_has_a_template_that_can_be_imported(client):
    for kind in ("accounts", "contacts", "products", "sales", "demand"):
        answer = client.get(reverse("imports:import_template", args=[kind]))
        assert answer.content.startswith("\ufeff".encode())
        again = upload(client, answer.content.decode("utf-8-sig"), kind=kind)
        assert again.status_code == 302, kind
        form = shown_form(client.get(again["Location"]))
        missing = [name for name, value in form.items() if name.startswith("source-") and not value]
        assert not missing, f"{kind}: {missing} not recognised in our own template"


def test_list_costs_the_same_for_one_and_for_thirty(client):
    assert_same_queries(
        lambda: client.get(reverse("imports:import_list")), lambda rows: [upload(client, GOOD) for _ in range(rows)]
    )


def test_examples_say_choices_in_words(client):
    upload(client, "Codice;Ragione sociale;Stato\nX1;Ditta Uno;chiuso\n", kind="accounts", name="clienti.csv")
    made = DataImport.objects.get()
    columns = reverse("imports:import_columns", args=[made.pk])
    client.post(columns, shown_form(client.get(columns)))
    work()
    examples = client.get(reverse("imports:import_check", args=[made.pk])).context["examples"]
    assert ("Account status", "", "Lost") in examples[0]["fields"]
