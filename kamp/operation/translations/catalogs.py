"""The catalogues under locale/: brought up to date with the sources, checked, compiled."""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from kamp.operation.translations.extraction import DOMAIN

# %(name)s of gettext texts, {name} of texts that are filled by str.format
NAMED = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
# English is the language of the sources: its catalogue only has to exist for plural forms, so it is not kept.
LANGUAGES = ("it",)
# Dates in the header would change with every run and hide what changed; they are fixed.
HEADER = "# Italian texts of KAMP. `manage.py messages` keeps this file in step with the sources."


def path_of(language: str, suffix: str = "po") -> Path:
    return Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def read(language: str) -> Catalog:
    """The catalogue of ``language``; empty if there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="KAMP", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def update(language: str, sources: Catalog) -> None:
    """Adds the texts that are new, drops those that are gone. Nothing is guessed from similar texts."""
    catalog = read(language)
    catalog.update(sources, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = HEADER
    catalog.creation_date = catalog.revision_date = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)
    for message in catalog:
        message.locations = [(name, None) for name, _line in message.locations]
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, include_lineno=False, omit_header=False, width=110)


def problems(language: str, sources: Catalog) -> list[str]:
    """What is wrong with the catalogue: texts missing, not translated, fuzzy, gone, or with other placeholders."""
    catalog = read(language)
    found = []
    for message in sources:
        if not message.id:
            continue
        ours = catalog.get(message.id, message.context)
        found += [f"not in the catalogue: {message.id!r}"] if ours is None else _faults(ours)
    found += [
        f"no longer in the sources: {message.id!r}"
        for message in catalog
        if message.id and sources.get(message.id, message.context) is None
    ]
    return found


def _faults(message: Message) -> list[str]:
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    if message.fuzzy or not all(texts):
        return [f"not translated: {message.id!r}"]
    wanted = {name for text in _ids(message) for name in NAMED.findall(text)}
    given = {name for text in texts for name in NAMED.findall(text)}
    return (
        []
        if given <= wanted and (message.pluralizable or given == wanted)
        else [f"placeholders differ: {message.id!r}"]
    )


def _ids(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def compile_all() -> list[Path]:
    """Writes the .mo files that are missing or older than their .po, and returns them."""
    written = []
    for language in LANGUAGES:
        source, target = path_of(language), path_of(language, "mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            made = target.with_suffix(f".{os.getpid()}")  # put in place whole: others may be reading
            with made.open("wb") as file:
                write_mo(file, read(language))
            made.replace(target)
            written.append(target)
    return written
