"""The explanation of one account on one matrix, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import KeyAccount
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.parts import Criterion, ScoreCard
from kamp.users.models import User
from portfolio.charts.bubbles import written
from portfolio.enums import NO_CLASS
from portfolio.matrices.axis import Mode
from portfolio.matrices.marks import FLAGS, STATUSES, Flag, Status
from portfolio.matrices.profiles import PROFILED, PROFILES
from portfolio.matrices.spec import MatrixSpec
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import Unit
from portfolio.models import Classification, ClassificationOverride, ClassificationRun
from portfolio.selectors.asked import sees_thresholds
from portfolio.selectors.explaining import explanation
from portfolio.selectors.naming import cell_label
from portfolio.selectors.reading import Reading
from portfolio.tables import margin_share

WARNING_FLAGS = frozenset(Flag) - {Flag.BORDERLINE, Flag.PROVISIONAL, Flag.OVERRIDDEN, Flag.NOT_POSITIVE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A fact: its value in words ("" = missing), and the page where it is seen or given ("" = none)."""

    label: str
    value: str
    how: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisWords:
    """An axis: the value and its class, how it is computed, and where the lines are."""

    label: str
    value: str
    band: str
    formula: str
    lines: tuple[str, ...]
    card: ScoreCard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """A class that a person set: the computed one beside it, who, why, until when."""

    override: ClassificationOverride
    cell: str
    computed: str
    counts: bool

    @property
    def end_url(self) -> str:
        return address_of("portfolio:override_end", self.override.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A flag in words, with the tone of its note."""

    label: str
    text: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What the panel says about ``row``."""

    row: Classification
    run: ClassificationRun
    cell: str
    came_from: str
    prescription: str
    status: str
    axes: tuple[AxisWords, ...]
    inputs: tuple[Given, ...]
    missing: tuple[Given, ...]
    refine: tuple[Given, ...]
    moves: tuple[str, ...]
    flags: tuple[Warned, ...]
    lines_hidden: bool
    revenue: str
    margin: Decimal | None
    extra: tuple[str, ...] = field(default=())
    posture: str = ""
    by_hand: ByHand | None = None
    override_url: str = ""
    designation_url: str = ""
    profile: tuple[tuple[str, str], ...] = ()

    @property
    def account(self) -> KeyAccount:
        return self.row.account


def why(
    spec: MatrixSpec,
    reading: Reading,
    row: Classification,
    came_from: str,
    language: str,
    override: ClassificationOverride | None,
) -> Why:
    """The panel about ``row``; ``came_from``: its cell in the run before, "" if it is the same. ``override``: the class
    in force that a person set for the account, None without one and on matrices where nobody may."""
    run = reading.run
    told = explanation(spec, run, row)
    cell = row.cell_on(spec.key)
    named = cell not in NO_CLASS | {""}
    speak = _Speech(spec, row.account, reading.user, language, run.currency)
    assessed = told["class"] is not None
    status = "" if assessed else _(STATUSES.get(told["status"]).text)
    return Why(
        row=row,
        run=run,
        cell=cell_label(spec, cell),
        came_from=cell_label(spec, came_from) if came_from else "",
        prescription=_prescription(spec, told, cell) if named else "",
        status=status if told["status"] != Status.MISSING else "",
        axes=tuple(speak.axis(name, axis, told["thresholds"][name]) for name, axis in told["axes"].items()),
        inputs=tuple(speak.fact(fact) for fact in told["inputs"]),
        missing=tuple(speak.fact(fact) for fact in told["missing"]),
        refine=tuple(speak.fact(fact) for fact in told["refine"]),
        moves=tuple(
            speak.move(move, told["axes"][move["axis"]])
            for move in told["moves"]
            if speak.shows(told["thresholds"][move["axis"]])
        ),
        flags=tuple(_flag(flag) for flag in told["flags"]),
        lines_hidden=not all(speak.shows(lines) for lines in told["thresholds"].values()),
        revenue=written(float(row.revenue), Unit.MONEY, language, run.currency),
        margin=margin_share(row),
        extra=_cost_note(row, language),
        posture=_(spec.cell(cell).posture) if named and spec.cell(cell).posture else "",
        by_hand=_by_hand(spec, row, override) if override else None,
        override_url=address_of("portfolio:override", spec.key, row.account.slug) if spec.may_override else "",
        designation_url=address_of("portfolio:designation", row.account.slug),
        profile=profile_of(cell) if spec.key == PROFILED and named else (),
    )


def _prescription(spec: MatrixSpec, told: Mapping[str, Any], cell: str) -> str:
    """What the class in force asks for; at its own place on the grid if it says something of its own there."""
    if told["class"] and told["class"]["key"] == cell:
        return _(told["class"]["prescription"])
    return _(spec.cell(cell).prescription)


def _by_hand(spec: MatrixSpec, row: Classification, override: ClassificationOverride) -> ByHand:
    """The class that counts by a person's decision; also one that the next run will take in."""
    return ByHand(
        override=override,
        cell=cell_label(spec, override.cell),
        computed=cell_label(spec, row.computed_on(spec.key)),
        counts=row.cell_on(spec.key) == override.cell,
    )


def profile_of(cell: str) -> tuple[tuple[str, str], ...]:
    """The nine bases of distinction of a class (method §6.4), in words."""
    return tuple((_(basis.label), _(basis.of(cell))) for basis in PROFILES)


class _Speech:
    """Says amounts in one language and currency."""

    def __init__(self, spec: MatrixSpec, account: KeyAccount, user: User, language: str, currency: str) -> None:
        self.spec, self.account, self.user, self.language, self.currency = spec, account, user, language, currency
        self.amounts = sees_thresholds(user)

    def shows(self, threshold: Mapping[str, Any] | None) -> bool:
        """Whether the reader may know where the lines are: fixed ones say nothing about other accounts."""
        return self.amounts or threshold is None or threshold["mode"] == Mode.FIXED

    def amount(self, value: float | None, unit: str | Unit) -> str:
        return written(value, Unit(unit), self.language, self.currency)

    def fact(self, fact: Mapping[str, Any]) -> Given:
        value = fact.get("value")
        return Given(
            label=_(fact["label"]),
            value="" if value is None else self.amount(value, fact["unit"]),
            how=_(fact["give"]["label"]) if fact["give"] else "",
            url=place_url(fact["give"]["key"], self.account, self.user) if fact["give"] else "",
        )

    def axis(self, name: str, axis: Mapping[str, Any], threshold: Mapping[str, Any] | None) -> AxisWords:
        level = METRICS.get(axis["level"]) if axis["level"] else METRICS.get(axis["metric"])
        formula = level.formula or METRICS.get(axis["metric"]).formula
        label = _(axis["label"])
        if level.key != axis["metric"]:
            label = f"{label} ({_(level.label)})"
        return AxisWords(
            label=label,
            value=self.amount(axis["value"], axis["unit"]),
            band=_(axis["band_label"]) if axis["band_label"] else "",
            formula=_(formula) if formula else "",
            lines=self.lines(threshold, axis["unit"]) if threshold and self.shows(threshold) else (),
            card=self.card(axis) if axis["criteria"] else None,
        )

    def card(self, axis: Mapping[str, Any]) -> ScoreCard:
        """The criteria that an axis is the sum of, points as 0–100."""
        criteria = [
            Criterion(
                label=_(line["label"]),
                weight=line["weight"],
                score=None if line["points"] is None else line["points"] * 10,
            )
            for line in axis["criteria"]
        ]
        return ScoreCard(label=_(axis["label"]), score=axis["value"], criteria=criteria)

    def lines(self, threshold: Mapping[str, Any], unit: str) -> tuple[str, ...]:
        """How the lines were found, and where they are."""
        if threshold["cuts"] is None:
            return (_(STATUSES.get(Status.NO_THRESHOLD).text),)
        cuts = " · ".join(self.amount(cut, unit) for cut in reversed(threshold["cuts"]))
        where = ngettext("The line is at %(cuts)s.", "The lines are at %(cuts)s.", len(threshold["cuts"]))
        return (where % {"cuts": cuts}, self.how(threshold, unit))

    def how(self, threshold: Mapping[str, Any], unit: str) -> str:
        count, mode = threshold["accounts"], Mode(threshold["mode"])
        number = formats.number(count, self.language)
        if mode is Mode.MEAN:
            text = ngettext("Mean of %(number)s account.", "Mean of %(number)s accounts.", count)
        elif mode is Mode.MEDIAN:
            text = ngettext("Median of %(number)s account.", "Median of %(number)s accounts.", count)
        elif mode is Mode.ABC:
            text = ngettext(
                "By cumulative share of %(total)s over %(number)s account.",
                "By cumulative share of %(total)s over %(number)s accounts.",
                count,
            )
            return text % {"number": number, "total": self.amount(threshold["total"], unit)}
        elif mode is Mode.RELATIVE:
            text = ngettext(
                "In steps from the company's %(reference)s, over %(number)s account.",
                "In steps from the company's %(reference)s, over %(number)s accounts.",
                count,
            )
            return text % {"number": number, "reference": self.amount(threshold["reference"], unit)}
        else:
            return _("Fixed in the method parameters.")
        return text % {"number": number}

    def move(self, move: Mapping[str, Any], axis: Mapping[str, Any]) -> str:
        values = {
            "axis": _(axis["label"]),
            "at": self.amount(move["at"], axis["unit"]),
            "distance": self.amount(move["distance"], axis["unit"]),
            "cell": cell_label(self.spec, move["cell"]) if move["cell"] else _(move["to_label"]),
        }
        if move["direction"] == "up":
            return _("%(axis)s from %(at)s on (%(distance)s more): %(cell)s.") % values
        return _("%(axis)s below %(at)s (%(distance)s less): %(cell)s.") % values


def _flag(key: str) -> Warned:
    flag = FLAGS.get(key)
    return Warned(label=_(flag.label), text=_(flag.text), tone="warn" if key in WARNING_FLAGS else "info")


def _cost_note(row: Classification, language: str) -> tuple[str, ...]:
    """That a part of the cost is taken at the ratio of the rest."""
    share = Decimal(row.metrics.get("cost_share", 1))
    if share >= 1 or "direct_cost" not in row.metrics:
        return ()
    text = _("The direct cost is known for %(share)s of the revenue; the rest is taken at the same ratio.")
    return (text % {"share": formats.pct(share, language)},)


# Where a fact is seen or given: url name, its argument (None: the account's slug), and the right the page needs.
PLACES: dict[str, tuple[str, str | None, str]] = {
    "sales": ("accounts:account_sales", None, ""),
    "list_price": ("dictionaries:entry_list", "products", "accounts.manage_dictionaries"),
    "cost": ("dictionaries:entry_list", "products", "accounts.manage_dictionaries"),
    "cost_to_serve": ("accounts:account_detail", None, ""),
    "demand": ("accounts:account_demand", None, ""),
    "contracts": ("accounts:account_contracts", None, ""),
    "people": ("accounts:account_dmu", None, ""),
    "relationship": ("accounts:audit_relationship", None, ""),
    "criteria": ("accounts:audit_choice", None, ""),
    "attractiveness": ("accounts:audit_attractiveness", None, ""),
    "payments": ("accounts:audit_attractiveness", None, ""),
}


def place_url(key: str, account: KeyAccount, user: User) -> str:
    """The page where the fact of an input place is seen or given; the account's sales if that is not for ``user``."""
    name, argument, right = PLACES[key]
    if right and not user.has_perm(right):
        return address_of("accounts:account_sales", account.slug)
    return address_of(name, argument or account.slug)
