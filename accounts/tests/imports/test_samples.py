"""Northwind and Classic Models, whole, from their own files, by the documented scripts; to the cent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count, Sum

from accounts.models import AccountMonth, DataImport, KeyAccount, Person, Product, ProductLine, SalesLine, SalesMonth
from accounts.tests.factories import make_company
from accounts.tests.imports.support import assert_rollups_right, undo
from kamp.testing.worker import _environment as environment

DATA = Path(os.environ.get("KAMP_SAMPLE_DATA") or settings.BASE_DIR.parent / "shared" / "data")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

D = Decimal
SAMPLES = [
    pytest.param("northwind", (91, 91, 77, 2155), D("1265793.04"), None, 8, id="northwind"),
    pytest.param("classicmodels", (122, 122, 110, 2996), D("9604190.61"), D("5778310.36"), 7, id="classicmodels"),
]


def run(name: str, folder: Path, media: Path) -> list[dict]:
    """What the script of a sample prints, in a process of its own."""
    script = settings.BASE_DIR / "docs" / "examples" / f"{name}.sh"
    given = {**environment(), "PYTHON": sys.executable, "KAMP_VAR": str(media.parent)}
    done = subprocess.run([script, folder], env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(("name", "rows", "revenue", "cost", "lines"), SAMPLES)
def test_a_sample_goes_in_whole_twice_and_out_again(name, rows, revenue, cost, lines, media):
    folder = DATA / name
    if not folder.exists():
        pytest.skip(f"no sample data in {folder} (KAMP_SAMPLE_DATA)")
    make_company()
    first = run(name, folder, media)
    assert [told["created"] for told in first] == list(rows)
    assert [told["rejected"] for told in first] == [0, 0, 0, 0]
    sums = SalesLine.objects.aggregate(net=Sum("net_amount"), cost=Sum("cost"), listed=Count("list_amount"))
    assert round(sums["net"], 2) == revenue
    assert sums["cost"] == cost
    assert sums["listed"] == rows[3], "every product has a list price"
    assert ProductLine.objects.count() == lines
    assert Product.objects.filter(line=None).count() == 0
    assert Person.objects.values("account").distinct().count() == rows[1]
    for model in (SalesMonth, AccountMonth):
        assert round(model.objects.aggregate(net=Sum("net"))["net"], 2) == revenue
    assert_rollups_right()

    names = dict(Person.objects.values_list("account__code", "name"))
    assert names["ALFKI" if name == "northwind" else "103"] in {"Maria Anders", "Carine Schmitt"}
    assert all(text == text.strip() for text in names.values())

    second = run(name, folder, media)
    assert [told["unchanged"] for told in second] == list(rows)

    for data_import in DataImport.objects.order_by("-pk"):
        assert undo(data_import).counts["undo"]["kept"] == 0
    for emptied in (SalesLine, SalesMonth, AccountMonth, KeyAccount, Person, Product, ProductLine):
        assert not emptied.objects.exists(), emptied
