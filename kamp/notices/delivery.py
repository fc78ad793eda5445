"""Sends the mail of a day, at most once and as a rule exactly once: docs/decisions/one-digest-a-day.md.

Every step is committed before the next one begins, so ``deliver`` must not be called inside a transaction. Leases are
judged by the clock of the database.
"""

from __future__ import annotations

import logging
import time
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import F, Q, Value

from kamp.jobs.models import ClockTimestamp
from kamp.notices.handing import NoAnswerError, NotHandedOverError, hand_over
from kamp.notices.letters import letter_of
from kamp.notices.models import Digest, DigestState, Trouble

logger = logging.getLogger(__name__)

ATTEMPTS = 10  # spread over about half a day
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=2)
INSIST = (0.2, 1.0, 3.0, 10.0)  # seconds between the attempts to write down that a mail is sent


class SupersededError(Exception):
    """The attempt was taken away, or the database cannot be asked: it must not go on."""


def deliver(digest_id: int, *, at: datetime) -> Digest | None:
    """One attempt at the mail, if it may begin at ``at``; None if not. Never raises for what a mail server does."""
    if connection.in_atomic_block:
        raise RuntimeError("a mail cannot be sent inside a transaction: what is written down would not be kept")
    mail = claim(digest_id, at=at)
    if mail is None:
        return None
    try:
        letter = letter_of(mail, at=at)
        if letter is None:
            _settle(mail, state=DigestState.WITHDRAWN)
        else:
            answer = hand_over(letter, before=partial(_mark, mail, letter.to[0]))
            _write_down(mail, state=DigestState.SENT, sent_at=at, answer=answer.text, trouble="")
    except SupersededError:
        logger.warning("mail %s was taken over; nothing was sent by this attempt", mail.pk)
    except NotHandedOverError as problem:
        _put_off(mail, at, Trouble.REFUSED if problem.final else Trouble.UNREACHABLE, str(problem))
    except NoAnswerError as problem:
        _give_up_knowing(mail, str(problem))
    except Exception as problem:  # noqa: BLE001  MEANT: whatever goes wrong, the mail gets its state
        _stumble(mail, at, problem)
    mail.refresh_from_db()
    return mail


def claim(digest_id: int, *, at: datetime) -> Digest | None:
    """The mail as being sent by a new attempt; None when it is not its time or another attempt is at it."""
    free = Q(state=DigestState.MADE, next_try_at__lte=at) | Q(
        state=DigestState.SENDING, lease_until__lt=ClockTimestamp()
    )
    token = uuid.uuid4()
    taken = Digest.objects.filter(free, pk=digest_id, attempts__lt=ATTEMPTS).update(
        state=DigestState.SENDING, token=token, lease_until=_lease(), attempts=F("attempts") + 1
    )
    if taken:
        return Digest.objects.select_related("user", "user__reminder_preference").get(pk=digest_id)
    Digest.objects.filter(free, pk=digest_id).update(state=DigestState.FAILED, trouble=Trouble.DIED)
    return None


def _lease() -> Any:
    return ClockTimestamp() + Value(timedelta(seconds=settings.KAMP_MAIL_LEASE))


def _mark(mail: Digest, address: str) -> None:
    """From here on the server may have it. Raises SupersededError if this attempt must not go on."""
    mine = Digest.objects.filter(pk=mail.pk, token=mail.token, state=DigestState.SENDING)
    try:
        marked = mine.update(state=DigestState.HANDING, lease_until=_lease(), sent_to=address)
    except (DatabaseError, InterfaceError) as problem:
        raise SupersededError from problem
    if not marked:
        raise SupersededError
    mail.state = DigestState.HANDING


def _settle(mail: Digest, **changes: Any) -> bool:
    """Whether this attempt could still say how it ended."""
    open_states = (DigestState.SENDING, DigestState.HANDING, DigestState.UNKNOWN)
    mine = Digest.objects.filter(pk=mail.pk, token=mail.token, state__in=open_states)
    return bool(mine.update(lease_until=None, **changes))


def _write_down(mail: Digest, **changes: Any) -> None:
    """``_settle``, insisting: what is forgotten here cannot be found out again."""
    for pause in (*INSIST, None):
        try:
            _settle(mail, **changes)
        except (DatabaseError, InterfaceError):
            if pause is None:
                raise
            with suppress(DatabaseError, InterfaceError):
                connection.close()
            time.sleep(pause)
        else:
            return


def _put_off(mail: Digest, at: datetime, trouble: Trouble, words: str) -> None:
    """Nothing was handed over: another attempt later, unless the server said no for good or there were enough."""
    final = trouble == Trouble.REFUSED or mail.attempts >= ATTEMPTS
    state = DigestState.FAILED if final else DigestState.MADE
    told = (mail.pk, mail.user_id, mail.attempts, state, words[:300])
    logger.log(logging.ERROR if final else logging.WARNING, "mail %s to user %s, attempt %d, now %s: %s", *told)
    _settle(mail, state=state, trouble=trouble, answer=words[:300], next_try_at=at + pause_after(mail.attempts))


def pause_after(attempts: int) -> timedelta:
    """The wait before the next attempt, doubled each time."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1))


def _give_up_knowing(mail: Digest, words: str) -> None:
    logger.error("mail %s was handed over and not answered; it is not sent again by itself: %s", mail.pk, words)
    _write_down(mail, state=DigestState.UNKNOWN, trouble=Trouble.UNREACHABLE, answer=words[:300])


def _stumble(mail: Digest, at: datetime, problem: Exception) -> None:
    logger.error("mail %s could not be sent", mail.pk, exc_info=problem)
    if mail.state == DigestState.HANDING:
        _write_down(mail, state=DigestState.UNKNOWN, trouble=Trouble.UNEXPECTED)
    else:
        connection.close()  # it may be what is broken
        _put_off(mail, at, Trouble.UNEXPECTED, type(problem).__name__)


def stranded_to_unknown() -> int:
    """Mails whose attempt ended between handing over and writing down: gives how many are not known about now."""
    stranded = Digest.objects.filter(state=DigestState.HANDING, lease_until__lt=ClockTimestamp())
    found = stranded.update(state=DigestState.UNKNOWN, trouble=Trouble.DIED)
    if found:
        logger.error("%d mails were handed over by a process that ended; they are not sent again by themselves", found)
    return found


def waiting(at: datetime) -> list[int]:
    """Mails that an attempt may take at ``at``."""
    free = Q(state=DigestState.MADE, next_try_at__lte=at) | Q(
        state=DigestState.SENDING, lease_until__lt=ClockTimestamp()
    )
    return list(Digest.objects.filter(free).order_by("next_try_at").values_list("pk", flat=True)[:500])
