"""Background jobs as rows: see models.Job and docs/decisions/jobs-are-rows.md."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "kamp.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Make the Celery application the current one, so that tasks bind to it in the web process too."""
        import kamp.jobs.application  # noqa: F401
        from kamp.jobs.housekeeping import CLEAR_SESSIONS
        from kamp.jobs.registry import JOB_KINDS
        from kamp.shared.i18n import N_
        from kamp.shared.panels import SETTINGS_ITEMS, SettingsItem

        JOB_KINDS.add(CLEAR_SESSIONS)
        SETTINGS_ITEMS.add(
            SettingsItem(
                key="jobs",
                label=N_("Background jobs"),
                description=N_("What runs and waits, what failed, and whether the workers are well."),
                url_name="jobs:job_list",
                permission="jobs.view_all",
                icon="refresh",
            )
        )
