"""The plan on a page in words: the same for the screen and for paper."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kamp.shared import formats
from kamp.shared.templatetags.formats import language
from planning.enums import Quadrant
from planning.models import Objective
from planning.selectors.one_page import OnePage
from planning.selectors.plan_lines import LineSheet
from planning.tables.measures import measured
from planning.views.sales.words import sales_kpis, span_words


def words_of(page: OnePage, *, today: datetime.date, by: str) -> dict[str, Any]:
    """Plain texts only, in the language of the page."""
    plan, here = page.plan, language()
    return {
        "lang": here,
        "none": _("not given"),
        "author": by,
        "kicker": plan.account.name,
        "title": plan.name,
        "subtitle": _subtitle(page),
        "foot": _("%(account)s · %(plan)s · %(who)s, %(day)s")
        % {"account": plan.account.name, "plan": plan.name, "who": by, "day": formats.date_long(today, here)},
        "figures": _figures(page),
        "texts": [{"label": _("What we want"), "text": page.goal}, {"label": _("How we win"), "text": page.way}],
        "objectives": _objectives(page),
        "lines": _lines(page),
        "swot": [
            {"label": str(quadrant.label), "entries": [item.text for item in page.swot[quadrant.value]]}
            for quadrant in Quadrant
        ],
        "needs": {"label": _("Needs of the customer"), "entries": [need.text for need in page.needs]},
        "next": {"label": _("What comes next"), "entries": _next(page)},
    }


def _subtitle(page: OnePage) -> str:
    plan, here = page.plan, language()
    parts = [
        f"{formats.month_year(plan.starts_on, here)} – {formats.month_year(plan.ends_on, here)}",
        str(plan.get_state_display()),
        _("%(percent)s of the cycle done") % {"percent": formats.pct(page.standing.percent / 100, here, 0)},
        ", ".join(str(member.user) for member in plan.team.all()),
    ]
    return " · ".join(part for part in parts if part)


def _figures(page: OnePage) -> list[dict[str, str]]:
    return [
        {
            "label": str(kpi.label),
            "value": "–" if kpi.missing else f"{kpi.value} {kpi.unit}".strip(),
            "note": str(kpi.missing or kpi.note),
        }
        for kpi in sales_kpis(page.sales)
    ]


def _objectives(page: OnePage) -> dict[str, Any]:
    return {
        "label": _("Objectives"),
        "heads": [_("Objective"), _("Baseline"), _("Target"), _("Due"), _("Owner")],
        "rows": [_objective(each) for each in page.objectives],
    }


def _objective(objective: Objective) -> list[str]:
    return [
        objective.text,
        measured(objective.baseline, objective.unit),
        measured(objective.target, objective.unit),
        formats.date_input(objective.due) if objective.due else "",
        str(objective.owner or ""),
    ]


def _lines(page: OnePage) -> dict[str, Any]:
    sales, here = page.sales, language()
    totals = sales.totals

    def money(value: Any) -> str:
        return "" if value is None else formats.money(value, here, sales.currency)

    returns = totals.returns
    return {
        "label": _("Areas of intervention"),
        "heads": [
            _("Area and result for the customer"),
            _("Expected"),
            _("Prob."),
            _("Weighted"),
            _("When"),
            _("Who"),
            _("Inv."),
            _("ROI"),
            _("State"),
        ],
        "rows": [_line(sheet, money) for sheet in sales.sheets],
        "foot": [
            _("Total"),
            money(totals.expected if sales.totals.counted else None),
            "",
            money(totals.weighted if sales.totals.counted else None),
            "",
            "",
            money(returns.investments) if returns else "",
            formats.pct(returns.roi, here, 0) if returns and returns.roi is not None else "",
            "",
        ],
    }


def _line(sheet: LineSheet, money: Any) -> list[str]:
    line, facts, returns, here = sheet.line, sheet.facts, sheet.returns, language()
    return [
        line.area + (f": {line.result}" if line.result else ""),
        money(facts.expected),
        "" if facts.likelihood is None else formats.pct(facts.likelihood, here, 0),
        money(facts.weighted),
        span_words(line.starts_on, line.ends_on),
        ", ".join(str(user) for user in sheet.leads),
        money(sheet.invested),
        "" if returns is None or returns.roi is None else formats.pct(returns.roi, here, 0),
        str(line.get_state_display()),
    ]


def _next(page: OnePage) -> list[str]:
    here = language()
    found = []
    if page.next_review is not None:
        day = timezone.localtime(page.next_review.starts_at).date()
        found.append(_("Review on %(day)s") % {"day": formats.date_long(day, here)})
    for action in page.actions:
        values = {"text": action.text, "who": action.owner, "day": formats.date_input(action.due)}
        found.append(_("%(text)s: %(who)s, %(day)s") % values)
    return found
