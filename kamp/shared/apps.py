"""The kernel: imports no other app of ours."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "kamp.shared"
    label = "shared"
