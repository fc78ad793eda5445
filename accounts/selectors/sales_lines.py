"""The sales lines that a figure is made of."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from accounts.models import SalesLine
from accounts.selectors.sales import NO_KEY, Part
from accounts.selectors.windows import Window


def sales_lines(accounts: Sequence[int], window: Window, part: Part, *, returns: bool = False) -> QuerySet[SalesLine]:
    """The lines of ``accounts`` dated in ``window`` that belong to ``part``, with product and account; only returns if
    asked. Along the index on (account, date)."""
    own = {"account": accounts[0]} if len(accounts) == 1 else {"account__in": accounts}
    rows = SalesLine.objects.filter(**own, date__range=(window.first, window.last)).select_related("product", "account")
    for column, key in (("product__line", part.line), ("product", part.product)):
        if key == NO_KEY:
            rows = rows.filter(**{f"{column}__isnull": True})
        elif key is not None:
            rows = rows.filter(**{column: key})
    return rows.filter(net_amount__lt=0) if returns else rows
