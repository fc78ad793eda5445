"""The background work of reminders: the morning look, a job for each mail, clearing away; the scheduler's step."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Min, Q

from kamp.jobs.models import Job
from kamp.jobs.registry import Daily, JobKind, Progress, TickStep
from kamp.jobs.services import enqueue
from kamp.notices import delivery
from kamp.notices.collecting import DELIVER, look_after
from kamp.notices.models import Digest, DigestState, Notice, ReminderPreference
from kamp.notices.mornings import latest_morning
from kamp.shared.i18n import N_
from kamp.users.models import User

KEEP = timedelta(days=400)

LOOK_KIND = JobKind(
    key="notices.look",
    label=N_("Look for what people must be reminded of"),
    handler="kamp.notices.jobs.run_look",
    cancellable=False,
)
DELIVER_KIND = JobKind(
    key=DELIVER, label=N_("Send a reminder mail"), handler="kamp.notices.jobs.run_deliver", cancellable=False
)
CLEAN_KIND = JobKind(
    key="notices.clean",
    label=N_("Delete old reminders"),
    handler="kamp.notices.jobs.run_clean",
    daily=Daily(at=time(3, 40)),
)
STEP = TickStep(key="notices", run="kamp.notices.jobs.step")


def run_look(*, progress: Progress, at: datetime, **_later: Any) -> Mapping[str, Any]:
    """Looks after everybody whose morning has come."""
    done = look_after(at=at, now=at)
    return {"people": done.people, "notices": done.notices, "mails": done.mails}


def run_deliver(*, progress: Progress, at: datetime, digest_id: int, **_later: Any) -> Mapping[str, Any]:
    """Sends one mail: in a thread, whose steps are committed one by one while this job's transaction is open."""
    with ThreadPoolExecutor(1, thread_name_prefix="mail") as thread:
        state = thread.submit(_deliver, digest_id, at).result()
    return {"state": state}


def _deliver(digest_id: int, at: datetime) -> str:
    try:
        mail = delivery.deliver(digest_id, at=at)
    finally:
        connection.close()
    return mail.state if mail else ""


def run_clean(*, progress: Progress, at: datetime, **_later: Any) -> Mapping[str, Any]:
    """Deletes what was settled long ago, and old mails: never what is still due, or it would be told again."""
    notices, _tables = Notice.objects.filter(settled_at__lt=at - KEEP).delete()
    mails, _tables = Digest.objects.filter(made_at__lt=at - KEEP).exclude(state=DigestState.MADE).delete()
    return {"notices": notices, "mails": mails}


def step(at: datetime) -> None:
    """Of the scheduler: has somebody look when a morning has come, and sends what waits or got stuck."""
    delivery.stranded_to_unknown()
    waiting = delivery.waiting(at)
    if waiting:
        live = Job.objects.live().filter(kind=DELIVER, key__in=[str(pk) for pk in waiting])
        taken = set(live.values_list("key", flat=True))
        for pk in waiting:
            if str(pk) not in taken:
                enqueue(kind=DELIVER, key=str(pk), payload={"digest_id": pk}, at=at)
    if somebody_waits(at):
        enqueue(kind=LOOK_KIND.key, key="everybody", at=at)


def somebody_waits(at: datetime) -> bool:
    """Whether anybody's morning has come since the last look. Two small queries, however many people there are."""
    if User.objects.filter(is_active=True, reminder_preference=None).exists():
        return True
    groups = (
        ReminderPreference.objects.filter(user__is_active=True)
        .values("user__time_zone", "hour", "weekends")
        .annotate(last=Min("last_day"), never=Count("pk", filter=Q(last_day=None)))
        .order_by()
    )
    return any(group["never"] or group["last"] < _latest(group, at) for group in groups)


def _latest(group: Mapping[str, Any], at: datetime) -> Any:
    zone = ZoneInfo(group["user__time_zone"])
    return latest_morning(hour=group["hour"], weekends=group["weekends"], now=at, zone=zone).day
