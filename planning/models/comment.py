"""What people write to each other about a phase."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.record import recorded
from planning.phases.keys import phase_choices


@recorded()
class Comment(models.Model):
    """A comment on a phase. Its author can take it away; the place of it then goes too."""

    plan = models.ForeignKey("AccountPlan", models.CASCADE, related_name="comments")
    phase_key = models.CharField(_("phase"), max_length=20, choices=phase_choices)
    text = models.TextField(_("comment"), max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written"))
    deleted_at = models.DateTimeField(_("taken away"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("written_at", "pk")
        indexes = [models.Index(fields=["plan", "phase_key", "written_at"], name="comment_plan_idx")]

    def __str__(self) -> str:
        return self.text[:80]
