"""A company's own server: everything that guards something comes from the environment, nothing is defaulted."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from kamp.settings.base import *  # noqa: F403  MEANT: settings modules extend each other
from kamp.settings.base import VAR, env
from kamp.settings.environment import required

_given = required("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "KAMP_FROM_EMAIL")
SECRET_KEY = _given["SECRET_KEY"]
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith(("demo", "django-insecure")):
    raise ImproperlyConfigured("SECRET_KEY must be a random text of at least 50 characters")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith((".", "*"))]

SECURE_SSL_REDIRECT = env.bool("KAMP_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.int("KAMP_HSTS_SECONDS", 31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if env.bool("KAMP_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-kamp"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-kamp-csrf"
if "EMAIL_URL" not in env.ENVIRON:
    EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
# Links in mails must lead here, whoever made the mail.
KAMP_BASE_URL = env.str("KAMP_BASE_URL", f"https://{ALLOWED_HOSTS[0]}")
if "//*" in KAMP_BASE_URL or "//." in KAMP_BASE_URL:
    raise ImproperlyConfigured("Set KAMP_BASE_URL, how links in mails begin: ALLOWED_HOSTS does not begin with a host")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kamp.shared.static_files.FingerprintedStorage"},
}
WHITENOISE_USE_FINDERS = False
STATIC_ROOT = VAR / "static"
