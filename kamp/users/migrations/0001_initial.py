import django.db.models.deletion
import django.db.models.functions.text
import kamp.users.roles
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from kamp.shared.first_tables import FirstTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        FirstTables(
            tables=[
                migrations.CreateModel(
                    name='SavedView',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('page', models.CharField(max_length=60)),
                        ('name', models.CharField(max_length=60, verbose_name='name')),
                        ('query', models.CharField(blank=True, max_length=1000)),
                        ('is_default', models.BooleanField(default=False)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'saved view',
                        'verbose_name_plural': 'saved views',
                        'ordering': ('name',),
                        'constraints': [models.UniqueConstraint(models.F('user'), models.F('page'), django.db.models.functions.text.Lower('name'), name='saved_view_unique'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('user', 'page'), name='saved_view_one_default')],
                    },
                ),
                migrations.CreateModel(
                    name='Team',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                    ],
                    options={
                        'verbose_name': 'team',
                        'verbose_name_plural': 'teams',
                        'ordering': ('name',),
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('role', models.CharField(choices=kamp.users.roles.role_choices, max_length=30, verbose_name='role')),
                        ('language', models.CharField(choices=[('it', 'Italiano'), ('en', 'English')], default='it', max_length=5, verbose_name='language')),
                        ('time_zone', models.CharField(default='Europe/Rome', max_length=50, verbose_name='time zone')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('teams', models.ManyToManyField(blank=True, related_name='users', to='users.team', verbose_name='teams')),
                    ],
                    options={
                        'verbose_name': 'user',
                        'verbose_name_plural': 'users',
                        'ordering': ('name', 'pk'),
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique', violation_error_message='Someone with this e-mail address exists already.')],
                    },
                ),
                migrations.CreateModel(
                    name='UserEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('role', models.CharField(choices=kamp.users.roles.role_choices, max_length=30, verbose_name='role')),
                        ('language', models.CharField(choices=[('it', 'Italiano'), ('en', 'English')], default='it', max_length=5, verbose_name='language')),
                        ('time_zone', models.CharField(default='Europe/Rome', max_length=50, verbose_name='time zone')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ],
            triggers=[
                pgtrigger.migrations.AddTrigger(
                    model_name='user',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "users_userevent" ("created_at", "email", "id", "is_active", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "time_zone", "version") VALUES (NEW."created_at", NEW."email", NEW."id", NEW."is_active", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."time_zone", NEW."version"); RETURN NULL;', hash='831a7322b603718f2208fe6a2c00fcf0025b54e2', operation='INSERT', pgid='pgtrigger_insert_insert_52e78', table='users_user', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='user',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."time_zone" IS DISTINCT FROM (NEW."time_zone") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "users_userevent" ("created_at", "email", "id", "is_active", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "time_zone", "version") VALUES (NEW."created_at", NEW."email", NEW."id", NEW."is_active", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."time_zone", NEW."version"); RETURN NULL;', hash='d43b9066aaafb9e58eab8ed68493a1e0331c8f40', operation='UPDATE', pgid='pgtrigger_update_update_16e22', table='users_user', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='user',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "users_userevent" ("created_at", "email", "id", "is_active", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "time_zone", "version") VALUES (OLD."created_at", OLD."email", OLD."id", OLD."is_active", OLD."language", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."time_zone", OLD."version"); RETURN NULL;', hash='d3d32181196d44631c6556bc2da4395212835551', operation='DELETE', pgid='pgtrigger_delete_delete_56c96', table='users_user', when='AFTER')),
                ),
            ],
        ),
    ]
