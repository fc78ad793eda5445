"""Giving a mail to the mail server so that one knows, at every moment, whether it can have taken it.

SMTP accepts a message with its last line, a lone point. Everything before that can be broken off and begun again;
after it only the server's answer tells. So ``before`` is called between the text and the point.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends import smtp

_OK, _GO_ON = 250, 354
_LEADING_POINT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server said; ``code`` 250 means that it took the mail."""

    code: int
    text: str

    @property
    def accepted(self) -> bool:
        return self.code == _OK

    @property
    def temporary(self) -> bool:
        """Whether another attempt may succeed (4xx)."""
        return 400 <= self.code < 500


class NotHandedOverError(Exception):
    """Nothing was handed over, for certain. ``final``: the server will never take this mail for this address."""

    def __init__(self, words: str, *, final: bool = False) -> None:
        super().__init__(words)
        self.final = final


class NoAnswerError(Exception):
    """The mail was handed over and the connection ended without an answer: nobody knows."""


def hand_over(message: EmailMessage, *, before: Callable[[], None]) -> Answer:
    """Gives ``message`` to the configured mail server; ``before`` is called at the last moment at which it can still be
    broken off (whatever it raises breaks it off and is raised here).

    Answers what the server said when it accepted. Raises NotHandedOverError or NoAnswerError.
    """
    backend = get_connection()
    if isinstance(backend, smtp.EmailBackend):
        return _by_smtp(backend, message, before)
    before()
    backend.send_messages([message])
    return Answer(code=_OK, text="")


class _Point:
    """The end of an SMTP conversation: the text, ``before``, the point, the answer."""

    def __init__(self, backend: Any, before: Callable[[], None]) -> None:
        self._backend, self._before = backend, before
        self.given = False
        self.answer: Answer | None = None
        self.broken_off: BaseException | None = None

    def data(self, text: bytes) -> tuple[int, bytes]:
        """In place of ``smtplib.SMTP.data``."""
        client: smtplib.SMTP = self._backend.connection
        code, reply = client.docmd("data")
        if code != _GO_ON:
            raise smtplib.SMTPDataError(code, reply)
        ended = text if text.endswith(b"\r\n") else text + b"\r\n"
        client.send(_LEADING_POINT.sub(b"..", ended))
        try:
            self._before()
        except BaseException as reason:
            self.broken_off = reason
            client.close()  # a text without its point is no mail
            raise
        self.given = True
        client.send(b".\r\n")
        code, reply = client.getreply()
        self.answer = answer_of(code, reply)
        return code, reply


def _by_smtp(backend: Any, message: EmailMessage, before: Callable[[], None]) -> Answer:
    point = _Point(backend, before)
    try:
        backend.open()
        backend.connection.data = point.data
        backend.send_messages([message])
    except (smtplib.SMTPException, OSError) as problem:
        if point.broken_off is problem:
            raise
        _judge(point, problem)
    finally:
        _close(backend)
    if point.answer is None:
        raise NotHandedOverError("the mail has no recipient")
    return point.answer


def _judge(point: _Point, problem: Exception) -> None:
    """Returns if the server had accepted before things went wrong."""
    if point.answer is not None and point.answer.accepted:
        return
    if point.given and point.answer is None:
        raise NoAnswerError(str(problem)) from problem
    answer = _said(problem)
    words = answer.text if answer else f"{type(problem).__name__}: {problem}"
    raise NotHandedOverError(words, final=answer is not None and not answer.temporary) from problem


def _said(problem: Exception) -> Answer | None:
    """What the server said about this mail; not about the sender, the password or itself: those are mended."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return next((answer_of(code, text) for code, text in problem.recipients.values()), None)
    if isinstance(problem, smtplib.SMTPDataError):
        return answer_of(problem.smtp_code, problem.smtp_error)
    return None


def answer_of(code: int, text: bytes | str) -> Answer:
    """The reply of a server, fit to be kept."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return Answer(code=code, text=" ".join(f"{code} {words}".replace("\0", "").split())[:300])


def _close(backend: Any) -> None:
    with suppress(smtplib.SMTPException, OSError):
        backend.close()
