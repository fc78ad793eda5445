"""The forms of the rows of sections: one per kind, all on the same base."""

from __future__ import annotations

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import FactorHorizon
from accounts.models import EnvironmentFactor, Person, ProductLine
from kamp.shared.conflicts import VersionedModelForm
from kamp.shared.typed_fields import AmountField, DayField
from kamp.shared.widgets import PlainSelect
from planning.forms.choosing import keeping
from planning.models import (
    AccountPlan,
    Finding,
    MarketFigure,
    MarketPosition,
    Need,
    Objective,
    OfferPanelItem,
    OutsideReading,
    ScenarioSource,
    Strategy,
    SwotItem,
)


def one_of(label: Any, choices: Any, *, help_text: Any = "", required: bool = False) -> forms.TypedChoiceField:
    """A choice among numbers; empty = not given."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("", _("Choose"))] + [(str(value), text) for value, text in choices],
        coerce=int,
        empty_value=None,
        required=required,
        help_text=help_text,
        widget=PlainSelect,
    )


IMPORTANCE = (
    (1, _("1, hardly matters")),
    (2, _("2, of use")),
    (3, _("3, matters")),
    (4, _("4, matters a lot")),
    (5, _("5, decides")),
)
LIKELY = (
    (1, _("1, unlikely")),
    (2, _("2, rather unlikely")),
    (3, _("3, possible")),
    (4, _("4, likely")),
    (5, _("5, nearly certain")),
)
GAPS = (
    (3, _("+3, far ahead")),
    (2, _("+2, ahead")),
    (1, _("+1, slightly ahead")),
    (0, _("0, level with the rival")),
    (-1, _("−1, slightly behind")),
    (-2, _("−2, behind")),
    (-3, _("−3, far behind")),
)
IMPACTS = (
    (2, _("+2, helps a lot")),
    (1, _("+1, helps")),
    (0, _("0, neither")),
    (-1, _("−1, harms")),
    (-2, _("−2, harms a lot")),
)
RELIABILITY = (
    (1, _("1, hearsay")),
    (2, _("2, an opinion")),
    (3, _("3, plausible")),
    (4, _("4, from a good source")),
    (5, _("5, checked figures")),
)


class RowForm(VersionedModelForm):
    """A form on a row of ``plan``: ``lines`` are the fields beside each other, rows to choose from are the plan's."""

    lines: ClassVar[tuple[tuple[str, ...], ...]] = ()

    def __init__(self, *args: Any, plan: AccountPlan, **kwargs: Any) -> None:
        self.plan = plan
        own = f"{self._meta.model._meta.model_name}_%s"  # forms of two sections may be open on one page
        super().__init__(*args, **{"auto_id": own, **kwargs})
        for name, queryset in self._rows().items():
            field = self.fields.get(name)
            if isinstance(field, forms.ModelMultipleChoiceField):
                field.queryset = queryset
            elif isinstance(field, forms.ModelChoiceField):
                field.queryset = keeping(queryset, self.instance, name)
        for name in ("source", "person", "product_line", "need", "owner"):
            choice = self.fields.get(name)
            if isinstance(choice, forms.ModelChoiceField):
                choice.widget = PlainSelect()
                choice.empty_label = _("Nobody yet") if name == "owner" else _("None")
                choice.widget.choices = choice.choices
        if self.lines and not self.is_bound:  # else the summary of errors has the focus
            self.fields[self.lines[0][0]].widget.attrs["autofocus"] = True
        self.helper = _helper(self.lines)

    def _rows(self) -> dict[str, Any]:
        plan = self.plan
        users = plan.team.values("user")
        return {
            "source": ScenarioSource.objects.live().filter(plan=plan),
            "person": Person.objects.filter(account=plan.account_id, left_on__isnull=True).order_by("name", "pk"),
            "product_line": ProductLine.objects.order_by("name"),
            "need": Need.objects.live().filter(plan=plan),
            "objectives": Objective.objects.live().filter(plan=plan),
            "swot_items": SwotItem.objects.live().filter(plan=plan).order_by("phase_key", "quadrant", "pk"),
            "owner": plan.team.model._meta.get_field("user").related_model._default_manager.filter(pk__in=users),
        }

    def links(self) -> dict[str, Any]:
        """What was chosen in many-to-many fields, by name, for the service."""
        many = {field.name for field in self._meta.model._meta.many_to_many}
        return {name: list(self.cleaned_data[name]) for name in self.fields if name in many}


