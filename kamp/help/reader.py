"""Which doors open for the one who reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import KeyAccount
from accounts.selectors.own_work import owned
from kamp.help.spec import About, Door, First
from kamp.shared.addresses import address_of
from kamp.users.models import User
from planning.models import AccountPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A door that opens."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A first step; ``link`` is None where neither its door nor the one instead opens."""

    text: str
    link: Link | None


class Reader:
    """A person reading help: at most one account and one plan serve as examples, each read once."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def _in_scope(self) -> QuerySet[KeyAccount]:
        """The accounts the reader sees; what the scope is, is asked once."""
        return KeyAccount.objects.visible_to(self.user).current()

    @cached_property
    def account(self) -> KeyAccount | None:
        """The largest account the reader owns, else the first in scope, None without any."""
        if not self.user.has_perm("accounts.view_account"):
            return None
        return owned(self.user).first() or self._in_scope.order_by("name_key", "pk").first()

    @cached_property
    def plan(self) -> AccountPlan | None:
        """The newest open plan of an account the reader owns, else in scope, None without any."""
        if not self.user.has_perm("planning.view_plan"):
            return None
        plans = AccountPlan.objects.current().select_related("account").order_by("-pk")
        own = plans.filter(account__owner=self.user, account__archived_at__isnull=True)
        return own.first() or plans.filter(account__in=self._in_scope).first()

    def link(self, door: Door) -> Link | None:
        """``door`` as a link, None if it does not open for the reader."""
        if door.right and not self.user.has_perm(door.right):
            return None
        args, named = door.args, {}
        if door.about is About.ACCOUNT:
            if self.account is None:
                return None
            args, named = (self.account.slug, *args), {"name": self.account.name}
        elif door.about is About.PLAN:
            if self.plan is None:
                return None
            args, named = (str(self.plan.pk), *args), {"name": self.plan.account.name}
        label = _(door.label) % named if named else _(door.label)
        return Link(label=label, url=address_of(door.to, *args) + (f"#{door.anchor}" if door.anchor else ""))

    def links(self, doors: Iterable[Door]) -> list[Link]:
        """Those of ``doors`` that open, in their order."""
        return [link for door in doors if (link := self.link(door)) is not None]

    def steps(self, firsts: Iterable[First]) -> list[Step]:
        """First steps with the link that opens."""
        return [
            Step(
                text=_(first.text), link=self.link(first.door) or (self.link(first.instead) if first.instead else None)
            )
            for first in firsts
        ]
