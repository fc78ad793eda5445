"""Fixtures that have to win over those of plugins (pytest-playwright's, pytest-django's) with the same name."""

from kamp.testing.browser import browser_type_launch_args, problems, shoot, signed_in
from kamp.testing.database import django_db_setup

__all__ = [
    "browser_type_launch_args",
    "django_db_setup",
    "problems",
    "shoot",
    "signed_in",
]
