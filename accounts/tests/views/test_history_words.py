"""The record of an account in words: every field that can stand in it has a name in every language."""

from __future__ import annotations

import pytest
from django.utils.functional import Promise

from accounts.selectors.history import _TECHNICAL, SOURCES, Source
from accounts.views.history_words import BACK, IN_SENTENCE, WHAT_HAPPENED


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_no_field_is_shown_under_the_name_it_has_in_the_code(source: Source) -> None:
    assert set(WHAT_HAPPENED[source.key]) - {BACK} == {"insert", "update", "delete"}
    hidden = _TECHNICAL | source.hidden | {IN_SENTENCE.get(source.key)}
    unnamed = [
        field.name
        for field in source.model._meta.concrete_fields
        if field.name not in hidden and not isinstance(field.verbose_name, Promise) and field.editable
    ]
    assert not unnamed
