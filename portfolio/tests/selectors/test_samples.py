"""Northwind and Classic Models, brought in by their scripts: ``figures`` prints what their reference files say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.tests.factories import make_company
from kamp.testing.worker import _environment as environment

DATA = Path(os.environ.get("KAMP_SAMPLE_DATA") or settings.BASE_DIR.parent / "shared" / "data")
CENT = 0.0051  # the reference was rounded to cents, half up or half to even

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        pytest.param("northwind", "1996-07-01", "1998-05-31", id="northwind"),
        pytest.param("classicmodels", "2003-01-01", "2005-05-31", id="classicmodels"),
    ],
)
def test_figures_equal_the_reference(name: str, first: str, last: str, tmp_path: Path) -> None:
    folder = DATA / name
    if not folder.exists():
        pytest.skip(f"no sample data in {folder} (KAMP_SAMPLE_DATA)")
    make_company()
    script = settings.BASE_DIR / "docs" / "examples" / f"{name}.sh"
    given = {**environment(), "PYTHON": sys.executable, "KAMP_VAR": str(tmp_path)}
    subprocess.run([script, folder], env=given, check=True, capture_output=True)
    out = StringIO()
    call_command("figures", "--from", first, "--to", last, stdout=out)
    found = json.loads(out.getvalue())
    told: dict[str, Any] = json.loads((folder / "reference.json").read_text())["views"]["all_orders"]

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
