import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from kamp.shared.first_tables import FirstTables


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0001_initial'),
    ]

    operations = [
        # In one operation, for the reason the first tables are (docs/decisions/first-tables-at-once.md).
        FirstTables(
            tables=[],
            triggers=[
                pgtrigger.migrations.AddTrigger(
                    model_name='classificationoverrideevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d6d397483f4d1856b0007372a6754431fcfea72d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1bcbf', table='portfolio_classificationoverrideevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='keyaccountdecisionevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ae114c86708b2be2a3fa0ddec46724e37f28a210', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_08641', table='portfolio_keyaccountdecisionevent', when='BEFORE')),
                ),
            ],
        ),
    ]
