"""The opening sentence of a page, written by rules from what changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.shared import formats
from portfolio.models import ClassificationRun
from portfolio.selectors.reading import Transition

WORDS_UP_TO = 10


def count_in_words(count: int, language: str) -> str:
    """Small numbers as words, at the start of a sentence; others as digits."""
    words = (
        *(_("No"), _("One"), _("Two"), _("Three"), _("Four"), _("Five")),
        *(_("Six"), _("Seven"), _("Eight"), _("Nine"), _("Ten")),
    )
    return words[count] if count <= WORDS_UP_TO else formats.number(count, language)


def changes_sentence(transitions: Iterable[Transition], before: ClassificationRun | None, language: str) -> str:
    """ "Three accounts have changed class since 31 October 2026."; "" without a run to compare with."""
    if before is None:
        return ""
    count = sum(each.accounts for each in transitions if each.is_class_change)
    since = formats.date_long(before.as_of, language)
    if count == 0:
        return _("No account has changed class since %(date)s.") % {"date": since}
    text = ngettext(
        "%(count)s account has changed class since %(date)s.",
        "%(count)s accounts have changed class since %(date)s.",
        count,
    )
    return text % {"count": count_in_words(count, language), "date": since}
