"""What a browser sends for a field that saves by itself."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from kamp.shared.widget_values import values_of


def seen_in(answer: Any, name: str) -> str:
    """What the field held when the page was loaded."""
    return json.dumps(values_of(answer.context["form"][name]))


def send(client: Client, url: str, name: str, value: Any, *, seen: str | None = None) -> Any:
    """Sends one field; ``value`` is text, a list, or a dictionary of the inputs it is made of. ``seen``: see seen_in;
    None loads the page first."""
    known = seen_in(client.get(url), name) if seen is None else seen
    parts = value if isinstance(value, dict) else {name: value}
    return client.post(url, {"field": name, "seen": known, **parts})
