"""The list of accounts as a file: exactly the rows that the same address shows, within the person's scope."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.exports import account_fields
from accounts.forms.filters import AccountFilter
from accounts.views.account_rows import AccountRows, order_of, table_for
from kamp.shared.exports import Format, download


class AccountFile(AccountRows):
    """Filtered, sorted, or the rows that were ticked."""

    permission_required = "accounts.export_accounts"
    kind: ClassVar[Format] = Format.CSV

    def get(self, request: HttpRequest) -> HttpResponseBase:
        asked, table = AccountFilter.from_params(request.GET), table_for(request.GET, request.user)
        order = order_of(table, request.GET, asked)
        return download(
            name=_("accounts") + f"-{timezone.localdate():%Y-%m-%d}",
            kind=self.kind,
            fields=account_fields(),
            queryset=self.narrowed(self.scoped(), request.GET).order_by(*order.expressions()),
            title=_("Accounts"),
        )


class AccountCsv(AccountFile):
    """As text with commas."""

    kind = Format.CSV


class AccountXlsx(AccountFile):
    """As a workbook."""

    kind = Format.XLSX
