import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from kamp.shared.first_tables import FirstTables


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0002_planagenda'),
    ]

    operations = [
        # In one operation, for the reason the first tables are (docs/decisions/first-tables-at-once.md).
        FirstTables(
            tables=[],
            triggers=[
                pgtrigger.migrations.AddTrigger(
                    model_name='accountplanevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a206b5d2f4206068b9ccc724016bba0ba24ba0ef', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_751e3', table='planning_accountplanevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='actionevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bb73765ec02d3d0310adc67c7975765b2f012d24', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3f37f', table='planning_actionevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='agendaitemevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='601aae150570e612f5ad017e159a6c0dc8eee9e7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c053e', table='planning_agendaitemevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='commentevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='282cbe969982888c095bca2a68c67f9d269745e6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e6a0f', table='planning_commentevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='criterionwaiverevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2a38090492140c672ef8519d1c1d9cdae179e535', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_560fe', table='planning_criterionwaiverevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='decisionevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8b4f82b7fb800eafcb7f511c4609a4a9958c3aa8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0850b', table='planning_decisionevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='findingevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d6538d4b18cd877aafd40c72ef1da42c0f4b4e9e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_31be3', table='planning_findingevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='investmentevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6983bde054844ad118bbf6d3b1f4f25e83d7851b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_091f3', table='planning_investmentevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='linecontactevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f8f4b9468069a811ed63b6748a7abec3d6edcab0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_58cbc', table='planning_linecontactevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lineleadevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5619f49bd0ac8a57d144532b88cd748fc953137d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5d863', table='planning_lineleadevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='linemove',
                    trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='162ba3b183d47c7fb95edc37eaf7fe73f924c44d', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_8f0ab', table='planning_linemove', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='linerevenueevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='aca8cdaaf657bbc1a4230acd34c1d2a4f1c9c23a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6ba6e', table='planning_linerevenueevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='marketfigureevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bf7060500d343690cd4e6020a3129796a5458af0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_81ebb', table='planning_marketfigureevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='marketpositionevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dbaaf99f01d4a810c54b7a08c25d1d484181fbb9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_03f6e', table='planning_marketpositionevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='milestoneevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1468a086e6e1a47acb9559c2fa098ae7e85b7e4c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c08c2', table='planning_milestoneevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='narrativeevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ccc16bbdc0c57cdd8675dc54af28dff99f95fd60', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_29af8', table='planning_narrativeevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='needevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='590a873c883c617ca78e355a910ab46fe21058ca', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f1469', table='planning_needevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='objectiveevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='74fb260aed5107fbbfcb02849a67dacb5ec7a16f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2815a', table='planning_objectiveevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='offerpanelitemevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ef893ba5af927e7a2babdadb7f6868e33ef97c04', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cb93f', table='planning_offerpanelitemevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='outsidereadingevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2d89b3e158e6dd12e72f77e0a031be8faa93f08f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c7c5d', table='planning_outsidereadingevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='phasemove',
                    trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2e0544a53279590b339878290466fa33ce6db74b', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_b4802', table='planning_phasemove', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planlineevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e015535efd9f53e2a922dc288aaf20dca1643992', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2fbb3', table='planning_planlineevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planphaseevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bb7c98ef9875e6bc1e717c08e8ba36c42ed6c16e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ddbe5', table='planning_planphaseevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planversion',
                    trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c2242962814571335da6b08a6e0bbaa5e92b1ec4', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_82f48', table='planning_planversion', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reviewevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2491a50fd59a7166407d7717c9772700badd41ea', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_86016', table='planning_reviewevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reviewrhythmevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c41cbc5d04cd7f7e6c529d62d6dc8c70a221336e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8accc', table='planning_reviewrhythmevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='scenariosourceevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='60c7dbd392d2dcf8440f1e8682917faedecfeab6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_443bf', table='planning_scenariosourceevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='strategyevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='19c46f50acf25c32d5f0ec05bb33d552c1850ac4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fa88b', table='planning_strategyevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='swotitemevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b9eb49588f0f98c48c95363fa25ccce8622acff0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_75667', table='planning_swotitemevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='teammemberevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a48a1fcbfda2517559b5ae4564c12ad7ca0886b2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_eb6cb', table='planning_teammemberevent', when='BEFORE')),
                ),
            ],
        ),
    ]
