"""Time and memory, measured in a process of their own (quality C39, C41, C42)."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kamp.intake.tests.support import raw_workbook, sheet_xml, written

pytestmark = [
    pytest.mark.unit,
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured by /proc, which is not here"),
]

REPOSITORY = Path(__file__).resolve().parents[3]
MIB = 1 << 20
PROGRAM = """
import json, sys, time
from pathlib import Path
from kamp.intake.errors import IntakeError
from kamp.intake.fields import Field, Kind
from kamp.intake.preparing import prepare
from kamp.intake.reading import open_table
from kamp.intake.recipes import Recipe

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024

path, columns = Path(sys.argv[1]), json.loads(sys.argv[2])
told = {"rows": 0, "errors": 0, "code": "", "before": peak()}
begin = time.process_time()
try:
    table = open_table(path)
    fields = [Field(key=key, kind=Kind(kind)) for key, kind in columns.items()]
    conversion = prepare(table, fields, Recipe(columns={key: key for key in columns}))
    for batch in conversion.batches():
        told["rows"] += batch.rows
        told["errors"] += len(batch.errors)
except IntakeError as error:
    told["code"] = error.code
told["seconds"] = time.process_time() - begin
told["grown"] = peak() - told["before"]
print(json.dumps(told))
"""


def measured(path: Path, columns: dict[str, str]) -> dict[str, Any]:
    """What a fresh process needs to read ``path``: CPU seconds, and bytes by which its memory grew at most."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), json.dumps(columns)],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    print(path.name, {**result, "grown": f"{result['grown'] / MIB:.0f} MiB"})  # noqa: T201  MEANT: shown by -s
    return result


SALES = {"external_id": "text", "date": "date", "account": "text", "quantity": "decimal", "net_amount": "decimal"}


def sales(path: Path, size: int, *, quoted: bool = False) -> Path:
    """A CSV file of sales lines of about ``size`` bytes."""
    mark = '"' if quoted else ""
    row = f"L%07d,2025-%02d-%02d,{mark}C%05d{mark},%d,%d.%02d\n"
    block = "".join(
        row % (n, n % 12 + 1, n % 28 + 1, n * 7 % 5_000, n % 50, n * 13 % 9_999, n % 100) for n in range(200_000)
    )
    with path.open("w") as file:
        file.write(",".join(SALES) + "\n")
        while file.tell() < size:
            file.write(block)
    return path


def test_a_csv_file_of_200_mb_needs_less_than_150_mb(tmp_path: Path) -> None:
    result = measured(sales(tmp_path / "large.csv", 200_000_000), SALES)
    assert result["rows"] > 4_000_000
    assert (result["errors"], result["code"]) == (0, "")
    assert result["grown"] < 100 * MIB


def test_quotation_marks_need_no_more_memory(tmp_path: Path) -> None:
    result = measured(sales(tmp_path / "quoted.csv", 30_000_000, quoted=True), SALES)
    assert (result["errors"], result["code"]) == (0, "")
    assert result["grown"] < 100 * MIB


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        (",".join(f"c{n}" for n in range(900)), "1," * 899 + "1", "decimal"),
        ("c0,c1", "x,y", "decimal"),
        ("c0,c1", '"' + "\n" * 20_000 + '",1', "text"),
        ("c0,c1", "y" * 100_000 + ",1", "text"),
        ("c0,c1", '"open', "text"),
        ("c0,c1", ",,", "text"),
    ],
)
def test_strange_files_need_no_more(tmp_path: Path, header: str, row: str, kind: str) -> None:
    """Many columns, an error in every cell, cells of many lines, long cells, open quotes, blank rows."""
    rows = 6_000_000 // (len(row) + 1)
    path = written(tmp_path / "strange.csv", f"{header}\n7,8{',' * (header.count(',') - 1)}\n" + f"{row}\n" * rows)
    assert measured(path, {"c0": kind, "c1": kind})["grown"] < 100 * MIB


def bomb(path: Path, declared: int | None = None) -> Path:
    """A workbook of less than 1 MB whose sheet unpacks to 512 MiB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for _ in range(512):
                part.write(b" " * MIB)
        archive.writestr("xl/workbook.xml", "<workbook/>")
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    if declared is not None:
        path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), declared.to_bytes(4, "little")))
    assert path.stat().st_size < MIB
    return path


@pytest.mark.parametrize(
    ("declared", "code"), [(None, "archive-ratio"), (900_000, "archive-size"), (0, "archive-size")]
)
def test_a_bomb_of_512_mib_is_refused_at_once(tmp_path: Path, declared: int | None, code: str) -> None:
    result = measured(bomb(tmp_path / "bomb.xlsx", declared), SALES)
    assert result["code"] == code
    assert result["seconds"] < 1
    assert result["grown"] < 50 * MIB


def test_a_sheet_of_a_hundred_thousand_rows_is_read_in_windows(tmp_path: Path) -> None:
    head = "".join(f'<c r="{letter}1" t="inlineStr"><is><t>c{at}</t></is></c>' for at, letter in enumerate("ABCDEFGH"))
    cell = '<c r="{letter}{n}"><v>{whole}.{part}</v></c>'
    row = '<row r="{n}">' + "".join(cell.replace("{letter}", letter) for letter in "ABCDEFGH") + "</row>"
    rows = "".join(row.format(n=n, whole=n * 7 % 9_973, part=n % 97) for n in range(2, 100_002))
    path = written(tmp_path / "sheet.xlsx", raw_workbook(sheet_xml(f'<row r="1">{head}</row>{rows}')))
    result = measured(path, {"c0": "decimal", "c7": "decimal"})
    assert (result["rows"], result["errors"]) == (100_000, 0)
    assert result["grown"] < 150 * MIB
