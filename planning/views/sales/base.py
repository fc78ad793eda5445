"""What the pages of a sales plan share: they belong to phase 6, and only while it is open lines can be changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from kamp.shared.errors import Denied
from kamp.shared.parts import Crumb
from planning.models import PlanLine
from planning.phases.catalog import PHASES
from planning.phases.keys import SALES_PLAN
from planning.phases.spec import PhaseSpec
from planning.services.guards import lead_sentence
from planning.views.phase import PhasePage
from planning.views.plan_page import phase_url
from planning.views.sales.tabs import LINES, sales_tabs


class SalesPage(PhasePage):
    """A page of the sales plan of one plan; ``view`` is the tab it belongs to."""

    abstract = True
    view: ClassVar[str] = LINES

    @cached_property
    def spec(self) -> PhaseSpec:
        return PHASES.get(SALES_PLAN)

    def check_works(self) -> None:
        """403 with the reason for who may not work on the sales plan at all."""
        if not self.rights.may_work_on(SALES_PLAN):
            raise PermissionDenied(Denied(_("The sales plan was not given to you."), who=lead_sentence(self.plan)))

    def line(self, **conditions: Any) -> PlanLine:
        """The line of the address; 404 when it is not of this plan."""
        return get_object_or_404(PlanLine.objects.filter(plan=self.plan, **conditions), pk=self.kwargs["line"])

    def page(self, request: HttpRequest, status: int = 200, **content: Any) -> HttpResponse:
        head = {"sales": self.sales, "tabs": sales_tabs(self.plan, self.view), "closed": self.closed_because()}
        return super().page(request, status, **{**head, **content})

    def head(self) -> dict[str, Any]:
        head = super().head()
        phase = Crumb(label=_(self.spec.title), url=phase_url(self.plan, SALES_PLAN))
        return {**head, "crumbs": [*head["crumbs"], phase]}
