"""Answers of an audit: what is stored, what counts, what is taken back."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
from django.utils import translation

from accounts.criteria.catalog import INDICATORS
from accounts.enums import Answer, ChoiceSet, Confidence
from accounts.models import Audit, ChoiceCriterion, DmuMember, KeyAccount, Rating, RelationshipBreak
from accounts.selectors.ratings import answers_given, current_ratings, own_answer
from accounts.selectors.soft_facts import soft_facts, soft_frame
from accounts.services.ratings import Given, record_answer, record_rating, record_ratings, undo_rating
from accounts.tests.factories import make_account, make_person, make_sale
from kamp.shared.changes import ACCOUNT_CHANGED, Reaction
from kamp.shared.errors import DomainError
from kamp.testing.queries import assert_same_queries
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = [pytest.mark.db, pytest.mark.django_db]

AT = datetime.datetime(2026, 11, 20, 10, 42, tzinfo=datetime.UTC)
DAY = AT.date()
TRUST = "relationship.x2"


@pytest.fixture
def account() -> KeyAccount:
    return make_account("Molini Serravento")


@pytest.fixture
def giulia() -> User:
    return make_user(name="Giulia Ferri")


@pytest.fixture
def luca() -> User:
    return make_user(name="Luca Berti")


def rate(
    account: KeyAccount,
    by: User | None,
    key: str = TRUST,
    value: object = 3,
    at: datetime.datetime = AT,
    **more: object,
) -> Rating:
    given = Given(key=key, value=Decimal(str(value)), **more)  # type: ignore[arg-type]
    return record_rating(account_id=account.pk, given=given, by=by, at=at)


def assess(account: KeyAccount, by: User, x: int = 3, y: int = 3) -> None:
    given = [Given(key=each.key, value=Decimal(x if each.group == "x" else y)) for each in INDICATORS]
    record_ratings(account_id=account.pk, given=given, by=by, at=AT)


def mean(account: KeyAccount, key: str = TRUST, day: datetime.date = DAY) -> Decimal | None:
    found = current_ratings([account.pk], [key], day).get(account.pk, {}).get((key, ""))
    return found.mean if found else None


def test_the_newest_answer_of_each_counts_and_nothing_is_overwritten(account, giulia, luca):
    rate(account, giulia, value=2)
    rate(account, giulia, value=4)
    rate(account, luca, value=3)
    assert Rating.objects.count() == 3
    found = current_ratings([account.pk], [TRUST], DAY)[account.pk][TRUST, ""]
    assert (found.mean, found.low, found.high, found.count) == (Decimal("3.5"), 3, 4, 2)
    assert found.spread == 1


def test_answers_count_from_their_day_on(account, giulia):
    rate(account, giulia, value=2, rated_on=datetime.date(2025, 5, 1))
    rate(account, giulia, value=5)
    assert mean(account, day=datetime.date(2025, 4, 30)) is None
    assert mean(account, day=datetime.date(2026, 11, 19)) == 2
    assert mean(account) == 5


def test_an_older_answer_written_down_later_does_not_replace_a_newer_one(account, giulia):
    rate(account, giulia, value=5)
    rate(account, giulia, value=1, rated_on=datetime.date(2025, 5, 1))
    assert mean(account) == 5


@pytest.mark.parametrize(
    ("answer", "unknown", "unavailable"), [("not_known", True, False), ("not_available", False, True)]
)
def test_not_known_and_not_available_are_answers_without_a_value(account, giulia, answer, unknown, unavailable):
    rate(account, giulia, value=4)
    record_rating(account_id=account.pk, given=Given(key=TRUST, answer=answer), by=giulia, at=AT)
    found = current_ratings([account.pk], [TRUST], DAY)[account.pk][TRUST, ""]
    assert (found.mean, found.count, found.unknown, found.unavailable) == (None, 0, unknown, unavailable)


def test_the_same_answer_sent_again_is_stored_once(account, giulia):
    name = uuid.uuid4()
    first = rate(account, giulia, value=4, submission=name)
    again = rate(account, giulia, value=4, submission=name)
    assert first.pk == again.pk
    assert Rating.objects.count() == 1


def test_an_answer_is_taken_back_by_a_newer_one(account, giulia):
    rate(account, giulia, value=2)
    second = rate(account, giulia, value=5, note="seen in the meeting")
    back = undo_rating(rating=second, by=giulia, at=AT)
    assert mean(account) == 2
    assert Rating.objects.count() == 3
    undo_rating(rating=back, by=giulia, at=AT)
    assert mean(account) == 5


def test_the_first_answer_taken_back_leaves_none(account, giulia):
    undo_rating(rating=rate(account, giulia), by=giulia, at=AT)
    assert mean(account) is None
    assert own_answer(account.pk, TRUST, "", giulia) is None
    assert answers_given(account.pk, [TRUST], DAY) == []


def test_only_the_newest_own_answer_is_taken_back(account, giulia, luca):
    first = rate(account, giulia, value=2)
    with pytest.raises(DomainError):
        undo_rating(rating=first, by=luca, at=AT)
    rate(account, giulia, value=3)
    with pytest.raises(DomainError):
        undo_rating(rating=first, by=giulia, at=AT)


@pytest.mark.parametrize(
    "given",
    [
        Given(key=TRUST, value=Decimal(6)),
        Given(key=TRUST, value=Decimal(0)),
        Given(key=TRUST),
        Given(key="relationship.z9", value=Decimal(3)),
        Given(key=TRUST, value=Decimal(3), subject="7"),
        Given(key=TRUST, value=Decimal(3), rated_on=datetime.date(2026, 11, 21)),
        Given(key="choice.ours", value=Decimal(3), subject="999999"),
        Given(key="choice.ours", value=Decimal(3)),
        Given(key="item.hg2", value=Decimal(2)),
        Given(key="item.zz", value=Decimal(1)),
    ],
)
def test_what_is_refused_stores_nothing(account, giulia, given):
    with pytest.raises(DomainError):
        record_ratings(
            account_id=account.pk, given=[Given(key="relationship.x1", value=Decimal(2)), given], by=giulia, at=AT
        )
    assert not Rating.objects.exists()


def test_a_criterion_of_another_account_is_refused(account, giulia):
    foreign = ChoiceCriterion.objects.create(account=make_account(), key="offer", weight=100)
    with pytest.raises(DomainError):
        rate(account, giulia, key="choice.ours", subject=str(foreign.pk))


def test_an_archived_account_takes_no_answers(giulia):
    account = make_account(archived_at=AT)
    with pytest.raises(DomainError):
        rate(account, giulia)


def test_a_changed_account_is_announced_in_the_same_transaction(account, giulia):
    told = []
    ACCOUNT_CHANGED.add(Reaction(key="test", run=lambda ids, by, at: told.append((ids, by, at))))
    try:
        rate(account, giulia)
        record_rating(account_id=account.pk, given=Given(key="item.hg2", value=Decimal(1)), by=giulia, at=AT)
    finally:
        ACCOUNT_CHANGED._by_key.pop("test")
    assert told == [([account.pk], giulia, AT)]


# ---- what the matrices read ------------------------------------------------------------------------------------------


def choice(account: KeyAccount, by: User, kind: str = ChoiceSet.EXISTING) -> None:
    weights, ours, rival = [20, 15, 20, 15, 20, 10], [7, 5, 8, 6, 7, 4], [6, 7, 7, 7, 6, 6]
    keys = ["offer", "price", "service", "support", "trust", "share"]
    for key, weight, our, theirs in zip(keys, weights, ours, rival, strict=True):
        row = ChoiceCriterion.objects.create(account=account, set=kind, key=key, weight=weight)
        rate(account, by, key="choice.ours", value=our, subject=str(row.pk))
        rate(account, by, key="choice.rival", value=theirs, subject=str(row.pk))


def test_soft_facts_of_the_worked_examples(account, giulia):
    make_sale(account, "2026-06-01", 1000)
    for key, value in zip(INDICATORS.keys(), [3, 3, 2, 3, 2, 2, 3, 3, 3, 2, 2, 3, 2], strict=True):
        rate(account, giulia, key=key, value=value)
    choice(account, giulia)
    rate(account, giulia, key="attractiveness.fit", value=7)
    found = soft_facts([account.pk], DAY)[account.pk]
    assert (found.relation_y, round(found.relation_x, 4), found.relation_stage) == (
        Decimal("2.5"),
        Decimal("2.5714"),
        3,
    )
    assert (found.strength, found.strength_by) == (Decimal("49.75"), "criteria")
    assert (found.fit, found.willingness) == (7, Decimal("2.5"))
    assert (found.rated_on, found.missing) == (DAY, ())


def test_nothing_judged_is_not_assessed_and_says_what_is_missing(account):
    found = soft_facts([account.pk], DAY)[account.pk]
    assert (found.relation_x, found.relation_y, found.relation_stage, found.fit, found.strength) == (None,) * 5
    assert set(INDICATORS.keys()) <= set(found.missing)
    assert {"choice.ours", "choice.rival", "attractiveness.fit"} <= set(found.missing)


def test_several_assessors_are_averaged_before_indicators_are(account, giulia, luca):
    make_sale(account, "2026-06-01", 1000)
    assess(account, giulia, 3, 3)
    rate(account, luca, value=5)
    found = soft_facts([account.pk], DAY)[account.pk]
    assert found.relation_x == Decimal(22) / 7 or round(found.relation_x, 9) == round(Decimal(22) / 7, 9)


def test_the_stage_stands_in_for_strength_and_the_caps_count(account, giulia):
    assess(account, giulia, 4, 4)
    found = soft_facts([account.pk], DAY)[account.pk]
    assert (found.relation_stage, found.strength, found.strength_by) == (1, 0, "stage")
    make_sale(account, "2024-06-01", 1000)
    found = soft_facts([account.pk], DAY)[account.pk]
    assert (found.relation_stage, found.standing.dormant, found.strength) == (2, True, 25)
    make_sale(account, "2026-06-01", 1000)
    assert soft_facts([account.pk], DAY)[account.pk].relation_stage == 4


def test_a_break_makes_it_uncoupling_until_it_is_over(account, giulia):
    make_sale(account, "2026-06-01", 1000)
    assess(account, giulia)
    row = RelationshipBreak.objects.create(
        account=account, kind="notice", cause="rival", happened_on=datetime.date(2026, 11, 1)
    )
    assert soft_facts([account.pk], DAY)[account.pk].relation_stage == 6
    row.over_on = DAY
    row.save()
    assert soft_facts([account.pk], DAY)[account.pk].relation_stage == 3


def test_two_signals_from_the_data_make_it_uncoupling(account, giulia):
    make_sale(account, "2025-06-01", 1000)
    make_sale(account, "2026-06-01", 600)
    assess(account, giulia)
    assert soft_facts([account.pk], DAY)[account.pk].standing.signals == ("growth",)
    gone = make_person(account, "Sandra Nicolai", left_on=datetime.date(2026, 6, 1))
    DmuMember.objects.create(person=gone, attitude=2)
    found = soft_facts([account.pk], DAY)[account.pk]
    assert (found.relation_stage, found.standing.signals) == (6, ("growth", "sponsor_gone"))


def test_a_fall_since_the_last_confirmed_audit_is_a_signal(account, giulia):
    make_sale(account, "2026-06-01", 1000)
    assess(account, giulia, 2, 2)
    Audit.objects.create(
        account=account,
        number=1,
        state="confirmed",
        opened_at=AT,
        confirmed_at=AT,
        snapshot={"relationship": {"score": "3.2"}},
    )
    assert soft_facts([account.pk], DAY)[account.pk].standing.signals == ("score_change",)


def test_the_potential_set_counts_while_the_existing_one_has_no_scores(account, giulia):
    choice(account, giulia, ChoiceSet.POTENTIAL)
    ChoiceCriterion.objects.create(account=account, set=ChoiceSet.EXISTING, key="offer", weight=100)
    assert soft_facts([account.pk], DAY)[account.pk].strength == Decimal("49.75")


def test_the_frame_says_the_same_as_the_facts(account, giulia, luca):
    make_sale(account, "2026-06-01", 1000)
    assess(account, giulia, 4, 3)
    rate(account, luca, value=1)
    choice(account, giulia)
    other = make_account()
    frame, facts = soft_frame(None, DAY), soft_facts(None, DAY)
    assert set(frame.index) == set(facts) == {account.pk, other.pk}
    for name in ("relation_x", "relation_y", "strength", "willingness"):
        assert frame.loc[account.pk, name] == pytest.approx(float(getattr(facts[account.pk], name)))
    assert frame.loc[other.pk].drop(["broken", "choice_scored"]).isna().all()


def test_soft_facts_take_as_many_queries_for_thirty_accounts_as_for_one(giulia):
    def grow(number: int) -> None:
        for _ in range(number):
            assess(make_account(), giulia)

    assert_same_queries(lambda: soft_facts(None, DAY), grow)


def test_confidence_is_confirmed_when_all_values_are(account, giulia, luca):
    rate(account, giulia, confidence=Confidence.CONFIRMED)
    assert current_ratings([account.pk], [TRUST], DAY)[account.pk][TRUST, ""].confirmed
    rate(account, luca)
    assert not current_ratings([account.pk], [TRUST], DAY)[account.pk][TRUST, ""].confirmed
    assert Answer.CLEARED not in {row.answer for row in answers_given(account.pk, [TRUST], DAY)}


def answer(
    account: KeyAccount, by: User, value: int, at: datetime.datetime = AT, on: datetime.date | None = None
) -> Rating:
    given = Given(key=TRUST, value=Decimal(value), rated_on=on)
    return record_answer(account_id=account.pk, given=given, by=by, at=at)


def test_the_day_typed_after_an_answer_is_the_day_of_that_answer(account: KeyAccount, giulia: User, luca: User) -> None:
    """A page saves the choice first and its day a moment later: the choice of today must not stay the newest one."""
    visit = DAY - datetime.timedelta(days=17)
    answer(account, giulia, 4, at=AT - datetime.timedelta(days=300))
    answer(account, luca, 1)
    answer(account, giulia, 3)
    answer(account, giulia, 3, on=visit)
    own = own_answer(account.pk, TRUST, "", giulia)
    assert own is not None
    assert (own.value, own.rated_on) == (3, visit)
    answer(account, giulia, 2, on=visit)
    own = own_answer(account.pk, TRUST, "", giulia)
    assert own is not None
    assert (own.value, own.rated_on) == (2, visit)
    others = own_answer(account.pk, TRUST, "", luca)
    assert others is not None
    assert others.rated_on == DAY, "another person's answer keeps its day"


def test_an_answer_for_a_day_before_the_newest_one_is_refused_and_nothing_is_moved(
    account: KeyAccount, giulia: User
) -> None:
    before = AT - datetime.timedelta(days=10)
    answer(account, giulia, 4, at=before)
    answer(account, giulia, 3)
    with translation.override("it"), pytest.raises(DomainError, match="10 novembre 2026") as refused:
        answer(account, giulia, 2, on=DAY - datetime.timedelta(days=11))
    assert refused.value.field == "rated_on"
    days = Rating.objects.order_by("pk").values_list("value", "rated_on")
    assert list(days) == [(4, before.date()), (3, DAY)]
