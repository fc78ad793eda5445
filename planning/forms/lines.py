"""A line of the sales plan as one form: the five estimates, the months, investments, milestones, people.

Months and rows are fields of the same form, so that what two people typed is merged cell by cell
(kamp.shared.conflicts). Rows have a prefix: ``i12_`` is the investment 12, ``in1_`` a new one;
``m7_`` and ``mn1_`` are milestones.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, ProductLine
from kamp.shared import formats
from kamp.shared.conflicts import VersionedModelForm
from kamp.shared.templatetags.formats import language
from kamp.shared.typed_fields import AmountField, DayField
from kamp.shared.widgets import PlainSelect
from kamp.users.models import User
from planning.calc.months import months_between
from planning.enums import InvestmentKind
from planning.forms.plan_months import MONTH, MonthCell, MonthField, YearCells, month_name, month_of
from planning.models import AccountPlan, Investment, Milestone, OfferPanelItem, PlanLine
from planning.services.lines import InvestmentDraft, LineParts, MilestoneDraft

MONEY = {"required": False, "min_value": 0, "max_digits": 18, "decimal_places": 2}
NEW_ROWS = 2
_ROW = re.compile(r"^(i|m)(n?)(\d{1,9})_")
INVESTMENT_FIELDS = ("kind", "what", "month", "until", "amount", "conditional", "gone")
MILESTONE_FIELDS = ("due", "text", "gone")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A row of the form: its prefix and its bound fields by name."""

    prefix: str
    is_new: bool
    fields: Mapping[str, forms.BoundField]


