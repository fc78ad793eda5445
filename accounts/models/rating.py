"""Answers of the audit that somebody judged: dated rows, never overwritten."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Answer, Confidence
from accounts.models.guards import raters_apart
from kamp.shared.record import recorded


@recorded(level=pghistory.Statement)
class Rating(models.Model):
    """What somebody answered to ``key`` (accounts/criteria/catalog.py) about ``subject`` on a day.

    ``subject`` is "" or the id of what is rated (a choice criterion). The newest row of an account, key, subject and
    author is that person's answer; several authors are averaged. ``value`` is given with the answer "value" only.
    Taking an answer back is a newer row with the answer "cleared". ``submission`` is given by the browser, so that an
    answer sent twice is stored once.
    """

    account = models.ForeignKey("KeyAccount", models.CASCADE, related_name="ratings", db_index=False)
    key = models.CharField(_("question"), max_length=60)
    subject = models.CharField(max_length=40, blank=True)
    value = models.DecimalField(_("value"), max_digits=7, decimal_places=3, null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=14, choices=Answer.choices, default=Answer.VALUE)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.ASSUMED
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    rated_on = models.DateField(_("rated on"))
    created_at = models.DateTimeField(_("recorded"))
    submission = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ("-rated_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="value", value__isnull=False)
                | (~models.Q(answer="value") & models.Q(value__isnull=True)),
                name="rating_value_given",
            ),
            models.UniqueConstraint(
                fields=["submission"], name="rating_submission_unique", condition=models.Q(submission__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["account", "key", "rated_on"], name="rating_account_idx")]
        triggers = [raters_apart()]

    def __str__(self) -> str:
        return f"{self.key} {self.value if self.value is not None else self.answer}"


class Disagreement(models.Model):
    """An account of which two assessors see the same thing differently, by their newest answers.

    Kept by the database (``guards.raters_apart``), so that nobody has to read all answers of a portfolio to count them.
    """

    derived = True

    account = models.OneToOneField("KeyAccount", models.CASCADE, primary_key=True, related_name="disagreement")

    class Meta:
        verbose_name = _("disagreement")
        verbose_name_plural = _("disagreements")

    def __str__(self) -> str:
        return str(self.account_id)
