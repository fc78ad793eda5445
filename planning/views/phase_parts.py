"""The parts of the page of a phase: its sections, what it still needs, what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from kamp.shared.addresses import address_of
from planning.calc.readiness import CriterionStanding, PhaseStanding
from planning.calc.swot import is_parity, ranked, score
from planning.enums import InvestmentType, PhaseState, Quadrant
from planning.forms.rows import FORMS
from planning.models import AccountPlan, CriterionWaiver
from planning.phases.catalog import PHASES
from planning.phases.keys import REVIEW, SALES_PLAN
from planning.phases.moves import MOVES, Move
from planning.phases.spec import SectionKind, SectionSpec
from planning.selectors.phase_page import FACTS, prescription_of
from planning.selectors.plan_money import currency_of
from planning.selectors.rights import PlanRights
from planning.services.guards import lead_sentence
from planning.services.phases import may_move
from planning.services.rows import new_row, rows_of
from planning.tables.rows import LOOKS
from planning.views.plan_page import locked_because, phase_url, place_url
from planning.views.reviews.section import reviews_section
from planning.views.sales.section import lines_section

if TYPE_CHECKING:
    from planning.views.phase import PhasePage

TOP_ITEMS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which row of which section is open for editing: its key, or "new" (in a quadrant); ``form`` if it failed."""

    section: str = ""
    row: str = ""
    quadrant: str = ""
    form: Any = None

    @classmethod
    def from_params(cls, params: QueryDict) -> Asked:
        """What an address asks for; nonsense is nothing."""
        row = params.get("edit", "")
        quadrant = params.get("quadrant", "")
        return cls(
            section=params.get("section", ""),
            row="new" if "add" in params else row if row.isdecimal() and len(row) < 19 else "",
            quadrant=quadrant if quadrant in Quadrant.values else "",
        )


def editing_note(plan: AccountPlan, phase: PhaseStanding, rights: PlanRights) -> str:
    """Why nothing can be written into the phase now; "" when it can."""
    if reason := locked_because(plan):
        return reason
    if not rights.may_work_on(phase.key):
        lead = lead_sentence(plan)
        return " ".join(part for part in (_("You can read this phase; it was not given to you."), lead) if part)
    if phase.state == PhaseState.READY_FOR_REVIEW:
        return _("This phase was handed in. It has to be sent back before it can be changed.")
    if phase.state == PhaseState.CLOSED:
        return _("This phase is closed. Reopen it, with a reason, to change it.")
    return blocked_note(phase)


def blocked_note(phase: PhaseStanding) -> str:
    """What the phase waits for; "" when it can begin."""
    if phase.blocked_by:
        names = ", ".join(f"{PHASES.get(key).number} {_(PHASES.get(key).label)}" for key in phase.blocked_by)
        return _("This phase begins when these are closed: %(phases)s.") % {"phases": names}
    return _("This phase begins when the plan is approved.") if phase.waits_for_approval else ""


# ---- sections ---------------------------------------------------------------------------------------------------


def sections_of(view: PhasePage, form: Any, asked: Asked) -> list[dict[str, Any]]:
    """The sections in order, each with its template and what it shows."""
    return [_section(view, spec, form, asked) for spec in view.spec.sections if _is_needed(view, spec, form)]


def _is_needed(view: PhasePage, spec: SectionSpec, form: Any) -> bool:
    """Whether a section has anything to ask or to show."""
    if not spec.needed_unless or form[spec.key].value():
        return True
    return bool(view.standing.facts.get(spec.needed_unless) == 0)


def _section(view: PhasePage, spec: SectionSpec, form: Any, asked: Asked) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "spec": spec,
        "key": spec.key,
        "title": _(spec.title),
        "help": _(spec.help) if spec.help else "",
        "template": f"planning/sections/{spec.kind.value}.html",
        "field": form[spec.key] if spec.key in form.fields else None,
    }
    own = asked if asked.section == spec.key else Asked()
    return {**shown, **_BUILDERS[spec.kind](view, spec, form, own)}


def _rows(view: PhasePage, spec: SectionSpec, _form: Any, asked: Asked) -> dict[str, Any]:
    look = LOOKS[spec.rows]
    found = rows_of(spec.rows, view.plan, view.spec.key).select_related(*look.related).prefetch_related(*look.many)
    rows = list(found)
    return {
        "look": look,
        "lines": [look.line(row, view.plan, view.today) for row in rows],
        "total": _total(spec.rows, rows),
        "currency": currency_of(view.plan),
        **_open_row(view, spec, asked),
    }


def _total(kind: str, rows: list[Any]) -> dict[str, Any] | None:
    if kind != "offer" or not rows:
        return None
    amounts, weighted = [row.amount for row in rows], [row.weighted for row in rows]
    return {
        "amount": _known_sum(amounts),
        "weighted": _known_sum(weighted),
        "unknown": sum(each is None for each in weighted),
    }