class LineForm(VersionedModelForm):
    """A plan line. ``parts()`` gives months, investments, milestones and people of a valid form."""

    starts_on = MonthField(label=_("First month"))
    ends_on = MonthField(label=_("Last month"), last=True)
    benefits_from = MonthField(label=_("First benefits"), help_text=_("The month from which it pays"))
    result_baseline = AmountField(label=_("Today"), required=False, max_digits=18, decimal_places=4)
    result_target = AmountField(label=_("Target"), required=False, max_digits=18, decimal_places=4)
    customer_benefit = AmountField(label=_("Worth to the customer per year"), **MONEY)
    customer_cost = AmountField(label=_("Cost to the customer per year"), **MONEY)
    adoption_cost = AmountField(label=_("Cost of adopting it, once"), **MONEY)
    low = AmountField(label=_("Low estimate"), **MONEY)
    high = AmountField(label=_("High estimate"), **MONEY)
    planned_price = AmountField(
        label=_("Price per unit"),
        required=False,
        min_value=0,
        max_digits=18,
        decimal_places=4,
        help_text=_("Splits differences into price and volume"),
    )
    probability = AmountField(
        label=_("Probability"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    contribution = AmountField(
        label=_("Contribution"),
        required=False,
        min_value=-100,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=_("Of the revenue; empty takes the margin of the offer"),
    )
    contacts = forms.ModelMultipleChoiceField(
        label=_("People at the customer"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    leads = forms.ModelMultipleChoiceField(
        label=_("Our people"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = PlanLine
        fields = (
            "area",
            "offer",
            "product_line",
            "unit",
            "kind",
            "result",
            "result_measure",
            "result_unit",
            "result_baseline",
            "result_target",
            "customer_benefit",
            "customer_cost",
            "adoption_cost",
            "confidence",
            "low",
            "high",
            "planned_price",
            "probability",
            "contribution",
            "starts_on",
            "ends_on",
            "benefits_from",
            "contacts",
            "leads",
            "without_investment",
            "return_reason",
            "recovery",
        )
        labels = {"area": _("Area of intervention"), "unit": _("Unit of the customer")}
        widgets = {
            "offer": PlainSelect,
            "product_line": PlainSelect,
            "kind": PlainSelect,
            "confidence": PlainSelect,
            "result": forms.Textarea(attrs={"rows": 2}),
            "return_reason": forms.Textarea(attrs={"rows": 2}),
            "recovery": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {"area": {"required": _("Enter where you intervene and with what.")}}

    def __init__(self, *args: Any, plan: AccountPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.months = months_between(plan.starts_on, plan.ends_on)
        self._offer_choices()
        self._add_months()
        self.investment_prefixes = self._add_rows("i", self._investments(), self._investment_fields)
        self.milestone_prefixes = self._add_rows("m", self._milestones(), self._milestone_fields)
        for name in ("probability", "contribution"):
            self.fields[name].widget.attrs["data-after"] = "%"

    # ---- what stands to choose from -----------------------------------------------------------------------------

    def _offer_choices(self) -> None:
        plan, line = self.plan, self.instance
        offers = OfferPanelItem.objects.filter(plan=plan).filter(Q(deleted_at__isnull=True) | Q(pk=line.offer_id))
        self.fields["offer"].queryset = offers.order_by("priority", "pk")
        self.fields["offer"].empty_label = _("None: a project of its own")
        self.fields["product_line"].queryset = ProductLine.objects.order_by("name")
        self.fields["product_line"].empty_label = _("Not tied to sales of one")
        self.fields["product_line"].help_text = _("Sales of this line are compared with the plan")
        for name in ("starts_on", "ends_on", "benefits_from"):
            self.fields[name].offer(self.months, getattr(line, name))
        known = line.contacts.values("pk") if line.pk else []
        people = Person.objects.filter(account=plan.account_id).filter(Q(left_on__isnull=True) | Q(pk__in=known))
        self.fields["contacts"].queryset = people.order_by("name", "pk")
        working = line.leads.values("pk") if line.pk else []
        ours = User.objects.filter(Q(plans__plan=plan) | Q(pk=plan.account.owner_id) | Q(pk__in=working))
        self.fields["leads"].queryset = ours.distinct().order_by("name", "pk")

    # ---- months -------------------------------------------------------------------------------------------------

    def _add_months(self) -> None:
        """A field for every month of the plan and for months outside it that hold an amount."""
        saved = {row.month: row.amount for row in self.instance.revenues.all()} if self.instance.pk else {}
        here = language()
        for month in sorted({*self.months, *saved}):
            label = formats.month_year(month, here)
            field = AmountField(label=label, **MONEY)
            field.widget.attrs.update({"data-cell": "", "autocomplete": "off"})
            field.initial = self.initial[month_name(month)] = saved.get(month)
            self.fields[month_name(month)] = field

    def years(self) -> list[YearCells]:
        """The months as the grid shows them, by year."""
        here = language()
        by_year: dict[int, list[MonthCell]] = {}
        for name in self.fields:
            if name.startswith(MONTH):
                month = month_of(name)
                cell = MonthCell(field=self[name], short=formats.month_short(month, here))
                by_year.setdefault(month.year, []).append(cell)
        return [YearCells(year=year, cells=cells) for year, cells in by_year.items()]

    def revenue(self) -> dict[datetime.date, Decimal]:
        """The months with an amount, of those that are valid."""
        named = {name: value for name, value in self.cleaned_data.items() if name.startswith(MONTH)}
        return {month_of(name): value for name, value in named.items() if value is not None}

    # ---- rows ---------------------------------------------------------------------------------------------------

    def _investments(self) -> dict[int, dict[str, Any]]:
        rows = Investment.objects.filter(line=self.instance).order_by("month", "pk") if self.instance.pk else ()
        return {row.pk: {name: getattr(row, name, None) for name in INVESTMENT_FIELDS} for row in rows}

    def _milestones(self) -> dict[int, dict[str, Any]]:
        rows = Milestone.objects.filter(line=self.instance).order_by("due", "pk") if self.instance.pk else ()
        return {row.pk: {name: getattr(row, name, None) for name in MILESTONE_FIELDS} for row in rows}

    def _add_rows(self, letter: str, saved: Mapping[int, dict[str, Any]], make: Any) -> list[str]:
        """Fields for the rows there are and for new ones; the prefixes in order.

        Of a form sent back only its own rows count: one added by somebody else meanwhile is not on it and stays as it
        is; one taken away meanwhile is on it as if it were empty now.
        """
        sent = _sent_rows(letter, self.data) if self.is_bound else None
        here = [f"{letter}{key}_" for key in saved if sent is None or f"{letter}{key}_" in sent]
        new = [f"{letter}n{number}_" for number in range(1, NEW_ROWS + 1)] if sent is None else []
        prefixes = [*here, *new, *(prefix for prefix in sent or () if prefix not in here)]
        for prefix in prefixes:
            values = saved.get(row_key(prefix) or 0, {})
            for name, field in make(values).items():
                field.initial = self.initial[prefix + name] = values.get(name)
                self.fields[prefix + name] = field
        return prefixes

    def _investment_fields(self, values: Mapping[str, Any]) -> dict[str, forms.Field]:
        month, until = MonthField(label=_("Month")), MonthField(label=_("Every month until"))
        month.offer(self.months, values.get("month"))
        until.offer(self.months, values.get("until"))
        until.choices = [("", gettext("Once")), *until.choices[1:]]
        return {
            "kind": forms.ChoiceField(
                label=_("Kind"), choices=InvestmentKind.choices, required=False, widget=PlainSelect
            ),
            "what": forms.CharField(label=_("What for"), max_length=160, required=False),
            "month": month,
            "until": until,
            "amount": AmountField(label=_("Amount"), **MONEY),
            "conditional": forms.BooleanField(label=_("Only if the line succeeds"), required=False),
            "gone": forms.BooleanField(label=_("Take away"), required=False),
        }

    def _milestone_fields(self, _values: Mapping[str, Any]) -> dict[str, forms.Field]:
        return {
            "due": DayField(label=_("Due"), required=False),
            "text": forms.CharField(label=_("Milestone"), max_length=160, required=False),
            "gone": forms.BooleanField(label=_("Take away"), required=False),
        }

    def investment_rows(self) -> list[FormRow]:
        """Investments as the page shows them."""
        return self._form_rows(self.investment_prefixes, INVESTMENT_FIELDS)

    def milestone_rows(self) -> list[FormRow]:
        """Milestones as the page shows them."""
        return self._form_rows(self.milestone_prefixes, MILESTONE_FIELDS)

    def _form_rows(self, prefixes: Sequence[str], names: Sequence[str]) -> list[FormRow]:
        return [
            FormRow(prefix=prefix, is_new=row_key(prefix) is None, fields={n: self[prefix + n] for n in names})
            for prefix in prefixes
        ]

    # ---- checking -----------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for prefix in self.investment_prefixes:
            self._check_row(prefix, ("month", "amount"), ("what", "until", "conditional"))
            month, until = cleaned.get(prefix + "month"), cleaned.get(prefix + "until")
            if month and until and until < month:
                self.add_error(prefix + "until", ValidationError(gettext("The last month is before the first.")))
        for prefix in self.milestone_prefixes:
            self._check_row(prefix, ("due", "text"), ())
        self._check_months(cleaned)
        return cleaned

    def _check_row(self, prefix: str, needed: Sequence[str], others: Sequence[str]) -> None:
        """A row that says something must say all that is needed."""
        cleaned = self.cleaned_data
        given = {name: cleaned.get(prefix + name) for name in (*needed, *others)}
        if cleaned.get(prefix + "gone") or all(value in (None, "", False) for value in given.values()):
            return
        texts = {
            "month": gettext("Choose the month."),
            "amount": gettext("Enter the amount."),
            "due": gettext("Enter the day."),
            "text": gettext("Enter what is reached by then."),
        }
        for name in needed:
            if given[name] in (None, "") and prefix + name not in self.errors:
                self.add_error(prefix + name, ValidationError(texts[name]))

    def _check_months(self, cleaned: Mapping[str, Any]) -> None:
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", ValidationError(gettext("The last month is before the first.")))
            return
        for name, amount in list(cleaned.items()):
            if not name.startswith(MONTH) or not amount:
                continue
            month = month_of(name)
            if month not in self.months:
                self.add_error(name, ValidationError(gettext("This month is not in the plan: move the amount.")))
            elif (first and month < first) or (last and month > last):
                self.add_error(name, ValidationError(gettext("This month is outside the time span of the line.")))

    # ---- the result ---------------------------------------------------------------------------------------------

    def parts(self) -> LineParts:
        """What belongs to the line; rows of others that this form does not know are kept."""
        return LineParts(
            revenue=self.revenue(),
            investments=[*self.investments(), *self._kept_investments()],
            milestones=[*self._drafted_milestones(), *self._kept_milestones()],
            contacts=list(self.cleaned_data.get("contacts") or ()),
            leads=list(self.cleaned_data.get("leads") or ()),
        )

    def investments(self) -> list[InvestmentDraft]:
        """The investments of the form, those with month and amount."""
        found = []
        for prefix in self.investment_prefixes:
            row = {name: self.cleaned_data.get(prefix + name) for name in INVESTMENT_FIELDS}
            if row["gone"] or row["month"] is None or row["amount"] is None:
                continue
            found.append(
                InvestmentDraft(
                    key=self._present(Investment, prefix),
                    month=row["month"],
                    until=row["until"],
                    amount=row["amount"],
                    kind=row["kind"] or InvestmentKind.OTHER,
                    what=row["what"] or "",
                    conditional=bool(row["conditional"]),
                )
            )
        return found

    def _drafted_milestones(self) -> list[MilestoneDraft]:
        rows = [(prefix, self.cleaned_data.get) for prefix in self.milestone_prefixes]
        return [
            MilestoneDraft(key=self._present(Milestone, prefix), due=get(prefix + "due"), text=get(prefix + "text"))
            for prefix, get in rows
            if not get(prefix + "gone") and get(prefix + "due") and get(prefix + "text")
        ]

    def _present(self, model: type[Investment | Milestone], prefix: str) -> int | None:
        """The key of the row, None if it is new or was taken away meanwhile."""
        key = row_key(prefix)
        known = key is not None and model._default_manager.filter(pk=key, line=self.instance.pk).exists()
        return key if known else None

    def _kept_investments(self) -> list[InvestmentDraft]:
        named = {row_key(prefix) for prefix in self.investment_prefixes}
        rows = Investment.objects.filter(line=self.instance).exclude(pk__in=named - {None}) if self.instance.pk else ()
        return [
            InvestmentDraft(
                key=row.pk,
                month=row.month,
                until=row.until,
                amount=row.amount,
                kind=row.kind,
                what=row.what,
                conditional=row.conditional,
            )
            for row in rows
        ]

    def _kept_milestones(self) -> list[MilestoneDraft]:
        named = {row_key(prefix) for prefix in self.milestone_prefixes}
        rows = Milestone.objects.filter(line=self.instance).exclude(pk__in=named - {None}) if self.instance.pk else ()
        return [MilestoneDraft(key=row.pk, due=row.due, text=row.text) for row in rows]


def row_key(prefix: str) -> int | None:
    """The key of the row of a prefix; None for a new one."""
    found = _ROW.match(prefix)
    return int(found[3]) if found and not found[2] else None


def _sent_rows(letter: str, data: Mapping[str, Any]) -> list[str]:
    """The prefixes of the rows in what was sent, in the order of the page."""
    found = {}
    for name in data:
        match = _ROW.match(name)
        if match and match[1] == letter:
            found[match[0]] = None
    return list(found)[:200]
