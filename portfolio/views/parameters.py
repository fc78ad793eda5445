"""The method parameters that runs were made with."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.shared import formats
from kamp.shared.company import our_company
from kamp.shared.templatetags.formats import language
from portfolio.models import MethodParameters
from portfolio.parameters.catalog import PARAMETERS
from portfolio.parameters.spec import ParameterSpec, ParameterUnit, Value
from portfolio.views.base import PortfolioView


class ParametersDetail(PortfolioView):
    """One version, whole, beside the defaults of the method."""

    permission_required = "portfolio.view_matrix"

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        version = get_object_or_404(MethodParameters.objects.select_related("author"), number=number)
        values = version.as_parameters().values
        here = language()
        rows = [
            {
                "label": _(spec.label),
                "section": spec.section,
                "value": words(spec, values[spec.key], here),
                "default": words(spec, spec.default, here),
                "changed": values[spec.key] != spec.default,
                "help": _(spec.help) if spec.help else "",
            }
            for spec in PARAMETERS
        ]
        return render(request, "portfolio/parameters_detail.html", {"version": version, "rows": rows})


def words(spec: ParameterSpec, value: Value, language: str) -> str:
    """The value of a parameter as it is read: "80% · 95%", "12 months", the name of a choice."""
    if value is None:
        return _("not set")
    if isinstance(value, str):
        return _(dict(spec.choices)[value])
    numbers = value if isinstance(value, tuple) else (value,)
    return " · ".join(_number(spec.unit, Decimal(number), language) for number in numbers)


def _number(unit: ParameterUnit, number: Decimal, language: str) -> str:
    decimals = max(0, -int(number.normalize().as_tuple().exponent))
    written = formats.number(number, language, decimals)
    if unit is ParameterUnit.PERCENT:
        return f"{written}%"
    if unit is ParameterUnit.PERCENT_POINTS:
        return _("%(number)s points") % {"number": written}
    if unit is ParameterUnit.AMOUNT:
        return formats.money(number, language, our_company().currency, decimals)
    if unit is ParameterUnit.MONTHS:
        return ngettext("%(count)s month", "%(count)s months", int(number)) % {"count": written}
    return written
