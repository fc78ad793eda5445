"""Verbs about comments. Whoever sees the plan may write one; its author may take it away."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kamp.shared.errors import Denied, DomainError
from planning.models import AccountPlan, Comment
from planning.phases.catalog import PHASES

if TYPE_CHECKING:
    from kamp.users.models import User

LONGEST = 2000


@transaction.atomic
def write_comment(*, plan: AccountPlan, phase_key: str, text: str, by: User, at: datetime.datetime) -> Comment:
    """Adds a comment to a phase. Raises DomainError for an empty or too long one (field "text")."""
    if phase_key not in PHASES:
        raise DomainError(_("There is no such phase."))
    text = text.strip()
    if not text:
        raise DomainError(_("Write the comment first."), field="text")
    if len(text) > LONGEST:
        message = _("A comment has at most %(most)s characters; this one has %(number)s.")
        raise DomainError(message % {"most": LONGEST, "number": len(text)}, field="text")
    return Comment.objects.create(plan=plan, phase_key=phase_key, text=text, author=by, written_at=at)


@transaction.atomic
def take_comment_away(*, comment: Comment, by: User, at: datetime.datetime) -> None:
    """Takes one's own comment away. Raises Denied for that of somebody else."""
    _check_own(comment, by)
    comment.deleted_at = at
    comment.save(update_fields=["deleted_at"])


@transaction.atomic
def bring_comment_back(*, comment: Comment, by: User) -> None:
    """Brings one's own comment back. Raises Denied for that of somebody else."""
    _check_own(comment, by)
    comment.deleted_at = None
    comment.save(update_fields=["deleted_at"])


def _check_own(comment: Comment, by: User) -> None:
    if comment.author_id != by.pk:
        raise Denied(_("Only who wrote a comment can take it away."), who=str(comment.author))
