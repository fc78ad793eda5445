"""Background jobs as rows: see models.Job and docs/decisions/jobs-are-rows.md."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "kamp.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Make the application the current one, so that tasks bind to it in the web process too."""
        import kamp.jobs.application  # noqa: F401
