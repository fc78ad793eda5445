"""The Celery application. It lies here, below everything that enqueues; ``kamp.celery`` is its customary address."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kamp.settings.dev")
app = Celery("kamp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
