"""What one matrix shows: chart, cells, table, the account that is explained, and who is not assessed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.paging import page_of
from kamp.shared.parts import Term
from kamp.shared.tables import link_with
from portfolio.charts.bubbles import FEW, MOST, Bubbles, matrix_chart
from portfolio.enums import EXCLUDED, NO_CLASS, NOT_ASSESSED
from portfolio.jobs import company_day
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.profiles import PROFILED, PROFILES
from portfolio.matrices.spec import MatrixSpec
from portfolio.models import Classification
from portfolio.selectors.asked import sees_thresholds
from portfolio.selectors.explaining import explanation
from portfolio.selectors.hues import hue_of_cell
from portfolio.selectors.naming import cell_name
from portfolio.selectors.overrides import override_of
from portfolio.selectors.placing import Placing, thresholds_of
from portfolio.selectors.quality import quality_for
from portfolio.selectors.reading import CellFigures
from portfolio.tables import Listed, matrix_table, sorted_metrics
from portfolio.views.cells import NOTHING, cell_cards, cell_url, cells_behind, cross_table
from portfolio.views.page import PortfolioPage
from portfolio.views.sentences import changes_sentence
from portfolio.views.why import Why, place_url, why

UNASSESSED_SHOWN = 10
CROSSED = "revenue-quality"
ALL_ROWS = "all"


def profile_table(spec: MatrixSpec) -> dict[str, Any]:
    """The distinctive profiles of the classes (method §6.4): nine rows, a column for each class; {} elsewhere."""
    if spec.key != PROFILED:
        return {}
    heads = [(cell_name(cell), _(cell.posture), hue_of_cell(cell)) for cell in spec.cells]
    rows = [(_(basis.label), [_(basis.of(cell.key)) for cell in spec.cells]) for basis in PROFILES]
    return {"heads": heads, "rows": rows}


@dataclass(frozen=True, kw_only=True)
class MatrixPage:
    """One matrix for one request; ``cell`` limits table and file to a cell or zone, "" is the whole matrix."""

    page: PortfolioPage
    spec: MatrixSpec
    cell: str = ""

    @cached_property
    def sums(self) -> dict[str, CellFigures]:
        return self.page.reading.sums([self.spec.key])[self.spec.key]

    def count(self, *cells: str) -> int:
        """Accounts in ``cells``."""
        return sum(self.sums.get(cell, NOTHING).accounts for cell in cells)

    @cached_property
    def assessed(self) -> int:
        return self.count(*self.spec.cell_keys())

    @cached_property
    def rows(self) -> Any:
        """The rows of table and file."""
        rows = self.page.reading.listed(*sorted_metrics(self.spec))
        return rows.in_cell(self.spec.key, *self.cells) if self.cell else rows.on(self.spec.key)

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The keys of the cells shown."""
        return cells_behind(self.spec, self.cell) if self.cell else self.spec.cell_keys()

    @cached_property
    def drawn(self) -> list[Classification]:
        """The accounts of the chart, largest first, the selected one always among them."""
        most = MOST if self.assessed <= MOST else FEW
        found = list(self.page.reading.listed().on(self.spec.key).order_by("-revenue", "pk")[:most])
        chosen = self.selected
        if chosen and self._has_class(chosen) and all(row.pk != chosen.pk for row in found):
            found.append(chosen)
        return found

    @cached_property
    def selected(self) -> Classification | None:
        """The account of ``?a=``, if the person sees it and the run knows it."""
        slug = self.page.params.get("a", "")
        found = self.page.reading.everybody().filter(account__slug=slug[:80]) if slug and "\0" not in slug else None
        return found.select_related("account__segment", "account__owner").first() if found is not None else None

    @cached_property
    def listing(self) -> Any:
        """The page of the table."""
        column, descending = self._table({}).sorting(self.page.params)
        return page_of(self.rows, column.order(descending=descending), self.page.params.get("after", ""))

    def _table(self, moved: dict[int, str]) -> Any:
        runs = self.page.reading.runs
        listed = Listed(
            thresholds=thresholds_of(runs.shown, self.spec),
            moved=moved,
            compared=runs.before is not None,
            explain_url=self.explain_url,
        )
        return matrix_table(self.spec, listed)

    def explain_url(self, slug: str) -> str:
        """This page with the account of ``slug`` explained beside it."""
        return link_with(self.page.params, a=slug)

    def _has_class(self, row: Classification) -> bool:
        return row.cell_on(self.spec.key) not in NO_CLASS | {""}

    @cached_property
    def moved(self) -> dict[int, str]:
        """The accounts on this page that were in another cell before."""
        shown = [*([] if self.cell else self.drawn), *self.listing.rows, *([self.selected] if self.selected else [])]
        return self.page.reading.moved_from(self.spec.key, {row.account_id for row in shown})

    def table(self) -> dict[str, Any]:
        """The table with its page."""
        table, listing = self._table(self.moved), self.listing
        total = self.count(*self.cells)
        return {
            "heads": table.heads(self.page.params),
            "lines": list(table.lines(listing.rows)),
            "listing": listing,
            "listing_total": formats.number(total, self.page.language),
            "listing_text": self._range(total),
            "total": sum((self.sums.get(key, NOTHING) for key in self.cells), NOTHING),
        }

    def _range(self, total: int) -> str:
        if not self.listing.rows:
            return ""
        here = self.page.language
        numbers = {
            "first": formats.number(self.listing.first, here),
            "last": formats.number(self.listing.last, here),
            "total": formats.number(total, here),
        }
        return ngettext("%(first)s–%(last)s of %(total)s", "%(first)s–%(last)s of %(total)s", total) % numbers

    def chart(self) -> dict[str, Any]:
        """The bubbles, and the sentence that stands for them."""
        reading, drawn = self.page.reading, self.drawn
        earlier = reading.earlier({row.account_id for row in drawn if row.account_id in self._with_tail})
        placing = Placing(self.spec, reading.run, [*drawn, *earlier.values()], amounts=sees_thresholds(self.page.user))
        shown = Counter(row.cell_on(self.spec.key) for row in drawn)
        bubbles = Bubbles(
            spec=self.spec,
            rows=drawn,
            earlier=earlier,
            moved=self.moved.keys(),
            others={key: self.count(key) - shown[key] for key in self.spec.cell_keys()},
            selected=self.selected.account.slug if self.selected and self._has_class(self.selected) else "",
            cell_urls={key: cell_url(self.spec, key, self.page.kept) for key in self.spec.cell_keys()},
            currency=reading.run.currency,
            language=self.page.language,
        )
        return {"data": matrix_chart(bubbles, placing), "label": self._in_words(), "shown": len(drawn)}

    @cached_property
    def _with_tail(self) -> set[int]:
        return set(self.moved) | ({self.selected.account_id} if self.selected else set())

    def _in_words(self) -> str:
        """The chart for those who do not see it."""
        parts = [
            f"{cell_name(cell)} {formats.number(self.count(cell.key), self.page.language)}" for cell in self.spec.cells
        ]
        return f"{_(self.spec.title)}: {', '.join(parts)}"

    def _crossed(self) -> dict[str, Any]:
        """The cross table with its indices, where the matrix is read as one."""
        if self.spec.key != CROSSED:
            return {"cross": None, "indices": []}
        quality, here = quality_for(self.page.reading), self.page.language
        indices = [
            Term(label=_("Revenue with at least the company's margin"), value=formats.pct(quality.rqi, here)),
            Term(label=_("Revenue sold at a loss"), value=formats.pct(quality.loss_share, here)),
        ]
        return {"cross": cross_table(self.spec, self.sums, self.page.kept), "indices": indices}

    def explained(self) -> dict[str, Any]:
        """The panel about the selected account."""
        chosen = self.selected
        came_from = self.moved.get(chosen.account_id, "") if chosen else ""
        told = self._told(chosen, came_from) if chosen else None
        return {"why": told, "close_url": link_with(self.page.params, a=None)}

    def _told(self, chosen: Classification, came_from: str) -> Why:
        today, spec = company_day(timezone.now()), self.spec
        override = override_of(chosen.account_id, spec.key, today) if spec.may_override else None
        return why(spec, self.page.reading, chosen, came_from, self.page.language, override)

    def context(self) -> dict[str, Any]:
        """Everything the template of a matrix asks for."""
        reading, spec, here = self.page.reading, self.spec, self.page.language
        transitions = reading.transitions([spec.key])
        order = MATRICES.keys()
        place = order.index(spec.key)
        as_table = self.page.params.get("view") == "table"
        return {
            **self.page.bar(),
            **self.table(),
            "spec": spec,
            "run": reading.run,
            "before": reading.runs.before,
            "title": _(spec.title),
            "question": _(spec.question),
            "trail_label": self._trail_label(),
            "sentence": changes_sentence(transitions, reading.runs.before, here),
            "number": place + 1,
            "matrices": len(order),
            "previous": self._sibling(order[place - 1]) if place else "",
            "next": self._sibling(order[place + 1]) if place + 1 < len(order) else "",
            "as_table": as_table,
            "keep": [(name, self.page.params[name]) for name in ("view", "sort") if self.page.params.get(name)],
            "chart_url": self.page.link(view=None),
            "table_url": self.page.link(view="table"),
            "chart": None if as_table or not self.assessed else self.chart(),
            "assessed": self.assessed,
            "cards": cell_cards(spec, self.sums, transitions, self.page.kept, here),
            **self._crossed(),
            **self.explained(),
            "unassessed": self.unassessed(),
            "excluded": self.count(EXCLUDED),
            "excluded_url": cell_url(spec, EXCLUDED, self.page.kept),
            "lines_hidden": not sees_thresholds(self.page.user),
            "movements_url": address_of("portfolio:movements", spec.key) + self.page.kept,
            "profiles": profile_table(spec),
            "export_query": self.page.kept,
            "is_narrowed": bool(self.page.asked.active()),
        }

    def _trail_label(self) -> str:
        before = self.page.reading.runs.before
        if before is None:
            return ""
        return _("where it was on %(date)s") % {"date": formats.date_long(before.as_of, self.page.language)}

    def _sibling(self, key: str) -> str:
        return address_of("portfolio:matrix", key) + self.page.kept

    def unassessed(self) -> dict[str, Any]:
        """The largest accounts without a class, with what is missing of each."""
        count = self.count(NOT_ASSESSED)
        if not count:
            return {"count": 0}
        rows = self.page.reading.listed().in_cell(self.spec.key, NOT_ASSESSED).order_by("-revenue", "pk")
        return {
            "count": count,
            "rows": [(row, self.missing_of(row)) for row in rows[:UNASSESSED_SHOWN]],
            "more": max(count - UNASSESSED_SHOWN, 0),
            "url": cell_url(self.spec, NOT_ASSESSED, self.page.kept),
        }

    def missing_of(self, row: Classification) -> list[tuple[str, str]]:
        """(what is missing, where to give it)."""
        told = explanation(self.spec, self.page.reading.run, row)
        return [
            (_(fact["label"]), place_url(fact["give"]["key"], row.account, self.page.user)) for fact in told["missing"]
        ]
