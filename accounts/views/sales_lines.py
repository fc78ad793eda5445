"""The sales lines behind a figure: a page of them, and all of them as a file."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.exports import LINE_FIELDS
from accounts.forms.sales import SalesQuery
from accounts.models import KeyAccount, Product, ProductLine
from accounts.selectors.sales import NO_KEY, Part, sales_totals
from accounts.selectors.sales_lines import sales_lines
from accounts.tables import lines_table
from accounts.views.account_page import AccountPage
from accounts.views.list_parts import count_words
from accounts.views.sales import SalesScope, sales_scope
from kamp.shared import formats
from kamp.shared.exports import Format, download
from kamp.shared.paging import count_up_to, page_of
from kamp.shared.parts import Chip
from kamp.shared.tables import link_with
from kamp.shared.templatetags.formats import language


class SalesLines(AccountPage):
    """The lines of a period, product line or product."""

    tab = "sales"
    template_name = "accounts/sales_lines.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        account = self.account()
        asked = SalesQuery.from_params(request.GET)
        scope = sales_scope(account, asked, user=request.user, today=timezone.localdate())
        part = Part(line=asked.line, product=asked.product)
        rows = sales_lines(scope.accounts, scope.period.window, part, returns=asked.returns)
        return self.answer(request, account, scope, part, rows)

    def answer(
        self, request: HttpRequest, account: KeyAccount, scope: SalesScope, part: Part, rows: Any
    ) -> HttpResponseBase:
        """The page."""
        table = lines_table(with_account=len(scope.accounts) > 1)
        column, descending = table.sorting(request.GET)
        page = page_of(rows, column.order(descending=descending), request.GET.get("after", ""))
        totals = sales_totals(scope.accounts, scope.period, part)
        return self._page(request, account, scope, table, page, totals, count_up_to(rows))

    def _page(
        self, request: HttpRequest, account: KeyAccount, scope: SalesScope, table: Any, *parts: Any
    ) -> HttpResponse:
        page, totals, count = parts
        window, here = scope.period.window, language()
        days = {"first": formats.date_long(window.first, here), "last": formats.date_long(window.last, here)}
        return self.page(
            request,
            account,
            heads=table.heads(request.GET),
            lines=list(table.lines(page.rows)),
            page=page,
            sentence=count_words(page, count),
            amount=totals.returned if scope.asked.returns else totals.net,
            days=_("%(first)s to %(last)s") % days,
            chips=list(_chips(request, scope)),
            query=link_with(request.GET, after=None).removeprefix("?"),
        )


def _chips(request: HttpRequest, scope: SalesScope) -> list[Chip]:
    """The filters in force, by name."""
    asked = scope.asked
    named = (
        ("line", _("Product line"), asked.line, ProductLine, _("Without a product line")),
        ("product", _("Product"), asked.product, Product, _("Without a product")),
    )
    chips = []
    for key, label, value, model, nothing in named:
        if value is None:
            continue
        name = nothing if value == NO_KEY else model.objects.filter(pk=value).values_list("name", flat=True).first()
        chips.append(Chip(label=label, value=name or value, url=link_with(request.GET, **{key: None, "after": None})))
    if asked.returns:
        url = link_with(request.GET, returns=None, after=None)
        chips.append(Chip(label=_("Only"), value=_("returns"), url=url))
    return chips


class SalesLineFile(SalesLines):
    """The same lines as a file."""

    permission_required = "accounts.export_accounts"
    kind: ClassVar[Format] = Format.CSV

    def answer(
        self, request: HttpRequest, account: KeyAccount, scope: SalesScope, part: Part, rows: Any
    ) -> HttpResponseBase:
        window = scope.period.window
        return download(
            name=f"{account.slug}-{window.first:%Y-%m-%d}-{window.last:%Y-%m-%d}",
            kind=self.kind,
            fields=LINE_FIELDS,
            queryset=rows.order_by("date", "pk"),
            title=account.code,
        )


class SalesLineCsv(SalesLineFile):
    """As text with commas."""

    kind = Format.CSV


class SalesLineXlsx(SalesLineFile):
    """As a workbook."""

    kind = Format.XLSX
