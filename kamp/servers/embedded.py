"""PostgreSQL and Valkey as child processes on private sockets.

Each runs in a session of its own, so that Ctrl-C reaches only the supervisor, listens on nothing but a Unix socket
in a directory that only its owner can enter, and ends when its owner ends, even by SIGKILL.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from kamp.servers import binaries
from kamp.servers.binaries import ServerError
from kamp.servers.lifeline import die_with_parent

# For one machine with a browser and a worker on it, and imports of millions of rows.
TUNING = {
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] ",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


class Server(ABC):
    """A child process with a socket directory; subclasses know its program and how to ask whether it is ready."""

    name = "server"
    stop_signal = signal.SIGTERM

    def __init__(self, base: Path, *, durable: bool = True) -> None:
        self.base = base.resolve()
        self.base.mkdir(parents=True, exist_ok=True)
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None
        # In /tmp whatever TMPDIR says: the path of a socket has room for 107 bytes.
        self.run = Path(tempfile.mkdtemp(prefix="kamp-", dir="/tmp"))

    @abstractmethod
    def start(self) -> Self:
        """Return once the server answers; raises ServerError with its last words when it does not."""

    def _spawn(self, argv: list[str], **options: Any) -> None:
        with (self.base / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(self.stop_signal),  # noqa: PLW1509  MEANT: one system call
                **options,
            )

    def _wait(self, ready: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process is not None and self.process.poll() is not None:
                raise ServerError(f"{self.name} ended with status {self.process.returncode}.\n{self._last_words()}")
            if ready():
                return
            time.sleep(0.03)
        raise ServerError(f"{self.name} did not answer within {seconds:.0f} s.\n{self._last_words()}")

    def _last_words(self) -> str:
        log = self.base / f"{self.name}.log"
        lines = log.read_text(errors="replace").splitlines()[-5:] if log.exists() else []
        return "\n".join([*(f"  {line}" for line in lines), f"  (whole log: {log})"])

    def stop(self) -> None:
        """End the process within 20 seconds and remove its socket directory; the data stay."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.run, ignore_errors=True)


class Valkey(Server):
    """The broker and cache. Its state is kept across restarts, but nothing depends on it: jobs are rows."""

    name = "valkey"

    @property
    def socket(self) -> Path:
        return self.run / "v.sock"

    def start(self) -> Self:
        keep = ["--save", "60 1"] if self.durable else ["--save", ""]
        self._spawn([
            str(binaries.valkey_server()),
            *["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700", "--databases", "64"],
            *["--dir", str(self.base), "--appendonly", "no", "--daemonize", "no", "--loglevel", "warning", *keep],
        ])  # fmt: skip
        self._wait(lambda: valkey_answers(self.socket))
        return self

    def urls(self, number: int = 0) -> dict[str, str]:
        """Environment for one pair of databases: the broker takes ``number``, the cache the next one."""
        return {
            "CELERY_BROKER_URL": f"redis+socket://{self.socket}?virtual_host={number}",
            "REDIS_URL": f"unix://{self.socket}?db={number + 1}",
        }


def valkey_answers(path: Path) -> bool:
    """Whether a server answers PING on the socket at ``path``."""
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
    except OSError:
        return False


