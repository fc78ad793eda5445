"""What search finds, in the scope of the one who searches, by group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import KeyAccount, Person
from kamp.dashboards.places import place
from kamp.shared.addresses import address_of
from kamp.shared.catalog import Catalog
from kamp.shared.folding import fold
from kamp.shared.i18n import N_
from kamp.shared.templatetags.formats import date_short
from kamp.users.models import User
from planning.models import AccountPlan, Action
from portfolio.matrices.catalog import MATRICES
from portfolio.selectors.hues import COLOURED_BY, NO_HUE, hue_of
from portfolio.selectors.naming import cell_label
from portfolio.selectors.positions import latest_rows

Accounts = QuerySet[KeyAccount]
LIMIT = 6
LAST = "\U0010ffff"  # after every other letter
LEAST = 2  # letters, for people, plans and actions: one letter finds everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found: where, what it is called, what tells it from others; of an account the hue of its class."""

    key: str
    url: str
    name: str
    note: str
    hue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The hits of one group, at most LIMIT; ``more_url`` leads to all of them ("" = there are no more, or no list)."""

    key: str
    label: str
    icon: str
    hits: Sequence[Hit]
    more_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """A group of search.

    ``find(accounts, text, most)`` answers at most ``most`` hits among or at ``accounts``, the best first, for texts of
    ``least`` letters or more; ``all_in`` names the list that takes the same text as ``?q=``.
    """

    key: str
    label: str
    icon: str
    permission: str
    find: Callable[[Accounts, str, int], Iterator[Hit]]
    least: int = 1
    all_in: str = ""


def _accounts(accounts: Accounts, text: str, most: int) -> Iterator[Hit]:
    """Those whose name begins with the text, read off the index of names; if they are too few, those matching every
    word after them. Three queries at most."""
    begins, rows = fold(text), accounts.only("slug", "name", "name_key", "code", "city").order_by("name_key")
    found = list(rows.filter(name_key__startswith=begins, name_key__range=(begins, f"{begins}{LAST}"))[:most])
    if len(found) < most:
        others = rows.matching(text).exclude(pk__in=[account.pk for account in found])  # type: ignore[attr-defined]
        found += others[: most - len(found)]
    classes = latest_rows([account.pk for account in found]) if found else {}
    for account in found:
        row = classes.get(account.pk)
        hue = hue_of(row) if row else NO_HUE
        named = cell_label(MATRICES.get(COLOURED_BY), row.cell_on(COLOURED_BY)) if row and hue != NO_HUE else ""
        note = " · ".join(part for part in (named, account.code, account.city) if part)
        yield Hit(key=f"a{account.pk}", url=account.get_absolute_url(), name=account.name, note=note, hue=hue)


def _people(accounts: Accounts, text: str, most: int) -> Iterator[Hit]:
    """People of customers by name, job or e-mail, also those who left; accents do not count. One query."""
    rows = Person.objects.filter(account__in=accounts)
    for word in fold(text).split()[:8]:
        rows = rows.filter(
            Q(name__folded__contains=word) | Q(job_title__folded__contains=word) | Q(email__folded__contains=word)
        )
    for person in rows.select_related("account").order_by("left_on", "name", "pk")[:most]:
        left = _("left") if person.left_on else ""
        note = " · ".join(part for part in (person.job_title, person.account.name, left) if part)
        url = address_of("accounts:account_dmu", person.account.slug) + f"#person-{person.pk}"
        yield Hit(key=f"p{person.pk}", url=url, name=person.name, note=note)


def _plans(accounts: Accounts, text: str, most: int) -> Iterator[Hit]:
    """Open plans by their name or that of their account. One query."""
    rows = AccountPlan.objects.filter(account__in=accounts).current()
    for word in fold(text).split()[:8]:
        rows = rows.filter(Q(name__folded__contains=word) | Q(account__search_key__contains=word))
    for plan in rows.select_related("account").order_by("account__name_key", "-starts_on", "pk")[:most]:
        yield Hit(key=f"l{plan.pk}", url=_plan_url(plan), name=plan.name, note=plan.account.name)


def _actions(accounts: Accounts, text: str, most: int) -> Iterator[Hit]:
    """Open actions by what is to be done, the next ones first. One query."""
    rows = Action.objects.filter(plan__account__in=accounts).open()  # type: ignore[attr-defined]
    for word in fold(text).split()[:8]:
        rows = rows.filter(text__folded__contains=word)
    for action in rows.select_related("plan__account").order_by("due", "pk")[:most]:
        note = f"{action.plan.account.name} · {date_short(action.due)}"
        query = urlencode({"plan": action.plan_id, "whose": "all", "q": action.text[:80]})
        yield Hit(key=f"t{action.pk}", url=place("reviews:action_list", query=query), name=action.text, note=note)


def _plan_url(plan: AccountPlan) -> str:
    return place("planning:plan_detail", plan.pk) or plan.account.get_absolute_url()


FINDERS: Catalog[Finder] = Catalog(
    "finder",
    [
        Finder(
            key="accounts",
            label=N_("Accounts"),
            icon="accounts",
            permission="accounts.view_account",
            find=_accounts,
            all_in="accounts:account_list",
        ),
        Finder(
            key="people",
            label=N_("People"),
            icon="users",
            permission="accounts.view_account",
            find=_people,
            least=LEAST,
        ),
        Finder(key="plans", label=N_("Plans"), icon="plans", permission="planning.view_plan", find=_plans, least=LEAST),
        Finder(
            key="actions",
            label=N_("Actions"),
            icon="check-circle",
            permission="planning.view_plan",
            find=_actions,
            least=LEAST,
        ),
    ],
)


def found(*, user: User, text: str) -> list[Found]:
    """What ``text`` finds, group by group; groups without a hit are left out. One query per group
    and one for the scope."""
    accounts = KeyAccount.objects.visible_to(user).current()
    groups = []
    for finder in FINDERS:
        if len(text) < finder.least or not user.has_perm(finder.permission):
            continue
        hits = list(finder.find(accounts, text, LIMIT + 1))
        if hits:
            all_of_them = place(finder.all_in, query=_query(text)) if finder.all_in and len(hits) > LIMIT else ""
            groups.append(
                Found(
                    key=finder.key,
                    label=_(finder.label),
                    icon=finder.icon,
                    hits=hits[:LIMIT],
                    more_url=all_of_them,
                )
            )
    return groups


def _query(text: str) -> str:
    return urlencode({"q": text})
