"""Abstract models every app builds on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Dated(models.Model):
    """Rows that say when they were made and last changed."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """Rows that people edit: ``version`` rises by one with each change.

    A form carries the version it was opened with (``kamp.shared.conflicts``), so that the second of two
    people who save is shown both values instead of overwriting the first.
    """

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
