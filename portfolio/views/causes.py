"""What moved an account, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kamp.shared import formats
from portfolio.charts.bubbles import written
from portfolio.metrics.spec import Unit
from portfolio.selectors.movements import Cause


def cause_in_words(cause: Cause, currency: str, language: str) -> str:
    """ "Relative strength: from 52 to 71", with the points of the axis it made where they are known."""
    values = {
        "label": _(cause.label),
        "before": written(cause.before, Unit(cause.unit), language, currency),
        "after": written(cause.after, Unit(cause.unit), language, currency),
    }
    if cause.before is None:
        return _("%(label)s: %(after)s, not assessed before") % values
    if cause.after is None:
        return _("%(label)s: not assessed any more, was %(before)s") % values
    if cause.effect:
        values["effect"] = formats.signed(cause.effect, language, 1)
        return _("%(label)s: from %(before)s to %(after)s (%(effect)s points)") % values
    return _("%(label)s: from %(before)s to %(after)s") % values
