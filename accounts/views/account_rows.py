"""Whose accounts, which of them, in which order: the same for the list, its files and its selection."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import KeyAccount
from accounts.selectors.accounts import account_list_for
from accounts.tables import accounts_table
from kamp.shared.panels import ACCOUNT_COLUMNS, AccountColumn
from kamp.shared.tables import Column, Phone, Table
from kamp.shared.views import ScopedView
from kamp.users.models import User


class AccountRows(ScopedView):
    """A view over the accounts that the filters of an address leave."""

    abstract = True

    def scoped(self) -> QuerySet[KeyAccount]:
        return account_list_for(self.request.user)


def columns_of_others(user: User) -> list[AccountColumn]:
    """The columns of upper apps that ``user`` may see, in order."""
    return sorted((each for each in ACCOUNT_COLUMNS if user.has_perm(each.permission)), key=lambda each: each.order)


def table_for(params: QueryDict, user: User) -> Table:
    """The list with the columns asked for in ``params``; those of upper apps follow the name, on a phone the first of
    them stands below it."""
    table = accounts_table(params.getlist("col"))
    extra = [_column(each) for each in columns_of_others(user)]
    if not extra:
        return table
    extra[0] = replace(extra[0], phone=Phone.SECOND)
    own = [replace(each, phone=Phone.HIDDEN) if each.phone is Phone.SECOND else each for each in table.columns]
    keys = [column.key for column in table.visible]
    shown = (*keys[:1], *(column.key for column in extra), *keys[1:])
    return replace(table, columns=(*own, *extra), shown=shown)


def with_values_of_others(rows: list[KeyAccount], user: User) -> None:
    """Loads what the columns of upper apps show of ``rows``: one query for each column."""
    for each in columns_of_others(user) if rows else []:
        values = each.load([row.pk for row in rows], user)
        for row in rows:
            row.__dict__[f"other_{each.key}"] = values.get(row.pk)


def _column(each: AccountColumn) -> Column:
    return Column(
        key=each.key,
        label=_(each.label),
        value=lambda row: row.__dict__.get(f"other_{each.key}"),
        template=each.template,
        sort=each.sort,
        descending_first=each.descending_first,
    )
