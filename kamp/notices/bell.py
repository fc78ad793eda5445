"""The bell of the shell: how many notices wait for the signed-in person."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kamp.notices.models import Notice
from kamp.notices.selectors import unread
from kamp.shared.navigation import PERSON, TOP, NavItem


def waiting(user: Any) -> QuerySet[Notice]:
    """By the clock of the person, whose zone is active during a request."""
    return unread(user, today=timezone.localdate())


BELL = NavItem(key="inbox", label=_("Inbox"), url_name="notices:inbox", icon="bell", order=10, group=TOP, count=waiting)
CHOICES = NavItem(
    key="reminders", label=_("Reminders"), url_name="notices:preferences", icon="bell", order=15, group=PERSON
)
