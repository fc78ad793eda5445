"""Recorded changes in words: the fields by their names, keys of other rows by theirs, values as they are shown."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from accounts.enums import Attitude, DmuRole, YearFigure
from accounts.models import DmuMember
from accounts.selectors.history import Event
from kamp.shared import formats
from kamp.shared.i18n import N_
from kamp.shared.templatetags.formats import language
from kamp.users.models import User

SENSITIVE = {"dmumember": frozenset(DmuMember.OPINIONS), "touch": frozenset({"note"})}
"""Fields by kind of row that only who may see opinions about people sees."""
IN_SENTENCE = {"accountmember": "user"}
"""The field by kind of row whose value the sentence names already."""
BACK = "back"
"""A row written anew under the key it had before: a deletion taken back."""
WHAT_HAPPENED: dict[str, dict[str, str]] = {
    "keyaccount": {"insert": N_("Account added"), "update": N_("Account changed"), "delete": N_("Account deleted")},
    "accountmember": {
        "insert": N_("%(subject)s works on the account"),
        "update": N_("Part of %(subject)s in the account changed"),
        "delete": N_("%(subject)s no longer works on the account"),
    },
    "person": {
        "insert": N_("Person %(subject)s added"),
        "update": N_("Person %(subject)s changed"),
        "delete": N_("Person %(subject)s deleted"),
        BACK: N_("Person %(subject)s brought back"),
    },
    "dmumember": {
        "insert": N_("Part of %(subject)s in the decision added"),
        "update": N_("Part of %(subject)s in the decision changed"),
        "delete": N_("Part of %(subject)s in the decision deleted"),
        BACK: N_("Part of %(subject)s in the decision brought back"),
    },
    "contract": {
        "insert": N_("Contract %(subject)s added"),
        "update": N_("Contract %(subject)s changed"),
        "delete": N_("Contract %(subject)s deleted"),
        BACK: N_("Contract %(subject)s brought back"),
    },
    "financialyear": {
        "insert": N_("Financial year %(subject)s added"),
        "update": N_("Financial year %(subject)s changed"),
        "delete": N_("Financial year %(subject)s deleted"),
        BACK: N_("Financial year %(subject)s brought back"),
    },
    "accountprofile": {
        "insert": N_("Profile added"),
        "update": N_("Profile changed"),
        "delete": N_("Profile deleted"),
    },
    "touch": {
        "insert": N_("Contact of %(subject)s added"),
        "update": N_("Contact of %(subject)s changed"),
        "delete": N_("Contact of %(subject)s deleted"),
        BACK: N_("Contact of %(subject)s brought back"),
    },
    "demand": {
        "insert": N_("Demand estimate for %(subject)s added"),
        "update": N_("Demand estimate for %(subject)s changed"),
        "delete": N_("Demand estimate for %(subject)s deleted"),
    },
}
"""Whole sentences, so that every language can order and inflect its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field and its value before and after, "" where there was or is none."""

    label: Any
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A change as it is shown: when, who (None = nobody), what happened in a sentence, and the fields.

    ``event`` is the change itself; ``undo_url`` takes a deletion back ("" = there is nothing to take back).
    """

    at: datetime.datetime
    who: User | None
    by_import: bool
    sentence: str
    changes: list[FieldChange]
    event: Event
    undo_url: str = ""

    @property
    def day(self) -> datetime.date:
        """The local day."""
        return timezone.localtime(self.at).date()


def entries_of(events: Sequence[Event], *, sensitive: bool) -> list[Entry]:
    """The events in words; those without any change that people would see are left out.

    ``sensitive`` = whether attitude and influence may be shown. One query for each kind of row that is referred to.
    """
    names = _Names(events)
    entries = []
    for event in events:
        fields = {field.name: field for field in event.source.model._meta.concrete_fields}
        changes = [
            FieldChange(
                label=fields[name].verbose_name,
                before=names.text(fields[name], before),
                after=names.text(fields[name], after),
            )
            for name, before, after in event.changes()
            if (sensitive or name not in SENSITIVE.get(event.source.key, ()))
            and name != IN_SENTENCE.get(event.source.key)
        ]
        if not changes and event.label == "update":
            continue
        entries.append(
            Entry(
                at=event.at,
                who=names.person(event.who),
                by_import=event.url.startswith("/import") or (event.who is None and not event.url),
                sentence=_(_happened(event)) % {"subject": names.subject(event)},
                changes=[] if event.label == "delete" else changes,
                event=event,
            )
        )
    return entries


def _happened(event: Event) -> str:
    sentences = WHAT_HAPPENED[event.source.key]
    is_back = event.label == "insert" and event.before is not None
    return sentences[BACK] if is_back and BACK in sentences else sentences[event.label]


class _Names:
    """The names of rows that events refer to, fetched by kind."""

    def __init__(self, events: Iterable[Event]) -> None:
        wanted: dict[type[models.Model], set[int]] = {User: set()}
        for event in events:
            if event.who is not None:
                wanted[User].add(event.who)
            for field in event.source.model._meta.concrete_fields:
                if isinstance(field, models.ForeignKey) and field.name not in {"account", "data_import"}:
                    keys = {(state or {}).get(field.attname) for state in (event.now, event.before)}
                    wanted.setdefault(field.related_model, set()).update(key for key in keys if key)
        self._rows = {model: model._base_manager.in_bulk(keys) for model, keys in wanted.items() if keys}

    def person(self, key: int | None) -> User | None:
        """Who made a change; None for nobody, or somebody who is gone."""
        return self._rows.get(User, {}).get(key)

    def row(self, model: Any, key: Any) -> str:
        """The name of a row; one that is gone is said to be."""
        if key is None:
            return ""
        found = self._rows.get(model, {}).get(key)
        return str(found) if found is not None else _("deleted (%(key)s)") % {"key": key}

    def subject(self, event: Event) -> str:
        """Which person, contract, year the event is about; "" for the account itself."""
        now = event.now
        if event.source.key == "accountmember":
            return self.row(User, now.get("user_id"))
        if event.source.key == "dmumember":
            person = event.source.model._meta.get_field("person").related_model
            return self.row(person, now.get("person_id"))
        if event.source.key == "demand":
            return str(now.get("year", ""))
        if event.source.key == "touch":
            day = parse_date(str(now.get("date", ""))[:10])
            return formats.date_long(day, language()) if day else ""
        return (
            str(now.get("name") or now.get("title") or now.get("year") or "")
            if event.source.key != "keyaccount"
            else ""
        )

    def text(self, field: Any, value: Any) -> str:
        """``value`` (as JSON has it) as it is shown."""
        if value is None or value in ("", []):
            return ""
        if isinstance(field, models.ForeignKey):
            return self.row(field.related_model, value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, list):
            return ", ".join(str(_LISTED.get(item, item)) for item in value)
        if field.name == "attitude" and value in Attitude.values:
            return str(Attitude(value).label)
        return _plain(field, value)


_LISTED = dict(DmuRole.choices) | dict(YearFigure.choices)
"""Words that stand in columns with several values."""


def _plain(field: Any, value: Any) -> str:
    here = language()
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(value))):
        return formats.date_long(timezone.localdate(moment), here)
    if isinstance(field, models.DateField) and (day := parse_date(str(value)[:10])):
        return formats.date_long(day, here)
    if isinstance(field, models.DecimalField):
        amount = Decimal(str(value))
        return formats.number(amount, here, max(0, min(4, -int(amount.normalize().as_tuple().exponent))))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
