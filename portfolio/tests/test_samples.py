"""Northwind and Classic Models, whole, from their own files, by the documented scripts: to the cent, and with the
figures of their reference files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import Count, Sum

from accounts.models import AccountMonth, DataImport, KeyAccount, Person, Product, ProductLine, SalesLine, SalesMonth
from accounts.tests.factories import make_company
from accounts.tests.imports.support import assert_rollups_right, undo
from kamp.testing.worker import _environment as environment

DATA = Path(os.environ.get("KAMP_SAMPLE_DATA") or settings.BASE_DIR.parent / "shared" / "data")
CENT = 0.0051  # the reference was rounded to cents, half up or half to even

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """Where the imported files are kept: by the scripts, and by their undoing here."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def run(name: str, folder: Path, media: Path) -> list[dict[str, Any]]:
    """What the script of a sample prints, in a process of its own."""
    script = settings.BASE_DIR / "docs" / "examples" / f"{name}.sh"
    given = {**environment(), "PYTHON": sys.executable, "KAMP_VAR": str(media.parent)}
    done = subprocess.run([script, folder], env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def compare_rows(name: str, rows: tuple[int, ...], revenue: Decimal, cost: Decimal | None, lines: int) -> None:
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


def compare_figures(first: str, last: str, told: dict[str, Any]) -> None:
    """What ``figures`` prints beside the reference file of the sample."""
    out = StringIO()
    call_command("figures", "--from", first, "--to", last, stdout=out)
    found = json.loads(out.getvalue())
    assert float(found["revenue"]) == told["total_revenue"]
    assert found["customers"] == told["customers_with_sales"]
    assert (found["cr1"], found["cr10"]) == (told["top1_share_pct"], told["top10_share_pct"])
    assert found["customers_80"] == told["customers_for_80pct"]
    assert (found["hhi"], found["gini"]) == (told["hhi_0_10000"], told["gini"])
    assert found["effective"] == pytest.approx(told["effective_customers_1_over_hhi"], abs=0.0001)
    for mine, theirs in zip(found["top"], told["top10"], strict=True):
        assert (mine["code"], mine["name"], mine["share"]) == (theirs["id"], theirs["name"], theirs["share_pct"])
        assert float(mine["revenue"]) == pytest.approx(theirs["revenue"], abs=CENT)
        assert mine["margin_pct"] == theirs.get("margin_pct")
    if "total_cost" in told:
        assert float(found["margin"]) == pytest.approx(told["total_revenue"] - told["total_cost"], abs=0.001)
    else:
        assert found["margin"] is None


SAMPLES = [
    pytest.param(
        *("northwind", "1996-07-01", "1998-05-31", (91, 91, 77, 2155), Decimal("1265793.04"), None, 8),
        id="northwind",
    ),
    pytest.param(
        *("classicmodels", "2003-01-01", "2005-05-31", (122, 122, 110, 2996)),
        *(Decimal("9604190.61"), Decimal("5778310.36"), 7),
        id="classicmodels",
    ),
]


@pytest.mark.parametrize(("name", "first", "last", "rows", "revenue", "cost", "lines"), SAMPLES)
def test_a_sample_goes_in_whole_gives_its_figures_and_goes_out_again(
    name: str,
    first: str,
    last: str,
    rows: tuple[int, ...],
    revenue: Decimal,
    cost: Decimal | None,
    lines: int,
    media: Path,
) -> None:
    folder = DATA / name
    if not folder.exists():
        pytest.skip(f"no sample data in {folder} (KAMP_SAMPLE_DATA)")
    make_company()
    told = run(name, folder, media)
    assert [each["created"] for each in told] == list(rows)
    assert [each["rejected"] for each in told] == [0, 0, 0, 0]
    compare_rows(name, rows, revenue, cost, lines)
    compare_figures(first, last, json.loads((folder / "reference.json").read_text())["views"]["all_orders"])

    again = run(name, folder, media)
    assert [each["unchanged"] for each in again] == list(rows)

    for data_import in DataImport.objects.order_by("-pk"):
        assert undo(data_import).counts["undo"]["kept"] == 0
    for emptied in (SalesLine, SalesMonth, AccountMonth, KeyAccount, Person, Product, ProductLine):
        assert not emptied.objects.exists(), emptied
