"""What every page of the portfolio reads first: the run, the filters, the person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, QueryDict

from kamp.shared.tables import link_with
from kamp.shared.templatetags.formats import language
from kamp.users.models import User
from portfolio.forms.filters import asked_in, number_in
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.spec import MatrixSpec
from portfolio.selectors.asked import Asked
from portfolio.selectors.options import Options, options_for
from portfolio.selectors.reading import Reading
from portfolio.selectors.runs import Runs, runs_for
from portfolio.views import bar

KEPT = ("run", "compare", "segment", "team", "owner", "designation", "country", "q")


def matrix_or_404(slug: str) -> MatrixSpec:
    """The matrix of an address."""
    if slug not in MATRICES:
        raise Http404
    return MATRICES.get(slug)


@dataclass(frozen=True, kw_only=True)
class PortfolioPage:
    """A request for a page of the portfolio. ``runs`` is None while nothing has been computed."""

    user: User
    params: QueryDict
    runs: Runs | None

    @classmethod
    def of(cls, request: HttpRequest) -> PortfolioPage:
        """Reads run and comparison from the address; raises Http404 for a run that is not there."""
        number = number_in(request.GET, "run")
        runs = runs_for(number=number, compare=number_in(request.GET, "compare"))
        if runs is None and number is not None:
            raise Http404
        return cls(user=request.user, params=request.GET, runs=runs)

    @cached_property
    def language(self) -> str:
        return language()

    @cached_property
    def asked(self) -> Asked:
        return asked_in(self.params)

    @cached_property
    def reading(self) -> Reading:
        """Only when there is a run."""
        assert self.runs is not None  # noqa: S101  MEANT: pages ask for the run first
        return Reading(user=self.user, runs=self.runs, asked=self.asked)

    @cached_property
    def options(self) -> Options:
        return options_for(self.reading)

    @cached_property
    def kept(self) -> str:
        """The filters as a query string, to be carried to another page of the portfolio; "" if there are none."""
        chosen = QueryDict(mutable=True)
        for name in KEPT:
            if value := self.params.get(name):
                chosen[name] = value
        return f"?{chosen.urlencode()}" if chosen else ""

    def bar(self, *, compared: bool = True) -> dict[str, Any]:
        """Filters (``compared``: also the run that is compared with), those in force, the addresses without them."""
        assert self.runs is not None  # noqa: S101  MEANT: pages ask for the run first
        periods = bar.period_picks(self.runs, self.language)
        return {
            "picks": [*(periods if compared else periods[:1]), *bar.account_picks(self.asked, self.options)],
            "chips": bar.chips(self.asked, self.options, self.params),
            "search": self.asked.q,
            "clear_url": bar.cleared(self.params),
        }

    def link(self, **changes: str | None) -> str:
        """This page with something else in its address, from the first row on."""
        return link_with(self.params, **{"after": None, **changes})