class Postgres(Server):
    """The database. As root it runs as an unprivileged account, with its data where that account can reach them."""

    name = "postgresql"
    stop_signal = signal.SIGINT  # "fast": ends sessions, loses nothing
    user = "kamp"

    def start(self) -> Self:
        self.bin = binaries.postgres_bin()
        self.data = self.base / "data"
        identity: dict[str, Any] = {}
        if account := binaries.unprivileged():
            identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            self.bin = binaries.runnable_by_all(self.bin)
            self.data = _data_of_root(self.base)
            for path in (self.data, self.run):
                path.mkdir(parents=True, exist_ok=True)
                os.chown(path, account.pw_uid, account.pw_gid)
        self.data.mkdir(exist_ok=True)
        self.data.chmod(0o700)
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        options: dict[str, Any] = {"env": environment, "cwd": self.data, **identity}
        self._prepare(options)
        self._spawn([str(self.bin / "postgres"), "-D", str(self.data), *self._settings()], **options)
        self._wait(lambda: postgres_answers(self.run))
        return self

    def _prepare(self, options: dict[str, Any]) -> None:
        version_file = self.data / "PG_VERSION"
        if not version_file.exists():
            initdb = [str(self.bin / "initdb"), "-D", str(self.data), "-U", self.user, "--auth=trust"]
            initdb += ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums" if self.durable else "--no-sync"]
            done = subprocess.run(initdb, capture_output=True, text=True, check=False, **options)
            if done.returncode:
                raise ServerError(f"PostgreSQL could not lay out its files in {self.data}:\n{done.stderr.strip()}")
            return
        program = subprocess.run([str(self.bin / "postgres"), "--version"], capture_output=True, text=True, **options)  # noqa: PLW1510  MEANT: judged by what it prints
        major = program.stdout.split()[-1].partition(".")[0] if program.stdout else "?"
        written_by = version_file.read_text().strip()
        if major != written_by:
            raise ServerError(
                f"The data in {self.data} were written by PostgreSQL {written_by}, and {self.bin} is version {major}.\n"
                f"Set KAMP_PG_BIN to a PostgreSQL {written_by}, or set KAMP_VAR to another directory to begin anew."
            )
        _end_orphan(self.data)

    def _settings(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.run),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            **TUNING,
            **({} if self.durable else THROW_AWAY),
        }
        return [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]

    def ensure_database(self, name: str) -> str:
        """The address of database ``name``, made if it is not there."""
        import psycopg2

        connection = psycopg2.connect(dbname="postgres", user=self.user, host=str(self.run))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("select 1 from pg_database where datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(f'create database "{name}"')
        connection.close()
        return self.url(name)

    def url(self, name: str) -> str:
        return f"postgres://{self.user}@/{self.run}/{name}"

    def discard(self) -> None:
        """Stop, and remove the data too."""
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)


def postgres_answers(directory: Path) -> bool:
    """Whether a server takes connections on the socket in ``directory``."""
    import psycopg2

    try:
        psycopg2.connect(dbname="postgres", user=Postgres.user, host=str(directory), connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def _data_of_root(base: Path) -> Path:
    """``base/data``, or outside a closed home a directory that ``base`` remembers: a new ``base`` has new data."""
    if binaries.open_to_all(base):
        return base / "data"
    note = base / "data-directory"
    if not note.exists():
        note.write_text(str(binaries.ROOT_STATE / f"data-{secrets.token_hex(6)}"))
    return Path(note.read_text())


def _end_orphan(data: Path, seconds: float = 20) -> None:
    """Stop a server that still runs on ``data`` though its owner is gone; a stale note PostgreSQL handles itself."""
    note = data / "postmaster.pid"
    if not note.exists():
        return
    pid = int(note.read_text().split("\n", 1)[0])
    end = time.monotonic() + seconds
    if str(data) in _command_line(pid):
        os.kill(pid, signal.SIGINT)
        while note.exists() and time.monotonic() < end:
            time.sleep(0.05)
    while note.exists() and _ended_but_not_collected(pid) and time.monotonic() < end:
        time.sleep(0.05)  # killed: PostgreSQL takes it for alive until the process that inherited it has noticed


def _ended_but_not_collected(pid: int) -> bool:
    """Whether the process has ended and only its number is left (a zombie)."""
    listed = _proc(pid, "stat") if _HAS_PROC else _ps(pid, "stat")
    return listed.rpartition(")")[2].strip().startswith("Z")


def _command_line(pid: int) -> str:
    return _proc(pid, "cmdline").replace("\0", " ") if _HAS_PROC else _ps(pid, "args")


# A small Linux has no ps, other systems have no /proc.
_HAS_PROC = Path("/proc/self").exists()


def _proc(pid: int, file: str) -> str:
    try:
        return Path(f"/proc/{pid}/{file}").read_bytes().decode(errors="replace")
    except OSError:  # it has ended
        return ""


def _ps(pid: int, column: str) -> str:
    argv = ["ps", "-ww", "-o", f"{column}=", "-p", str(pid)]  # -ww: whole lines, however long the paths are
    return subprocess.run(argv, capture_output=True, text=True, check=False).stdout
