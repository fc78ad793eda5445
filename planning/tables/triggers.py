"""What proposes an early review, in words: the reason with its number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.criteria.stages import STAGES
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.templatetags.formats import date_long, language
from planning.models import AccountPlan
from planning.phases.keys import PHASE_LABELS
from planning.phases.triggers import TRIGGERS, Finding
from portfolio.matrices.catalog import MATRICES
from portfolio.tables import cell_label

CLASS = "class"
OF_ACCOUNT = {
    "relation": "accounts:audit_relationship",
    "class": "accounts:account_detail",
    "sales": "accounts:account_sales",
    "people": "accounts:account_dmu",
    "contracts": "accounts:account_contracts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """``label`` says what it is, ``text`` that with its number, ``url`` is the page that makes the number up."""

    key: str
    label: str
    text: str
    url: str


def reasons_of(findings: Iterable[Finding], plan: AccountPlan) -> list[Reason]:
    """``findings`` of ``plan`` in the present language."""
    return [
        Reason(
            key=each.key,
            label=_(TRIGGERS.get(each.trigger).label),
            text=_(TRIGGERS.get(each.trigger).sentence) % _values(each),
            url=_place(each, plan),
        )
        for each in findings
    ]


def _values(finding: Finding) -> dict[str, Any]:
    """The values of a sentence as it names them."""
    here, values = language(), dict(finding.values)
    if "day" in values:
        values["day"] = date_long(values["day"])
    match finding.trigger:
        case "undone":
            stages = {stage.number: _(stage.label) for stage in STAGES}
            return {"now": stages[values["now"]], "before": stages.get(values["before"], _("not assessed"))}
        case "class":
            return {key: cell_label(MATRICES.get(CLASS), str(cell)) for key, cell in values.items()}
        case "falling":
            return {"growth": formats.delta(values["growth"], here), "limit": formats.delta(values["limit"], here, 0)}
        case "behind":
            return {key: formats.pct(share, here, 0) for key, share in values.items()}
        case "old":
            return {**values, "phase": _(PHASE_LABELS[values["phase"]])}
    return values


def _place(finding: Finding, plan: AccountPlan) -> str:
    """The page that makes the number up: of the account, of the plan, or of the phase that is old."""
    place = TRIGGERS.get(finding.trigger).place
    if place in OF_ACCOUNT:
        return address_of(OF_ACCOUNT[place], plan.account.slug)
    if place == "actual":
        return address_of("sales_plan:actual", plan.pk)
    return address_of("planning:phase", plan.pk, finding.item)
