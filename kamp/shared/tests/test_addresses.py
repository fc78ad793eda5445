"""Addresses are those Django gives, under whatever prefix the application runs."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from kamp.shared.addresses import address_of, address_or_none

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("name", "words"), [("help", ()), ("accounts:account_detail", ("molini",)), ("tile", ("a",))])
def test_they_are_those_of_django(name: str, words: tuple[str, ...]) -> None:
    for _again in range(2):
        assert address_of(name, *words) == reverse(name, args=words)


def test_the_prefix_of_the_server_counts_each_time() -> None:
    plain = address_of("help")
    set_script_prefix("/kamp/")
    try:
        assert address_of("help") == f"/kamp{plain}"
    finally:
        set_script_prefix("/")
    assert address_of("help") == plain


def test_what_does_not_exist_is_said_or_left_out() -> None:
    with pytest.raises(NoReverseMatch):
        address_of("no-such-place")
    assert address_or_none("no-such-place") == ""
    assert address_or_none("help") == reverse("help")
