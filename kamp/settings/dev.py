"""The trial on one machine: `manage.py up`. Embedded servers unless DATABASE_URL and REDIS_URL are set."""

from __future__ import annotations

import secrets

from kamp.settings.base import *  # noqa: F403  MEANT: settings modules extend each other
from kamp.settings.base import VAR, env


def _kept_secret() -> str:
    """A key made once for this trial, so that sessions survive a restart and no default key exists."""
    path = VAR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or _kept_secret()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
