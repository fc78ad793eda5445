import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

VIEW = """
CREATE VIEW planning_planagenda AS
SELECT plan.id AS plan_id, rhythm.tier AS chosen, place.cells, held.id AS held_id, held.starts_at AS held_at,
    ahead.id AS next_id, ahead.starts_at AS next_at
FROM planning_accountplan plan
LEFT JOIN planning_reviewrhythm rhythm ON rhythm.plan_id = plan.id
LEFT JOIN portfolio_classification place ON place.account_id = plan.account_id AND place.to_run_id IS NULL
LEFT JOIN LATERAL (
    SELECT id, starts_at FROM planning_review r WHERE r.plan_id = plan.id AND r.state = 'closed'
    ORDER BY starts_at DESC, id DESC LIMIT 1
) held ON true
LEFT JOIN LATERAL (
    SELECT id, starts_at FROM planning_review r
    WHERE r.plan_id = plan.id AND r.state IN ('planned', 'prepared', 'in_meeting')
    ORDER BY starts_at, id LIMIT 1
) ahead ON true
"""


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0001_initial"),
        ("portfolio", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(VIEW, "DROP VIEW planning_planagenda"),
        migrations.CreateModel(
            name="PlanAgenda",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="agenda",
                        serialize=False,
                        to="planning.accountplan",
                    ),
                ),
                ("chosen", models.CharField(max_length=12, null=True)),
                (
                    "cells",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=81), null=True, size=None
                    ),
                ),
                ("held_id", models.BigIntegerField(null=True)),
                ("held_at", models.DateTimeField(null=True)),
                ("next_id", models.BigIntegerField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "agenda of a plan",
                "verbose_name_plural": "agendas of plans",
                "db_table": "planning_planagenda",
                "managed": False,
            },
        ),
    ]
