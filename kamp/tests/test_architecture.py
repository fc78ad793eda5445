"""What import contracts and ruff cannot see: sizes, names, templates, and the few places that may write raw HTML."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kamp.servers.bootstrap import ROOT

OURS = ("kamp", "accounts", "portfolio", "planning")
LINES, TEST_LINES, STYLE_LINES, HANDLER_LINES = 400, 600, 400, 15
EMPTY_NAMES = re.compile(r"utils?|helpers?|common|misc|managers?|handlers?|data|tools")
DELAY_LIMIT = 60  # seconds; a later due date is a row in the database, not a message in the broker
# Where raw HTML may be written, and how often (quality C32): drawings made of numbers and escaped labels, and the form
# layouts, which receive fields that are rendered already. A new place needs a reason in review, not only a line here.
RAW_HTML: dict[str, int] = {
    "kamp/shared/drawing/marks.py": 1,
    "kamp/shared/drawing/meters.py": 2,
    "kamp/shared/table_rows.py": 1,
    "kamp/shared/templatetags/ui.py": 1,
    "portfolio/charts/multiples.py": 1,
    "portfolio/charts/own_map.py": 1,
    "templates/kamp/layout/alert.html": 1,
    "templates/kamp/layout/button.html": 1,
    "templates/kamp/layout/buttonholder.html": 1,
    "templates/kamp/layout/column.html": 1,
    "templates/kamp/layout/div.html": 1,
    "templates/kamp/layout/fieldset.html": 1,
    "templates/kamp/layout/formactions.html": 1,
    "templates/kamp/layout/row.html": 1,
}
RAW_HTML_PATTERN = re.compile(r"\bmark_safe\(|\|\s*safe\b|autoescape off|format_html\(\s*f[\"']|SafeString\(")
INLINE = {
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript address": re.compile(r"(href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "a file of another host": re.compile(
        r"<(script|link|img|iframe)\b[^>]*(src|href)=[\"'](https?:)?//", re.IGNORECASE
    ),
}
pytestmark = pytest.mark.unit


def python_files(*, tests: bool) -> Iterator[Path]:
    for package in OURS:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts and ("tests" in path.parts) == tests:
                yield path


def templates() -> Iterator[Path]:
    """Pages; e-mails are no pages, their readers know no style sheets."""
    yield from (path for path in sorted((ROOT / "templates").rglob("*.html")) if "email" not in path.parts)


def names(paths: list[str]) -> str:
    return "\n".join(paths)


def test_no_module_is_longer_than_one_can_read():
    limits = [(path, LINES) for path in python_files(tests=False)]
    limits += [(path, TEST_LINES) for path in python_files(tests=True)]
    limits += [(path, STYLE_LINES) for folder in ("css", "js") for path in (ROOT / "static" / folder).rglob("*.*s*")]
    limits += [(path, LINES) for path in templates()]
    long = [f"{path.relative_to(ROOT)}: {count} lines" for path, limit in limits if (count := _lines(path)) > limit]
    assert not long, f"split by the second noun in it:\n{names(long)}"


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_has_a_name_that_says_nothing():
    found = [
        str(path.relative_to(ROOT))
        for tests in (True, False)
        for path in python_files(tests=tests)
        if EMPTY_NAMES.fullmatch(path.stem) or EMPTY_NAMES.fullmatch(path.parent.name)
    ]
    assert not found, names(found)


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_nothing_that_a_strict_policy_forbids(what):
    found = []
    for path in templates():
        text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found += [f"{path.relative_to(ROOT)}: {match[0][:80]}" for match in INLINE[what].finditer(text)]
    assert not found, f"{what}:\n{names(found)}"


def test_raw_html_is_written_only_where_it_is_known():
    found: Counter[str] = Counter()
    for path in [*python_files(tests=False), *(ROOT / "templates").rglob("*.html")]:
        if number := len(RAW_HTML_PATTERN.findall(path.read_text(encoding="utf-8"))):
            found[str(path.relative_to(ROOT))] = number
    unknown = {name: number for name, number in found.items() if number > RAW_HTML.get(name, 0)}
    assert not unknown


def test_no_message_waits_in_the_broker_for_more_than_a_minute():
    found = []
    for path in python_files(tests=False):
        for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
            found += [
                f"{path.relative_to(ROOT)}:{call.lineno} {keyword.arg}"
                for keyword in call.keywords
                if keyword.arg == "eta" or (keyword.arg == "countdown" and not _short(keyword.value))
            ]
    assert not found, f"store the due date in the database:\n{names(found)}"


def _short(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, int | float) and value.value <= DELAY_LIMIT


def test_job_handlers_only_fetch_call_and_report():
    from kamp.jobs.registry import JOB_KINDS

    assert list(JOB_KINDS), "no kind of job is registered"
    long = []
    for kind in JOB_KINDS:
        source = inspect.cleandoc("\n" + inspect.getsource(kind.load()))
        function = ast.parse(source).body[0]
        assert isinstance(function, ast.FunctionDef)
        body = function.body[1:] if ast.get_docstring(function) else function.body
        length = sum(bool(line.strip()) for line in source.splitlines()[body[0].lineno - 1 : body[-1].end_lineno])
        if length > HANDLER_LINES:
            long.append(f"{kind.key}: {length} lines")
    assert not long, f"move the work into a service:\n{names(long)}"


def test_what_is_taken_for_a_number_is_one():
    """isdigit() is true of a "²" that int() refuses: in an address it must be nonsense like any other, no error."""
    pattern = re.compile(r"^(?!.*isascii).*\.isdigit\(\)", re.MULTILINE)
    found = [
        f"{path.relative_to(ROOT)}: {match[0].strip()}"
        for path in python_files(tests=False)
        for match in pattern.finditer(path.read_text())
    ]
    assert not found, f"ask isdecimal():\n{names(found)}"


def test_no_path_of_one_machine_is_written_down():
    pattern = re.compile(r"(?<![a-z.])/(work|farm|root|home/[a-z]+)/")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for tests in (True, False)
        for path in python_files(tests=tests)
        if path != Path(__file__)
        for match in pattern.finditer(path.read_text())
    ]
    assert not found, names(found)
