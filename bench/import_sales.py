"""A million sales lines out of a CSV: read, checked, inserted, rolled up; against the database's own bulk load.

The file has external ids, dates of two years and customers as unequal as real ones (Pareto, exponent 1.16), so that
nearly every line is a month of its own in the roll-up. The same lines then go by COPY into an empty table of the same
make: with the same indexes ("copy"), and without any ("copy, bare").
"""

from __future__ import annotations

import datetime
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from bisect import bisect
from itertools import accumulate
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings

NAME = "kamp_bench_import"
FIRST = datetime.date(2024, 12, 1)
DAYS = 730


def run(*, rows: int = 1_000_000, accounts: int = 100_000, products: int = 500) -> dict[str, object]:
    """Seconds, rows per second and peak memory of ``import_data``, and its ratio to COPY of the same rows."""
    environment = _fresh_database()
    try:
        with tempfile.TemporaryDirectory(prefix="kamp-bench-") as folder:
            files = _files(Path(folder), rows, accounts, products)
            found: dict[str, object] = {"file MB": round(files["sales"].stat().st_size / 1e6, 1)}
            for kind in ("accounts", "products", "sales"):
                found[kind] = _timed_import(environment, kind, files[kind], Path(folder))
            found["sales again"] = _timed_import(environment, "sales", files["sales"], Path(folder))
        sales: dict[str, object] = found["sales"]  # type: ignore[assignment]
        for name, seconds in _copies(environment).items():
            found[name] = {"seconds": seconds, "import ÷ copy": round(sales["seconds"] / seconds, 2)}
        return found
    finally:
        _drop(_connect("postgres"))


def _timed_import(environment: dict[str, str], kind: str, file: Path, folder: Path) -> dict[str, object]:
    """One run of the command in a process of its own."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "import_data", kind, str(file)]
    began = time.perf_counter()
    process = subprocess.Popen(command, env={**environment, "KAMP_VAR": str(folder / "var")}, stdout=subprocess.PIPE)
    output = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if status:
        raise RuntimeError(f"import of {kind} ended with {status}: {output.decode()}")
    counts = json.loads(output.splitlines()[-1])
    return {
        "seconds": round(seconds, 2),
        "rows/s": round(counts["rows"] / seconds),
        "peak MB": round(usage.ru_maxrss / 1024),
        "cpu s of the process": round(usage.ru_utime + usage.ru_stime, 2),
        **{key: counts[key] for key in ("created", "updated", "unchanged", "rejected")},
    }


def _copies(environment: dict[str, str]) -> dict[str, float]:
    """Seconds that COPY takes for the imported lines, into a table of the same make and into a bare one."""
    connection = _connect(NAME)
    found = {}
    with tempfile.TemporaryFile(prefix="kamp-bench-") as data, connection.cursor() as cursor:
        cursor.copy_expert("COPY (SELECT * FROM accounts_salesline ORDER BY id) TO STDOUT", data)
        for name, including in (("copy", "INCLUDING ALL"), ("copy, bare", "INCLUDING CONSTRAINTS")):
            cursor.execute(f"CREATE TABLE bench_line (LIKE accounts_salesline {including})")
            connection.commit()
            data.seek(0)
            began = time.perf_counter()
            cursor.copy_expert("COPY bench_line FROM STDIN", data)
            connection.commit()
            found[name] = round(time.perf_counter() - began, 2)
            cursor.execute("DROP TABLE bench_line")
            connection.commit()
    connection.close()
    return found


def _files(folder: Path, rows: int, accounts: int, products: int) -> dict[str, Path]:
    """Three CSV files; the same numbers every time."""
    pick = random.Random(1)
    weights = list(accumulate(pick.paretovariate(1.16) for _ in range(accounts)))
    days = [(FIRST + datetime.timedelta(day)).isoformat() for day in range(DAYS)]
    files = {kind: folder / f"{kind}.csv" for kind in ("accounts", "products", "sales")}
    with files["accounts"].open("w") as out:
        out.write("code,name,city,country\n")
        out.writelines(f"C{n:06d},Customer {n},Town {n % 997},Italy\n" for n in range(accounts))
    with files["products"].open("w") as out:
        out.write("code,name,line,list_price,unit_cost\n")
        out.writelines(f"P{n:05d},Product {n},Line {n % 20},{10 + n}.50,{6 + n}.25\n" for n in range(products))
    with files["sales"].open("w") as out:
        out.write("external_id,date,account,product,quantity,net_amount\n")
        for n in range(rows):
            account = bisect(weights, pick.random() * weights[-1])
            day, product = days[int(pick.random() * DAYS)], int(pick.random() * products)
            quantity, cents = 1 + int(pick.random() * 50), int(pick.random() * 100_000)
            out.write(f"{n + 1:07d},{day},C{account:06d},P{product:05d},{quantity},{cents / 100:.2f}\n")
    return files


def _fresh_database() -> dict[str, str]:
    connection = _connect("postgres")
    _drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME}")
    connection.close()
    parts = urlsplit(os.environ["DATABASE_URL"])
    address = urlunsplit(parts._replace(path=f"{parts.path.rsplit('/', 1)[0]}/{NAME}"))
    environment = {**os.environ, "DATABASE_URL": address}
    migrate = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "-v0"]
    subprocess.run(migrate, env=environment, check=True)
    return environment


def _drop(connection: psycopg2.extensions.connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def _connect(name: str) -> psycopg2.extensions.connection:
    own = settings.DATABASES["default"]
    connection = psycopg2.connect(
        dbname=name, user=own["USER"], password=own["PASSWORD"], host=own["HOST"] or None, port=own["PORT"] or None
    )
    connection.autocommit = name == "postgres"
    return connection
