"""Giving a mail to the mail server so that one knows, at every moment, whether it can have taken it.

SMTP accepts a message with its last line, a lone point. Everything before that can be broken off and begun again;
after it only the server's answer tells. So ``before`` is called between the text and the point.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
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
        return 400 <= self.code < 500  # noqa: PLR2004  MEANT: the class of the SMTP reply


class NotHandedOverError(Exception):
    """Nothing was handed over, for certain. ``answer`` is what the server said, None when it said nothing."""

    def __init__(self, problem: BaseException | None, answer: Answer | None = None) -> None:
        super().__init__(str(answer.text if answer else problem))
        self.answer = answer


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

    def __init__(self, client: smtplib.SMTP, before: Callable[[], None]) -> None:
        self._client, self._before = client, before
        self.given, self.answer = False, None
        self.broken_off: BaseException | None = None

    given: bool
    answer: Answer | None

    def data(self, text: bytes) -> tuple[int, bytes]:
        """In place of ``smtplib.SMTP.data``."""
        code, reply = self._client.docmd("data")
        if code != _GO_ON:
            raise smtplib.SMTPDataError(code, reply)
        ended = text if text.endswith(b"\r\n") else text + b"\r\n"
        self._client.send(_LEADING_POINT.sub(b"..", ended))
        try:
            self._before()
        except BaseException as reason:
            self.broken_off = reason
            self._client.close()  # a text without its point is no mail
            raise
        self.given = True
        self._client.send(b".\r\n")
        code, reply = self._client.getreply()
        self.answer = answer_of(code, reply)
        return code, reply


def _by_smtp(backend: Any, message: EmailMessage, before: Callable[[], None]) -> Answer:
    point = None
    try:
        backend.open()
        point = _Point(backend.connection, before)
        backend.connection.data = point.data
        backend.send_messages([message])
    except (smtplib.SMTPException, OSError) as problem:
        if point is not None and point.broken_off is problem:
            raise
        _judge(point, problem)
    finally:
        _close(backend)
    if point.answer is None:
        raise NotHandedOverError(None)
    return point.answer


def _judge(point: _Point | None, problem: Exception) -> None:
    """Returns if the server had accepted before things went wrong."""
    if point is not None and point.answer is not None and point.answer.accepted:
        return
    if point is not None and point.given and point.answer is None:
        raise NoAnswerError(str(problem)) from problem
    raise NotHandedOverError(problem, _said(problem)) from problem


def _said(problem: Exception) -> Answer | None:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return next((answer_of(code, text) for code, text in problem.recipients.values()), None)
    if isinstance(problem, smtplib.SMTPResponseException):
        return answer_of(problem.smtp_code, problem.smtp_error)
    return None


def answer_of(code: int, text: bytes | str) -> Answer:
    """The reply of a server, fit to be kept."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return Answer(code=code, text=" ".join(f"{code} {words}".replace("\0", "").split())[:300])


def _close(backend: Any) -> None:
    try:
        backend.close()
    except (smtplib.SMTPException, OSError):
        pass
