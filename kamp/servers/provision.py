"""The servers one command needs: those of DATABASE_URL and REDIS_URL, the running embedded ones, or private new ones.

Of each embedded server a checkout has at most one. Whoever starts it holds the lock ``owner`` and leaves its address in
``note``; a command that finds the lock taken attaches, and the owner does not stop the server under its guests.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from kamp.servers.bootstrap import ROOT
from kamp.servers.embedded import Postgres, Server, ServerError, Valkey

DATABASE = "kamp"
WITHOUT_SERVERS = {
    *("help", "version", "--version", "--help", "-h"),
    *("check", "makemigrations", "diffsettings", "lock", "messages", "verify"),
    *("collectstatic", "findstatic", "makemessages", "compilemessages", "compile_translations", "startapp"),
}
owned: list[Server] = []  # started by this process; `up` keeps them alive


def var() -> Path:
    """The directory of everything this checkout keeps: data, notes, logs, uploads."""
    return Path(os.environ.get("KAMP_VAR") or ROOT / "var").absolute()


@contextmanager
def servers_for(command: str, arguments: list[str]) -> Iterator[None]:
    """Addresses in DATABASE_URL, REDIS_URL and CELERY_BROKER_URL for as long as the command runs.

    Ends the process with a message when a server is needed and cannot be had, or a second `up` is asked for.
    """
    if command in WITHOUT_SERVERS or {"--help", "-h"} & set(arguments):
        yield
        return
    with ExitStack() as stack:
        try:
            _check_var()
            if command == "up":
                stack.enter_context(_only_one_up())
            _provide(stack, must_own=command == "up")
        except ServerError as problem:
            stack.close()
            sys.exit(str(problem))
        yield


def _provide(stack: ExitStack, *, must_own: bool) -> None:
    if not os.environ.get("REDIS_URL"):
        os.environ.update(stack.enter_context(_embedded("valkey", _start_valkey, must_own=must_own)))
    if not os.environ.get("DATABASE_URL"):
        os.environ.update(stack.enter_context(_embedded("postgres", _start_postgres, must_own=must_own)))


def _start_valkey(base: Path) -> tuple[Server, dict[str, str]]:
    server = Valkey(base)
    return server, server.start().urls()


def _start_postgres(base: Path) -> tuple[Server, dict[str, str]]:
    server = Postgres(base)
    return server, {"DATABASE_URL": server.start().ensure_database(DATABASE)}


@contextmanager
def _embedded(
    name: str, start: Callable[[Path], tuple[Server, dict[str, str]]], *, must_own: bool
) -> Iterator[dict[str, str]]:
    """Environment of the embedded server ``name``, started here or found; ``must_own`` waits until it can start it."""
    base = var() / name
    base.mkdir(parents=True, exist_ok=True)
    note = base / "note"
    with (base / "owner").open("a") as owner, (base / "guests").open("a") as guests:
        if not _lock(owner, wait=False):
            if not must_own:
                fcntl.flock(guests, fcntl.LOCK_SH)
                yield _read_note(note)
                return
            _say(f"waiting for another command that uses the {name} of {var()} …")
            _lock(owner, wait=True)
        _forget(note)
        server, environment = start(base)
        owned.append(server)
        try:
            note.write_text(json.dumps(environment))
            yield environment
        finally:
            note.unlink(missing_ok=True)
            if not must_own and not _lock(guests, wait=False):
                _say(f"waiting for another command that uses the {name} started here …")
                _lock(guests, wait=True)
            owned.remove(server)
            server.stop()


def _lock(file: IO[str], *, wait: bool) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _read_note(note: Path, seconds: float = 60) -> dict[str, str]:
    """The address that the owner writes once its server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if note.exists() and (text := note.read_text()):
            return dict(json.loads(text))
        time.sleep(0.05)
    raise ServerError(f"Another command is starting the servers of {var()} but has not finished; try again.")


def _forget(note: Path) -> None:
    """Remove the note of an owner that was killed, and the socket directory it speaks of."""
    if not note.exists():
        return
    for address in _addresses(note):
        directory = Path(address)
        if directory.parent == Path("/tmp") and directory.name.startswith("kamp-"):  # noqa: S108  MEANT: see embedded
            shutil.rmtree(directory, ignore_errors=True)
    note.unlink()


def _addresses(note: Path) -> list[str]:
    try:
        urls = json.loads(note.read_text()).values()
    except (ValueError, AttributeError):  # cut short by the death of its writer
        return []
    return ["/" + "/".join(url.split("//", 2)[-1].lstrip("/").split("/")[:2]) for url in urls]


def _check_var() -> None:
    try:
        var().mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ServerError(f"{var()} cannot be made: {problem.strerror}. KAMP_VAR names another place.") from None
    if not os.access(var(), os.W_OK):
        raise ServerError(f"{var()} belongs to somebody else. Run as its owner, or set KAMP_VAR to another place.")


@contextmanager
def _only_one_up() -> Iterator[None]:
    path = var() / "up"
    with path.open("a+") as file:
        if not _lock(file, wait=False):
            file.seek(0)
            raise ServerError(f"KAMP already runs from {var()}: {file.read().strip() or 'it is just starting'}.")
        try:
            yield
        finally:
            path.write_text("")


def announce(text: str) -> None:
    """What a second `up` on the same directory is told about this one."""
    (var() / "up").write_text(text)


def announced() -> str:
    """The address of the `up` that runs on this directory, or ran last; "" when there was none."""
    file = var() / "up"
    return file.read_text().strip() if file.exists() else ""


def _say(text: str) -> None:
    print(f"kamp: {text}", file=sys.stderr, flush=True)
