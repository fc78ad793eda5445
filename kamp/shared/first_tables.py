"""The operation the first migration of an app consists of: all its tables in one step.

Django renders the models anew after each operation and most of ours refer to each other, so a first start with an
operation for each table, index and trigger spent most of a minute on that. Here they are rendered once. Later
migrations are ordinary ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class FirstTables(Operation):
    """``tables`` with their indexes and constraints in their options, in any order, then their ``triggers``."""

    category = OperationCategory.ADDITION
    reversible = False

    def __init__(self, tables: Sequence[CreateModel], triggers: Sequence[AddTrigger] = ()) -> None:
        self.tables, self.triggers = tables, triggers

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Adds the models; nothing is rendered before somebody asks for them, with all of them there."""
        state.__dict__.pop("apps", None)
        for operation in (*self.tables, *self.triggers):
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Makes the tables; what refers to other tables is added by the editor once all are there."""
        for table in self.tables:
            model = to_state.apps.get_model(app_label, table.name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)
        for trigger in self.triggers:
            trigger.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.tables)} tables"
