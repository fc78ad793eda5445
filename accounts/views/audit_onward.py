"""Where to go from a section of the audit: back to all items, or on to the next that is missing or old."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import KeyAccount
from accounts.selectors.audit import AuditScore
from accounts.views.audit_words import url_of
from kamp.shared.addresses import address_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """``url`` and ``label`` of the next item; of closing the audit when no other page has anything to do; "" where only
    the way back is shown."""

    hub: str
    url: str = ""
    label: str = ""
    is_last: bool = False


def onward_of(account: KeyAccount, score: AuditScore, here: str) -> Onward:
    """The way on from the page whose URL name is ``here``. Items that have no page of their own are passed over."""
    hub = address_of("accounts:audit", account.slug)
    for standing in score.to_do:
        if standing.item.url_name != here and (url := url_of(standing, account)):
            return Onward(hub=hub, url=url, label=_(standing.item.label))
    close = address_of("accounts:audit_close", account.slug)
    return Onward(hub=hub, url=close, label=_("Check and close"), is_last=True)
