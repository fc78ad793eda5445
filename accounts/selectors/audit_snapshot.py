"""What an audit freezes: every answer and every fact it is about, as plain JSON."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from accounts.criteria.catalog import CRITERIA, ITEM, ITEMS, OURS, RIVAL
from accounts.models import ChoiceCriterion, Contract, FinancialYear, KeyAccount, Person, Rating
from accounts.selectors.audit import AuditScore
from accounts.selectors.ratings import answers_given, current_ratings
from accounts.selectors.soft_facts import SoftFacts, soft_facts

KEYS = [*CRITERIA.keys(), OURS, RIVAL, *(ITEM + item.key for item in ITEMS)]
PROFILE = ("address", "postal_code", "city", "region", "country", "phone", "email", "website", "payment_days")
YEAR = ("revenue", "ebit", "net_profit", "capital_employed", "currency")


def snapshot_of(account: KeyAccount, score: AuditScore, as_of: datetime.date) -> dict[str, Any]:
    """All answers, facts and results of ``account`` as of a day. Numbers are texts, so that they stay exact.

    People stand by their id, with role, influence and attitude: names are looked up when the version is shown, so that
    a person who was deleted is gone from here as well.
    """
    soft = soft_facts([account.pk], as_of)[account.pk]
    return {
        "as_of": as_of.isoformat(),
        "score": _score(score),
        "relationship": _relationship(soft),
        "strength": {"value": _text(soft.strength), "by": soft.strength_by},
        "answers": _answers(account.pk, as_of),
        "criteria": _criteria(account.pk),
        "profile": {name: _text(getattr(account, name)) for name in PROFILE},
        "years": {str(row.year): {name: _text(getattr(row, name)) for name in YEAR} for row in _years(account)},
        "contracts": {str(row.pk): _contract(row) for row in Contract.objects.filter(account=account)},
        "people": {str(person.pk): _person(person) for person in _people(account)},
    }


def _score(score: AuditScore) -> dict[str, Any]:
    return {
        "total": _text(score.total),
        "quadrants": {each.quadrant.value: _text(each.score) for each in score.quadrants},
        "items": {
            each.item.key: {"state": each.state.value, "on": each.known.on.isoformat() if each.known.on else ""}
            for each in score.items
        },
    }


def _relationship(soft: SoftFacts) -> dict[str, Any]:
    stands = soft.standing
    return {
        "x": _text(stands.x),
        "y": _text(stands.y),
        "score": _text(stands.score),
        "stage": stands.stage,
        "before": stands.before,
        "flag": stands.flag,
        "signals": list(stands.signals),
    }


def _answers(account_id: int, as_of: datetime.date) -> dict[str, Any]:
    means = current_ratings([account_id], KEYS, as_of).get(account_id, {})
    given: dict[tuple[str, str], list[Rating]] = {}
    for rating in answers_given(account_id, KEYS, as_of):
        given.setdefault((rating.key, rating.subject), []).append(rating)
    return {
        f"{key}:{subject}" if subject else key: {
            "mean": _text(rating.mean),
            "given": [_given(each) for each in given.get((key, subject), [])],
        }
        for (key, subject), rating in sorted(means.items())
    }


def _given(rating: Rating) -> dict[str, Any]:
    return {
        "author": rating.author_id,
        "value": _text(rating.value),
        "answer": rating.answer,
        "confidence": rating.confidence,
        "note": rating.note,
        "source": rating.source,
        "on": rating.rated_on.isoformat(),
    }


def _criteria(account_id: int) -> dict[str, Any]:
    rows = ChoiceCriterion.objects.filter(account_id=account_id)
    return {
        str(row.pk): {"set": row.set, "key": row.key, "label": row.label, "weight": _text(row.weight)} for row in rows
    }


def _years(account: KeyAccount) -> list[FinancialYear]:
    return list(FinancialYear.objects.filter(account=account).order_by("-year")[:5])


def _contract(row: Contract) -> dict[str, Any]:
    return {"title": row.title, "end": _day(row.end), "notice": _day(row.notice_date), "value": _text(row.value)}


def _people(account: KeyAccount) -> list[Person]:
    return list(Person.objects.filter(account=account, left_on=None).select_related("dmu").order_by("pk"))


def _person(person: Person) -> dict[str, Any]:
    part = person.part
    return {"roles": sorted(part.roles), "influence": part.influence, "attitude": part.attitude}


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
