"""Codes of problems and notices as sentences in the present language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from accounts.kinds.reasons import sentence


def told(code: str, params: Mapping[str, Any]) -> str:
    """The sentence of a code with its parameters."""
    return sentence(code, params, gettext)
