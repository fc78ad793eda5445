import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from kamp.shared.first_tables import FirstTables


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0001_initial'),
    ]

    operations = [
        # In one operation, for the reason the first tables are (docs/decisions/first-tables-at-once.md).
        FirstTables(
            tables=[],
            triggers=[
                pgtrigger.migrations.AddTrigger(
                    model_name='reminderpreferenceevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e8b4b366c988a44b8ffeeb89062e62f9e5bb849d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b12bb', table='notices_reminderpreferenceevent', when='BEFORE')),
                ),
            ],
        ),
    ]
