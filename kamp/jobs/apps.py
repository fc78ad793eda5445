"""Background jobs as rows: see models.Job."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "kamp.jobs"
    label = "jobs"
