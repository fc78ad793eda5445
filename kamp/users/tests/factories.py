"""Users and teams for tests; nothing random."""

from __future__ import annotations

from itertools import count

from kamp.users.models import Team, User

_numbers = count(1)
PASSWORD = "a-long-enough-password"


def make_user(role: str = "administrator", **fields: object) -> User:
    """A saved user with the password PASSWORD."""
    number = next(_numbers)
    fields.setdefault("email", f"person{number}@example.com")
    fields.setdefault("name", f"Person {number}")
    teams = fields.pop("teams", [])
    user = User.objects.create_user(password=PASSWORD, role=role, **fields)
    user.teams.set(teams)
    return user


def make_team(name: str = "") -> Team:
    return Team.objects.create(name=name or f"Team {next(_numbers)}")
