"""The fields of an audit: an answer with its note, source, confidence and day; a score; the state of an item."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.criteria.spec import Criterion
from accounts.enums import Answer, Confidence
from accounts.forms.fields import AmountField, DayField
from accounts.models import Rating
from kamp.shared import formats
from kamp.shared.templatetags.formats import language
from kamp.shared.widgets import PlainSelect

WITHOUT_VALUE = (Answer.NOT_KNOWN, Answer.NOT_AVAILABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """What somebody chose or typed about a question. ``on`` is None unless a day was typed."""

    value: Decimal | None
    answer: str = Answer.VALUE
    note: str = ""
    source: str = ""
    confidence: str = Confidence.ASSUMED
    on: datetime.date | None = None

    def in_words(self) -> str:
        """The answer as a person reads it."""
        chosen = f"{self.value.normalize():f}" if self.value is not None else str(Answer(self.answer).label)
        day = formats.date_long(self.on, language()) if self.on else ""
        return ", ".join(filter(None, [chosen, self.note, self.source, day]))


def given_of(rating: Rating | None) -> GivenAnswer | None:
    """The answer in ``rating`` as a field holds it; its day is not typed again."""
    if rating is None:
        return None
    value = None if rating.value is None else rating.value.normalize() + 0
    return GivenAnswer(
        value=value, answer=rating.answer, note=rating.note, source=rating.source, confidence=rating.confidence
    )


class AnswerWidget(forms.MultiWidget):
    """Radio buttons (or a number) with "not known" and "not available", and what belongs to an answer."""

    def __init__(self, choice: forms.Widget) -> None:
        widgets = {
            "": choice,
            "note": forms.Textarea(attrs={"rows": 2, "class": "input", "maxlength": 2000}),
            "source": forms.TextInput(attrs={"class": "input", "maxlength": 120}),
            "confidence": PlainSelect(choices=Confidence.choices, attrs={"class": "input"}),
            "on": forms.DateInput(format="%d/%m/%Y", attrs={"class": "input short", "inputmode": "numeric"}),
        }
        super().__init__(widgets)

    def decompress(self, value: GivenAnswer | None) -> list[Any]:
        if value is None:
            return ["", "", "", Confidence.ASSUMED, None]
        chosen = f"{value.value:f}" if value.value is not None else value.answer
        if not isinstance(self.widgets[0], forms.RadioSelect) and value.value is None:
            chosen = str(Answer(value.answer).label)
        return [chosen, value.note, value.source, value.confidence, value.on]


class AnswerField(forms.MultiValueField):
    """The answer to a criterion as a GivenAnswer, None when there is none."""

    def __init__(self, criterion: Criterion, **kwargs: Any) -> None:
        self.criterion = criterion
        self.typed = criterion.high > 10
        special = [(answer.value, answer.label) for answer in WITHOUT_VALUE]
        numbers = [(str(number), str(number)) for number in criterion.values]
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input short"}) if self.typed else None
        fields = (
            forms.CharField(required=False, max_length=20),
            forms.CharField(required=False, max_length=2000),
            forms.CharField(required=False, max_length=120),
            forms.ChoiceField(choices=Confidence.choices, required=False),
            DayField(required=False),
        )
        super().__init__(
            fields,
            required=False,
            require_all_fields=False,
            widget=AnswerWidget(widget or forms.RadioSelect(choices=[*numbers, *special])),
            **kwargs,
        )

    def compress(self, data_list: list[Any]) -> GivenAnswer | None:
        chosen, note, source, confidence, on = data_list or ["", "", "", "", None]
        if not chosen:
            if note or source:
                raise ValidationError(_("Choose an answer: the note is saved with it."))
            return None
        chosen = next((each for each in WITHOUT_VALUE if chosen in {each.value, each.label}), chosen)
        answer, value = (chosen, None) if chosen in WITHOUT_VALUE else (Answer.VALUE, self._number(chosen))
        return GivenAnswer(
            value=value,
            answer=str(answer),
            note=note,
            source=source,
            confidence=confidence or Confidence.ASSUMED,
            on=on,
        )

    def _number(self, text: str) -> Decimal:
        value = AmountField().to_python(text)
        low, high = self.criterion.low, self.criterion.high
        if value is None or not low <= value <= high:
            raise ValidationError(_("Enter a number from %(low)s to %(high)s.") % {"low": low, "high": high})
        return value.normalize() + 0

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(initial != data)


class ScoreField(forms.ChoiceField):
    """A score from 0 to 10, or why there is none, as a GivenAnswer; None when nothing was chosen."""

    def __init__(self, **kwargs: Any) -> None:
        numbers = [(str(number), str(number)) for number in range(11)]
        special = [(answer.value, answer.label) for answer in WITHOUT_VALUE]
        choices = [("", "–"), *numbers, *special]
        super().__init__(choices=choices, required=False, widget=PlainSelect(attrs={"class": "input"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, GivenAnswer):
            return f"{value.value:f}" if value.value is not None else value.answer
        return value

    def clean(self, value: Any) -> GivenAnswer | None:  # type: ignore[override]
        chosen = super().clean(value)
        if not chosen:
            return None
        if chosen in WITHOUT_VALUE:
            return GivenAnswer(value=None, answer=chosen)
        return GivenAnswer(value=Decimal(chosen))


class RatingsForm(forms.Form):
    """The answers of one person to some criteria, by key."""

    def __init__(self, criteria: Iterable[Criterion], own: dict[str, Rating]) -> None:
        super().__init__(initial={key: given_of(rating) for key, rating in own.items()})
        for criterion in criteria:
            self.fields[criterion.key] = AnswerField(criterion, label=_(criterion.label))


class ItemsForm(forms.Form):
    """What is said about items as a whole: nothing, looked through, not known, not available."""

    CHOICES = (
        ("", gettext_lazy("Nothing said")),
        (Answer.VALUE.value, gettext_lazy("Looked through: it is right")),
        (Answer.NOT_KNOWN.value, Answer.NOT_KNOWN.label),
        (Answer.NOT_AVAILABLE.value, Answer.NOT_AVAILABLE.label),
    )

    def __init__(self, items: Iterable[tuple[str, str, bool]], own: dict[str, str]) -> None:
        """``items`` are (field name, label, whether there is something to look through)."""
        super().__init__(initial=own)
        for name, label, known in items:
            choices = [choice for choice in self.CHOICES if known or choice[0] != Answer.VALUE]
            widget = PlainSelect(attrs={"class": "input"})
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, widget=widget)
