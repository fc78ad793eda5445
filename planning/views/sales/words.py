"""The sales plan in figures and words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.months import month_at
from kamp.shared.parts import Kpi
from kamp.shared.templatetags.formats import language
from planning.calc.returns import Returns
from planning.charts.sales_plan import unit_for
from planning.enums import LineState
from planning.kinds.lines import LINE_GAPS
from planning.models import PlanLine
from planning.phases.keys import STRATEGY
from planning.selectors.plan_lines import LineSheet
from planning.selectors.sales_plan import Kept, SalesPlan
from planning.views.plan_page import phase_url

STATE_TONES = {
    LineState.WON: "ok",
    LineState.LOST: "",
    LineState.POSTPONED: "warn",
    LineState.APPROVED: "info",
    LineState.IN_PROGRESS: "info",
    LineState.PROPOSED: "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """A line as the list shows it; amounts in the unit of the column head."""

    sheet: LineSheet
    url: str
    when: str
    tone: str
    expected: Decimal | None
    weighted: Decimal | None
    invested: Decimal | None
    measures: Mapping[str, Decimal | None]
    gaps: Sequence[GapLink]

    @property
    def percent(self) -> float | None:
        """The probability that counts, 0–100; None when not given."""
        likelihood = self.sheet.facts.likelihood
        return None if likelihood is None else float(likelihood * 100)


MEASURES = ("benefits", "investments", "roi", "npv", "payback", "index")


def measures_of(returns: Returns | None) -> dict[str, Decimal | None]:
    """The measures of a return by name, all None when there is none."""
    return {name: getattr(returns, name, None) for name in MEASURES}


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLink:
    """Something a line still needs, and where on its form it is given."""

    label: str
    url: str
    line: PlanLine


def line_url(line: PlanLine) -> str:
    """The form of a line."""
    return address_of("sales_plan:line_edit", line.plan_id, line.pk)


def gap_links(sheet: LineSheet) -> list[GapLink]:
    """What ``sheet`` still needs, in words, with the place on the form."""
    found = [LINE_GAPS.get(key) for key in sheet.gaps]
    return [GapLink(label=_(gap.label), url=f"{line_url(sheet.line)}#at-{gap.field}", line=sheet.line) for gap in found]


def line_rows(sales: SalesPlan, divisor: int) -> list[LineRow]:
    """The lines of the list."""
    return [
        LineRow(
            sheet=sheet,
            url=line_url(sheet.line),
            when=span_words(sheet.line.starts_on, sheet.line.ends_on),
            tone=STATE_TONES[LineState(sheet.line.state)],
            expected=_divided(sheet.facts.expected, divisor),
            weighted=_divided(sheet.facts.weighted, divisor),
            invested=_divided(sheet.invested, divisor),
            measures=measures_of(sheet.returns),
            gaps=gap_links(sheet),
        )
        for sheet in sales.sheets
    ]


def _divided(amount: Decimal | None, divisor: int) -> Decimal | None:
    return None if amount is None else amount / divisor


def unit_of(sales: SalesPlan) -> tuple[str, int]:
    """The unit of the amounts of the list and what to divide by."""
    totals = sales.totals
    amounts = [sheet.facts.expected or Decimal(0) for sheet in sales.sheets]
    return unit_for([totals.expected, *amounts], sales.currency)


def span_words(first: datetime.date | None, last: datetime.date | None) -> str:
    """mar–set 2027, nov 2027 – feb 2028, broken only before the second month; what is not given is a dash."""
    if first is None or last is None:
        return "–"
    here = language()
    start, end = formats.month_short(first, here), formats.month_short(last, here)
    if (first.year, first.month) == (last.year, last.month):
        return f"{start}\u00a0{first.year}"
    if first.year == last.year:
        return f"{start}–{end}\u00a0{last.year}"
    return f"{start}\u00a0{first.year}\u00a0– {end}\u00a0{last.year}"


def money_parts(amount: Decimal, currency: str) -> tuple[str, str]:
    """An amount as figure and unit: ("2,84", "Mln €")."""
    here = language()
    text = formats.money_short(amount, here, currency)
    if here == "it" and "\u00a0" in text:
        value, unit = text.split("\u00a0", 1)
        return value, unit
    return text, ""


def sales_kpis(sales: SalesPlan) -> list[Kpi]:
    """Expected and weighted revenue, investments, and the measures of the return."""
    totals, here = sales.totals, language()
    url = address_of("sales_plan:returns", sales.plan.pk)
    left_out, counted = len(totals.left_out), sales.totals.counted
    note = (
        ngettext("%(n)s line is not in it yet", "%(n)s lines are not in it yet", left_out) % {"n": left_out}
        if left_out
        else _("not weighted")
    )
    weighted_note = _("of which defence %(amount)s") % {
        "amount": formats.money_short(totals.defended_weighted, here, sales.currency)
    }
    return [
        _money_kpi(
            _("Expected revenue"), totals.expected if counted else None, sales, note=note, partly=bool(left_out)
        ),
        _money_kpi(
            _("Weighted by probability"),
            totals.weighted if counted else None,
            sales,
            note=weighted_note if totals.defended_weighted else "",
            partly=bool(left_out),
        ),
        *return_kpis(totals.returns, sales, url=url, partly=bool(totals.not_assessed)),
    ]


def return_kpis(returns: Returns | None, sales: SalesPlan, *, url: str = "", partly: bool = False) -> list[Kpi]:
    """Investments, ROI, net present value and payback; why there is none where there is none."""
    here = language()
    missing = _("needs revenue, probability and contribution")
    if returns is None:
        names = (_("Investments"), _("ROI"), _("Net present value"), _("Payback"))
        return [Kpi(label=name, missing=missing) for name in names]
    none = _("no investment")
    rate = _("at %(rate)s a year") % {"rate": formats.pct(returns.rate, here, 1)}
    return [
        _money_kpi(_("Investments"), returns.investments, sales, url=url, partly=partly),
        Kpi(
            label=_("ROI"),
            value=formats.pct(returns.roi, here, 0) if returns.roi is not None else "",
            missing="" if returns.roi is not None else none,
            note=index_note(returns),
            provisional=partly,
            url=url,
        ),
        _money_kpi(_("Net present value"), returns.npv, sales, note=rate, url=url, partly=partly),
        payback_kpi(returns, sales, url=url, partly=partly),
    ]


def index_note(returns: Returns) -> str:
    """The profitability index in words, "" without investments."""
    if returns.index is None:
        return ""
    return _("index %(index)s") % {"index": formats.number(returns.index, language(), 2)}


def payback_kpi(returns: Returns, sales: SalesPlan, *, url: str, partly: bool) -> Kpi:
    """After how many months the plan has paid for itself, and in which."""
    here, months = language(), returns.payback
    if months is None:
        return Kpi(label=_("Payback"), missing=_("beyond the horizon"), url=url)
    when = month_at(sales.plan.starts_on, int(months.to_integral_value(rounding="ROUND_CEILING")))
    return Kpi(
        label=_("Payback"),
        value=formats.number(months, here, 1),
        unit=_("months"),
        note=formats.month_year(when, here) if months else _("no investment"),
        provisional=partly,
        url=url,
    )


def _money_kpi(
    label: str, amount: Decimal | None, sales: SalesPlan, *, note: str = "", url: str = "", partly: bool = False
) -> Kpi:
    if amount is None:
        return Kpi(label=label, missing=_("needs revenue and probability"), url=url)
    value, unit = money_parts(amount, sales.currency)
    return Kpi(label=label, value=value, unit=unit, note=note, url=url, provisional=partly)


def lede(sales: SalesPlan) -> str:
    """One sentence: how many lines, what they are expected to bring, until when."""
    count, here = len(sales.sheets), language()
    months = len(sales.months)
    text = ngettext(
        "%(n)s line over %(months)s months: %(weighted)s of revenue, weighted by probability.",
        "%(n)s lines over %(months)s months: %(weighted)s of revenue, weighted by probability.",
        count,
    )
    weighted = formats.money_short(sales.totals.weighted, here, sales.currency)
    return text % {"n": count, "months": months, "weighted": weighted}


def kept_words(kept: Kept, currency: str) -> dict[str, Any]:
    """An objective beside what the lines bring: texts for the page."""
    here, compared = language(), kept.comparison
    place = {"objective": kept.objective, "objective_url": phase_url(kept.objective.plan, STRATEGY, "objectives")}
    if compared is None:
        return {**place, "tone": "", "text": _("Not comparable: it is not in money, or not whole.")}
    values = {
        "weighted": formats.money_short(compared.weighted, here, currency),
        "promised": formats.money_short(compared.promised, here, currency),
        "share": formats.pct(compared.ratio, here, 0),
    }
    text = _("The lines bring %(weighted)s of %(promised)s: %(share)s.") % values
    return {**place, "tone": "ok" if compared.fits else "bad", "text": text}
