"""Serves plotly.js out of the environment, so that no copy of it lives in this repository."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

from kamp.servers.bootstrap import VENV
from kamp.servers.front_end import PLOTLY, place

PREFIX, FILE = "plotly", "plotly.min.js"


def plotly_files() -> Path:
    """The directory of the script: the small one that was fetched, else the whole one in the wheel of plotly."""
    small = place(PLOTLY, VENV)
    if small.exists():
        return small.parent
    spec = find_spec("plotly")  # plotly itself is not imported, that would cost every start
    return Path(str(spec.origin)).parent / "package_data" if spec else Path("plotly-is-not-installed")


class PlotlyFinder(BaseFinder):
    """Answers ``plotly/plotly.min.js`` and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=plotly_files())
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        if (plotly_files() / FILE).exists():
            return []
        return [Error(f"{plotly_files() / FILE} is missing: the charts cannot be drawn.", id="kamp.E010")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = str(plotly_files() / FILE) if path == f"{PREFIX}/{FILE}" else None
        if not find_all:
            return found
        return [found] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        if not matches_patterns(FILE, ignore_patterns or ()):
            yield FILE, self.storage
