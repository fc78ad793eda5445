"""Search over what one sees."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from kamp.dashboards.finding import LEAST, found
from kamp.shared.views import PermittedView


class Search(PermittedView, TemplateView):
    """Accounts, people, plans and actions in one's scope, by group; the palette asks for the list alone."""

    permission_required = "accounts.view_account"

    def get_template_names(self) -> list[str]:
        return ["dashboards/partials/_found.html" if self.request.htmx else "dashboards/search.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").replace("\x00", "").strip()[:80]
        groups = found(user=self.request.user, text=text)
        return super().get_context_data(q=text, groups=groups, is_short=0 < len(text) < LEAST, **kwargs)
