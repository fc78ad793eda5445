import django.core.serializers.json
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kamp.shared.first_tables import FirstTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('users', '0001_initial'),
    ]

    operations = [
        FirstTables(
            tables=[
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(max_length=60, verbose_name='kind')),
                        ('payload', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('key', models.CharField(blank=True, max_length=120)),
                        ('slot', models.CharField(max_length=120, null=True, unique=True)),
                        ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=10, verbose_name='state')),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('token', models.UUIDField(null=True)),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('available_at', models.DateTimeField()),
                        ('published_at', models.DateTimeField(null=True)),
                        ('started_at', models.DateTimeField(null=True, verbose_name='started')),
                        ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                        ('cancel_requested', models.BooleanField(default=False)),
                        ('result', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('failure', models.CharField(blank=True, choices=[('refused', 'Refused by a rule of the product'), ('unexpected', 'An unexpected error'), ('time', 'It took too long'), ('died', 'The process that ran it ended'), ('database', 'The database was busy or could not be reached'), ('unknown', 'This version of KAMP does not know this kind of job')], max_length=12)),
                        ('error', models.TextField(blank=True)),
                        ('reference', models.CharField(blank=True, max_length=12)),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='jobs', to=settings.AUTH_USER_MODEL)),
                        ('followers', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'job',
                        'verbose_name_plural': 'jobs',
                        'ordering': ('-created_at',),
                        'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'running'])), fields=['available_at'], name='job_live_idx'), models.Index(condition=models.Q(('state__in', ['queued', 'running'])), fields=['kind', 'key'], name='job_live_key_idx'), models.Index(fields=['-created_at', 'id'], name='job_created_idx'), models.Index(fields=['created_by', '-created_at'], name='job_author_idx'), models.Index(condition=models.Q(('state', 'failed')), fields=['-finished_at'], name='job_failed_idx')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('attempts', 0), ('state', 'queued'), models.Q(('key', ''), _negated=True)), fields=('kind', 'key'), name='job_key_waiting'), models.UniqueConstraint(condition=models.Q(('state', 'running'), models.Q(('key', ''), _negated=True)), fields=('kind', 'key'), name='job_key_running')],
                    },
                ),
                migrations.CreateModel(
                    name='Pulse',
                    fields=[
                        ('job', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='pulse', serialize=False, to='jobs.job')),
                        ('heartbeat_at', models.DateTimeField()),
                        ('done', models.BigIntegerField(default=0)),
                        ('total', models.BigIntegerField(null=True)),
                        ('stage', models.CharField(blank=True, max_length=120)),
                    ],
                ),
                migrations.CreateModel(
                    name='Sign',
                    fields=[
                        ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ('seen_at', models.DateTimeField()),
                    ],
                ),
            ],
        ),
    ]
