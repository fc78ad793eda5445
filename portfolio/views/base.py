"""What all views of the portfolio share."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kamp.shared.views import ScopedView
from portfolio.models import Classification


class PortfolioView(ScopedView):
    """A view over the classifications a person sees."""

    abstract = True
    permission_required = "portfolio.view_matrix"
    permission_reason = _("Your role does not include the portfolio.")

    def scoped(self) -> QuerySet[Classification]:
        return Classification.objects.visible_to(self.request.user)
