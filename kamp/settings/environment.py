"""Typed reading of the environment: every missing name is listed in one error."""

from __future__ import annotations

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def required(*names: str) -> dict[str, str]:
    """Values of all ``names``; raises ImproperlyConfigured naming every one that is missing or empty."""
    missing = [name for name in names if not env.str(name, "")]
    if missing:
        raise ImproperlyConfigured("Set these environment variables: " + ", ".join(missing))
    return {name: env.str(name) for name in names}
