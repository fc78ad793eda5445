"""The kinds: each does one thing that a job may do, or have done to it."""

from __future__ import annotations

from datetime import time

from django.apps import AppConfig

from kamp.jobs.registry import JOB_KINDS, Daily, Isolation, JobKind
from kamp.shared.i18n import N_

_HERE = "kamp.jobs.tests.trial.work"

KINDS = (
    JobKind(key="trial.mark", label=N_("Mark"), handler=f"{_HERE}.mark"),
    JobKind(key="trial.gated", label=N_("Gated"), handler=f"{_HERE}.gated"),
    JobKind(key="trial.snapshot", label=N_("Snapshot"), handler=f"{_HERE}.gated", isolation=Isolation.REPEATABLE_READ),
    JobKind(key="trial.witness", label=N_("Witness"), handler=f"{_HERE}.witness", max_attempts=1),
    JobKind(key="trial.slow", label=N_("Slow mark"), handler=f"{_HERE}.slow"),
    # As long-suffering as the random deaths of the tests demand.
    JobKind(key="trial.battered", label=N_("Battered"), handler=f"{_HERE}.slow", max_attempts=30),
    JobKind(key="trial.poison", label=N_("Poison"), handler=f"{_HERE}.poison", max_attempts=3),
    JobKind(key="trial.broken", label=N_("Broken"), handler=f"{_HERE}.broken", max_attempts=3),
    JobKind(key="trial.occupied", label=N_("Occupied"), handler=f"{_HERE}.occupied", max_attempts=3),
    JobKind(key="trial.refused", label=N_("Refused"), handler=f"{_HERE}.refused"),
    JobKind(key="trial.endless", label=N_("Endless query"), handler=f"{_HERE}.endless", time_limit=600),
    JobKind(key="trial.overtime", label=N_("Overtime"), handler=f"{_HERE}.endless", time_limit=0.3),
    JobKind(key="trial.count", label=N_("Count"), handler=f"{_HERE}.count", isolation=Isolation.REPEATABLE_READ),
    JobKind(
        key="trial.after",
        label=N_("Count after a mark"),
        handler=f"{_HERE}.count",
        after=("trial.slow",),
        join_key="all",
        isolation=Isolation.REPEATABLE_READ,
    ),
    JobKind(key="trial.nightly", label=N_("Nightly"), handler=f"{_HERE}.mark", daily=Daily(at=time(2, 30))),
    JobKind(key="trial.kept", label=N_("Not to be cancelled"), handler=f"{_HERE}.mark", cancellable=False),
)


class TrialConfig(AppConfig):
    name = "kamp.jobs.tests.trial"
    label = "trial"

    def ready(self) -> None:
        for kind in KINDS:
            JOB_KINDS.add(kind)
