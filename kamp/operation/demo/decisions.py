"""Audits closed, waiting and sent back, and key accounts designated with a reason; through the product's services."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from accounts.models import KeyAccount
from accounts.services.audits import confirm_audit, open_audit, send_back_audit, submit_audit
from kamp.operation.demo.plan_work import People
from kamp.operation.demo.standings import month_ends, warnings_at
from portfolio.services.designation import designate

AUDITED = 16
Steps = tuple[tuple[str, int, str], ...]
PROPOSED = ("candidate", 320, "Quota di fatturato sopra la soglia")
CHOSEN = ("designated", 300, "Approvato dalla direzione: potenziale e relazione")
# rank of the account → the states it went through, each with the days before the last day and the reason
DESIGNATIONS: dict[int, Steps] = dict.fromkeys((0, 1, 3, 5, 6), (PROPOSED, CHOSEN)) | {
    2: (("candidate", 540, PROPOSED[2]), ("designated", 520, CHOSEN[2])),
    4: (PROPOSED, CHOSEN, ("suspended", 45, "Il cliente ha sospeso gli investimenti")),
    7: (("candidate", 15, "Rischio: contratto in scadenza"),),
    8: (("candidate", 60, "Potenziale elevato non sviluppato"), ("designated", 40, "Inizia il ciclo KAMP")),
    10: (("candidate", 20, "Potenziale elevato non sviluppato"),),
}


def make_decisions(*, people: People, until: datetime.date) -> None:
    """Two rounds of audits of the largest accounts, then what was decided about them, oldest first, with the warnings
    of the key accounts of each month."""
    accounts = list(KeyAccount.objects.select_related("owner").order_by("code")[:AUDITED])
    for rank, account in enumerate(accounts):
        _audits(account, rank, people, until)
    steps = _decided(accounts, until)
    decided = sorted({step.account.pk for step in steps})
    for end in month_ends(until):
        while steps and steps[0].day <= end:
            _decide(steps.pop(0), people)
        warnings_at(end, decided)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A step of the designation of ``account``."""

    day: datetime.date
    account: KeyAccount
    to: str
    reason: str


def _decided(accounts: list[KeyAccount], until: datetime.date) -> list[Decided]:
    """All steps of ``DESIGNATIONS``, the oldest first."""
    steps = [
        Decided(day=until - datetime.timedelta(days=days), account=account, to=state, reason=reason)
        for rank, account in enumerate(accounts)
        for state, days, reason in DESIGNATIONS.get(rank, ())
    ]
    return sorted(steps, key=lambda step: step.day)


def _decide(step: Decided, people: People) -> None:
    by = people.approver(step.account)
    designate(account=step.account, to=step.to, reason=step.reason, decided_on=step.day, by=by, at=_at(step.day))


def _at(day: datetime.date, hour: int = 9) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=datetime.UTC)


def _audits(account: KeyAccount, rank: int, people: People, until: datetime.date) -> None:
    """Last year's is confirmed; this year's is confirmed, waits, was sent back, or is being filled."""
    owner, approver = account.owner, people.approver(account)
    last_year, now = until - datetime.timedelta(days=340), until - datetime.timedelta(days=3 + rank)
    audit = open_audit(account_id=account.pk, by=owner, at=_at(last_year))
    audit = submit_audit(audit=audit, by=owner, at=_at(last_year, 11))
    confirm_audit(audit=audit, by=approver, at=_at(last_year + datetime.timedelta(days=4)))
    if rank % 5 == 4:
        return
    audit = open_audit(account_id=account.pk, by=owner, at=_at(now))
    if rank % 5 == 3:
        return
    audit = submit_audit(audit=audit, by=owner, at=_at(now, 11))
    if rank % 5 == 0:
        confirm_audit(audit=audit, by=approver, at=_at(now, 15))
    elif rank % 5 == 2:
        send_back_audit(audit=audit, reason="Mancano i concorrenti e chi decide davvero.", by=approver, at=_at(now, 15))
