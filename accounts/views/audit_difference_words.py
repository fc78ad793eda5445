"""What changed between two audits, line by line, in words."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.calc.audit_compare import Difference
from accounts.criteria.catalog import CHOICE_DEFAULTS, CRITERIA, OURS, QUADRANTS, RIVAL
from accounts.criteria.spec import Quadrant
from accounts.criteria.stages import stage
from accounts.enums import Attitude, ChoiceSet, DmuRole
from accounts.models import Audit, Contract, FinancialYear, KeyAccount, Person
from accounts.views.audit_words import FLAGS
from kamp.shared import formats
from kamp.shared.templatetags.formats import language
from kamp.users.models import User

SENSITIVE = frozenset({"influence", "attitude"})
_PARTS = {
    "score": gettext_lazy("Completeness"),
    "relationship": gettext_lazy("Relationship"),
    "strength": gettext_lazy("Relative strength"),
    "answers": gettext_lazy("Answers"),
    "criteria": gettext_lazy("Choice criteria"),
    "profile": gettext_lazy("Address and contacts"),
    "years": gettext_lazy("Their figures"),
    "contracts": gettext_lazy("Contracts"),
    "people": gettext_lazy("People"),
}
_RELATIONSHIP = {
    "x": gettext_lazy("Nature of the relationship"),
    "y": gettext_lazy("Involvement with the customer"),
    "score": gettext_lazy("Mean of both axes"),
    "stage": gettext_lazy("Stage"),
    "flag": gettext_lazy("Off the diagonal"),
}
_ROWS = {
    "label": gettext_lazy("name"),
    "weight": gettext_lazy("weight"),
    "title": gettext_lazy("title"),
    "notice": gettext_lazy("last day for notice"),
    "roles": gettext_lazy("roles"),
    "influence": gettext_lazy("influence"),
    "attitude": gettext_lazy("attitude"),
}
_NUMBERS = frozenset(
    ("payment_days", "weight", "value", "revenue", "ebit", "net_profit", "capital_employed", "influence")
)
"""The facts that are numbers: a postal code or a telephone number is none."""
_MODELS = {"profile": KeyAccount, "years": FinancialYear, "contracts": Contract}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A change as the page shows it: "" = not there, or not assessed."""

    part: str
    label: str
    before: str
    after: str
    direction: int


def difference_lines(
    found: Sequence[Difference], account: KeyAccount, before: Audit | None, after: Audit, user: User
) -> list[Line]:
    """``found`` in words; sensitive facts about people only for who may see them. One query for the names."""
    shown = [each for each in found if each.name not in SENSITIVE or user.has_perm("accounts.view_sensitive")]
    names = {str(pk): name for pk, name in Person.objects.filter(account=account).values_list("pk", "name")}
    words = _Words(names, _rows("criteria", before, after), _rows("contracts", before, after))
    return [words.line(each) for each in shown]


def _rows(part: str, before: Audit | None, after: Audit) -> dict[str, dict[str, Any]]:
    """The rows of a part by key, as the newer of the two audits has them."""
    return {**(before.snapshot.get(part, {}) if before else {}), **after.snapshot.get(part, {})}


class _Words:
    def __init__(self, people: dict[str, str], criteria: dict[str, Any], contracts: dict[str, Any]) -> None:
        self._people, self._criteria, self._contracts = people, criteria, contracts

    def line(self, found: Difference) -> Line:
        return Line(
            part=str(_PARTS[found.part]),
            label=self._label(found),
            before=self._value(found, found.before),
            after=self._value(found, found.after),
            direction=found.direction if _is_number(found) else 0,
        )

    def _label(self, found: Difference) -> str:
        if found.part == "score":
            return _("in total") if found.key == "total" else _(QUADRANTS[Quadrant(found.key)])
        if found.part == "relationship":
            return str(_RELATIONSHIP[found.key])
        if found.part == "strength":
            return str(_PARTS["strength"])
        if found.part == "answers":
            return self._question(found.key)
        if found.part == "profile":
            return _field_name("profile", found.key)
        return f"{self._row(found)}: {_field_name(found.part, found.name)}"

    def _question(self, key: str) -> str:
        question, _colon, subject = key.partition(":")
        if question in CRITERIA:
            return _(CRITERIA.get(question).label)
        text = {OURS: _("“%(name)s”, our score"), RIVAL: _("“%(name)s”, the best rival’s")}.get(question, "%(name)s")
        return text % {"name": self._criterion(subject)}

    def _criterion(self, key: str) -> str:
        row = self._criteria.get(key, {})
        name = row.get("label") or ""
        if not name and row.get("key") in CHOICE_DEFAULTS:
            name = _(CHOICE_DEFAULTS.get(row["key"]).label)
        if not name:
            return _("criterion taken away")
        if row.get("set") == ChoiceSet.POTENTIAL:
            return _("%(name)s, for business there could be") % {"name": name}
        return str(name)

    def _row(self, found: Difference) -> str:
        if found.part == "criteria":
            return self._criterion(found.key)
        if found.part == "people":
            return self._people.get(found.key, _("somebody taken away"))
        if found.part == "contracts":
            return str(self._contracts.get(found.key, {}).get("title") or _("contract"))
        return found.key

    def _value(self, found: Difference, value: str | None) -> str:
        if value is None:
            return ""
        say = _SAY.get(found.key if found.part == "relationship" else found.name)
        if say is not None:
            return say(value)
        return _number(value) if _is_number(found) else value


def _roles(value: str) -> str:
    labels = dict(DmuRole.choices)
    return ", ".join(str(labels.get(role, role)) for role in value.split(", "))


def _day(value: str) -> str:
    return formats.date_long(datetime.date.fromisoformat(value), language())


_SAY: dict[str, Callable[[str], str]] = {
    "stage": lambda value: _(stage(int(value)).label),
    "flag": lambda value: str(FLAGS[value][0]) if value in FLAGS else value,
    "attitude": lambda value: str(Attitude(int(value)).label),
    "roles": _roles,
    "end": _day,
    "notice": _day,
}


def _is_number(found: Difference) -> bool:
    """Whether the change is that of a number, which rises or falls."""
    if found.part in {"score", "relationship", "strength", "answers"}:
        return found.key != "flag"
    return (found.name or found.key) in _NUMBERS


def _number(value: str) -> str:
    number = float(value)
    return formats.number(number, language(), 0 if number.is_integer() else 1)


def _field_name(part: str, name: str) -> str:
    if name in _ROWS:
        return str(_ROWS[name])
    model = _MODELS.get(part)
    return str(model._meta.get_field(name).verbose_name) if model else name
