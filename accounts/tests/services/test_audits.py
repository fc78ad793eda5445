"""Rounds of an audit: every allowed and every forbidden move, what is frozen, what it leads to."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from accounts.calc.audit_compare import differences
from accounts.calc.audit_score import ItemState, Known, Level
from accounts.criteria.catalog import INDICATORS, ITEMS
from accounts.criteria.spec import Quadrant
from accounts.enums import AuditState
from accounts.models import Audit, KeyAccount
from accounts.selectors.audit import AuditScore, QuadrantScore, audit_score, audit_scores
from accounts.selectors.evidence import EVIDENCE, Evidence
from accounts.selectors.payoff import situation_at
from accounts.services.audits import (
    MOVES,
    confirm_audit,
    note_answer,
    open_audit,
    send_back_audit,
    submit_audit,
    withdraw_audit,
)
from accounts.services.choice import add_criterion, begin_with_defaults, change_criterion, delete_criterion
from accounts.services.ratings import Given, record_rating, record_ratings
from accounts.tests.factories import make_account, make_person, make_sale
from kamp.shared.errors import DomainError
from kamp.testing.queries import assert_same_queries
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = [pytest.mark.db, pytest.mark.django_db]

AT = datetime.datetime(2026, 11, 20, 10, 42, tzinfo=datetime.UTC)
DAY = AT.date()


@pytest.fixture
def account() -> KeyAccount:
    return make_account("Molini Serravento")


@pytest.fixture
def giulia() -> User:
    return make_user(name="Giulia Ferri")


@pytest.fixture
def boss() -> User:
    return make_user(name="Marta Conti")


def assess(account: KeyAccount, by: User, value: int = 3, at: datetime.datetime = AT) -> None:
    given = [Given(key=key, value=Decimal(value)) for key in INDICATORS.keys()]  # noqa: SIM118
    record_ratings(account_id=account.pk, given=given, by=by, at=at)


def in_state(account: KeyAccount, state: str, giulia: User) -> Audit:
    assess(account, giulia)
    snapshot = {} if state == AuditState.OPEN else {"score": {"total": "6"}}
    return Audit.objects.create(
        account=account, number=1, state=state, opened_at=AT, submitted_by=giulia, snapshot=snapshot
    )


def moves(audit: Audit, by: User) -> dict[str, object]:
    return {
        "submit": lambda: submit_audit(audit=audit, by=by, at=AT),
        "withdraw": lambda: withdraw_audit(audit=audit, by=by, at=AT),
        "confirm": lambda: confirm_audit(audit=audit, by=by, at=AT),
        "send_back": lambda: send_back_audit(audit=audit, reason="Too thin", by=by, at=AT),
    }


AFTER = {"submit": "submitted", "withdraw": "open", "confirm": "confirmed", "send_back": "sent_back"}


@pytest.mark.parametrize("state", AuditState.values)
@pytest.mark.parametrize("move", MOVES)
def test_every_move_from_every_state(account, giulia, boss, state, move):
    audit = in_state(account, state, giulia)
    allowed = {
        ("open", "submit"),
        ("sent_back", "submit"),
        ("submitted", "withdraw"),
        ("submitted", "confirm"),
        ("submitted", "send_back"),
    }
    if (state, move) in allowed:
        moves(audit, boss)[move]()
        audit.refresh_from_db()
        assert (audit.state, audit.version) == (AFTER[move], 2)
    else:
        with pytest.raises(DomainError):
            moves(audit, boss)[move]()
        audit.refresh_from_db()
        assert (audit.state, audit.version) == (state, 1)


def test_nobody_confirms_what_they_submitted(account, giulia):
    audit = in_state(account, AuditState.SUBMITTED, giulia)
    with pytest.raises(DomainError):
        confirm_audit(audit=audit, by=giulia, at=AT)


def test_sending_back_needs_a_reason(account, giulia, boss):
    audit = in_state(account, AuditState.SUBMITTED, giulia)
    with pytest.raises(DomainError) as refused:
        send_back_audit(audit=audit, reason="  ", by=boss, at=AT)
    assert refused.value.field == "reason"


def test_an_empty_audit_is_not_closed(account, giulia):
    audit = open_audit(account_id=account.pk, by=giulia, at=AT)
    with pytest.raises(DomainError):
        submit_audit(audit=audit, by=giulia, at=AT)


def test_an_archived_account_has_no_moves(giulia, boss):
    account = make_account()
    audit = in_state(account, AuditState.SUBMITTED, giulia)
    KeyAccount.objects.filter(pk=account.pk).update(archived_at=AT)
    with pytest.raises(DomainError):
        confirm_audit(audit=audit, by=boss, at=AT)


def test_the_first_answer_opens_an_audit_and_the_first_after_a_confirmed_one_the_next(account, giulia, boss):
    for _ in range(3):
        note_answer(account_id=account.pk, by=giulia, at=AT)
    assert [audit.number for audit in Audit.objects.all()] == [1]
    assess(account, giulia)
    submit_audit(audit=Audit.objects.get(), by=giulia, at=AT)
    note_answer(account_id=account.pk, by=giulia, at=AT)
    assert Audit.objects.count() == 1
    confirm_audit(audit=Audit.objects.get(), by=boss, at=AT)
    note_answer(account_id=account.pk, by=giulia, at=AT)
    assert [audit.number for audit in Audit.objects.order_by("number")] == [1, 2]


def test_what_is_submitted_stays_as_it_was(account, giulia):
    assess(account, giulia, 3)
    audit = submit_audit(audit=open_audit(account_id=account.pk, by=giulia, at=AT), by=giulia, at=AT)
    assess(account, giulia, 5)
    audit.refresh_from_db()
    assert audit.snapshot["relationship"]["x"] == "3"
    assert audit.snapshot["answers"]["relationship.x2"]["mean"] == "3"
    assert audit.snapshot["answers"]["relationship.x2"]["given"][0]["author"] == giulia.pk


def test_two_audits_are_compared(account, giulia, boss):
    make_sale(account, "2026-06-01", 1000)
    assess(account, giulia, 3)
    first = submit_audit(audit=open_audit(account_id=account.pk, by=giulia, at=AT), by=giulia, at=AT)
    confirm_audit(audit=first, by=boss, at=AT)
    record_rating(account_id=account.pk, given=Given(key="relationship.x2", value=Decimal(5)), by=giulia, at=AT)
    second = submit_audit(audit=open_audit(account_id=account.pk, by=giulia, at=AT), by=giulia, at=AT)
    found = {(each.part, each.key): each for each in differences(first.snapshot, second.snapshot)}
    trust = found["answers", "relationship.x2"]
    assert (trust.before, trust.after, trust.direction) == ("3", "5", 1)
    assert found["relationship", "x"].direction == 1
    assert ("relationship", "y") not in found
    assert differences(first.snapshot, first.snapshot) == []


@pytest.mark.parametrize(("score", "shown"), [("100", 100), ("99.67", 99), ("81.4", 81), ("70.5", 71), ("0", 0)])
def test_a_hundred_percent_is_shown_only_when_nothing_is_missing(score, shown):
    whole = AuditScore(total=Decimal(score), level=Level.COMPLETE, quadrants=())
    quadrant = QuadrantScore(quadrant=Quadrant.HARD_GENERAL, score=Decimal(score), level=Level.COMPLETE, items=())
    assert (whole.shown, quadrant.shown) == (shown, shown)


# ---- completeness ---------------------------------------------------------------------------------


def test_nothing_known_is_zero_and_sixteen_items_are_to_do(account):
    score = audit_score(account, DAY)
    assert (score.total, score.level, len(score.to_do), score.filled) == (0, "insufficient", 16, 0)


def item(account: KeyAccount, key: str, day: datetime.date = DAY):
    return next(each for each in audit_score(account, day).items if each.item.key == key)


def test_an_assessment_fills_its_item_and_grows_old(account, giulia):
    assess(account, giulia)
    assert item(account, "ss5").state == ItemState.FRESH
    old = item(account, "ss5", DAY + datetime.timedelta(days=240))
    assert (old.state, round(float(old.points), 4)) == (ItemState.OLD, 0.6667)
    assert item(account, "ss5", DAY + datetime.timedelta(days=400)).points == 0


def test_the_worked_example_of_the_method_with_what_an_upper_app_knows(account):
    """Method §3: twelve fresh items, two 120 days old with T = 90, two empty of sixteen make 83.3."""
    required = [each for each in ITEMS if each.required]
    old = [each.key for each in required if each.interval == 90][:2]
    fresh = [each.key for each in required if each.key not in old][:12]
    days = {**dict.fromkeys(fresh, DAY), **dict.fromkeys(old, DAY - datetime.timedelta(days=120))}
    known = {key: Known(on=day) for key, day in days.items()}
    EVIDENCE.add(Evidence(key="trial", load=lambda accounts, _day: dict.fromkeys(accounts, known)))
    try:
        score = audit_score(account, DAY)
    finally:
        EVIDENCE._by_key.pop("trial")
    assert (round(score.total, 2), score.level, score.filled) == (Decimal("83.33"), "complete", 14)


def test_too_few_answers_do_not_fill_the_item(account, giulia):
    record_rating(account_id=account.pk, given=Given(key="relationship.x2", value=Decimal(3)), by=giulia, at=AT)
    assert item(account, "ss5").state == ItemState.MISSING


def test_not_available_counts_half_for_one_interval(account, giulia):
    record_rating(account_id=account.pk, given=Given(key="item.hs4", answer="not_available"), by=giulia, at=AT)
    assert (item(account, "hs4").state, float(item(account, "hs4").points)) == (ItemState.UNAVAILABLE, 0.5)
    assert item(account, "hs4", DAY + datetime.timedelta(days=91)).points == 0


def test_not_known_fills_nothing(account, giulia):
    record_rating(account_id=account.pk, given=Given(key="item.hs4", answer="not_known"), by=giulia, at=AT)
    assert item(account, "hs4").state == ItemState.MISSING


def test_choice_criteria_fill_their_item_once_they_give_a_result(account, giulia):
    rows = begin_with_defaults(account_id=account.pk, kind="existing", by=giulia, at=AT)
    assert item(account, "ss2").state == ItemState.MISSING
    given = [
        Given(key=key, subject=str(row.pk), value=Decimal(6))
        for row in rows[:4]
        for key in ("choice.ours", "choice.rival")
    ]
    record_ratings(account_id=account.pk, given=given, by=giulia, at=AT)
    assert item(account, "ss2").state == ItemState.FRESH


def test_scores_take_as_many_queries_for_thirty_accounts_as_for_one(giulia):
    def grow(number: int) -> None:
        for _ in range(number):
            assess(make_account(), giulia)

    assert_same_queries(lambda: audit_scores(KeyAccount.objects.values_list("pk", flat=True), DAY), grow)


# ---- criteria -------------------------------------------------------------------------------------


def test_criteria_of_their_own(account, giulia):
    rows = begin_with_defaults(account_id=account.pk, kind="existing", by=giulia, at=AT)
    assert sum(row.weight for row in rows) == 100
    with pytest.raises(DomainError):
        begin_with_defaults(account_id=account.pk, kind="existing", by=giulia, at=AT)
    own = add_criterion(account_id=account.pk, kind="existing", label="  Made   in Italy ", by=giulia, at=AT)
    assert (own.label, own.weight) == ("Made in Italy", 0)
    for label in ("made in italy", "   "):
        with pytest.raises(DomainError):
            add_criterion(account_id=account.pk, kind="existing", label=label, by=giulia, at=AT)
    changed = change_criterion(row=own, field="weight", value=Decimal(10))
    assert (changed.weight, changed.version) == (10, 2)
    delete_criterion(row=changed, by=giulia, at=AT)
    assert account.choice_criteria.count() == 6


def test_the_situation_after_an_audit(account, giulia):
    make_sale(account, "2026-06-01", 1000, cost=1200)
    assess(account, giulia, 3)
    rows = begin_with_defaults(account_id=account.pk, kind="existing", by=giulia, at=AT)
    scores = [("choice.ours", 4), ("choice.rival", 7)]
    given = [Given(key=key, subject=str(rows[0].pk), value=Decimal(value)) for key, value in scores]
    record_ratings(account_id=account.pk, given=given, by=giulia, at=AT)
    found = situation_at(account, audit_score(account, DAY), DAY)
    assert found.margin == Decimal("-0.2")
    assert [(gap.weight, gap.points) for gap in found.gaps] == [(20, 3)]
    assert (found.has_decider, found.demand, found.assessed_on) == (False, False, DAY)
    assert not found.is_out_of_touch, "nobody is known: that is another matter"


def test_gaps_are_those_of_the_criteria_that_count(account, giulia):
    """Where business there is is scored, what they would choose new business by makes no step."""
    for kind, ours, rival in (("existing", 8, 6), ("potential", 4, 9)):
        row = begin_with_defaults(account_id=account.pk, kind=kind, by=giulia, at=AT)[0]
        scores = [("choice.ours", ours), ("choice.rival", rival)]
        given = [Given(key=key, subject=str(row.pk), value=Decimal(value)) for key, value in scores]
        record_ratings(account_id=account.pk, given=given, by=giulia, at=AT)
    assert list(situation_at(account, audit_score(account, DAY), DAY).gaps) == []


def test_people_nobody_met_for_a_quarter_are_out_of_touch(account):
    make_person(account, "Sandra Nicolai")
    assert situation_at(account, audit_score(account, DAY), DAY).is_out_of_touch
