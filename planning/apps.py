"""One customer, going forward."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"
    label = "planning"
