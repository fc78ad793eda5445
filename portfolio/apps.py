"""Many customers compared."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "portfolio"
    label = "portfolio"

    def ready(self) -> None:
        from kamp.jobs.registry import JOB_KINDS
        from portfolio.jobs import RECOMPUTE

        JOB_KINDS.add(RECOMPUTE)
