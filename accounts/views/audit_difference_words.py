"""What changed between two audits, line by line, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.calc.audit_compare import Difference
from accounts.criteria.catalog import CHOICE_DEFAULTS, CRITERIA, OURS, QUADRANTS, RIVAL
from accounts.criteria.spec import Quadrant
from accounts.criteria.stages import stage
from accounts.enums import Attitude, DmuRole
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
    "set": gettext_lazy("kind of business"),
    "key": gettext_lazy("criterion"),
    "label": gettext_lazy("criterion"),
    "weight": gettext_lazy("weight"),
    "title": gettext_lazy("title"),
    "notice": gettext_lazy("last day for notice"),
    "roles": gettext_lazy("roles"),
    "influence": gettext_lazy("influence"),
    "attitude": gettext_lazy("attitude"),
}
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
    criteria = {**(before.snapshot.get("criteria", {}) if before else {}), **after.snapshot.get("criteria", {})}
    words = _Words(names, criteria)
    return [words.line(each) for each in shown]


class _Words:
    def __init__(self, people: dict[str, str], criteria: dict[str, dict[str, Any]]) -> None:
        self._people, self._criteria = people, criteria

    def line(self, found: Difference) -> Line:
        return Line(
            part=str(_PARTS[found.part]),
            label=self._label(found),
            before=self._value(found, found.before),
            after=self._value(found, found.after),
            direction=found.direction,
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
        if row.get("label"):
            return str(row["label"])
        return (
            _(CHOICE_DEFAULTS.get(row["key"]).label) if row.get("key") in CHOICE_DEFAULTS else _("criterion taken away")
        )

    def _row(self, found: Difference) -> str:
        if found.part == "criteria":
            return self._criterion(found.key)
        if found.part == "people":
            return self._people.get(found.key, _("somebody taken away"))
        return found.key if found.part == "years" else _("contract")

    def _value(self, found: Difference, value: str | None) -> str:
        if value is None:
            return ""
        if found.part == "relationship" and found.key == "stage":
            return _(stage(int(value)).label)
        if found.part == "relationship" and found.key == "flag":
            return str(FLAGS[value][0]) if value in FLAGS else value
        if found.name == "attitude":
            return str(Attitude(int(value)).label)
        if found.name == "roles":
            labels = dict(DmuRole.choices)
            return ", ".join(str(labels.get(role, role)) for role in value.split(", "))
        return _plain(value)


def _plain(value: str) -> str:
    """A number as it is written in the language of the person; anything else as it is."""
    try:
        number = float(value)
    except ValueError:
        return value
    return formats.number(number, language(), 0 if number.is_integer() else 1)


def _field_name(part: str, name: str) -> str:
    if name in _ROWS:
        return str(_ROWS[name])
    model = _MODELS.get(part)
    return str(model._meta.get_field(name).verbose_name) if model else name
