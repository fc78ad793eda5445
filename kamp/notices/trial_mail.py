"""The mail of the trial, which has no mail server: each one a file, and a line on the console that says where.

What has no HTML part (invitations, links for a new password) is printed whole, since its link is wanted at once.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes to ``mail/`` beside the database of the trial."""

    def __init__(self, *args: Any, stream: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stream = stream or sys.stdout

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.VAR) / "mail"
        folder.mkdir(parents=True, exist_ok=True)
        for number, message in enumerate(email_messages):
            path = folder / f"{time.time_ns()}-{number}.eml"
            path.write_bytes(message.message().as_bytes())
            self._tell(message, path)
        return len(email_messages)

    def _tell(self, message: EmailMessage, path: Path) -> None:
        rich = isinstance(message, EmailMultiAlternatives) and bool(message.alternatives)
        line = f"Mail to {', '.join(message.to)}: {message.subject} ({path})\n"
        self._stream.write(line if rich else f"{line}{message.body}\n")
        self._stream.flush()
