import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from kamp.shared.first_tables import FirstTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('jobs', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('users', '0001_initial'),
    ]

    operations = [
        FirstTables(
            tables=[
                migrations.CreateModel(
                    name='ChangedAccount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('changed_at', models.DateTimeField()),
                        ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.keyaccount')),
                    ],
                    options={
                        'verbose_name': 'changed account',
                        'verbose_name_plural': 'changed accounts',
                    },
                ),
                migrations.CreateModel(
                    name='ClassMove',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('matrix', models.CharField(max_length=40)),
                        ('from_cell', models.CharField(max_length=40)),
                        ('to_cell', models.CharField(max_length=40)),
                        ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='class_moves', to='accounts.keyaccount')),
                        ('run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='portfolio.classificationrun')),
                    ],
                    options={
                        'verbose_name': 'class change',
                        'verbose_name_plural': 'class changes',
                        'constraints': [models.UniqueConstraint(fields=('matrix', 'run', 'account'), name='class_move_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='Classification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revenue', models.DecimalField(decimal_places=4, max_digits=24, verbose_name='revenue')),
                        ('margin', models.DecimalField(decimal_places=4, max_digits=24, null=True, verbose_name='margin')),
                        ('metrics', models.JSONField(default=dict)),
                        ('levels', models.JSONField(default=dict)),
                        ('cells', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=81), size=None)),
                        ('flags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=81), default=list, size=None)),
                        ('computed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=81), default=list, size=None)),
                        ('digest', models.BigIntegerField()),
                        ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='classifications', to='accounts.keyaccount')),
                        ('segment', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.segment')),
                        ('team', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='users.team')),
                        ('from_run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portfolio.classificationrun')),
                        ('to_run', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portfolio.classificationrun')),
                    ],
                    options={
                        'verbose_name': 'classification',
                        'verbose_name_plural': 'classifications',
                        'indexes': [models.Index(models.OrderBy(models.F('revenue'), descending=True), models.F('id'), name='class_revenue_idx'), models.Index(models.OrderBy(models.F('revenue'), descending=True), models.F('id'), condition=models.Q(('to_run__isnull', True)), name='class_open_revenue_idx'), models.Index(condition=models.Q(('to_run__isnull', True)), fields=['segment'], name='class_segment_idx'), models.Index(condition=models.Q(('to_run__isnull', True)), fields=['team'], name='class_team_idx'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('to_run__isnull', True)), fastupdate=False, fields=['cells'], name='class_cells_idx'), models.Index(models.OrderBy(django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('relation_x', 'metrics'), models.DecimalField(decimal_places=10, max_digits=38)), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('to_run__isnull', True)), name='class_relation_x_idx'), models.Index(models.OrderBy(django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('relation_y', 'metrics'), models.DecimalField(decimal_places=10, max_digits=38)), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('to_run__isnull', True)), name='class_relation_y_idx'), models.Index(models.OrderBy(django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('contribution', 'metrics'), models.DecimalField(decimal_places=10, max_digits=38)), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('to_run__isnull', True)), name='class_contribution_idx'), models.Index(models.OrderBy(django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('gap', 'metrics'), models.DecimalField(decimal_places=10, max_digits=38)), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('to_run__isnull', True)), name='class_gap_idx'), models.Index(models.OrderBy(django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('relative_strength', 'metrics'), models.DecimalField(decimal_places=10, max_digits=38)), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('to_run__isnull', True)), name='class_relative_strength_idx'), models.Index(models.OrderBy(django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('attractiveness', 'metrics'), models.DecimalField(decimal_places=10, max_digits=38)), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('to_run__isnull', True)), name='class_attractiveness_idx'), models.Index(models.OrderBy(django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('potential', 'metrics'), models.DecimalField(decimal_places=10, max_digits=38)), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('to_run__isnull', True)), name='class_potential_idx'), models.Index(models.OrderBy(django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('margin', 'metrics'), models.DecimalField(decimal_places=10, max_digits=38)), descending=True, nulls_last=True), models.F('id'), condition=models.Q(('to_run__isnull', True)), name='class_margin_idx')],
                        'constraints': [models.UniqueConstraint(fields=('account', 'from_run'), name='classification_unique'), models.UniqueConstraint(condition=models.Q(('to_run__isnull', True)), fields=('account',), name='classification_open'), models.CheckConstraint(condition=models.Q(('to_run__gt', models.F('from_run'))), name='classification_forwards')],
                    },
                ),
                migrations.CreateModel(
                    name='ClassificationOverride',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('matrix', models.CharField(max_length=40)),
                        ('cell', models.CharField(max_length=40, verbose_name='class')),
                        ('computed', models.CharField(max_length=40)),
                        ('reason', models.CharField(max_length=500, verbose_name='reason')),
                        ('set_at', models.DateTimeField(verbose_name='set')),
                        ('starts_on', models.DateField(verbose_name='from')),
                        ('expires_on', models.DateField(verbose_name='until')),
                        ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='class_overrides', to='accounts.keyaccount')),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'override of a class',
                        'verbose_name_plural': 'overrides of classes',
                        'ordering': ('-set_at', '-pk'),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('account', 'matrix'), name='override_one_open'), models.CheckConstraint(condition=models.Q(('expires_on__gt', models.F('starts_on'))), name='override_forwards')],
                    },
                ),
                migrations.CreateModel(
                    name='ClassificationOverrideEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('matrix', models.CharField(max_length=40)),
                        ('cell', models.CharField(max_length=40, verbose_name='class')),
                        ('computed', models.CharField(max_length=40)),
                        ('reason', models.CharField(max_length=500, verbose_name='reason')),
                        ('set_at', models.DateTimeField(verbose_name='set')),
                        ('starts_on', models.DateField(verbose_name='from')),
                        ('expires_on', models.DateField(verbose_name='until')),
                        ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                        ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.keyaccount')),
                        ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portfolio.classificationoverride')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ClassificationRun',
                    fields=[
                        ('number', models.PositiveIntegerField(primary_key=True, serialize=False, verbose_name='number')),
                        ('base', models.PositiveIntegerField(default=0)),
                        ('as_of', models.DateField(verbose_name='as of')),
                        ('soft_on', models.DateField(null=True)),
                        ('versions', models.JSONField(default=dict)),
                        ('thresholds', models.JSONField(default=dict)),
                        ('indices', models.JSONField(default=dict)),
                        ('company', models.JSONField(default=dict)),
                        ('margin_level', models.CharField(max_length=3)),
                        ('currency', models.CharField(max_length=3, verbose_name='currency')),
                        ('accounts', models.PositiveIntegerField(verbose_name='accounts')),
                        ('changed', models.PositiveIntegerField()),
                        ('digest', models.CharField(max_length=32)),
                        ('started_at', models.DateTimeField(verbose_name='started')),
                        ('finished_at', models.DateTimeField(verbose_name='finished')),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('job', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                        ('parameters', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='portfolio.methodparameters')),
                    ],
                    options={
                        'verbose_name': 'classification run',
                        'verbose_name_plural': 'classification runs',
                        'ordering': ('-number',),
                        'indexes': [models.Index(fields=['-as_of', '-number'], name='run_as_of_idx')],
                    },
                ),
                migrations.CreateModel(
                    name='KeyAccountDecision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(choices=[('none', 'Not a key account'), ('candidate', 'Candidate'), ('designated', 'Key account'), ('suspended', 'Suspended'), ('removed', 'Removed')], max_length=12)),
                        ('to_state', models.CharField(choices=[('none', 'Not a key account'), ('candidate', 'Candidate'), ('designated', 'Key account'), ('suspended', 'Suspended'), ('removed', 'Removed')], max_length=12, verbose_name='designation')),
                        ('reason', models.CharField(max_length=500, verbose_name='reason')),
                        ('decided_on', models.DateField(verbose_name='decided on')),
                        ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                        ('undone_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='key_account_decisions', to='accounts.keyaccount')),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'key account decision',
                        'verbose_name_plural': 'key account decisions',
                        'ordering': ('-recorded_at', '-pk'),
                        'indexes': [models.Index(fields=['account', '-recorded_at'], name='decision_account_idx')],
                    },
                ),
                migrations.CreateModel(
                    name='KeyAccountDecisionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('from_state', models.CharField(choices=[('none', 'Not a key account'), ('candidate', 'Candidate'), ('designated', 'Key account'), ('suspended', 'Suspended'), ('removed', 'Removed')], max_length=12)),
                        ('to_state', models.CharField(choices=[('none', 'Not a key account'), ('candidate', 'Candidate'), ('designated', 'Key account'), ('suspended', 'Suspended'), ('removed', 'Removed')], max_length=12, verbose_name='designation')),
                        ('reason', models.CharField(max_length=500, verbose_name='reason')),
                        ('decided_on', models.DateField(verbose_name='decided on')),
                        ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                        ('undone_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.keyaccount')),
                        ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portfolio.keyaccountdecision')),
                        ('undone_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='MethodParameters',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(unique=True, verbose_name='version')),
                        ('values', models.JSONField()),
                        ('valid_from', models.DateField(verbose_name='valid from')),
                        ('reason', models.CharField(max_length=500, verbose_name='reason')),
                        ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                        ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'method parameters',
                        'verbose_name_plural': 'method parameters',
                        'ordering': ('-number',),
                    },
                ),
                migrations.CreateModel(
                    name='RunCell',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('matrix', models.CharField(max_length=40)),
                        ('cell', models.CharField(max_length=40)),
                        ('accounts', models.IntegerField()),
                        ('revenue', models.DecimalField(decimal_places=4, max_digits=24)),
                        ('margin', models.DecimalField(decimal_places=4, max_digits=24)),
                        ('margin_revenue', models.DecimalField(decimal_places=4, max_digits=24)),
                        ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='portfolio.classificationrun')),
                        ('segment', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.segment')),
                        ('team', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='users.team')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('run', 'matrix', 'cell', 'segment', 'team'), name='run_cell_unique', nulls_distinct=False)],
                    },
                ),
            ],
            triggers=[
                pgtrigger.migrations.AddTrigger(
                    model_name='classificationoverride',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portfolio_classificationoverrideevent" ("account_id", "author_id", "cell", "computed", "ended_at", "ended_by_id", "expires_on", "id", "matrix", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "set_at", "starts_on") VALUES (NEW."account_id", NEW."author_id", NEW."cell", NEW."computed", NEW."ended_at", NEW."ended_by_id", NEW."expires_on", NEW."id", NEW."matrix", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."set_at", NEW."starts_on"); RETURN NULL;', hash='478780aa7a6b7c6927bcb2a62f60f9b41b04abde', operation='INSERT', pgid='pgtrigger_insert_insert_7fe8d', table='portfolio_classificationoverride', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='classificationoverride',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portfolio_classificationoverrideevent" ("account_id", "author_id", "cell", "computed", "ended_at", "ended_by_id", "expires_on", "id", "matrix", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "set_at", "starts_on") VALUES (NEW."account_id", NEW."author_id", NEW."cell", NEW."computed", NEW."ended_at", NEW."ended_by_id", NEW."expires_on", NEW."id", NEW."matrix", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."set_at", NEW."starts_on"); RETURN NULL;', hash='2b665c905604a13e53833a29de1b50799741cada', operation='UPDATE', pgid='pgtrigger_update_update_dff98', table='portfolio_classificationoverride', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='classificationoverride',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portfolio_classificationoverrideevent" ("account_id", "author_id", "cell", "computed", "ended_at", "ended_by_id", "expires_on", "id", "matrix", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "set_at", "starts_on") VALUES (OLD."account_id", OLD."author_id", OLD."cell", OLD."computed", OLD."ended_at", OLD."ended_by_id", OLD."expires_on", OLD."id", OLD."matrix", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."set_at", OLD."starts_on"); RETURN NULL;', hash='0390722b1d66c8e4560200efe84a39bc70ba9824', operation='DELETE', pgid='pgtrigger_delete_delete_e599d', table='portfolio_classificationoverride', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='keyaccountdecision',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portfolio_keyaccountdecisionevent" ("account_id", "author_id", "decided_on", "from_state", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "to_state", "undone_at", "undone_by_id") VALUES (NEW."account_id", NEW."author_id", NEW."decided_on", NEW."from_state", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."to_state", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;', hash='a50b2dac8847c42a2747ac79beec29e429bb2121', operation='INSERT', pgid='pgtrigger_insert_insert_a55b1', table='portfolio_keyaccountdecision', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='keyaccountdecision',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portfolio_keyaccountdecisionevent" ("account_id", "author_id", "decided_on", "from_state", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "to_state", "undone_at", "undone_by_id") VALUES (NEW."account_id", NEW."author_id", NEW."decided_on", NEW."from_state", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."to_state", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;', hash='baa40e630ada17521d1ded00e265348178494ed2', operation='UPDATE', pgid='pgtrigger_update_update_ee773', table='portfolio_keyaccountdecision', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='keyaccountdecision',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portfolio_keyaccountdecisionevent" ("account_id", "author_id", "decided_on", "from_state", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "to_state", "undone_at", "undone_by_id") VALUES (OLD."account_id", OLD."author_id", OLD."decided_on", OLD."from_state", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."to_state", OLD."undone_at", OLD."undone_by_id"); RETURN NULL;', hash='176a8ec1afa4ac3f4082fb1624dce6bdd8eb2d38', operation='DELETE', pgid='pgtrigger_delete_delete_6f886', table='portfolio_keyaccountdecision', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='methodparameters',
                    trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b527f120b16c4168a696f08dec661fe53ec15aab', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_46370', table='portfolio_methodparameters', when='BEFORE')),
                ),
            ],
        ),
    ]
