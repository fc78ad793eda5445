"""A real mail server in a process of its own, which can be told to wait, to refuse and to hang up at any step.

    with running_mail_server(directory) as mail:
        mail.hold("accepted")        # the server has written the mail down and does not answer
        mail.wait_until_held()
        mail.release()
        assert [each["Message-ID"] for each in mail.accepted()] == […]

What the server accepts it writes down before it answers, as a mail server must.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from kamp.servers.lifeline import die_with_parent


class MailServer:
    """The running server, seen from the test."""

    def __init__(self, directory: Path, process: subprocess.Popen[bytes]) -> None:
        self._directory, self.process = directory, process

    @property
    def port(self) -> int:
        return int((self._directory / "port").read_text())

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def rule(self, **rule: Any) -> None:
        """What the server does from now on: ``hold`` at a step, ``drop`` the connection at it, or give ``answers``:
        {step: {address or "": reply}}. Steps: rcpt, data (before the text), text (after it), accepted (written down).
        ``times`` bounds how often, counted from now.
        """
        _write(self._directory / "rule", json.dumps({"id": time.monotonic_ns(), **rule}))

    def hold(self, step: str, times: int = 1) -> None:
        (self._directory / "held").unlink(missing_ok=True)
        self.rule(hold=step, times=times)

    def wait_until_held(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not (self._directory / "held").exists():
            assert time.monotonic() < end, "nobody came to the step at which the mail server waits"
            time.sleep(0.02)

    def release(self) -> None:
        self.rule()

    def accepted(self) -> list[EmailMessage]:
        """The mails the server took, in order."""
        files = sorted(self._directory.glob("*.eml"))
        return [email.message_from_bytes(each.read_bytes(), policy=email.policy.default) for each in files]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def running_mail_server(directory: Path) -> Iterator[MailServer]:
    """A mail server on a free port, ready when the block begins and killed when it ends."""
    directory.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "kamp.testing.mail_server", str(directory)],
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: die_with_parent(signal.SIGKILL),  # noqa: PLW1509  MEANT: one system call
    )
    server = MailServer(directory, process)
    try:
        end = time.monotonic() + 30
        while not (directory / "port").exists():
            assert process.poll() is None, "the mail server ended"
            assert time.monotonic() < end, "the mail server did not start"
            time.sleep(0.02)
        yield server
    finally:
        server.kill()


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(text)
    part.replace(path)


class _Rules:
    """What the test wants, read anew at each step."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._used: dict[int, int] = {}

    def current(self) -> dict[str, Any]:
        path = self._directory / "rule"
        return json.loads(path.read_text()) if path.exists() else {}

    def _applies(self, rule: dict[str, Any]) -> bool:
        used = self._used.get(rule["id"], 0)
        self._used[rule["id"]] = used + 1
        return used < int(rule.get("times", 1_000_000))

    async def at(self, step: str, address: str = "") -> str | None:
        """Waits as long as the test wants; answers the reply it wants, or None for the usual one."""
        rule = self.current()
        if rule.get("hold") == step and self._applies(rule):
            _write(self._directory / "held", step)
            while self.current().get("id") == rule["id"]:  # noqa: ASYNC110  MEANT: the event is in another process
                await asyncio.sleep(0.01)
        replies = rule.get("answers", {}).get(step, {})
        reply = replies.get(address) or replies.get("")
        return reply if reply and self._applies(rule) else None

    def drops(self, step: str) -> bool:
        rule = self.current()
        return rule.get("drop") == step and self._applies(rule)


class _Handler:
    def __init__(self, directory: Path, rules: _Rules) -> None:
        self._directory, self._rules, self._number = directory, rules, 0

    async def handle_RCPT(  # noqa: N802  MEANT: the name aiosmtpd calls
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if reply := await self._rules.at("rcpt", address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  MEANT: likewise
        if reply := await self._rules.at("text", envelope.rcpt_tos[0]):
            return reply
        self._number += 1
        part = self._directory / "mail.part"
        part.write_bytes(envelope.original_content or b"")
        part.replace(self._directory / f"{self._number:05d}.eml")
        await self._rules.at("accepted")
        if self._rules.drops("accepted"):
            cast("asyncio.WriteTransport", server.transport).abort()
        return "250 Taken"


class _Server(SMTP):
    rules: _Rules

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  MEANT: the name aiosmtpd calls
        if reply := await self.rules.at("data"):
            await self.push(reply)
            return
        await super().smtp_DATA(arg)


async def _serve(directory: Path) -> None:
    rules = _Rules(directory)
    handler = _Handler(directory, rules)

    def protocol() -> _Server:
        server = _Server(handler, hostname="mail.test", enable_SMTPUTF8=True)
        server.rules = rules
        return server

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    _write(directory / "port", str(server.sockets[0].getsockname()[1]))
    await server.serve_forever()


if __name__ == "__main__":
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    asyncio.run(_serve(Path(sys.argv[1])))
