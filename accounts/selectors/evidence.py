"""Since when the items of the information system are known: who can say so registers here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from accounts.calc.audit_score import Known
from accounts.calc.choice import BY_CRITERIA, ChoiceScore, add_up, relative_strength
from accounts.calc.relationship import INVOLVEMENT, NATURE, NEEDED_INVOLVEMENT, NEEDED_NATURE
from accounts.criteria.catalog import INDICATORS, ITEM, ITEMS, OURS, RIVAL
from accounts.models import ChoiceCriterion, EnvironmentFactor
from accounts.selectors.ratings import Current, CurrentRating, current_ratings
from accounts.selectors.section_facts import section_facts
from kamp.shared.catalog import Catalog

Found = dict[int, dict[str, Known]]
"""Per account the items about which something is known; what is not there is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """``load(account_ids, as_of)`` says since when items are known, with as many queries for one account as for all."""

    key: str
    load: Callable[[list[int], datetime.date], Found]


EVIDENCE: Catalog[Evidence] = Catalog("evidence")
"""What upper apps know about items; accounts itself brings facts, environment and answers."""


def known_items(accounts: Iterable[int], as_of: datetime.date) -> Found:
    """Since when each item of each account is known, from all who know something; the newest day counts.

    On top of facts come the answers about a whole item: "looked through" makes known facts new, "not available" stands
    where there are none.
    """
    keys = sorted(set(accounts))
    found: Found = {key: {} for key in keys}
    given = current_ratings(keys, [*INDICATORS.keys(), OURS, RIVAL, *(ITEM + item.key for item in ITEMS)], as_of)
    loads = [section_facts(keys, as_of=as_of), _environment(keys, as_of), _answered(keys, given)]
    loads += [evidence.load(keys, as_of) for evidence in EVIDENCE]
    for load in loads:
        for account, items in load.items():
            for item, known in items.items():
                found[account][item] = _newer(found[account].get(item), known)
    for account, current in given.items():
        _take_answers(found[account], current)
    return found


def _newer(one: Known | None, other: Known) -> Known:
    if one is None or one.on is None or (one.unavailable and not other.unavailable):
        return other
    return other if other.on is not None and other.on > one.on and other.unavailable == one.unavailable else one


def _take_answers(found: dict[str, Known], current: Current) -> None:
    for (key, _subject), rating in current.items():
        item = key.removeprefix(ITEM)
        if item == key:
            continue
        known = found.get(item)
        if known is None or known.on is None:
            if rating.unavailable:
                found[item] = Known(on=rating.rated_on, unavailable=True)
        elif rating.count and rating.rated_on and rating.rated_on > known.on and not known.unavailable:
            found[item] = Known(on=rating.rated_on)


def _environment(keys: list[int], as_of: datetime.date) -> Found:
    rows = EnvironmentFactor.objects.filter(account__in=keys, deleted_at__isnull=True)
    found: Found = {}
    for account, changed in rows.order_by("updated_at").values_list("account_id", "updated_at"):
        found[account] = {"sg1": Known(on=min(timezone.localdate(changed), as_of))}
    return found


def _answered(keys: list[int], given: dict[int, Current]) -> Found:
    """The assessment of the relationship and the choice criteria: known once they give a result."""
    criteria: dict[int, dict[str, list[ChoiceCriterion]]] = {}
    for row in ChoiceCriterion.objects.filter(account__in=keys).order_by("pk"):
        criteria.setdefault(row.account_id, {}).setdefault(row.set, []).append(row)
    found: Found = {}
    for account, current in given.items():
        items = {
            "ss5": _relationship(current),
            "ss2": _choice(list(criteria.get(account, {}).values()), current),
        }
        found[account] = {item: known for item, known in items.items() if known is not None}
    return found


def _relationship(current: Current) -> Known | None:
    rated = [rating for (key, _subject), rating in current.items() if key in INDICATORS]
    answered = {rating.key for rating in rated if rating.mean is not None}
    if len(answered & set(NATURE)) < NEEDED_NATURE or len(answered & set(INVOLVEMENT)) < NEEDED_INVOLVEMENT:
        return None
    return _known(rated)


def _choice(sets: list[list[ChoiceCriterion]], current: Current) -> Known | None:
    for rows in sets:
        pairs = [(row.weight, current.get((OURS, str(row.pk))), current.get((RIVAL, str(row.pk)))) for row in rows]
        sums = add_up(
            [ChoiceScore(weight=w, ours=o.mean if o else None, rival=r.mean if r else None) for w, o, r in pairs]
        )
        if relative_strength(sums).by == BY_CRITERIA:
            return _known([rating for _w, *both in pairs for rating in both if isinstance(rating, CurrentRating)])
    return None


def _known(rated: list[CurrentRating]) -> Known | None:
    days = [rating.rated_on for rating in rated if rating.rated_on is not None]
    return Known(on=max(days)) if days else None
