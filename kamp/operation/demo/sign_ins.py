"""What `up` prints: with whom to sign in on the demo."""

from __future__ import annotations

from kamp.operation.demo import words
from kamp.users.models import User
from kamp.users.roles import ROLES


def sign_ins() -> list[tuple[str, str, str]]:
    """(role, e-mail, password) of the demo's people that exist in this database; empty without the demo."""
    present = set(User.objects.filter(email__in=[user.email for user in words.USERS]).values_list("email", flat=True))
    return [(ROLES.get(user.role).label, user.email, words.PASSWORD) for user in words.USERS if user.email in present]
