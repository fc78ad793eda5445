"""What the filters of a portfolio page offer."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import KeyAccount
from accounts.selectors.accounts import ListOptions, Option, countries_of, list_options
from portfolio.selectors.reading import Reading
from portfolio.selectors.remembered import remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Choices by name of the filter. Owners may be cut (``many_owners``)."""

    segment: list[Option]
    team: list[Option]
    owner: list[Option]
    country: list[str]
    many_owners: bool


def options_for(reading: Reading) -> Options:
    """Segments, teams, owners and countries among the accounts that the reader can see. Two queries, by index."""
    user = reading.user
    visible = KeyAccount.objects.filter(reading.scope)
    found: ListOptions = list_options(user=user, accounts=visible, page="portfolio", owner=reading.asked.owner)
    return Options(
        segment=found.segments,
        team=found.teams,
        owner=found.owners,
        country=remembered(reading, "countries", lambda: countries_of(visible, user)),
        many_owners=found.many_owners,
    )
