"""Running, checking and filling KAMP from the command line."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "kamp.operation"
    label = "operation"

    def ready(self) -> None:
        """Every process that imports the apps sends its jobs through our Celery application, not a default one."""
        from kamp import celery  # noqa: F401  MEANT: its import is the registration
