"""The parameters that plans use, with the defaults of the method's appendix A."""

from __future__ import annotations

from decimal import Decimal

from kamp.shared.i18n import N_
from portfolio.parameters.spec import Kind, ParameterSpec, ParameterUnit

PLANNING = (
    ParameterSpec(
        key="npv.rate",
        label=N_("Yearly rate of the net present value"),
        kind=Kind.NUMBER,
        section="9.4",
        default=Decimal(8),
        unit=ParameterUnit.PERCENT,
        minimum=Decimal(0),
        maximum=Decimal(100),
    ),
)
