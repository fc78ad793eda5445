"""Where ``celery -A kamp`` looks. What runs and when is declared in kamp.jobs; the broker only carries job ids."""

from kamp.jobs.application import app

__all__ = ["app"]