def _helper(lines: tuple[tuple[str, ...], ...]) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.form_show_errors = False
    helper.layout = Layout(*(Row(*map(Field, names)) if len(names) > 1 else Field(names[0]) for names in lines))
    return helper


class SourceForm(RowForm):
    dated = DayField(label=_("Date"))
    reliability = one_of(_("Reliability"), RELIABILITY, required=True)
    url = forms.URLField(label=_("Web address"), required=False, max_length=500, assume_scheme="https")
    lines = (("title",), ("kind", "means"), ("dated", "reliability"), ("url",), ("note",))

    class Meta:
        model = ScenarioSource
        fields = ("title", "kind", "means", "dated", "reliability", "url", "note")
        widgets = {"kind": PlainSelect, "means": PlainSelect, "note": forms.Textarea(attrs={"rows": 2})}


class MarketForm(RowForm):
    size = AmountField(
        label=_("Size per year"), required=False, min_value=0, max_digits=20, help_text=_("In the currency of the plan")
    )
    growth = AmountField(
        label=_("Growth per year"),
        required=False,
        min_value=-100,
        max_value=1000,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short num", "data-after": "%"}),
    )
    lines = (("market", "year"), ("size", "growth"), ("source",))

    class Meta:
        model = MarketFigure
        fields = ("market", "year", "size", "growth", "source")


class FactorForm(RowForm):
    impact = one_of(_("Impact on the customer"), IMPACTS)
    horizon = forms.ChoiceField(label=_("When"), choices=FactorHorizon.choices, widget=PlainSelect)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    lines = (("text",), ("kind", "horizon", "impact"), ("meaning",), ("source",))

    class Meta:
        model = EnvironmentFactor
        fields = ("text", "kind", "horizon", "impact", "meaning", "source")
        widgets = {"kind": PlainSelect}


class FindingForm(RowForm):
    lines = (("kind", "source"), ("text",), ("meaning",))

    class Meta:
        model = Finding
        fields = ("kind", "source", "text", "meaning")
        widgets = {
            "kind": PlainSelect,
            "text": forms.Textarea(attrs={"rows": 2}),
            "meaning": forms.Textarea(attrs={"rows": 2}),
        }


