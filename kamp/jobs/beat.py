"""The scheduler of ``celery beat``: one at a time by a lock in the database, without a file and without the broker.

The tick runs in the beat process itself. Sent through the broker it would wait behind long jobs, and there would be
none just when the broker or all workers are in trouble: when it is needed.
"""

from __future__ import annotations

import logging
from typing import Any

from celery.beat import Scheduler
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, connections
from django.utils import timezone

from kamp.jobs.tick import tick

logger = logging.getLogger(__name__)

_LOCK = 0x4A0BB


class Turn:
    """A database session of its own that holds the lock: whoever has it is the one scheduler until it ends."""

    def __init__(self) -> None:
        self._session: Any = None
        self._mine = False

    def is_mine(self) -> bool:
        """Whether this process is the scheduler now; takes the turn if nobody has it."""
        try:
            if self._session is None:
                self._session = connections.create_connection("default")
                self._mine = False
            with self._session.cursor() as cursor:
                # Asked of a session that has the lock already, the database would count it twice.
                cursor.execute("SELECT 1" if self._mine else f"SELECT pg_try_advisory_lock({_LOCK})")
                self._mine = bool(cursor.fetchone()[0])
        except (DatabaseError, InterfaceError) as problem:
            logger.warning("the scheduler has no database: %s", problem)
            self.pass_on()
        return self._session is not None and self._mine

    def pass_on(self) -> None:
        """Close the session; the lock goes with it."""
        session, self._session = self._session, None
        if session is not None:
            session.close()


class SingleScheduler(Scheduler):
    """Ticks as long as it is its turn; what is due is declared by the kinds of jobs, not by a schedule of Celery's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._turn = Turn()
        self._had_it: bool | None = None
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        self.data: dict[str, Any] = {}

    def tick(self, *_: Any, **__: Any) -> float:
        """One look; gives the seconds until the next one."""
        mine = self._turn.is_mine()
        if mine != self._had_it:
            self._had_it = mine
            logger.info("it is our turn to schedule" if mine else "another scheduler is at work; waiting")
        if mine:
            try:
                tick(timezone.now())
            except Exception:
                logger.exception("a tick failed")
                connection.close()
        return float(settings.KAMP_JOBS_TICK)

    def close(self) -> None:
        self._turn.pass_on()
        super().close()
