"""Pages with 100,000 accounts through the real server: time, CPU, queries, bytes, against a trivial signed-in page."""

from __future__ import annotations

import gzip
import json
import statistics
import subprocess
import sys
from fnmatch import fnmatch
from typing import Any

import bench_addresses
import bench_soft
from bench_portfolio import load_database
from bench_server import cpu_of, database_cpu_of, get, postmaster, server, sign_in, timed
from django.conf import settings

TRIVIAL = "/settings/"
# {account}, {plan}, {review}: the largest the person sees; ~ is asked for as htmx does, as a part of a page.
ACCOUNTS = {
    "list": "/accounts/",
    "list, by revenue": "/accounts/?sort=-revenue",
    "list, searched": "/accounts/?q=cartiere",
    "list, filtered": "/accounts/?status=active",
    "account": "{account}",
    "account, sales": "{account}sales/",
    "edit form": "{account}edit/",
    "audit": "{account}audit/",
    "audit, relationship": "{account}audit/relationship/",
    "people and decisions": "{account}dmu/",
}
PORTFOLIO = {
    "portfolio": "/portfolio/",
    "steering": "~/dashboard/steering/",
    "matrix": "/portfolio/value-potential/",
    "matrix, table": "/portfolio/revenue-quality/",
    "movements": "/portfolio/class/movements/",
    "concentration": "/portfolio/concentration/",
}
PLANS = {
    "plans": "/plans/",
    "plan": "{plan}",
    "phase": "{plan}swot/",
    "sales plan": "{plan}sales-plan/",
    "plan on a page": "{plan}page/",
    "reviews": "/reviews/",
    "reviews, all": "/reviews/?whose=all",
    "review meeting": "{review}",
    "actions": "/actions/",
    "actions, all": "/actions/?whose=all",
}
DAY = {"today": "/today/", "inbox": "/inbox/", "search": "~/search/?q=cart"}
STEERING = {"dashboard": "/dashboard/"}
EVERYTHING = {**ACCOUNTS, **PORTFOLIO, **PLANS, **DAY}
PEOPLE = {
    "rep of 100": (bench_soft.REP, EVERYTHING),
    "rep of a third": ("giulia@corvale.example", EVERYTHING),
    "manager": ("luca@corvale.example", {**EVERYTHING, **STEERING}),
    "management": ("silvia@corvale.example", {**EVERYTHING, **STEERING}),
    "administrator": ("anna@corvale.example", {**EVERYTHING, **STEERING}),
}


def run(
    *, accounts: int = 100_000, sales_lines: int = 5_000_000, rounds: int = 20, only: str = "*", history: int = 24
) -> dict[str, Any]:
    """Milliseconds per page and person; "times" is p50 over the p50 of the trivial page measured in turn with it.

    ``only`` is a pattern over "person: page"; ``history`` the number of monthly runs the matrices have behind them.
    """
    environment, made = load_database(accounts, sales_lines)
    _script(environment, bench_soft.__file__, str(history))
    found: dict[str, Any] = {"demo seconds": made, "accounts": accounts, "sales lines": sales_lines}
    with server(environment) as (port, pid):
        for person, (email, pages) in PEOPLE.items():
            wanted = {name: path for name, path in pages.items() if fnmatch(f"{person}: {name}", only)}
            if not wanted:
                continue
            asked = json.dumps({"email": email, "pages": wanted})
            addresses, queries = json.loads(_script(environment, bench_addresses.__file__, asked))
            cookie = sign_in(port, email)
            for name, path in addresses.items():
                measured = _measure(port, pid, cookie, path, rounds)
                number, repeated = queries[name]
                found[f"{person}: {name}"] = {**measured, "sql": number, "repeated": repeated}
                sys.stderr.write(f"{person}: {name} {found[f'{person}: {name}']}\n")
    return found


def _script(environment: dict[str, str], file: str, word: str) -> str:
    """The last line a file beside this one prints on the load database."""
    done = subprocess.run(
        [sys.executable, file, word],
        env={**environment, "PYTHONPATH": str(settings.BASE_DIR)},
        cwd=settings.BASE_DIR,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout.strip().rsplit("\n", 1)[-1]


def _measure(port: int, pid: int, cookie: str, path: str, rounds: int) -> dict[str, Any]:
    extra = {"HX-Request": "true"} if path.startswith("~") else {}
    path = path.lstrip("~")
    answer, _first = get(port, path, cookie, extra=extra)
    _again, content = get(port, path, cookie, extra=extra)
    times, trivial, cpu, database, data = [], [], 0.0, 0.0, postmaster()
    for _ in range(rounds):
        trivial.append(timed(port, TRIVIAL, cookie))
        before, data_before = cpu_of(pid), database_cpu_of(data)
        times.append(timed(port, path, cookie, extra))
        cpu += cpu_of(pid) - before
        database += database_cpu_of(data) - data_before
    return {
        "status": answer.status,
        "p50": round(statistics.median(times), 1),
        "p95": round(sorted(times)[int(0.95 * len(times))], 1),
        "trivial p50": round(statistics.median(trivial), 1),
        "times": round(statistics.median(times) / statistics.median(trivial), 1),
        "web cpu ms": round(1000 * cpu / rounds, 1),
        "database cpu ms": round(1000 * database / rounds, 1),
        "kB": round(len(content) / 1024, 1),
        "gzip kB": round(len(gzip.compress(content)) / 1024, 1),
    }
