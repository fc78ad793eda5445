"""Sections of an audit that people judge: the relationship with its two axes, and attractiveness."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from django.forms import Form
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.calc.relationship import VALID_DAYS, ceiling
from accounts.criteria.catalog import DAYS_LATE, INDICATORS, JUDGED
from accounts.criteria.spec import Criterion, Group
from accounts.criteria.stages import STAGES, stage
from accounts.enums import Answer, Confidence
from accounts.forms.audit import WITHOUT_VALUE, GivenAnswer, RatingsForm
from accounts.forms.relationship import TargetFields
from accounts.models import KeyAccount, Rating, RelationshipBreak, RelationshipTarget
from accounts.selectors.facts import Facts, facts_of
from accounts.selectors.proposals import Proposal, proposals_for
from accounts.selectors.ratings import DISAGREEMENT, answers_given
from accounts.selectors.soft_facts import SoftFacts, soft_facts
from accounts.selectors.windows import Window
from accounts.services.ratings import Given, record_answer
from accounts.services.relationship import set_target
from accounts.views.audit_section import AuditSection
from accounts.views.audit_words import FLAGS, SIGNALS, proposal_in_words
from kamp.shared.autosave import Stamp
from kamp.shared.drawing.marks import Spot
from kamp.shared.widget_values import Pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice of a question: its value as sent, how it is labelled, what it looks like in daily work."""

    value: str
    label: Any
    anchor: Any
    checked: bool
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """What other assessors answered, and all together: ``mean`` over everybody, ``split`` = they disagree."""

    id: str
    given: list[Rating]
    mean: Any
    count: int
    split: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """When the person answered; ``again`` says the same as of today, to be sent; "" if that is so already."""

    id: str
    on: datetime.date | None
    again: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A question as the page draws it."""

    criterion: Criterion
    field: BoundField
    options: list[Option]
    parts: dict[str, Any]
    own: Rating | None
    answered: Answered
    others: Others
    proposal: Proposal | None
    proposed: str
    taken: str
    without: list[dict[str, Any]]
    is_open: bool


class RatingsSection(AuditSection):
    """Questions of the catalogue, one answer per person; what others answered stands beside."""

    abstract = True
    criteria: ClassVar[tuple[Criterion, ...]] = ()

    @cached_property
    def today(self) -> datetime.date:
        """The day of the request."""
        return timezone.localdate()

    def given(self, account: KeyAccount) -> dict[str, list[Rating]]:
        """The newest answer of each assessor, by question."""
        found: dict[str, list[Rating]] = {}
        for rating in answers_given(account.pk, [each.key for each in self.criteria], self.today):
            found.setdefault(rating.key, []).append(rating)
        return found

    def form(self, target: KeyAccount) -> Form:
        self.answers = self.given(target)
        own = {key: rating for key in self.answers if (rating := self._own(key)) is not None}
        return RatingsForm(self.criteria, own)

    def _own(self, key: str) -> Rating | None:
        return next((each for each in self.answers.get(key, ()) if each.author_id == self.user.pk), None)

    def settled(self, value: Any) -> Any:
        return replace(value, on=None) if isinstance(value, GivenAnswer) else value

    def stamp(self, target: KeyAccount, name: str) -> Stamp:
        own = self._own(name)
        return Stamp(who=str(self.user), at=own.created_at) if own else super().stamp(target, name)

    def store(self, account: KeyAccount, name: str, value: Any, submission: uuid.UUID | None) -> None:
        record_answer(
            account_id=account.pk,
            given=given_for(name, "", value, submission),
            by=self.user,
            at=timezone.now(),
        )

    def cards(self, account: KeyAccount, form: Form, proposals: dict[str, Proposal]) -> list[Card]:
        """The questions in the order of the catalogue."""
        return [self._card(each, form[each.key], proposals.get(each.key)) for each in self.criteria]

    def _card(self, criterion: Criterion, field: BoundField, proposal: Proposal | None) -> Card:
        widget = field.field.widget.get_context(field.html_name, field.value(), {"id": field.auto_id})["widget"]
        choice, *rest = widget["subwidgets"]
        own = self._own(criterion.key)
        return Card(
            criterion=criterion,
            field=field,
            options=_options(criterion, choice),
            parts={"choice": choice, **dict(zip(("note", "source", "confidence", "on"), rest, strict=True))},
            own=own,
            answered=self._answered(criterion),
            others=self._others(criterion, field.auto_id),
            proposal=proposal,
            proposed=proposal_in_words(proposal) if proposal else "",
            taken=json.dumps(_taken(field.html_name, proposal)) if proposal else "",
            without=[
                {"label": answer.label, "taken": json.dumps([[field.html_name, str(answer.label)]])}
                for answer in WITHOUT_VALUE
            ],
            is_open=own is None
            or own.answer == Answer.NOT_KNOWN
            or (self.today - own.rated_on).days > criterion.interval,
        )

    def _answered(self, criterion: Criterion) -> Answered:
        own = self._own(criterion.key)
        old = own is not None and own.rated_on < self.today
        again = json.dumps([[f"{criterion.key}_on", f"{self.today:%d/%m/%Y}"]]) if old else ""
        return Answered(id=f"answered_id_{criterion.key}", on=own.rated_on if own else None, again=again)

    def _others(self, criterion: Criterion, auto_id: str) -> Others:
        rows = self.answers.get(criterion.key, [])
        values = [each.value for each in rows if each.value is not None]
        limit = DISAGREEMENT if criterion.high == 5 else 2 * DISAGREEMENT
        return Others(
            id=f"others_{auto_id}",
            given=[each for each in rows if each.author_id != self.user.pk],
            mean=sum(values) / len(values) if values else None,
            count=len(values),
            split=len(values) > 1 and max(values) - min(values) >= limit and criterion is not DAYS_LATE,
        )

    def content(self, account: KeyAccount, form: Form) -> dict[str, Any]:
        cards = self.cards(account, form, self.proposals(account))
        open_first = [card for card in cards if card.is_open]
        return {
            "cards": open_first,
            "answered": [card for card in cards if not card.is_open],
            **self.result(account),
        }

    def proposals(self, account: KeyAccount) -> dict[str, Proposal]:
        """What the data propose."""
        return {}

    def result(self, account: KeyAccount) -> dict[str, Any]:
        """What the answers make so far, for ``result_template``."""
        return {}

    result_template: ClassVar[str] = ""

    def extras(self, target: KeyAccount, name: str) -> str:
        self.answers = self.given(target)
        html = super().extras(target, name)
        html += render_to_string(self.result_template, {**self.result(target), "account": target})
        criterion = next((each for each in self.criteria if each.key == name), None)
        if criterion is not None:
            html += render_to_string("accounts/audit/_others.html", {"others": self._others(criterion, f"id_{name}")})
            html += render_to_string("accounts/audit/_answered.html", {"answered": self._answered(criterion)})
        return html


def given_for(key: str, subject: str, value: GivenAnswer | None, submission: uuid.UUID | None) -> Given:
    """The clean value of a field as the service takes it; None takes the answer back."""
    if value is None:
        return Given(key=key, subject=subject, answer=Answer.CLEARED, submission=submission)
    return Given(
        key=key,
        subject=subject,
        value=value.value,
        answer=value.answer,
        note=value.note,
        source=value.source,
        confidence=value.confidence,
        rated_on=value.on,
        submission=submission,
    )


def _options(criterion: Criterion, choice: dict[str, Any]) -> list[Option]:
    anchors = {str(anchor.value): anchor.text for anchor in criterion.anchors}
    found = []
    for _group, options, _index in choice.get("optgroups", ()):
        for option in options:
            anchor = anchors.get(str(option["value"]), "")
            found.append(
                Option(
                    value=str(option["value"]),
                    label=option["label"],
                    anchor=_(anchor) if anchor else "",
                    checked=bool(option["selected"]),
                    id=option["attrs"]["id"],
                )
            )
    return found


def _taken(name: str, proposal: Proposal) -> Pairs:
    return [
        [name, str(proposal.value)],
        [f"{name}_source", _("Our data")],
        [f"{name}_confidence", Confidence.CONFIRMED],
    ]


class Relationship(RatingsSection):
    """The thirteen indicators, and where the relationship stands because of them."""

    permission_required = "accounts.view_account"
    template_name = "accounts/audit/relationship.html"
    result_template = "accounts/audit/_relation_now.html"
    title = gettext_lazy("Assessment of the relationship")
    criteria = tuple(INDICATORS)

    def form(self, target: KeyAccount) -> Form:
        form = super().form(target)
        row = RelationshipTarget.objects.filter(account=target).first()
        TargetFields.add_to(form, row)
        return form

    def store(self, account: KeyAccount, name: str, value: Any, submission: uuid.UUID | None) -> None:
        if name in TargetFields.NAMES:
            set_target(account_id=account.pk, field=TargetFields.NAMES[name], value=value)
        else:
            super().store(account, name, value, submission)

    def stamp(self, target: KeyAccount, name: str) -> Stamp:
        row = RelationshipTarget.objects.filter(account=target).first() if name in TargetFields.NAMES else None
        return AuditSection.stamp(self, row, name) if row else super().stamp(target, name)

    def proposals(self, account: KeyAccount) -> dict[str, Proposal]:
        return proposals_for(account, self.today, self.facts(account)[account.pk])

    def facts(self, account: KeyAccount) -> dict[int, Facts]:
        """The figures of twelve months, read once for a page."""
        if not hasattr(self, "_facts"):
            rows = facts_of([account.pk], Window.trailing(self.today))
            self._facts = {row.account_id: row for row in rows}
        return self._facts

    def result(self, account: KeyAccount) -> dict[str, Any]:
        soft = soft_facts([account.pk], self.today, facts=self.facts(account))[account.pk]
        return {"now": relation_in_words(soft, self.today), "ceiling": self._ceiling(account)}

    def _ceiling(self, account: KeyAccount) -> dict[str, Any] | None:
        mark = self.mark(account)
        highest = ceiling(mark["tone"]) if mark else None
        return {"stage": stage(highest), "name": mark["name"]} if mark and highest else None

    def content(self, account: KeyAccount, form: Form) -> dict[str, Any]:
        content = super().content(account, form)
        content["axes"] = [
            (title, [card for card in content["cards"] if card.criterion.group == group])
            for group, title in (
                (Group.INVOLVEMENT, _("How deeply we are involved")),
                (Group.NATURE, _("What the relationship is like")),
            )
        ]
        breaks = RelationshipBreak.objects.filter(account=account).select_related("author")
        return {**content, "breaks": list(breaks)}


class Attractiveness(RatingsSection):
    """The criteria of attractiveness that people judge; the others are computed."""

    permission_required = "accounts.view_account"
    template_name = "accounts/audit/attractiveness.html"
    result_template = "accounts/audit/_attractive_now.html"
    title = gettext_lazy("Attractiveness")
    criteria = (*JUDGED, DAYS_LATE)

    def result(self, account: KeyAccount) -> dict[str, Any]:
        return {"soft": soft_facts([account.pk], self.today)[account.pk]}


def relation_in_words(soft: SoftFacts, today: datetime.date) -> dict[str, Any]:
    """Where the relationship stands, for the page."""
    stands = soft.standing
    return {
        "x": stands.x,
        "y": stands.y,
        "score": stands.score,
        "stage": stage(stands.stage) if stands.stage else None,
        "before": stage(stands.before) if stands.before and stands.before != stands.stage else None,
        "next": stage(stands.stage + 1) if stands.stage and stands.stage < len(STAGES) - 1 else None,
        "flag": FLAGS.get(stands.flag),
        "signals": [SIGNALS[signal] for signal in stands.signals],
        "dormant": stands.dormant,
        "never": stands.never_invoiced,
        "missing": len(stands.missing),
        "old": bool(soft.rated_on and (today - soft.rated_on).days > VALID_DAYS),
        "rated_on": soft.rated_on,
        "spot": _spot(soft),
    }


def _spot(soft: SoftFacts) -> Spot:
    cuts = (12.5, 37.5, 62.5, 87.5)
    x, y = soft.relation_x, soft.relation_y
    if x is None or y is None:
        return Spot(x=None, y=None, cuts_x=cuts, cuts_y=cuts)
    return Spot(x=float((x - 1) * 25), y=float((y - 1) * 25), cuts_x=cuts, cuts_y=cuts)


def labels_of(criteria: Iterable[Criterion]) -> dict[str, str]:
    """The labels of questions by key, in the language of the person."""
    return {each.key: _(each.label) for each in criteria}
