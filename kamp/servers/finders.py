"""Serves plotly.min.js out of the plotly wheel, so that no copy of it lives in this repository."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

PREFIX, FILE = "plotly", "plotly.min.js"


def plotly_files() -> Path:
    """Where the wheel keeps its scripts; plotly itself is not imported, that would cost every start."""
    spec = find_spec("plotly")
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
