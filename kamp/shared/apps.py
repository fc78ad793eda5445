"""The kernel: imports no other app of ours."""

from importlib import import_module

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "kamp.shared"
    label = "shared"

    def ready(self) -> None:
        import_module("kamp.shared.lookups")
