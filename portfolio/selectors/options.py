"""What the filters of a portfolio page offer."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import KeyAccount
from accounts.selectors.accounts import ListOptions, Option, countries_of, list_options
from kamp.users.models import User


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
        country=countries_of(visible, user),
        many_owners=found.many_owners,
    )
