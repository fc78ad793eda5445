"""How the months of a line are filled by a rule instead of one by one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kamp.shared.typed_fields import AmountField
from kamp.shared.widgets import PlainSelect
from planning.calc.spreading import evenly, growing, seasonal

EVENLY, SEASONAL, GROWING = "evenly", "seasonal", "growing"


class FillForm(forms.Form):
    """A total and a rule. ``amounts()`` of a valid form gives the months."""

    fill_total = AmountField(
        label=_("Total"),
        min_value=0,
        max_digits=18,
        decimal_places=2,
        error_messages={"required": _("Enter the total to be spread over the months.")},
    )
    fill_how = forms.ChoiceField(
        label=_("Spread"),
        choices=[
            (EVENLY, _("evenly")),
            (SEASONAL, _("with the seasons of last year")),
            (GROWING, _("growing every month")),
        ],
        required=False,
        widget=PlainSelect,
    )
    fill_growth = AmountField(
        label=_("Growth a month"), required=False, min_value=-50, max_value=100, max_digits=5, decimal_places=2
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fill_growth"].widget.attrs["data-after"] = "%"

    def amounts(
        self, months: Sequence[datetime.date], seasons: Callable[[], Mapping[int, Decimal]]
    ) -> list[Decimal] | None:
        """The amount of each of ``months``; None, with an error, when the rule cannot be followed.

        ``seasons()`` gives the sales of last year by number of the month, asked only when needed.
        """
        total, how = self.cleaned_data["fill_total"], self.cleaned_data["fill_how"] or EVENLY
        if not months:
            self.add_error(
                None, ValidationError(gettext("There are no months between the first and the last of the line."))
            )
            return None
        if how == GROWING:
            return growing(total, len(months), (self.cleaned_data["fill_growth"] or Decimal(0)) / 100)
        if how == EVENLY:
            return evenly(total, len(months))
        found = seasonal(total, [month.month for month in months], seasons())
        if found is None:
            text = gettext("There were no sales in these months last year: spread the total in another way.")
            self.add_error("fill_how", ValidationError(text))
        return found
