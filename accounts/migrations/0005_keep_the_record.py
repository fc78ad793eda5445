import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from kamp.shared.first_tables import FirstTables


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_person_search'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProductLineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='productlineevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='productlineevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.productline'),
        ),
        # In one operation, for the reason the first tables are (docs/decisions/first-tables-at-once.md).
        FirstTables(
            tables=[],
            triggers=[
                pgtrigger.migrations.AddTrigger(
                    model_name='accountmemberevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b820f109b8b06718de154bbc02dec056a9b79899', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_df473', table='accounts_accountmemberevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='accountprofileevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4aac117210c5e89f4e5f9be4c61bbcc686b408fd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e74b3', table='accounts_accountprofileevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='auditevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7b732c5f4d9c0b519ac859053fcea89f0fcc34eb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a0b21', table='accounts_auditevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='choicecriterionevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6bbbfa1818d122e74e50faae65ed169e027bb500', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_864e4', table='accounts_choicecriterionevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='companyevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='07734b0b0cd42ee1db89ff688f487055c54c2a69', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bef40', table='accounts_companyevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contractevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8d0f9d8c10a805d1fe270abe15dff1007ab03c1c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_82675', table='accounts_contractevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='demandevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5485642a69f3c86aa39e8e42b8cf607da823b978', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b6381', table='accounts_demandevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dmumemberevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ba9bd8bc92b8e3b383eebc49b3f2f46a34fe0e5d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_37dad', table='accounts_dmumemberevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='environmentfactorevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='17fc6fb23601b87b3bb0aa7a65c9e3487da681eb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_89d52', table='accounts_environmentfactorevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='exchangerateevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d137a443743488d919cd2ea8631e3a2f7a929a1a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6aba8', table='accounts_exchangerateevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='financialyearevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6b17da5ad68e4702a384c2d14344588be39320a5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7a6f5', table='accounts_financialyearevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='keyaccountevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9d73ae87fe7a9768bd42aa2d93139e96930ca27a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cabb4', table='accounts_keyaccountevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ab12179ca78ae034abb9ebf88853b5337e7aa9ef', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ba890', table='accounts_personevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='productevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ddcbef6d15473f12eaefb479236fc450d1eab66b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bdd24', table='accounts_productevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='productline',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_productlineevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") SELECT new_values."created_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1ad46b1b729b4182a79696d601db6c8817d2ab62', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_05785', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_productline', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='productline',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_productlineevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") SELECT new_values."created_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ae94af1abc9abf3d4d80b13e6d576c6ba56a8a5d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_11ebb', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_productline', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='productline',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_productlineevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") SELECT old_values."created_at", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e67ad4e05b902d1a99f667e11934474e5e857e94', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f6836', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_productline', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='ratingevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='56807c60bb7366387a1514e85f4be6f8cc9ca410', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_45517', table='accounts_ratingevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='relationshipbreakevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e0e01c7df2cef8b2716d7d9a45b595331660559', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3ab8e', table='accounts_relationshipbreakevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='relationshiptargetevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0b19a5826aceace08951f641b0ce3343984db900', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_eed45', table='accounts_relationshiptargetevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='segmentevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='15d7af07afe83b72a80c85d5eaa2865ea6ae4e93', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6f858', table='accounts_segmentevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='touchevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='232ece03a1790ac00b4a3fa2720ac26318ce208d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c65f3', table='accounts_touchevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='touchpersonevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1862630bc13434bcd62165168537a31ef5b71592', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e068d', table='accounts_touchpersonevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='productlineevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b1a0e36f84e6b88a67fa0157448c59cc614f24da', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b09f3', table='accounts_productlineevent', when='BEFORE')),
                ),
            ],
        ),
    ]
