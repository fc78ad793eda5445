"""A classification of the whole portfolio at a date, and what it added up to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.parameters import MethodParameters

AMOUNT = {"max_digits": 24, "decimal_places": 4}


class ClassificationRun(models.Model):
    """All matrices computed for all accounts at ``as_of``; written in one transaction, so it is there whole or not.

    ``number`` counts up in the order of computing, which is not always that of ``as_of``. ``thresholds``: the lines of
    each matrix by axis (``Outcome.thresholds``). ``indices``: concentration (§8.1) and quality of revenue (§7.3) of
    the whole company. ``versions``: the version of each matrix. ``margin_level``: the contribution that ``margin``
    means throughout the run, "cm2" or "cm1" (§7.3). ``changed``: classifications written; ``digest`` is the same
    for the same data.

    ``base`` is the run over everybody that this one continues with a few accounts, its own number if it is such a run:
    the lines, ``company`` (figures that single accounts are measured against) and ``indices`` are those of the base,
    and its cells hold only what is different from the run before. ``soft_on``: the day up to which ratings count.
    """

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    base = models.PositiveIntegerField(default=0)
    as_of = models.DateField(_("as of"))
    soft_on = models.DateField(null=True)
    parameters = models.ForeignKey(MethodParameters, models.PROTECT, related_name="runs")
    versions = models.JSONField(default=dict)
    thresholds = models.JSONField(default=dict)
    indices = models.JSONField(default=dict)
    company = models.JSONField(default=dict)
    margin_level = models.CharField(max_length=3)
    currency = models.CharField(_("currency"), max_length=3)
    accounts = models.PositiveIntegerField(_("accounts"))
    changed = models.PositiveIntegerField()
    digest = models.CharField(max_length=32)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+", db_index=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"))

    class Meta:
        verbose_name = _("classification run")
        verbose_name_plural = _("classification runs")
        ordering = ("-number",)
        indexes = [models.Index(fields=["-as_of", "-number"], name="run_as_of_idx")]

    def __str__(self) -> str:
        return f"{self.number} ({self.as_of})"

    @property
    def is_whole(self) -> bool:
        """Whether every account was computed; else a few, after the run before."""
        return self.base == self.number


class RunCell(models.Model):
    """Sums of a run over the accounts of one cell, segment and team, so that counts never scan the portfolio.

    Those of a run over a few accounts are differences: the sums of a run are added up from its base on.

    ``cell`` may also be NOT_ASSESSED or EXCLUDED. ``margin`` is the sum of the known margins, ``margin_revenue`` the
    revenue of the accounts that have one. Segment and team are those at the time of the run.
    """

    run = models.ForeignKey(ClassificationRun, models.CASCADE, related_name="cells", db_index=False)
    matrix = models.CharField(max_length=40)
    cell = models.CharField(max_length=40)
    segment = models.ForeignKey(
        "accounts.Segment", models.DO_NOTHING, null=True, db_constraint=False, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        "users.Team", models.DO_NOTHING, null=True, db_constraint=False, related_name="+", db_index=False
    )
    accounts = models.IntegerField()
    revenue = models.DecimalField(**AMOUNT)
    margin = models.DecimalField(**AMOUNT)
    margin_revenue = models.DecimalField(**AMOUNT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "matrix", "cell", "segment", "team"], name="run_cell_unique", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.matrix} {self.cell}"
