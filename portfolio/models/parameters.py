"""The parameters of the method as the company set them, version by version."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.record import kept_as_it_is
from portfolio.parameters.values import Parameters


class MethodParameters(models.Model):
    """One version of all parameters (method, appendix A). Rows are added, never changed: old runs keep theirs.

    ``values`` is whole (``Parameters.as_dict``), so that a later default does not change what a version meant.
    """

    number = models.PositiveIntegerField(_("version"), unique=True)
    values = models.JSONField()
    valid_from = models.DateField(_("valid from"))
    reason = models.CharField(_("reason"), max_length=500)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("method parameters")
        verbose_name_plural = _("method parameters")
        ordering = ("-number",)
        triggers = [kept_as_it_is()]

    def __str__(self) -> str:
        return str(self.number)

    def as_parameters(self) -> Parameters:
        """The values, whole and checked."""
        return Parameters.from_dict(self.values)
