"""The folded form of a text, for search and for an order that is the same on every machine."""

from __future__ import annotations

import unicodedata


def fold(*texts: str | None) -> str:
    """Lower case, without accents, blanks folded; several texts are joined by a blank. None counts as empty.

    >>> fold("Müller & Söhne", None, " Zürich ")
    'muller & sohne zurich'
    """
    joined = " ".join(text for text in texts if text)
    decomposed = unicodedata.normalize("NFKD", joined.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