def _known_sum(values: list[Any]) -> Any:
    """The sum of what is known; None when nothing is: not given is not zero."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _open_row(view: PhasePage, spec: SectionSpec, asked: Asked) -> dict[str, Any]:
    """The form of the row that is open, if one is and may be; what could not be saved stays, as it was typed."""
    if not asked.row or (asked.form is None and view.closed_because()):
        return {"open": "", "row_form": None, "save_url": ""}
    if asked.row == "new":
        row, url = new_row(spec.rows, view.plan, view.spec.key), row_url(view.plan, view.spec.key, spec.key)
        if asked.quadrant:
            row.quadrant = asked.quadrant
            url += f"?quadrant={asked.quadrant}"
    else:
        row = rows_of(spec.rows, view.plan, view.spec.key).filter(pk=asked.row).first()
        url = row_url(view.plan, view.spec.key, spec.key, row.pk) if row else ""
    if row is None:
        return {"open": "", "row_form": None, "save_url": ""}
    form = asked.form or FORMS[spec.rows](instance=row, plan=view.plan)
    return {"open": asked.row, "row_form": form, "save_url": url, "open_quadrant": asked.quadrant}


def row_url(plan: AccountPlan, phase: str, section: str, row: int | None = None, verb: str = "") -> str:
    """Where a row is saved, taken away or brought back; without ``row`` where a new one is added."""
    if row is None:
        return address_of("planning:row_add", plan.pk, phase, section)
    return address_of(f"planning:row_{verb or 'save'}", plan.pk, phase, section, row)


def _swot(view: PhasePage, spec: SectionSpec, _form: Any, asked: Asked) -> dict[str, Any]:
    items = list(rows_of(spec.rows, view.plan, view.spec.key).select_related("source"))
    order = {item.pk: number for number, item in enumerate(ranked(items), 1)}
    quadrants = []
    for quadrant in Quadrant:
        own = ranked(item for item in items if item.quadrant == quadrant)
        listed = [{"item": item, "score": score(item), "is_top": order[item.pk] <= TOP_ITEMS} for item in own]
        quadrants.append({"key": quadrant.value, "label": quadrant.label, "items": listed})
    parity = [item for item in items if is_parity(item)]
    return {"quadrants": quadrants, "parity": parity, "number": len(items), **_open_row(view, spec, asked)}


def _narrative(_view: PhasePage, _spec: SectionSpec, _form: Any, _asked: Asked) -> dict[str, Any]:
    return {}


def _choice(view: PhasePage, _spec: SectionSpec, form: Any, _asked: Asked) -> dict[str, Any]:
    found = prescription_of(view.standing.facts.get("class", ""))
    chosen = view.plan.investment_type
    return {
        "prescription": found,
        "class_label": _(found.label) if found.label else "",
        "prescribed": InvestmentType(found.type).label if found.type else "",
        "chosen": InvestmentType(chosen).label if chosen else "",
        "differs": bool(found.type and chosen and found.type != chosen),
        "field": form["investment_type"],
        "reason": form["investment"],
    }


def _facts(view: PhasePage, spec: SectionSpec, _form: Any, _asked: Asked) -> dict[str, Any]:
    place = {"years": "years", "demand": "demand", "people": "people", "choice": "choice", "relation": "relation"}
    return {
        "facts_template": f"planning/facts/{spec.facts}.html",
        "url": place_url(view.plan, place[spec.facts]),
        **FACTS[spec.facts](view.plan, view.today),
    }


def _page(view: PhasePage, _spec: SectionSpec, _form: Any, _asked: Asked) -> dict[str, Any]:
    if view.spec.key == SALES_PLAN:
        return lines_section(view)
    if view.spec.key == REVIEW:
        return reviews_section(view)
    return {"url": ""}


_BUILDERS = {
    SectionKind.ROWS: _rows,
    SectionKind.SWOT: _swot,
    SectionKind.NARRATIVE: _narrative,
    SectionKind.CHOICE: _choice,
    SectionKind.FACTS: _facts,
    SectionKind.PAGE: _page,
}


# ---- criteria and moves -----------------------------------------------------------------------------------------


def criterion_url(plan: AccountPlan, phase: str, each: CriterionStanding) -> str:
    """Where a criterion is met; "" for the one the approval meets."""
    if each.spec.place:
        return place_url(plan, each.spec.place)
    return phase_url(plan, phase, each.spec.section) if each.spec.section else ""


def criteria_of(view: PhasePage) -> list[dict[str, Any]]:
    """The exit criteria: met, missing (with the way there) or accepted as missing (with who and why)."""
    waivers = {
        each.criterion: each
        for each in CriterionWaiver.objects.filter(plan=view.plan, phase_key=view.spec.key).select_related("by")
    }
    may_accept = view.rights.approves_phases and view.may_change() and view.phase.state != PhaseState.CLOSED
    return [
        {
            "key": each.spec.key,
            "label": _(each.spec.label),
            "met": each.met,
            "waiver": waivers.get(each.spec.key),
            "url": "" if each.met else criterion_url(view.plan, view.spec.key, each),
            "may_accept": may_accept and each.spec.waivable and not each.met,
            "may_withdraw": may_accept and each.spec.key in waivers,
        }
        for each in view.phase.criteria
    ]


def choices_of(view: PhasePage) -> list[Move]:
    """The moves this person can make now, forward ones first."""
    return list(_choices(view))


def _choices(view: PhasePage) -> Iterator[Move]:
    if not view.may_change():
        return
    for move in MOVES:
        if view.row.state not in move.sources or not may_move(move, view.row, view.rights, view.request.user):
            continue
        if move.key == "start" and view.phase.is_blocked:
            continue
        if move.key == "approve" and view.spec.key == SALES_PLAN:
            continue  # closed by the approval of the plan
        yield move
