"""What the filters of a portfolio page offer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from accounts.models import KeyAccount
from accounts.selectors.accounts import ListOptions, Option, list_options
from kamp.users.models import User
from portfolio.selectors.asked import sees_everything

COUNTRIES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Choices by name of the filter. Owners may be cut (``many_owners``)."""

    segment: list[Option]
    team: list[Option]
    owner: list[Option]
    country: list[str]
    many_owners: bool


def options_for(user: User, *, owner: str = "") -> Options:
    """Segments, teams, owners and countries that ``user`` can filter by. At most three queries, by index."""
    visible = KeyAccount.objects.visible_to(user)
    found: ListOptions = list_options(user=user, accounts=visible, page="portfolio", owner=owner)
    return Options(
        segment=found.segments,
        team=found.teams,
        owner=found.owners,
        country=_all_countries() if sees_everything(user) else _countries_of(user),
        many_owners=found.many_owners,
    )


def _countries_of(user: User) -> list[str]:
    rows = KeyAccount.objects.visible_to(user).exclude(country="").order_by("country")
    return list(rows.values_list("country", flat=True).distinct()[:COUNTRIES])


def _all_countries() -> list[str]:
    """Each country once: a hop along the index for each, not a look at every account."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTRY_HOPS, [COUNTRIES])
        return [country for (country,) in cursor.fetchall()]


COUNTRY_HOPS = """
    WITH RECURSIVE hops AS (
        (SELECT country FROM accounts_keyaccount WHERE country > '' ORDER BY country LIMIT 1)
        UNION ALL
        SELECT (SELECT a.country FROM accounts_keyaccount a WHERE a.country > hops.country ORDER BY a.country LIMIT 1)
        FROM hops WHERE hops.country IS NOT NULL
    )
    SELECT country FROM hops WHERE country IS NOT NULL LIMIT %s
"""
