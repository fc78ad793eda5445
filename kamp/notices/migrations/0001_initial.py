import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from kamp.shared.first_tables import FirstTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('users', '0001_initial'),
    ]

    operations = [
        FirstTables(
            tables=[
                migrations.CreateModel(
                    name='Digest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(verbose_name='day')),
                        ('due_at', models.DateTimeField()),
                        ('late', models.BooleanField(default=False)),
                        ('message_id', models.CharField(max_length=200, unique=True)),
                        ('state', models.CharField(choices=[('made', 'Waiting to be sent'), ('sending', 'Being sent'), ('handing', 'Being handed over'), ('sent', 'Sent'), ('unknown', 'Not known whether it arrived'), ('failed', 'Not sent'), ('withdrawn', 'Not needed any more')], default='made', max_length=10, verbose_name='state')),
                        ('trouble', models.CharField(blank=True, choices=[('refused', 'The mail server refused it'), ('unreachable', 'The mail server could not be reached'), ('died', 'The process that sent it ended'), ('unexpected', 'An unexpected error')], max_length=12)),
                        ('answer', models.CharField(blank=True, max_length=300)),
                        ('token', models.UUIDField(null=True)),
                        ('lease_until', models.DateTimeField(null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('next_try_at', models.DateTimeField()),
                        ('made_at', models.DateTimeField()),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('sent_to', models.CharField(blank=True, max_length=254)),
                        ('resent_at', models.DateTimeField(null=True)),
                        ('dismissed_at', models.DateTimeField(null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'daily mail',
                        'verbose_name_plural': 'daily mails',
                        'ordering': ('-day', 'pk'),
                        'indexes': [models.Index(condition=models.Q(('state__in', ['made', 'sending', 'handing'])), fields=['next_try_at'], name='digest_live_idx'), models.Index(condition=models.Q(('state__in', ['failed', 'unknown'])), fields=['user'], name='digest_trouble_idx')],
                        'constraints': [models.UniqueConstraint(fields=('user', 'day'), name='digest_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=60)),
                        ('key', models.CharField(max_length=120)),
                        ('stage', models.CharField(blank=True, max_length=40)),
                        ('due_on', models.DateField(null=True, verbose_name='due')),
                        ('account_id', models.BigIntegerField(null=True)),
                        ('params', models.JSONField(default=dict)),
                        ('url', models.CharField(max_length=500)),
                        ('why', models.CharField(blank=True, max_length=300)),
                        ('variant', models.CharField(blank=True, max_length=40)),
                        ('event', models.JSONField(null=True)),
                        ('created_at', models.DateTimeField(verbose_name='received')),
                        ('read_at', models.DateTimeField(null=True)),
                        ('snoozed_until', models.DateField(null=True)),
                        ('settled_at', models.DateTimeField(null=True)),
                        ('looked_at', models.DateTimeField(null=True)),
                        ('digest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='notices.digest')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'notice',
                        'verbose_name_plural': 'notices',
                        'ordering': ('-created_at', '-pk'),
                        'indexes': [models.Index(condition=models.Q(('read_at', None), ('settled_at', None)), fields=['user', 'created_at', 'id'], name='notice_open_idx'), models.Index(fields=['user', 'created_at', 'id'], name='notice_user_idx')],
                        'constraints': [models.UniqueConstraint(fields=('user', 'source', 'key', 'stage', 'due_on'), name='notice_told_once', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='ReminderPreference',
                    fields=[
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reminder_preference', serialize=False, to=settings.AUTH_USER_MODEL)),
                        ('by_mail', models.BooleanField(default=True, verbose_name='by e-mail')),
                        ('hour', models.PositiveSmallIntegerField(default=8, verbose_name='hour')),
                        ('weekends', models.BooleanField(default=True, verbose_name='on weekends too')),
                        ('last_day', models.DateField(editable=False, null=True)),
                    ],
                    options={
                        'verbose_name': 'reminder preference',
                        'verbose_name_plural': 'reminder preferences',
                        'constraints': [models.CheckConstraint(condition=models.Q(('hour__lte', 23)), name='reminder_hour_of_day')],
                    },
                ),
                migrations.CreateModel(
                    name='ReminderPreferenceEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('by_mail', models.BooleanField(default=True, verbose_name='by e-mail')),
                        ('hour', models.PositiveSmallIntegerField(default=8, verbose_name='hour')),
                        ('weekends', models.BooleanField(default=True, verbose_name='on weekends too')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='notices.reminderpreference')),
                        ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ],
            triggers=[
                pgtrigger.migrations.AddTrigger(
                    model_name='reminderpreference',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_reminderpreferenceevent" ("by_mail", "hour", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "weekends") VALUES (NEW."by_mail", NEW."hour", _pgh_attach_context(), NOW(), \'insert\', NEW."user_id", NEW."user_id", NEW."weekends"); RETURN NULL;', hash='dd273162273115860a70089db56f140b2b83303f', operation='INSERT', pgid='pgtrigger_insert_insert_abe25', table='notices_reminderpreference', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reminderpreference',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."by_mail" IS DISTINCT FROM (NEW."by_mail") OR OLD."hour" IS DISTINCT FROM (NEW."hour") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."weekends" IS DISTINCT FROM (NEW."weekends"))', func='INSERT INTO "notices_reminderpreferenceevent" ("by_mail", "hour", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "weekends") VALUES (NEW."by_mail", NEW."hour", _pgh_attach_context(), NOW(), \'update\', NEW."user_id", NEW."user_id", NEW."weekends"); RETURN NULL;', hash='bae08047abdef38a0bcc5ec88baea3033feab332', operation='UPDATE', pgid='pgtrigger_update_update_ba097', table='notices_reminderpreference', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reminderpreference',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_reminderpreferenceevent" ("by_mail", "hour", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "weekends") VALUES (OLD."by_mail", OLD."hour", _pgh_attach_context(), NOW(), \'delete\', OLD."user_id", OLD."user_id", OLD."weekends"); RETURN NULL;', hash='0a7509b4fab2ec74b5f1d38d1d5bcf9f9fd6d09a', operation='DELETE', pgid='pgtrigger_delete_delete_302ee', table='notices_reminderpreference', when='AFTER')),
                ),
            ],
        ),
    ]
