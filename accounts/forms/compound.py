"""Fields that are answered as a whole: an amount with what is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import Confidence
from kamp.shared.typed_fields import AmountField
from kamp.shared.widgets import PlainSelect


def typed(amount: Decimal | None) -> str:
    """As a person types it in the present language: signs between thousands, no empty decimals (1.250.000 or 0,5).

    Three decimals get a fourth: alone behind a sign they would be read as thousands (AmountField).
    """
    if amount is None:
        return ""
    text = f"{amount:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
        text += "0" if len(text.partition(".")[2]) == 3 else ""
    return text.translate(_COMMA) if (get_language() or "").startswith("it") else text


_COMMA = str.maketrans(",.", ".,")


def _normal(amount: Decimal | None) -> Decimal | None:
    """Without empty decimals, so that 10 and 10.00 are the same answer."""
    return None if amount is None else amount.normalize() + 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An amount, or that it is not to be had; neither = not known."""

    amount: Decimal | None = None
    unavailable: bool = False

    def in_words(self) -> str:
        """As a person reads it; "" when nothing is known."""
        if self.amount is not None:
            return typed(self.amount)
        return _("not available") if self.unavailable else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A yearly amount with how sure it is and where it comes from; without an amount there is no estimate."""

    amount: Decimal | None = None
    confidence: str = Confidence.ASSUMED
    source: str = ""

    def in_words(self) -> str:
        """As a person reads it; "" when there is none."""
        if self.amount is None:
            return ""
        parts = (typed(self.amount), str(Confidence(self.confidence).label), self.source)
        return " · ".join(part for part in parts if part)


class _Parts(forms.MultiWidget):
    """Several inputs in one box; the label of the field belongs to the first."""

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_

    def drawn(self, name: str, value: Any, attrs: dict[str, Any] | None) -> list[SafeString]:
        """The inputs. What describes the field describes the first."""
        attrs = attrs or {}
        values: list[Any] = value if isinstance(value, list) else (self.decompress(value) or [])
        inputs = []
        for number, widget in enumerate(self.widgets):
            own: dict[str, Any] = {"id": f"{attrs['id']}_{number}"} if attrs.get("id") else {}
            if number == 0 and attrs.get("aria-describedby"):
                own["aria-describedby"] = attrs["aria-describedby"]
            inputs.append(widget.render(f"{name}_{number}", values[number], own))
        return inputs


class FigureWidget(_Parts):
    """The amount and a tick "not available"."""

    def __init__(self) -> None:
        amount = forms.TextInput(attrs={"inputmode": "decimal", "class": "input num"})
        super().__init__([amount, forms.CheckboxInput()])

    def decompress(self, value: Figure | None) -> list[Any]:
        return ["", False] if value is None else [typed(value.amount), value.unavailable]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        amount, tick = self.drawn(name, value, attrs)
        label = _("Not available")
        return format_html(
            '<div class="figure">{}<label class="tick">{}<span>{}</span></label></div>', amount, tick, label
        )


class FigureField(forms.MultiValueField):
    """A figure of a financial year: gives a Figure. An amount wins over the tick."""

    def __init__(self, *, label: Any, initial: Figure) -> None:
        fields = (AmountField(required=False, max_digits=18, decimal_places=2), forms.BooleanField(required=False))
        super().__init__(
            fields, label=label, initial=initial, widget=FigureWidget(), required=False, require_all_fields=False
        )

    def compress(self, data_list: list[Any]) -> Figure:
        amount, unavailable = data_list or (None, False)
        return Figure(amount=_normal(amount), unavailable=amount is None and bool(unavailable))


class EstimateWidget(_Parts):
    """The amount, how sure, and the source."""

    def __init__(self) -> None:
        super().__init__(
            [
                forms.TextInput(attrs={"inputmode": "decimal", "class": "input num"}),
                PlainSelect(choices=Confidence.choices, attrs={"class": "input"}),
                forms.TextInput(attrs={"class": "input", "maxlength": "120"}),
            ]
        )

    def decompress(self, value: Estimate | None) -> list[Any]:
        value = value or Estimate()
        return [typed(value.amount), value.confidence, value.source]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        amount, confidence, source = self.drawn(name, value, attrs)
        return format_html(
            '<div class="estimate">{}<label><span class="visually-hidden">{}</span>{}</label>'
            '<label><span class="visually-hidden">{}</span>{}</label></div>',
            amount,
            _("How sure"),
            confidence,
            _("Source"),
            source,
        )


class EstimateField(forms.MultiValueField):
    """What somebody could buy in a year: gives an Estimate."""

    def __init__(self, *, label: Any, initial: Estimate, help_text: Any = "") -> None:
        fields = (
            AmountField(required=False, min_value=0, max_digits=18, decimal_places=4),
            forms.ChoiceField(choices=Confidence.choices, required=False),
            forms.CharField(max_length=120, required=False),
        )
        super().__init__(
            fields,
            label=label,
            initial=initial,
            help_text=help_text,
            widget=EstimateWidget(),
            required=False,
            require_all_fields=False,
        )

    def compress(self, data_list: list[Any]) -> Estimate:
        amount, confidence, source = data_list or (None, "", "")
        if amount is None:  # what is said about nothing is nothing
            return Estimate()
        return Estimate(amount=_normal(amount), confidence=confidence or Confidence.ASSUMED, source=source or "")
