"""The questions of the audit as sheets of the method: items, scales with their anchors, weights in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.criteria.catalog import CHOICE_DEFAULTS, ITEMS, JUDGED, QUADRANTS
from accounts.criteria.indicators import INDICATORS
from accounts.criteria.spec import Criterion, Group
from accounts.criteria.stages import STAGES
from kamp.shared import formats
from kamp.shared.company import our_company
from portfolio.charts.bubbles import written
from portfolio.matrices.scorecards import ABOVE_ZERO, ATTRACTIVENESS, Steps
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import Unit
from portfolio.parameters.values import Parameters

GROUPS = {Group.NATURE: "relation_x", Group.INVOLVEMENT: "relation_y"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of the audit: after ``interval`` it is old. ``required``: it counts in the completeness."""

    code: str
    label: str
    interval: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A question or criterion with what its values mean: [(value, words)]. ``weight`` in percent, "" without one."""

    code: str
    label: str
    question: str
    anchors: tuple[tuple[str, str], ...]
    weight: str = ""


def quadrants() -> list[tuple[str, list[Item]]]:
    """The items of the audit by quadrant."""
    return [
        (
            _(label),
            [
                Item(
                    code=item.code,
                    label=_(item.label),
                    interval=ngettext("every %(count)s day", "every %(count)s days", item.interval)
                    % {"count": item.interval},
                    required=item.required,
                )
                for item in ITEMS
                if item.quadrant is quadrant
            ],
        )
        for quadrant, label in QUADRANTS.items()
    ]


def indicators() -> list[tuple[str, list[Scale]]]:
    """The indicators of the relationship by axis."""
    return [
        (_(METRICS.get(metric).label), [_scale(each) for each in INDICATORS if each.group is group])
        for group, metric in GROUPS.items()
    ]


def stages() -> list[dict[str, str]]:
    """The stages of a relationship in words."""
    return [
        {"label": _(each.label), "later": _(each.later), "what": _(each.what), "moves": _(each.moves)}
        for each in STAGES
    ]


def choice_criteria() -> list[tuple[str, str]]:
    """The criteria every customer starts with, and their weights."""
    return [(_(each.label), f"{each.weight}%") for each in CHOICE_DEFAULTS]


def attractiveness(parameters: Parameters, language: str) -> list[Scale]:
    """The criteria of attractiveness with the weights in force and what their points mean."""
    weights = parameters.numbers(ATTRACTIVENESS.weights) or ()
    judged = {each.key.rpartition(".")[2]: each for each in JUDGED}
    scales = []
    for criterion, weight in zip(ATTRACTIVENESS.criteria, weights, strict=True):
        metric, asked = METRICS.get(criterion.metric), judged.get(criterion.key)
        anchors = _anchors(asked) if asked else ()
        if criterion.steps is not None:
            anchors = tuple(_points(criterion.steps, metric.unit, language))
        scales.append(
            Scale(
                code="",
                label=_(criterion.label),
                question=_(asked.question) if asked else _(metric.formula or metric.label),
                anchors=anchors,
                weight=f"{formats.number(Decimal(weight), language, 0)}%",
            )
        )
    return scales


def _scale(criterion: Criterion) -> Scale:
    return Scale(
        code=criterion.code, label=_(criterion.label), question=_(criterion.question), anchors=_anchors(criterion)
    )


def _anchors(criterion: Criterion) -> tuple[tuple[str, str], ...]:
    return tuple((str(anchor.value), _(anchor.text)) for anchor in criterion.anchors)


def _points(steps: Steps, unit: Unit, language: str) -> Iterator[tuple[str, str]]:
    """The points of each step with the values that earn them, the fewest points of the lowest values first."""
    lines = [{"value": _line(line, unit, language)} for line in steps.lines]
    if steps.up_to:
        texts = [*(_("up to %(value)s") % line for line in lines), _("more than %(value)s") % lines[-1]]
    else:
        texts = [_("less than %(value)s") % lines[0], *(_("from %(value)s") % line for line in lines)]
        if steps.lines[0] == ABOVE_ZERO:
            texts[:2] = [_("none"), _("more than %(value)s") % {"value": _line(0, unit, language)}]
    for points, text in zip(steps.points, texts, strict=True):
        yield formats.number(Decimal(points), language, 0), text


def _line(value: float, unit: Unit, language: str) -> str:
    return written(value, unit, language, our_company().currency)
