"""What search finds, in the scope of the one who searches."""

from __future__ import annotations

from accounts.models import KeyAccount, Person
from kamp.shared.folding import fold
from kamp.users.models import User

LIMIT = 8


def found_accounts(*, user: User, text: str) -> list[KeyAccount]:
    """At most 8 accounts in scope, not archived, matching every word; those whose name begins with it first."""
    rows = list(
        KeyAccount.objects.visible_to(user)
        .current()
        .matching(text)
        .only("slug", "name", "code", "city")
        .order_by("name_key")[:40]
    )
    start = fold(text)
    rows.sort(key=lambda account: not account.name_key.startswith(start))
    return rows[:LIMIT]


def found_people(*, user: User, text: str) -> list[Person]:
    """At most 8 people at accounts in scope whose name contains the text."""
    return list(
        Person.objects.filter(account__in=KeyAccount.objects.visible_to(user).current())
        .filter(name__icontains=text)
        .select_related("account")
        .order_by("name", "pk")[:LIMIT]
    )
