"""The lines on the months of the plan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from planning.charts.timeline import timeline
from planning.views.sales.base import SalesPage
from planning.views.sales.tabs import TIMELINE
from planning.views.sales.words import line_rows


class LinesTimeline(SalesPage):
    """A bar for each line, its milestones, today."""

    view = TIMELINE
    template_name = "planning/sales/timeline.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sales = self.sales
        drawn = timeline(sales.sheets, self.plan.starts_on, self.plan.ends_on, self.today)
        lanes = list(zip(line_rows(sales, 1), drawn.rows, strict=True))
        return self.page(request, lanes=lanes, quarters=drawn.quarters)
