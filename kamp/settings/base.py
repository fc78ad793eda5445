"""What the product is, wherever it runs."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_HASHES
from django.utils.translation import gettext_lazy as _

from kamp.settings.environment import env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(env.str("KAMP_VAR", str(BASE_DIR / "var")))
(VAR / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns about a missing one

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "kamp.urls"
WSGI_APPLICATION = "kamp.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "csp",
    "django_htmx",
    "crispy_forms",
    "allauth",
    "allauth.account",
    "pgtrigger",
    "pghistory",
    "kamp.shared",
    "kamp.users",
    "kamp.jobs",
    "kamp.notices",
    "kamp.operation",
    "accounts",
    "portfolio",
    "planning",
    "kamp.dashboards",
    "kamp.help",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kamp.shared.middleware.RefuseNullMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kamp.users.middleware.PreferencesMiddleware",
    "kamp.shared.heading.HeadingMiddleware",
    "kamp.shared.page_memory.PageMemoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kamp.shared.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "crispy_forms.templatetags.crispy_forms_tags",
                "kamp.shared.templatetags.ui",
                "kamp.shared.templatetags.formats",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The database driver is psycopg2; psycopg 3 must not be installed beside it (Django would prefer it).
DATABASES = {"default": env.db("DATABASE_URL", "postgres://kamp@/kamp")}
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
# A day in SQL begins when it does for the company, not an hour or two later in Greenwich.
DATABASES["default"]["TIME_ZONE"] = env.str("KAMP_TIME_ZONE", "Europe/Rome")

REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/1")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # No request waits for a cache that hangs.
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1740
# A message is acknowledged when it arrives: the row of the job is the truth, and the sweeper finds what got lost.
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000  # kB; after a job that took more, the process is replaced
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
# Longer than twice the hardest time limit, or Redis would hand a running task to a second worker (quality C75).
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT + 600}
# One beat at a time, by a lock in the database; it keeps no file and needs no broker to work.
CELERY_BEAT_SCHEDULER = "kamp.jobs.beat:SingleScheduler"

# The engine of background jobs (docs/decisions/jobs-are-rows.md), in seconds unless the name says otherwise.
KAMP_JOBS_TICK = env.float("KAMP_JOBS_TICK", 5.0)  # how often the scheduler looks
KAMP_JOBS_HEARTBEAT = env.float("KAMP_JOBS_HEARTBEAT", 1.0)  # how often a running job gives a sign of life
KAMP_JOBS_STALE = env.float("KAMP_JOBS_STALE", 30.0)  # without a sign for so long, its process counts as dead
KAMP_JOBS_REPUBLISH = env.float("KAMP_JOBS_REPUBLISH", 20.0)  # a message not acted upon for so long is sent again
KAMP_JOBS_PAUSE = env.float("KAMP_JOBS_PAUSE", 2.0)  # before the second attempt; doubled each time
KAMP_JOBS_KEEP_DAYS = env.int("KAMP_JOBS_KEEP_DAYS", 90)  # finished jobs are deleted after so many days

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "kamp.users.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "kamp.users.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "kamp.users.adapter.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "kamp.users.sign_in.SignInForm",
    "reset_password": "kamp.users.sign_in.ResetForm",
    "reset_password_from_key": "kamp.users.sign_in.NewPasswordForm",
    "change_password": "kamp.users.sign_in.ChangeForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/15m/ip,5/15m/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
}

# Not in the cache: a Redis that is down must not end anybody's work, nor one that comes back revive who signed out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "it"
LANGUAGES = [("it", _("Italian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = DATABASES["default"]["TIME_ZONE"]
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "kamp.servers.finders.PlotlyFinder",
]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = VAR / "files"  # uploads and results; never served by path, only by views that check rights
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
KAMP_IMPORT_MAX_BYTES = env.int("KAMP_IMPORT_MAX_BYTES", 250 * 1024 * 1024)

CRISPY_TEMPLATE_PACK = "kamp"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["kamp"]

EMAIL_BACKEND = env.str("EMAIL_BACKEND", "kamp.notices.trial_mail.EmailBackend")
if "EMAIL_URL" in env.ENVIRON:
    vars().update(env.email("EMAIL_URL"))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 30)
DEFAULT_FROM_EMAIL = env.str("KAMP_FROM_EMAIL", "KAMP <kamp@localhost>")
# How the links in mails begin.
KAMP_BASE_URL = env.str("KAMP_BASE_URL", "http://127.0.0.1:8000")
# So many seconds after it began, who sends a mail counts as dead (docs/decisions/one-digest-a-day.md).
KAMP_MAIL_LEASE = env.float("KAMP_MAIL_LEASE", 300.0)

X_FRAME_OPTIONS = "DENY"
# The change record takes rows and nothing else: no update, no deletion, whoever asks (kamp.shared.record).
PGHISTORY_APPEND_ONLY = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Inline styles that plotly.js 4.1.1 (plotly 7.1.0) sets; a browser test fails when a new release changes them.
PLOTLY_STYLE_ELEMENTS = ["'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='"]
PLOTLY_STYLE_ATTRIBUTES = [
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-AR/cKIZjWPcPmBUPDA6oti9XBiTbJvz0Cro2J1VzzS8='",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-elem": [SELF, *PLOTLY_STYLE_ELEMENTS],
        "style-src-attr": [UNSAFE_HASHES, *PLOTLY_STYLE_ATTRIBUTES],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
