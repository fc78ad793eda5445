"""Codes of problems and notices as sentences in the present language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from accounts.enums import AccountStatus, Confidence, DmuRole
from accounts.kinds.reasons import sentence

_CHOICES = dict([*AccountStatus.choices, *Confidence.choices, *DmuRole.choices])


def told(code: str, params: Mapping[str, Any]) -> str:
    """The sentence of a code with its parameters; choices as the pages call them, which a file may call them, too."""
    if "choices" in params:
        params = {**params, "choices": in_words(params["choices"], ", ")}
    return sentence(code, params, gettext)


def in_words(keys: str, between: str = ",") -> str:
    """Keys of choices as a person reads them; what is no key stays as it is."""
    return ", ".join(str(_CHOICES.get(key, key)) for key in keys.split(between))
