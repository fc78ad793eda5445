"""People as initials."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def initials(name: str) -> str:
    """One or two capital letters: first and last word of the name, or the first letter of an address."""
    words = [word for word in name.split("@", maxsplit=1)[0].replace(".", " ").split() if word]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def avatar(person: Any, *, alone: bool = True) -> SafeString:
    """A circle with the initials of ``person`` (its ``name``, or a text).

    ``alone=False`` when the name stands beside it: then it is decoration.
    """
    name = str(getattr(person, "name", "") or person)
    letters = getattr(person, "initials", "") or initials(name)
    if not alone:
        return format_html('<span class="av" aria-hidden="true">{}</span>', letters)
    return format_html(
        '<span class="av" title="{0}"><span aria-hidden="true">{1}</span>'
        '<span class="visually-hidden">{0}</span></span>',
        name,
        letters,
    )


def avatars(people: Iterable[Any], most: int = 5) -> SafeString:
    """Overlapping circles; beyond ``most`` the number of the others."""
    listed = list(people)
    shown = listed if len(listed) <= most else listed[: most - 1]
    rest = len(listed) - len(shown)
    circles = format_html_join("", "{}", ((avatar(person),) for person in shown))
    if rest:
        others = ", ".join(str(getattr(person, "name", "") or person) for person in listed[len(shown) :])
        circles += format_html('<span class="av" title="{}">+{}</span>', others, rest)
    return format_html('<span class="avs">{}</span>', circles)
