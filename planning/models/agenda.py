"""What the agenda of reviews asks of every plan, side by side: a view of the database, so that it is asked once."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PlanAgenda(models.Model):
    """One row per plan: the rhythm ``chosen`` for it (None = by class), the present ``cells`` of its account (None =
    never classified), the last review held and the next one ahead (both None without one).

    A view (``planning/migrations/0002_planagenda.py``): conditions on the agenda use each of these many times, and an
    annotation would be looked up anew every time.
    """

    plan = models.OneToOneField(
        "AccountPlan", models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="agenda"
    )
    chosen = models.CharField(max_length=12, null=True)
    cells = ArrayField(models.CharField(max_length=81), null=True)
    held_id = models.BigIntegerField(null=True)
    held_at = models.DateTimeField(null=True)
    next_id = models.BigIntegerField(null=True)
    next_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "planning_planagenda"
        verbose_name = "agenda of a plan"
        verbose_name_plural = "agendas of plans"

    def __str__(self) -> str:
        return str(self.plan_id)
