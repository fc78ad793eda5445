"""What somebody waits for who comes for the first time: first paint and bytes in a cold browser, and the web worker."""

from __future__ import annotations

import gzip
import os
import statistics
import time
from pathlib import Path
from typing import Any

from bench_portfolio import load_database
from bench_server import children, get, server, sign_in
from bench_soft import REP

PAGES = {
    "list": "/accounts/",
    "today": "/today/",
    "portfolio": "/portfolio/",
    "matrix": "/portfolio/class/",
    "plans": "/plans/",
    "reviews": "/reviews/",
}


def run(*, accounts: int = 100_000, sales_lines: int = 5_000_000, rounds: int = 5) -> dict[str, Any]:
    """Milliseconds to the first paint and kB sent (everything, compressed) per page for a rep of 100 accounts, medians
    of ``rounds`` cold browsers; milliseconds of the first answer of a new worker; its MB before and after use."""
    environment, made = load_database(accounts, sales_lines)
    found: dict[str, Any] = {"demo seconds": made, "accounts": accounts}
    with server(environment) as (port, _pid):
        cookies = sign_in(port, REP)
        found |= {name: _cold(port, cookies, path, rounds) for name, path in PAGES.items()}
    with server(environment) as (port, pid):  # waits for one answer of the page of signing in
        found["first hit ms"] = round(_milliseconds(port, cookies, PAGES["list"]))
        found["worker MB, first page"] = _megabytes(pid)
        for _ in range(20):
            for path in PAGES.values():
                get(port, path, cookies)
        found["worker MB, 120 pages"] = _megabytes(pid)
    return found


def _milliseconds(port: int, cookies: str, path: str) -> float:
    began = time.perf_counter()
    get(port, path, cookies)
    return 1000 * (time.perf_counter() - began)


def _megabytes(pid: int) -> float:
    """Resident memory of the largest worker of a server."""
    pages = [int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in children(pid)]
    return round(max(pages) * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024, 1)


def _cold(port: int, cookies: str, path: str, rounds: int) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    from kamp.testing.browser import ARGUMENTS, find_chromium

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    address = f"http://127.0.0.1:{port}"
    kept = [dict(zip(("name", "value"), pair.split("=", 1), strict=True)) for pair in cookies.split("; ")]
    painted: list[float] = []
    sizes: dict[str, int] = {}
    with sync_playwright() as playwright:
        for _ in range(rounds):
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", *ARGUMENTS])
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            context.add_cookies([{**cookie, "url": address} for cookie in kept])  # type: ignore[typeddict-item]
            page = context.new_page()
            answers: list[Any] = []
            page.on("response", lambda answer, kept=answers: kept.append(answer))
            page.goto(address + path, wait_until="networkidle")
            painted.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            sizes = {answer.url: _bytes_of(answer) for answer in answers}
            browser.close()
    largest = sorted(sizes.items(), key=lambda item: -item[1])[:3]
    return {
        "first paint ms": round(statistics.median(painted)),
        "kB": round(sum(sizes.values()) / 1024),
        "requests": len(sizes),
        "largest": {url.rsplit("/", 1)[1][:24]: round(size / 1024) for url, size in largest},
    }


def _bytes_of(answer: Any) -> int:
    """Bytes as behind a proxy that compresses texts: the server of the bench sends them as they are."""
    sizes, body = answer.request.sizes(), answer.body()
    return int(sizes["responseHeadersSize"]) + min(len(body), len(gzip.compress(body, 6)))
