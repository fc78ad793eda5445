"""Finds every text to translate in our Python modules and templates."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS: dict[str, object] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
OURS = ("kamp", "accounts", "portfolio", "planning", "templates")
SKIPPED = ("/tests/", "/migrations/", "/management/commands/", "/operation/demo/")
DOMAIN = "django"


def catalog_of_sources() -> Catalog:
    """All texts of the sources with the files they stand in. Comments and line numbers are left out on purpose."""
    found = Catalog(project="KAMP", charset="utf-8")
    for path in _files():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for message, context in _messages(path):
            found.add(message, context=context, locations=[(name, 0)])
    return found


def _files() -> Iterator[Path]:
    for root in OURS:
        for path in sorted((settings.BASE_DIR / root).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and not any(part in path.as_posix() for part in SKIPPED):
                yield path


def _messages(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    text = path.read_text(encoding="utf-8")
    calls = _calls_of_module(text) if path.suffix == ".py" else _calls_of_template(text, str(path))
    for function, arguments in calls:
        if function in KEYWORDS:
            yield from _message(function, arguments)


def _calls_of_module(text: str) -> Iterator[tuple[str, object]]:
    """Names and arguments of all calls; an argument that is not written out as text counts as None.

    Names under which a module imports a function of gettext stand for that function. (Babel's own reader knows no
    such names and would take the key in ``_(row["label"])`` for a text.)
    """
    nodes = list(ast.walk(ast.parse(text)))
    imported = [each for node in nodes if isinstance(node, ast.ImportFrom) for each in node.names]
    renamed = {each.asname: each.name for each in imported if each.asname and each.name in KEYWORDS}
    for node in nodes:
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            arguments = [each.value if isinstance(each, ast.Constant) else None for each in node.args]
            yield renamed.get(name, name), arguments


def _calls_of_template(text: str, origin: str) -> Iterator[tuple[str, object]]:
    source = templatize(text, origin=origin)
    reader = extract_python(io.BytesIO(source.encode()), KEYWORDS.keys(), [], {"encoding": "utf-8"})
    for _line, function, arguments, _comments in reader:
        yield str(function), arguments


def _message(function: str, arguments: object) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The text, or (singular, plural), of one call; calls whose text is computed are passed over."""
    given = arguments if isinstance(arguments, list | tuple) else (arguments,)
    context = given[0] if "pgettext" in function else None
    texts = given[1:] if "pgettext" in function else given
    wanted = 2 if function.startswith("n") and function != "N_" else 1
    picked = tuple(texts[:wanted])
    if len(picked) == wanted and all(isinstance(text, str) and text for text in picked):
        yield (picked if wanted == 2 else picked[0]), context
