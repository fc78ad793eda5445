"""The lists of this app: what a column is called, what it sorts by, where it goes on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.http import QueryDict  # noqa: TID251  MEANT: only the type of what is read
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.kinds.catalog import KINDS
from accounts.models import DataImport, KeyAccount, SalesLine
from accounts.models.imports import ImportState
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.paging import Order
from kamp.shared.tables import Column, Kind, Phone, Table
from kamp.shared.templatetags.formats import missing
from kamp.shared.templatetags.ui import delta


def _name(value: str, row: KeyAccount) -> SafeString:
    """The name as a link, under it code and place."""
    about = [row.code, row.city, _("archived") if row.archived_at else ""]
    return format_html(
        '<a href="{}">{}</a><span>{}</span>', row.get_absolute_url(), value, " · ".join(str(a) for a in about if a)
    )


def _figure(key: str, label: object, kind: Kind, *, phone: Phone = Phone.HIDDEN) -> Column:
    return Column(
        key=key,
        label=label,
        value=f"figures.{key}",
        sort=f"figures__{key}",
        kind=kind,
        descending_first=True,
        phone=phone,
    )


def _named(key: str, label: object) -> Column:
    return Column(key=key, label=label, value=f"{key}.name", sort=f"{key}_key")


def _growth(value: Decimal | None, row: KeyAccount) -> SafeString:
    """The growth; "new" for who bought nothing the year before (method §0.1, g)."""
    if value is None and (row.figures.revenue or 0) > 0:
        return format_html('<span class="meta muted">{}</span>', _("new"))
    return delta(value)


def _owner(value: str | None, row: KeyAccount) -> SafeString:
    """The name, shortened by the page where there is no room for it."""
    return format_html('<span class="trunc owner">{}</span>', value) if value else missing()


ACCOUNTS = Table(
    key="accounts",
    default="-revenue",
    columns=(
        Column(
            key="name",
            label=_("Account"),
            value="name",
            sort="name_key",
            nullable=False,
            draw=_name,
            phone=Phone.MAIN,
        ),
        Column(key="code", label=_("Code"), value="code", sort="code", nullable=False),
        Column(
            key="designation",
            label=_("Designation"),
            value="get_designation_display",
            sort="designation",
            nullable=False,
        ),
        Column(key="status", label=_("Account status"), value="get_status_display", sort="status", nullable=False),
        Column(
            key="segment",
            label=_("Segment"),
            value="segment.name",
            sort="segment_key",
            phone=Phone.SECOND,
        ),
        _figure("revenue", _("Revenue"), Kind.MONEY, phone=Phone.END),
        Column(
            key="growth",
            label=_("Growth"),
            value="figures.growth",
            sort="figures__growth",
            kind=Kind.DELTA,
            descending_first=True,
            draw=_growth,
            phone=Phone.UNDER,
        ),
        _figure("margin_share", _("Margin %"), Kind.PERCENT),
        _figure("demand", _("Demand"), Kind.MONEY),
        _figure("share_of_wallet", _("Share of wallet"), Kind.PERCENT),
        _figure("gap", _("Undeveloped potential"), Kind.MONEY),
        _figure("last_sale", _("Last sale"), Kind.DATE),
        _named("team", _("Team")),
        Column(key="owner", label=_("Owner"), value="owner.name", sort="owner_key", draw=_owner),
        Column(key="country", label=_("Country"), value="country", sort="country", nullable=False),
        Column(key="city", label=_("City"), value="city", sort="city", nullable=False),
        Column(
            key="since", label=_("Customer since"), value="since", sort="since", kind=Kind.DATE, descending_first=True
        ),
    ),
)
SHOWN = ("name", "segment", "revenue", "growth", "margin_share", "share_of_wallet", "owner")


def accounts_table(keys: Sequence[str]) -> Table:
    """The account list with the columns asked for; the name is always there, unknown keys are not."""
    known = [column.key for column in ACCOUNTS.columns if column.key in keys]
    shown = ("name", *(key for key in known if key != "name")) if known else SHOWN
    return Table(key=ACCOUNTS.key, columns=ACCOUNTS.columns, default=ACCOUNTS.default, shown=shown)


def account_order(table: Table, params: QueryDict) -> Order:
    """The order asked for in ``params``. Accounts of one segment, team or owner are all equal by that: they come by
    name."""
    column, descending = table.sorting(params)
    if column.key in {"segment", "team", "owner"} and params.get(column.key):
        column = next(each for each in table.columns if each.key == "name")
    return column.order(descending=descending)


def _entry(key: str, label: object, **more: Any) -> Column:
    """A column of a dictionary: what it shows is what it sorts by."""
    return Column(key=key, label=label, value=key, sort=key, **{"nullable": False, **more})


def _name_in(dictionary: str, key: str = "name", label: object = _("Name")) -> Column:
    """The first column: it leads to the entry."""

    def draw(value: str, row: Model) -> SafeString:
        return format_html('<a href="{}">{}</a>', address_of("dictionaries:entry_edit", dictionary, row.pk), value)

    return _entry(key, label, draw=draw, phone=Phone.MAIN)


def _exact(value: Decimal | None, row: Model) -> object:
    """A price or rate with the decimals it has, at least two."""
    if value is None:
        return missing()
    decimals = max(2, -int(value.normalize().as_tuple().exponent))
    return formats.number(value, get_language() or "it", decimals)


SEGMENTS = Table(
    key="segments",
    default="name",
    columns=(
        _name_in("segments"),
        _entry("uses", _("Accounts"), kind=Kind.NUMBER, phone=Phone.END, descending_first=True),
    ),
)
PRODUCT_LINES = Table(
    key="product-lines",
    default="name",
    columns=(
        _name_in("product-lines"),
        _entry("uses", _("Products"), kind=Kind.NUMBER, phone=Phone.END, descending_first=True),
    ),
)
PRODUCTS = Table(
    key="products",
    default="name",
    columns=(
        _name_in("products"),
        _entry("code", _("Code"), phone=Phone.SECOND),
        Column(key="line", label=_("Product line"), value="line.name", sort="line__name"),
        _entry("list_price", _("List price"), kind=Kind.NUMBER, nullable=True, draw=_exact, phone=Phone.END),
        _entry("unit_cost", _("Unit cost"), kind=Kind.NUMBER, nullable=True, draw=_exact),
    ),
)
RATES = Table(
    key="rates",
    default="currency",
    columns=(
        _name_in("rates", "currency", _("Currency")),
        _entry("date", _("From"), kind=Kind.DATE, phone=Phone.SECOND),
        Column(key="rate", label=_("Rate"), value="rate", kind=Kind.NUMBER, draw=_exact, phone=Phone.END),
    ),
)


def _money(key: str, label: object, **more: Any) -> Column:
    """An amount of a sales line in the company currency."""

    def value(row: SalesLine) -> Decimal | None:
        amount: Decimal | None = getattr(row, key)
        return None if amount is None else amount * row.rate

    def draw(amount: Decimal | None, row: SalesLine) -> object:
        return missing() if amount is None else formats.number(amount, get_language() or "it", 2)

    return Column(key=key, label=label, value=value, kind=Kind.NUMBER, draw=draw, **more)


def _product(value: object, row: SalesLine) -> object:
    if row.product is None:
        return missing()
    return format_html("{}<span>{}</span>", row.product.name, row.product.code)


LINES = Table(
    key="sales-lines",
    default="-date",
    columns=(
        Column(
            key="date",
            label=_("Date"),
            value="date",
            sort="date",
            nullable=False,
            draw=lambda value, row: formats.date_input(value),
            phone=Phone.SECOND,
            kind=Kind.DATE,
        ),
        Column(key="account", label=_("Account"), value="account.name"),
        Column(key="product", label=_("Product"), value="product.name", draw=_product, phone=Phone.MAIN),
        Column(key="unit", label=_("Customer unit"), value="unit"),
        Column(key="quantity", label=_("Quantity"), value="quantity", kind=Kind.NUMBER, phone=Phone.UNDER),
        _money("net_amount", _("Net amount"), phone=Phone.END),
        _money("list_amount", _("List amount")),
        _money("cost", _("Direct cost")),
        Column(key="external_id", label=_("External id"), value="external_id"),
    ),
)


def lines_table(*, with_account: bool) -> Table:
    """The sales lines; the column of the account only where there are several."""
    keys = tuple(column.key for column in LINES.columns if with_account or column.key != "account")
    return Table(key=LINES.key, columns=LINES.columns, default=LINES.default, shown=keys)


def _file(value: str, row: DataImport) -> SafeString:
    """The name of the file as a link to where the import stands, under it what was in it."""
    kind = gettext(KINDS.get(row.kind).label) if row.kind in KINDS else row.kind
    settled = row.state in {ImportState.APPLIED, ImportState.UNDONE}
    place = "result" if settled else "check" if row.counts or row.is_busy or row.message else "columns"
    return format_html('<a href="{}">{}</a><span>{}</span>', address_of(f"imports:import_{place}", row.pk), value, kind)


def _import_state(row: DataImport) -> str:
    return gettext("Working") if row.is_busy else row.get_state_display()


def _counted(key: str, label: object) -> Column:
    return Column(key=key, label=label, value=lambda row: row.counts.get(key), kind=Kind.NUMBER)


IMPORTS = Table(
    key="imports",
    default="-when",
    columns=(
        Column(
            key="file", label=_("File"), value=lambda row: row.main_file.get("name", "–"), draw=_file, phone=Phone.MAIN
        ),
        Column(key="state", label=_("State"), value=_import_state, phone=Phone.SECOND),
        _counted("rows", _("Rows")),
        _counted("created", _("New")),
        _counted("updated", _("Changed")),
        _counted("rejected", _("To mend")),
        Column(key="author", label=_("Imported by"), value="created_by.name"),
        Column(
            key="when",
            label=_("When"),
            value="created_at",
            kind=Kind.MOMENT,
            sort="created_at",
            nullable=False,
            descending_first=True,
            phone=Phone.END,
        ),
    ),
)
