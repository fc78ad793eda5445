"""Reminders: sources declared by the apps, an inbox for each person, one mail a day."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "kamp.notices"
    label = "notices"

    def ready(self) -> None:
        from kamp.jobs.registry import JOB_KINDS, TICK_STEPS
        from kamp.notices.bell import BELL, CHOICES
        from kamp.notices.jobs import CLEAN_KIND, DELIVER_KIND, LOOK_KIND, STEP
        from kamp.shared.navigation import NAVIGATION

        NAVIGATION.add(BELL)
        NAVIGATION.add(CHOICES)
        for kind in (LOOK_KIND, DELIVER_KIND, CLEAN_KIND):
            JOB_KINDS.add(kind)
        TICK_STEPS.add(STEP)
