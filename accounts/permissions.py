"""Rights of this app, and whose rows a user sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value

from kamp.shared.i18n import N_
from kamp.shared.page_memory import once_per_page
from kamp.shared.statements import Statement, Statements
from kamp.users.permissions import Right
from kamp.users.roles import Reach

if TYPE_CHECKING:
    from kamp.users.models import User

RIGHTS = (
    Right(key="accounts.view_account", label=N_("See accounts")),
    Right(key="accounts.add_account", label=N_("Add accounts")),
    Right(key="accounts.edit_account", label=N_("Edit accounts")),
    Right(key="accounts.archive_account", label=N_("Archive accounts")),
    Right(key="accounts.export_accounts", label=N_("Export accounts and sales")),
    Right(key="accounts.import_facts", label=N_("Import facts from files")),
    Right(key="accounts.undo_any_import", label=N_("Undo imports of other people")),
    Right(
        key="accounts.view_sensitive",
        label=N_("See sensitive facts about people"),
        help=N_("Attitude, influence and private notes about the people of a customer."),
    ),
    Right(key="accounts.fill_audit", label=N_("Fill audits")),
    Right(key="accounts.confirm_audit", label=N_("Confirm audits or send them back")),
    Right(key="accounts.designate", label=N_("Designate key accounts")),
    Right(key="accounts.manage_dictionaries", label=N_("Manage segments, products and exchange rates")),
)


def in_scope(user: User, prefix: str = "") -> Q:
    """The condition under which ``user`` sees an account; ``prefix`` leads to the account ("account__").

    Own reach: owned, co-owned, or on the plan team. Assigned reach: also the accounts of one's teams and of
    the segments one manages. Someone not active sees nothing. No row appears twice.

    One query fetches the user's teams, segments and shared accounts, which then stand in the condition as plain values:
    with those the database knows whether few or nearly all accounts match and takes the fitting index, which behind a
    sub-select it cannot (docs/decisions/scope-by-values.md).
    """
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    if user.reach is Reach.ALL:
        return Q()
    if prefix and user.reach is Reach.OWN:
        return _few_accounts(user, prefix)
    reach = _reach_of(user)
    condition = Q(**{f"{prefix}owner": user})
    if reach["account"]:
        condition |= Q(**{f"{prefix}id__in": _shared(user, reach["account"])})
    if user.reach is Reach.ASSIGNED:
        for column in ("team", "segment"):
            if reach[column]:
                condition |= Q(**{f"{prefix}{column}__in": reach[column]})
    return condition


def _few_accounts(user: User, prefix: str) -> Q:
    """Rows of the accounts of one person, who has few: those first, by their own indexes. An OR over the account and
    the row (whose column has the account's key) would be answered by walking through all accounts."""
    from accounts.models import KeyAccount  # noqa: PLC0415  MEANT: models read this module

    return Q(**{f"{prefix.removesuffix('__')}__in": KeyAccount.objects.filter(in_scope(user)).order_by()})


def row_in_scope(user: User, column: str) -> Any:
    """The condition under which ``user`` sees the account whose key stands in ``column`` of another table.

    In sub-selects, without a query of its own: for a few rows among many, where ``in_scope`` would cost one more query.
    It is asked of each row by the key of the account; as EXISTS the database would read all accounts beside them.
    """
    from accounts.models import KeyAccount  # noqa: PLC0415  MEANT: models read this module

    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    if user.reach is Reach.ALL:
        return Q(**{f"{column}__isnull": False})
    rows = _reach_rows(user)
    condition = Q(owner=user) | Q(pk__in=rows["account"])
    if user.reach is Reach.ASSIGNED:
        condition |= Q(team__in=rows["team"]) | Q(segment__in=rows["segment"])
    asked = ExpressionWrapper(condition, output_field=BooleanField())
    account = KeyAccount.objects.filter(pk=OuterRef(column)).order_by().annotate(is_seen=asked)
    return Subquery(account.values("is_seen"), output_field=BooleanField())


MANY = 2000


def _reach_rows(user: User) -> dict[str, QuerySet[Any]]:
    """Keys of the accounts shared with the user, of the user's teams and of the segments the user manages."""
    from accounts.models import AccountMember, Segment  # noqa: PLC0415  MEANT: models read this module

    return {
        "account": AccountMember.objects.filter(user=user).order_by().values_list("account_id"),
        "team": user.teams.order_by().values_list("pk"),
        "segment": Segment.objects.filter(managers=user).order_by().values_list("pk"),
    }


def _reach_of(user: User) -> dict[str, list[int]]:
    """What ``_reach_rows`` names, in one query (of the accounts at most MANY + 1), once per page."""
    return once_per_page(("reach", user.pk), lambda: _reach_read(user))


def _reach_read(user: User) -> dict[str, list[int]]:
    sql, params = _STATEMENTS.get((user.pk, MANY), lambda: _reach_statement(user))
    found: dict[str, list[int]] = {"account": [], "team": [], "segment": []}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for kind, key in cursor.fetchall():
            found[kind].append(key)
    return found


def _reach_statement(user: User) -> Statement:
    rows = _reach_rows(user)
    shared = _named("account", rows["account"], "account_id")[: MANY + 1]
    teams, segments = (_named(kind, rows[kind], "pk") for kind in ("team", "segment"))
    return shared.union(teams, segments, all=True).query.sql_with_params()


_STATEMENTS = Statements()  # by the person's key: making one takes longer than asking it


def _named(kind: str, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    return rows.annotate(kind=Value(kind)).values_list("kind", column)


def _shared(user: User, keys: list[int]) -> Any:
    """The accounts shared with the user: as values, or as a sub-select when they are too many to be sent along."""
    return sorted(set(keys)) if len(keys) <= MANY else _reach_rows(user)["account"]
