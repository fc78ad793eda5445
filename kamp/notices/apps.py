"""Reminders: sources declared by the apps, an inbox for each person, one mail a day."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "kamp.notices"
    label = "notices"

    def ready(self) -> None:
        from kamp.jobs.registry import JOB_KINDS, TICK_STEPS
        from kamp.notices.jobs import CLEAN_KIND, DELIVER_KIND, LOOK_KIND, STEP

        for kind in (LOOK_KIND, DELIVER_KIND, CLEAN_KIND):
            JOB_KINDS.add(kind)
        TICK_STEPS.add(STEP)
