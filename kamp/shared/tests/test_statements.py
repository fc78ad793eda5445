"""Statements are made once, and few are kept."""

from __future__ import annotations

import pytest

from kamp.shared.statements import Statements


@pytest.mark.unit
def test_one_is_made_once_and_few_are_kept() -> None:
    made: list[int] = []
    statements = Statements(most=2)

    def get(key: int) -> str:
        return statements.get(key, lambda: (made.append(key) or f"SELECT {key}", ()))[0]

    assert [get(key) for key in (1, 1, 2, 1, 3, 3)] == [f"SELECT {key}" for key in (1, 1, 2, 1, 3, 3)]
    assert made == [1, 2, 3]
    get(1)
    assert made == [1, 2, 3, 1], "the third put the others out"
