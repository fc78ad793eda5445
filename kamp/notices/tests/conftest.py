"""What the tests of reminders have in common: a source that says what it is told to, people, and moments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import pytest

from kamp.notices.sources import OVERDUE, SOURCES, Due, Recipient, Source, stage_of
from kamp.users.models import User
from kamp.users.tests.factories import make_user


class TrialSource:
    """Things with a day, each for one person; ``put`` adds one, ``broken`` makes the source fail."""

    def __init__(self) -> None:
        self.things: dict[str, tuple[User, date, dict[str, Any]]] = {}
        self.broken = False
        self.asked = 0

    def put(self, key: str, user: User, due_on: date, **more: Any) -> None:
        self.things[key] = (user, due_on, more)

    def due(self, at: datetime, recipients: Sequence[Recipient]) -> Iterable[Due]:
        self.asked += 1
        if self.broken:
            raise RuntimeError("the source is broken")
        today = {each.user.pk: each.today for each in recipients}
        for key, (user, due_on, more) in self.things.items():
            if user.pk in today and (stage := stage_of(due_on, today[user.pk])) is not None:
                fields = {"url": "/today/", "params": {"thing": key, "day": due_on}, **more}
                yield Due(user_id=user.pk, key=key, stage=stage, due_on=due_on, **fields)


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> Iterator[TrialSource]:
    """The only source there is, as long as the test runs."""
    source = TrialSource()
    monkeypatch.setattr(SOURCES, "_by_key", {})
    SOURCES.add(
        Source(
            key="trial",
            label="Trial things",
            why="It is yours.",
            subjects={"": "%(thing)s is due on %(day)s", OVERDUE: "%(thing)s was due on %(day)s"},
            due=source.due,
        )
    )
    SOURCES.add(Source(key="trial.told", label="News", why="You asked.", subjects={"": "%(thing)s happened"}))
    return source


@pytest.fixture
def rita(db: None) -> User:
    return make_user(email="rita@example.com", name="Rita Rota", role="sales_rep", language="en")


@pytest.fixture
def ugo(db: None) -> User:
    return make_user(email="ugo@example.com", name="Ugo Unna", role="sales_rep", language="it")


@pytest.fixture
def moment() -> Callable[[str], datetime]:
    """``moment("2026-11-23 08:30")`` in UTC."""
    return lambda text: datetime.fromisoformat(f"{text}+00:00")
