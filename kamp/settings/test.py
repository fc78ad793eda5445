"""The tests: fast password hashing, mail in memory, everything else as in the product."""

from __future__ import annotations

from kamp.settings.base import *  # noqa: F403  MEANT: settings modules extend each other
from kamp.settings.base import env

SECRET_KEY = "only-for-tests-" + "k" * 40
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "EMAIL_URL" not in env.ENVIRON:  # processes that tests start get the address of a real mail server
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
INSTALLED_APPS = [*INSTALLED_APPS, "kamp.jobs.tests.trial"]  # noqa: F405  MEANT: kinds of jobs made for the tests
