"""What the tests of pages share."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

from kamp.users.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer: Any) -> str:
    """The words of a page as they are read: without tags and with blanks folded."""
    body = re.sub(r"<(script|style|template)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ").split())


def rows_of(answer: Any) -> list[list[str]]:
    """The cells of the first table of a page, as text."""
    body = re.search(r"<tbody>(.*?)</tbody>", answer.content.decode(), re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", body[1], re.DOTALL) if body else []
    cell = re.compile(r"<t[dh]\b.*?</t[dh]>", re.DOTALL)
    return [[" ".join(html.unescape(re.sub(r"<[^>]+>", " ", c)).split()) for c in cell.findall(row)] for row in rows]
