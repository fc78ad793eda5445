"""The figures of concentration (§8.1) with their readings, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.shared import formats
from kamp.shared.parts import Kpi, Term
from portfolio.parameters.values import Parameters

READINGS = {"low": lambda: _("low"), "moderate": lambda: _("moderate"), "high": lambda: _("high")}
CR5_READINGS = {"low": lambda: _("healthy"), "moderate": lambda: _("watch"), "high": lambda: _("high")}


def kpis(figures: Mapping[str, Any], language: str, url: str) -> list[Kpi]:
    """Largest customers, HHI, effective number and Gini; each leads to the page that shows what it is made of."""
    missing = "" if figures["customers"] else _("No customer has positive revenue in this period.")
    count = figures["customers"]
    of_customers = ngettext("of %(count)s customer", "of %(count)s customers", count)
    largest = figures["largest"]

    def kpi(label: str, value: float | None, note: str, written: str) -> Kpi:
        return Kpi(label=label, value=written if value is not None else "", note=note, url=url, missing=missing)

    cr5, hhi = figures["cr5_reading"], figures["hhi_reading"]
    return [
        kpi(_("Largest customer"), largest["1"], _("of revenue (CR1)"), formats.pct(largest["1"], language)),
        kpi(
            _("Five largest"),
            largest["5"],
            _("CR5: %(reading)s") % {"reading": CR5_READINGS[cr5]()} if cr5 else "CR5",
            formats.pct(largest["5"], language),
        ),
        kpi(_("Ten largest"), largest["10"], _("of revenue (CR10)"), formats.pct(largest["10"], language)),
        kpi(
            _("Concentration"),
            figures["hhi"],
            _("HHI of 10,000: %(reading)s") % {"reading": READINGS[hhi]()} if hhi else "HHI",
            formats.number(figures["hhi"], language),
        ),
        kpi(
            _("Equal customers"),
            figures["effective"],
            of_customers % {"count": formats.number(count, language)},
            formats.number(figures["effective"], language, 1),
        ),
        kpi(_("Inequality"), figures["gini"], _("Gini, 0 equal to 1"), formats.number(figures["gini"], language, 2)),
    ]


def terms(figures: Mapping[str, Any], language: str) -> list[Term]:
    """The customers by class, and how many make four fifths of the revenue."""
    if not figures["customers"]:
        return []
    abc = " · ".join(f"{name} {formats.number(count, language)}" for name, count in figures["abc"].items())
    most = figures["customers_80"]
    text = ngettext("%(count)s customer", "%(count)s customers", most) % {"count": formats.number(most, language)}
    return [Term(label=_("ABC classes"), value=abc), Term(label=_("80% of the revenue comes from"), value=text)]


def limits(parameters: Parameters, language: str) -> str:
    """From where on a concentration is called what."""
    hhi, cr5 = parameters.numbers("hhi.cuts") or (), parameters.numbers("concentration.cr5") or ()
    moderate, high = (formats.number(cut, language) for cut in hhi)
    watch, alarm = (formats.pct(cut / 100, language, 0) for cut in cr5)
    words = {"moderate": moderate, "high": high, "watch": watch, "alarm": alarm}
    return (
        _(
            "HHI: low below %(moderate)s, moderate from there, high from %(high)s. "
            "Five largest: to watch from %(watch)s, high from %(alarm)s."
        )
        % words
    )
