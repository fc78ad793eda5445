"""Where ``celery -A kamp`` looks. What runs and when is declared in kamp.jobs; the broker only carries job ids."""

import os

from kamp.jobs.application import app

# Each command and each release is checked; a worker that does it again loads every page first, a third of its start.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

__all__ = ["app"]
