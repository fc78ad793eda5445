"""The topics of help in their order."""

from __future__ import annotations

from kamp.help.topics_daily import FIGURES, IMPORT, LISTS, REMINDERS, RIGHTS
from kamp.help.topics_loop import AUDIT, CLASSES, PLAN, REVIEW
from kamp.shared.catalog import Catalog

TOPICS = Catalog("help topic", (AUDIT, CLASSES, PLAN, REVIEW, REMINDERS, FIGURES, LISTS, IMPORT, RIGHTS))
