"""The Lorenz and Pareto curves: data for the kind "pareto" of charts.js."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LORENZ, PARETO = "lorenz", "pareto"


def curve_chart(figures: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """``figures`` of a concentration as a Lorenz curve (smallest first) or a Pareto curve (largest first)."""
    points = [(100 * customers, 100 * revenue) for customers, revenue in figures["lorenz"]]
    if kind == LORENZ:
        return {
            "curve": points,
            "x_max": 100,
            "x_label": _("Customers, smallest first, %"),
            "x_ticks": [0, 25, 50, 75, 100],
        }
    customers, most = figures["customers"], figures["customers_80"]
    turned = [(customers * (100 - x) / 100, 100 - y) for x, y in reversed(points)]
    label = ngettext("%(count)s customer makes 80%%", "%(count)s customers make 80%%", most) % {"count": most}
    return {
        "curve": turned,
        "x_max": max(customers, 1),
        "x_label": _("Customers, largest first"),
        "mark": {"x": most, "y": 80, "label": label} if most else None,
    }
