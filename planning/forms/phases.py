"""The fields of a phase that save by themselves: its texts, and the type of investment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kamp.shared.widgets import PlainSelect
from planning.enums import InvestmentType
from planning.phases.spec import PhaseSpec, SectionKind

INVESTMENT = "investment_type"
REASON = "investment"


class PhaseForm(forms.Form):
    """One field per text of the phase, named like its section; ``saved`` holds what is written, by section."""

    def __init__(self, spec: PhaseSpec, *, saved: Mapping[str, str], investment_type: str = "") -> None:
        super().__init__(initial={**saved, INVESTMENT: investment_type})
        for section in spec.sections:
            if section.kind is SectionKind.NARRATIVE:
                self.fields[section.key] = _text(_(section.title), _(section.help) if section.help else "")
            elif section.kind is SectionKind.CHOICE:
                self.fields[INVESTMENT] = forms.ChoiceField(
                    label=_("Type of investment"),
                    choices=[("", _("Not chosen yet")), *InvestmentType.choices],
                    required=False,
                    widget=PlainSelect,
                )
                self.fields[REASON] = _text(_("Why another one than the class prescribes"), "", rows=2)


def _text(label: Any, help_text: Any, rows: int = 4) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "class": "input"})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=8000, widget=area)
