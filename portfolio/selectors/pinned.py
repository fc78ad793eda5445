"""The accounts a person has pinned, with the class they have now."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat

from accounts.models import AccountPin
from accounts.permissions import row_in_scope
from kamp.shared.addresses import address_of
from kamp.shared.navigation import Pin, PinRows
from kamp.users.models import User
from portfolio.matrices.catalog import MATRICES
from portfolio.models import Classification
from portfolio.models.classification import OPEN
from portfolio.selectors.hues import COLOURED_BY, hue_of_key


def pinned_rows(user: User) -> QuerySet[Any] | None:
    """The pins of ``user`` in sight: account_id, its name, its slug and (with the right to see them) its cells in one
    text. No query."""
    if not user.has_perm("accounts.view_account"):
        return None
    may = user.has_perm("portfolio.view_matrix")
    now = Classification.objects.filter(OPEN, account=OuterRef("account")).order_by()
    cells = now.annotate(text=Func(F("cells"), Value(" "), function="array_to_string", output_field=TextField()))
    return (
        AccountPin.objects.filter(row_in_scope(user, "account"), user=user, account__archived_at__isnull=True)
        .annotate(pin_name=F("account__name"), pin_cells=Subquery(cells.values("text")[:1]) if may else Value(""))
        .annotate(pin_place=Concat("account__slug", Value(" "), "pin_cells", output_field=TextField()))
    )


def _pin(key: int, name: str, place: str) -> Pin:
    slug, *cells = place.split(" ")
    prefix = f"{COLOURED_BY}:"
    cell = next((each.removeprefix(prefix) for each in cells if each.startswith(prefix)), "")
    return Pin(
        key=key,
        label=name,
        url=address_of("accounts:account_detail", slug),
        tone=hue_of_key(MATRICES.get(COLOURED_BY), cell),
    )


PINNED = PinRows(rows=pinned_rows, columns=("account_id", "pin_name", "pin_place"), pin=_pin)
