"""The one front-end file from npm: fetched from a real server, refused when it is another, done without when absent."""

from __future__ import annotations

import hashlib
import io
import tarfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread

import plotly
import pytest

from kamp.servers import bootstrap, finders
from kamp.servers.front_end import PLOTLY, NotFetchedError, Package, fetch, place

pytestmark = pytest.mark.unit
SCRIPT = b"draw();"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *given: object) -> None:
        pass


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Package]:
    """A package like that of plotly.js on a registry of its own."""
    folder = tmp_path / "registry" / PLOTLY.name / "-"
    folder.mkdir(parents=True)
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as members:
        entry = tarfile.TarInfo(PLOTLY.file)
        entry.size = len(SCRIPT)
        members.addfile(entry, io.BytesIO(SCRIPT))
    (folder / f"{PLOTLY.name}-{PLOTLY.version}.tgz").write_bytes(archive.getvalue())
    with HTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path / "registry")) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{server.server_port}/")
        yield replace(PLOTLY, sha512=b64encode(hashlib.sha512(archive.getvalue()).digest()).decode())
        server.shutdown()


def test_it_is_fetched_once(package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fetch(package, tmp_path).read_bytes() == SCRIPT
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    assert fetch(package, tmp_path) == place(package, tmp_path)


@pytest.mark.parametrize("registry", ["", "http://127.0.0.1:9", "no-address"])
def test_another_archive_or_none_is_refused_and_leaves_nothing(
    registry: str, package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if registry:
        monkeypatch.setenv("npm_config_registry", registry)
    with pytest.raises(NotFetchedError, match=PLOTLY.name):
        fetch(package if registry else PLOTLY, tmp_path)
    assert not place(package, tmp_path).parent.exists()


@pytest.mark.parametrize(
    "said",
    [b"HTTP/1.0 200 OK\r\nContent-Length: 1000\r\n\r\nhalf", b"nonsense\r\n\r\n", b""],
    ids=["half", "nonsense", "nothing"],
)
def test_a_registry_that_breaks_off_is_one_that_is_not_there(
    said: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Breaking(Quiet):
        def do_GET(self) -> None:
            self.wfile.write(said)

    with HTTPServer(("127.0.0.1", 0), Breaking) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{server.server_port}")
        with pytest.raises(NotFetchedError, match=PLOTLY.name):
            fetch(PLOTLY, tmp_path)
        server.shutdown()
    assert not place(PLOTLY, tmp_path).parent.exists()


def test_without_it_charts_take_the_script_of_the_wheel(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(finders, "VENV", tmp_path)
    bootstrap._fetch()  # the archive there is not that of plotly.js
    assert "charts take the whole plotly.js" in capsys.readouterr().err
    whole = finders.PlotlyFinder().find("plotly/plotly.min.js")
    assert whole == str(Path(plotly.__file__).parent / "package_data" / "plotly.min.js")
    monkeypatch.setattr(bootstrap.front_end, "PLOTLY", package)
    bootstrap._fetch()
    finder = finders.PlotlyFinder()
    assert finder.find("plotly/plotly.min.js") == str(place(package, tmp_path))
    [(name, storage)] = finder.list([])
    with storage.open(name) as file:
        assert file.read() == SCRIPT


def test_both_are_of_one_release() -> None:
    head = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")[:200]
    assert f"plotly.js v{PLOTLY.version}" in head
