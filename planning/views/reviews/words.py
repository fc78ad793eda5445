"""What a comparison of two reviews reads like: values, differences and names in the reader's language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import Attitude, Confidence, DmuRole
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.company import our_company
from kamp.shared.templatetags.formats import language
from kamp.users.models import User
from planning.calc.changes import Comparison, How
from planning.enums import ActionState, LineState
from planning.kinds.compared import Fact, Unit
from planning.models import Review
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.marks import FLAGS
from portfolio.tables import cell_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A comparison in words. ``change`` is signed, ``direction`` and ``good`` draw its arrow ("" = no judgement);
    ``key`` is that of the fact, ``url`` the page that makes it up."""

    name: str
    label: str
    before: str
    after: str
    change: str
    direction: int
    good: str
    is_changed: bool
    is_missing: bool
    key: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The lines of one part."""

    title: str
    lines: list[Line]


def blocks_of(rows: Iterable[Comparison], currency: str) -> list[Block]:
    """``rows`` by part, in words; ``currency`` is that of the plan ("" = the company's)."""
    return [
        Block(title=_(part.label), lines=[line_of(row, currency) for row in found])
        for part, found in groupby(rows, key=lambda row: row.part)
    ]


def line_of(row: Comparison, currency: str) -> Line:
    """One comparison in words."""
    if row.fact is None:
        words = {How.ADDED: _("new"), How.REMOVED: _("no longer there")}[row.how]
        return _line(row, name=item_name(row), label="", before="", after=words, change="")
    return _line(
        row,
        name=item_name(row),
        label=_(row.fact.label),
        before=value_words(row.fact, row.before, row, currency),
        after=value_words(row.fact, row.after, row, currency),
        change=difference_words(row, currency),
    )


def class_lines(rows: Iterable[Comparison], review: Review, user: User) -> list[Line]:
    """The class on every matrix, then and now, with the page of the matrix for who may open it; the dash where there
    was none."""
    may_open = user.has_perm("portfolio.view_matrix")
    lines = []
    order = {spec.key: number for number, spec in enumerate(MATRICES)}
    for row in sorted((row for row in rows if row.item in order), key=lambda row: order[row.item]):
        before, after = _cell(row, row.before), _cell(row, row.after)
        line = _line(row, name=item_name(row), label="", before=before, after=after, change="")
        url = f"{address_of('portfolio:matrix', row.item)}?a={review.plan.account.slug}"
        lines.append(replace(line, url=url if may_open else ""))
    return lines


def _cell(row: Comparison, found: Any) -> str:
    """The class as it is called; ``found`` is its key, or the whole item when the other review had none."""
    key = found.get("cell", "") if isinstance(found, dict) else found
    return cell_label(MATRICES.get(row.item), str(key)) if key else formats.MISSING


def _line(row: Comparison, *, name: str, label: str, before: str, after: str, change: str) -> Line:
    good = row.fact.good if row.fact else ""
    missing = row.fact is not None and row.after is None and row.fact.unit is not Unit.DATE
    return Line(
        name=name,
        label=label,
        before=before,
        after=after,
        change=change,
        direction=row.direction,
        good=good,
        is_changed=row.how is not How.SAME,
        is_missing=missing,
        key=row.fact.key if row.fact else "",
    )


def item_name(row: Comparison) -> str:
    """What an item is called: classes by their matrix, warnings by their mark, all else by its own name."""
    if row.part.key == "classes":
        return _(MATRICES.get(row.name).title) if row.name in MATRICES else row.name
    if row.part.key == "risks":
        if row.item == "falling":
            return _("Revenue falls by 15% or more")
        if row.item.startswith("contract:"):
            return _("Notice on contract “%(title)s”") % {"title": row.name}
        return _(FLAGS.get(row.name).label) if row.name in FLAGS else row.name
    return row.name


def value_words(fact: Fact, value: Any, row: Comparison, currency: str) -> str:
    """A value as the page writes it; the dash for what is not known."""
    if value is None or value in ("", []):
        return formats.MISSING
    here = language()
    if fact.unit is Unit.CHOICE:
        return _choice(fact, value, row)
    if fact.unit is Unit.DATE:
        return formats.date_input(datetime.date.fromisoformat(str(value)))
    return {
        Unit.MONEY: lambda: formats.money(value, here, our_company().currency),
        Unit.PLAN_MONEY: lambda: formats.money(value, here, currency or our_company().currency),
        Unit.SHARE: lambda: formats.pct(value, here),
        Unit.SCORE: lambda: formats.number(value, here, 1),
        Unit.COUNT: lambda: formats.number(value, here),
        Unit.TEXT: lambda: str(value),
    }[fact.unit]()


def _choice(fact: Fact, value: Any, row: Comparison) -> str:
    if row.part.key == "classes":
        return cell_label(MATRICES.get(row.name), str(value)) if row.name in MATRICES else str(value)
    if isinstance(value, list):
        return ", ".join(_of(DmuRole, each) for each in value)
    known = {"attitude": Attitude, "confidence": Confidence}.get(fact.key)
    if known is None:
        known = ActionState if row.part.key == "actions" else LineState
    return _of(known, value)


def _of(enum: Any, value: Any) -> str:
    """The label of a stored key; a key of former times stays as it is."""
    try:
        return str(enum(value).label)
    except ValueError:
        return str(value)


def difference_words(row: Comparison, currency: str) -> str:
    """The size of a change, signed: money and counts with the share of what it was, shares in points."""
    if row.difference is None or row.how is How.SAME or row.fact is None:
        return ""
    here, unit = language(), row.fact.unit
    if unit is Unit.SHARE:
        return formats.points(row.difference, here)
    if unit in {Unit.MONEY, Unit.PLAN_MONEY}:
        if row.share is not None:
            return formats.delta(row.share, here)
        return _signed_money(row.difference, currency if unit is Unit.PLAN_MONEY else "")
    return formats.signed(row.difference, here, 1 if unit is Unit.SCORE else 0)


def _signed_money(amount: Decimal, currency: str) -> str:
    text = formats.money(amount, language(), currency or our_company().currency)
    return f"+{text}" if amount > 0 else text