class SwotForm(RowForm):
    """An item of a quadrant: strengths and weaknesses have a gap, opportunities and threats a probability."""

    importance = one_of(_("Importance"), IMPORTANCE)
    gap = one_of(
        _("Gap to the best rival"), GAPS, help_text=_("Above 0 it is a strength, below 0 a weakness, 0 is not listed.")
    )
    probability = one_of(_("Probability"), LIKELY)
    lines = (("text",), ("importance", "gap", "probability"), ("evidence", "source"))

    class Meta:
        model = SwotItem
        fields = ("text", "importance", "gap", "probability", "evidence", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_inner = self.instance.quadrant in {"S", "W"}
        left_out = "probability" if is_inner else "gap"
        del self.fields[left_out]
        if not is_inner:
            self.fields["importance"].label = _("Impact")
        names = ("importance", "gap" if is_inner else "probability")
        self.helper = _helper((("text",), names, ("evidence", "source")))
        self.fields["evidence"].help_text = _("What proves it: a figure, a document, who said it")


class PositionForm(RowForm):
    score = AmountField(label=_("Customer, 0–10"), min_value=0, max_value=10, max_digits=3, decimal_places=1)
    rival_score = AmountField(label=_("Best rival, 0–10"), min_value=0, max_value=10, max_digits=3, decimal_places=1)
    lines = (("criterion", "score"), ("rival", "rival_score"))

    class Meta:
        model = MarketPosition
        fields = ("criterion", "score", "rival", "rival_score")


class ReadingForm(RowForm):
    read_on = DayField(label=_("When"))
    lines = (("reader", "read_on"), ("remark",))

    class Meta:
        model = OutsideReading
        fields = ("reader", "read_on", "remark")


class NeedForm(RowForm):
    priority = one_of(_("Priority to the customer"), IMPORTANCE, required=True)
    lines = (("text",), ("kind", "priority"), ("unit", "person"), ("product_line", "answer"))

    class Meta:
        model = Need
        fields = ("text", "kind", "priority", "unit", "person", "product_line", "answer")
        widgets = {"kind": PlainSelect}


class ObjectiveForm(RowForm):
    baseline = AmountField(label=_("Baseline"), required=False, max_digits=18)
    baseline_on = DayField(label=_("Date of the baseline"), required=False)
    target = AmountField(label=_("Target"), required=False, max_digits=18)
    due = DayField(label=_("Due"), required=False)
    actual = AmountField(label=_("Reached so far"), required=False, max_digits=18)
    actual_on = DayField(label=_("Measured on"), required=False)
    lines = (
        ("text",),
        ("kind", "direction", "product_line"),
        ("baseline", "baseline_on"),
        ("target", "unit", "due"),
        ("owner", "weight"),
        ("actual", "actual_on"),
    )

    class Meta:
        model = Objective
        fields = (
            "text",
            "kind",
            "direction",
            "product_line",
            "baseline",
            "baseline_on",
            "target",
            "unit",
            "due",
            "owner",
            "weight",
            "actual",
            "actual_on",
        )
        widgets = {"kind": PlainSelect, "direction": PlainSelect}


class StrategyForm(RowForm):
    objectives = forms.ModelMultipleChoiceField(
        label=_("Objectives it serves"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    swot_items = forms.ModelMultipleChoiceField(
        label=_("Items of the SWOT it builds on"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    lines = (("text",), ("tool", "crossing"), ("objectives", "swot_items"))

    class Meta:
        model = Strategy
        fields = ("text", "tool", "crossing", "objectives", "swot_items")
        widgets = {"tool": PlainSelect, "crossing": PlainSelect}


class OfferForm(RowForm):
    amount = AmountField(label=_("Revenue per year"), required=False, min_value=0, max_digits=18)
    probability = AmountField(
        label=_("Probability"),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short num", "data-after": "%"}),
    )
    margin = AmountField(
        label=_("Reference margin"),
        required=False,
        min_value=-100,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short num", "data-after": "%"}),
    )
    target_price = AmountField(label=_("Target price"), required=False, min_value=0, max_digits=18)
    starts_on = DayField(label=_("Start"), required=False)
    lines = (
        ("name", "priority"),
        ("need", "person"),
        ("unit", "product_line"),
        ("amount", "probability", "margin"),
        ("target_price", "starts_on", "readiness"),
        ("rival_alternative",),
    )

    class Meta:
        model = OfferPanelItem
        fields = (
            "name",
            "priority",
            "need",
            "person",
            "unit",
            "product_line",
            "amount",
            "probability",
            "margin",
            "target_price",
            "starts_on",
            "readiness",
            "rival_alternative",
        )
        widgets = {"readiness": PlainSelect}


FORMS: dict[str, type[RowForm]] = {
    "source": SourceForm,
    "market": MarketForm,
    "factor": FactorForm,
    "finding": FindingForm,
    "swot": SwotForm,
    "position": PositionForm,
    "reading": ReadingForm,
    "need": NeedForm,
    "objective": ObjectiveForm,
    "strategy": StrategyForm,
    "offer": OfferForm,
}
