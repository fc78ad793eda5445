"""A tile as it is shown: its figure written in the language of the page, with unit, change and small line."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from accounts.calc.financials import growth
from kamp.dashboards.seen import Seen
from kamp.dashboards.tiles.spec import Figure, TileSpec, Unit
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.company import our_company
from kamp.shared.parts import Kpi
from kamp.shared.templatetags.formats import language


def kpi_of(tile: TileSpec, seen: Seen, kept: str = "") -> Kpi:
    """The tile for a strip of figures; ``kept`` is the query string of the page, carried on to the list."""
    figure, here = tile.figure(seen), language()
    if figure.value is None:
        return Kpi(label=_(tile.title), missing=figure.missing, url=tile_url(tile, kept))
    change, direction = _change(tile, figure, here)
    value, unit = written(tile.unit, figure, here)
    return Kpi(
        label=_(tile.title),
        value=value,
        unit=unit,
        change=change,
        direction=direction,
        good=tile.good,
        note=figure.note,
        series=tile.trend(seen) if tile.trend else (),
        url=tile_url(tile, kept),
    )


def tile_url(tile: TileSpec, kept: str = "") -> str:
    """The list behind the tile."""
    return address_of("tile", tile.key) + kept


def written(unit: Unit, figure: Figure, here: str) -> tuple[str, str]:
    """(value, unit) of a figure that is known; the whole figure in the value, so that it is never torn apart."""
    value = figure.value
    if unit is Unit.MONEY:
        return formats.money_short(value, here, our_company().currency), ""
    if unit is Unit.SHARE:
        return formats.pct(value, here), ""
    if unit is Unit.RATIO:
        return formats.ratio(value, here), ""
    if unit is Unit.PART:
        return formats.number(value, here), _("of %(whole)s") % {"whole": formats.number(figure.whole, here)}
    return formats.number(value, here), ""


def _change(tile: TileSpec, figure: Figure, here: str) -> tuple[str, int]:
    """The change against the month before in words, and its direction; ("", 0) when it is not known."""
    if figure.before is None or figure.value is None:
        return "", 0
    now, before = Decimal(figure.value), Decimal(figure.before)
    if tile.unit is Unit.SHARE:
        return formats.points(now - before, here), _direction(now - before)
    if tile.unit is Unit.RATIO:
        return formats.signed(now - before, here, 1) + "×", _direction(now - before, digits=1)
    share = growth(revenue=now, previous=before)
    return ("", 0) if share is None else (formats.delta(share, here), _direction(share))


def _direction(change: Decimal, digits: int = 3) -> int:
    """Up or down as far as it is shown, with so many decimals: what is written as 0.0 has not moved."""
    shown = change.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return (shown > 0) - (shown < 0)


def some_of(shown: int, count: int) -> str:
    """How many rows stand under a heading: all of them, or "8 of 20"."""
    text = formats.number(count, language())
    if shown >= count:
        return text
    return _("%(shown)s of %(all)s") % {"shown": formats.number(shown, language()), "all": text}
