"""The Celery application. What runs and when is declared in kamp.jobs; the broker only carries job ids."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kamp.settings.dev")
app = Celery("kamp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
