"""What this app reminds people of (kamp.notices.sources), and whose accounts they see."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence

from accounts.enums import AuditState, ContractRenewal
from accounts.models import KeyAccount
from accounts.permissions import row_in_scope
from accounts.selectors.deadlines import Deadline, deadlines_for
from accounts.selectors.stale_ratings import stale_ratings
from accounts.services.audit_news import SOURCE
from kamp.notices.parameters import Word
from kamp.notices.scope import AccountScope
from kamp.notices.sources import OVERDUE, Due, Recipient, Source, stage_of
from kamp.shared.addresses import address_of
from kamp.shared.i18n import N_
from kamp.users.models import User

NOTICE_DAYS = (120, 90, 30, 7)
UNOWNED = N_("Nobody owns this account; you steer its segment.")


def accounts_among(user: User, account_ids: Collection[int]) -> set[int]:
    """Those of the accounts that ``user`` sees."""
    return set(KeyAccount.objects.visible_to(user).filter(pk__in=account_ids).values_list("pk", flat=True))


SCOPE = AccountScope(condition=row_in_scope, among=accounts_among)


def contract_notices(at: datetime.datetime, recipients: Sequence[Recipient]) -> Iterator[Due]:
    """The last days for notice that come near, and those that passed while the contract runs on."""
    today = {each.user.pk: each.today for each in recipients}
    furthest = max(today.values()) + datetime.timedelta(days=max(NOTICE_DAYS))
    for deadline in deadlines_for(list(today), notice_until=furthest, still_on=min(today.values())):
        here = today[deadline.user_id]
        stage = stage_of(deadline.notice_on, here, NOTICE_DAYS)
        if stage is not None and deadline.end >= here and not _is_over(deadline, stage):
            yield _due(deadline, stage)


def _is_over(deadline: Deadline, stage: str) -> bool:
    """What ends by itself needs nothing any more once the day has passed."""
    return stage == OVERDUE and deadline.renewal == ContractRenewal.NONE


def _due(deadline: Deadline, stage: str) -> Due:
    return Due(
        user_id=deadline.user_id,
        key=f"contract:{deadline.contract_id}",
        stage=stage,
        variant=deadline.renewal,
        due_on=deadline.notice_on,
        account_id=deadline.account_id,
        url=address_of("accounts:account_contracts", deadline.slug),
        why="" if deadline.owns else UNOWNED,
        params={
            "account": deadline.account,
            "contract": deadline.title,
            "notice": deadline.notice_on,
            "end": deadline.end,
        },
    )


CONTRACTS = Source(
    key="contracts",
    label=N_("Contract deadlines"),
    why=N_("You own this account."),
    icon="contract",
    order=30,
    permission="accounts.view_account",
    due=contract_notices,
    subjects={
        "": N_("%(account)s: “%(contract)s” ends on %(end)s, last day for notice %(notice)s"),
        OVERDUE: N_("%(account)s: the last day for notice of “%(contract)s” has passed, it ends on %(end)s"),
        f"{ContractRenewal.AUTOMATIC}:": N_(
            "%(account)s: “%(contract)s” renews by itself unless notice is given by %(notice)s"
        ),
        f"{ContractRenewal.AUTOMATIC}:{OVERDUE}": N_(
            "%(account)s: the last day for notice of “%(contract)s” has passed, it renews by itself on %(end)s"
        ),
    },
)


def old_assessments(at: datetime.datetime, recipients: Sequence[Recipient]) -> Iterator[Due]:
    """What people judged about key accounts longer ago than the method allows (§3)."""
    people = [each.user.pk for each in recipients]
    for stale in stale_ratings(people, max(each.today for each in recipients)):
        yield Due(
            user_id=stale.owner_id,
            key=f"rating:{stale.account_id}:{stale.item.key}",
            stage="stale",
            due_on=stale.due_on,
            account_id=stale.account_id,
            url=address_of(stale.item.url_name, stale.slug),
            params={
                "account": stale.account,
                "item": Word(stale.item.label),
                "day": stale.rated_on,
                "days": stale.item.interval,
            },
        )


RATINGS = Source(
    key="ratings",
    label=N_("Assessments to renew"),
    why=N_("You own this key account."),
    icon="refresh",
    order=40,
    permission="accounts.fill_audit",
    due=old_assessments,
    subjects={"": N_("%(account)s: “%(item)s” was last answered on %(day)s, and is good for %(days)s days")},
)

AUDITS = Source(
    key=SOURCE,
    label=N_("Audits"),
    why=N_("You submitted this audit."),
    icon="document",
    order=25,
    permission="accounts.view_account",
    subjects={
        "": N_("%(account)s: the audit has changed"),
        f"{AuditState.SUBMITTED}:": N_("%(account)s: %(by)s submitted the audit, it waits to be confirmed"),
        f"{AuditState.CONFIRMED}:": N_("%(account)s: %(by)s confirmed the audit"),
        f"{AuditState.SENT_BACK}:": N_("%(account)s: %(by)s sent the audit back: %(reason)s"),
    },
)
