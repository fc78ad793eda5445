"""The frozen versions of a plan, and two of them side by side, field by field."""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from kamp.shared import formats
from kamp.shared.company import our_company
from kamp.shared.templatetags.formats import date_full, language
from planning.calc.comparison import PartChange, compare
from planning.models import PlanVersion
from planning.phases.catalog import PHASES
from planning.selectors.phase_page import moves_of
from planning.selectors.snapshot import PARTS, plan_snapshot
from planning.views.phase_words import moves_in_words
from planning.views.plan_page import VIEW, PlanPage
from planning.views.version_words import with_occasions

MOST_MOVES = 500


class PlanHistory(PlanPage):
    """All versions, and every move of the phases."""

    permission_required = VIEW
    template_name = "planning/plan_history.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        versions = PlanVersion.objects.filter(plan=self.plan).defer("snapshot").select_related("made_by")
        rows = with_occasions(list(versions), self.plan)
        return self.page(request, versions=rows, events=moves_in_words(moves_of(self.plan, most=MOST_MOVES)))


class VersionCompare(PlanPage):
    """A version beside another one (``?with=``), the one before it, or the plan as it is now (``?with=now``)."""

    permission_required = VIEW
    template_name = "planning/version_compare.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        version = get_object_or_404(
            PlanVersion.objects.select_related("made_by"), plan=self.plan, number=self.kwargs["number"]
        )
        asked = request.GET.get("with", "")
        newer: PlanVersion | None = None
        older: PlanVersion | None = version
        if asked != "now":
            newer, older = version, self._other(version, asked)
            if older is not None and older.number > newer.number:  # what came and went is told as time runs
                newer, older = older, newer
        after = newer.snapshot if newer else plan_snapshot(self.plan)
        name = _("version %(number)s") % {"number": newer.number} if newer else _("now")
        changes = compare(older.snapshot, after) if older else []
        with_occasions([version], self.plan)
        others = PlanVersion.objects.filter(plan=self.plan).exclude(pk=version.pk).defer("snapshot")
        return self.page(
            request,
            version=version,
            older=older,
            newer_name=name,
            changes=[part_in_words(part) for part in changes],
            others=list(others),
            asked=asked,
        )

    def _other(self, version: PlanVersion, asked: str) -> PlanVersion | None:
        versions = PlanVersion.objects.filter(plan=self.plan)
        if not asked:
            return versions.filter(number__lt=version.number).order_by("-number").first()
        if not asked.isdecimal() or len(asked) > 9:
            raise Http404
        return get_object_or_404(versions, number=int(asked))


def part_in_words(part: PartChange) -> dict[str, Any]:
    """The changes of a part with labels and values as people read them."""
    known = PARTS.get(part.key) if part.key in PARTS else None
    return {
        "label": _(known.label) if known else part.key,
        "added": part.added,
        "removed": part.removed,
        "changed": [
            {
                "name": row.name,
                "fields": [
                    {
                        "label": _label(known, each.field),
                        "before": value_in_words(known, each.field, each.before),
                        "after": value_in_words(known, each.field, each.after),
                    }
                    for each in row.fields
                ],
            }
            for row in part.changed
        ],
    }


def _field(part: Any, name: str) -> Any:
    try:
        return part.model._meta.get_field(name) if part else None
    except FieldDoesNotExist:
        return None


def _label(part: Any, name: str) -> str:
    found = _field(part, name)
    return str(found.verbose_name) if found is not None else name


def value_in_words(part: Any, name: str, value: Any) -> str:
    """A stored value in the language of the page; "" for none."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_(PHASES.get(each).label) if each in PHASES else str(each) for each in value)
    found = _field(part, name)
    choices = dict(found.flatchoices) if found is not None and getattr(found, "choices", None) else {}
    if value in choices:
        return _(str(choices[value]))
    return _amount(part, name, value) or _plain(found, value)


def _amount(part: Any, name: str, value: Any) -> str:
    """A share or an amount in the company currency; "" for what is neither."""
    if part is not None and name in part.shares:
        return formats.pct(Decimal(str(value)), language())
    if part is not None and name in part.money:
        return formats.money(Decimal(str(value)), language(), our_company().currency)
    return ""


def _plain(field: Any, value: Any) -> str:
    kind = field.get_internal_type() if field is not None else ""
    if kind in {"DateField", "DateTimeField"}:
        day = parse_date(str(value)[:10]) if kind == "DateField" else parse_datetime(str(value))
        return date_full(day) if isinstance(day, datetime.date) else str(value)
    if kind in {"DecimalField", "PositiveSmallIntegerField", "PositiveIntegerField", "SmallIntegerField"}:
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            return str(value)
        exponent = number.normalize().as_tuple().exponent
        decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
        return formats.number(number, language(), decimals)
    return str(value)
