"""Classes set by hand and designations: what is allowed, what is not, and what is left of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.utils.translation import override as in_language

from accounts.enums import Designation
from accounts.models import KeyAccount
from kamp.jobs.models import Job
from kamp.shared.errors import DomainError
from kamp.users.tests.factories import make_user
from portfolio.jobs import CHANGED
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.designation import STEPS
from portfolio.matrices.marks import Flag
from portfolio.models import Classification, ClassificationOverride, KeyAccountDecision
from portfolio.parameters.values import Parameters
from portfolio.selectors.designation import judge as load_by
from portfolio.services.designation import designate, undo_designation
from portfolio.services.overrides import end_override, override_class, resume_override
from portfolio.services.reclassify import reclassify
from portfolio.tests.factories import AS_OF, NOON, make_judged_portfolio, make_portfolio, make_run

pytestmark = pytest.mark.django_db

TODAY = NOON.date()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with in_language("en"):
        yield


def set_class(account: KeyAccount, cell: str = "strategic", **changes: Any) -> ClassificationOverride:
    given = {"reason": "They told us about a merger", "expires_on": None, "today": TODAY, "at": NOON, **changes}
    matrix = given.pop("matrix", "class")
    by = given.pop("by", None) or make_user("market_manager")
    return override_class(account=account, spec=MATRICES.get(matrix), cell=cell, by=by, **given)


def present(account: KeyAccount) -> Classification:
    return Classification.objects.get(account=account, to_run=None)


# ---- classes set by hand --------------------------------------------------------------------------------------------


def test_a_class_set_by_hand_counts_and_the_computed_one_is_kept() -> None:
    accounts = make_judged_portfolio()
    make_run()
    override = set_class(accounts["ALFA"])
    assert (override.computed, override.expires_on) == ("star", datetime.date(2027, 11, 21))
    assert Job.objects.filter(kind=CHANGED).count() == 1
    run = reclassify(accounts=[accounts["ALFA"].pk], today=TODAY, at=NOON)
    row = present(accounts["ALFA"])
    assert (row.cell_on("class"), row.computed_on("class")) == ("strategic", "star")
    assert Flag.OVERRIDDEN in row.flags_on("class")
    assert row.cell_on("selection") == "key_development"  # other matrices stay with the figures
    assert run.cells.filter(matrix="class", cell="strategic", accounts=1).exists()
    assert make_run(soft_on=TODAY).changed == 0  # a run over everybody keeps it


def test_a_class_set_by_hand_ends_and_comes_back() -> None:
    accounts = make_judged_portfolio()
    make_run()
    override = set_class(accounts["ALFA"])
    again = {"accounts": [accounts["ALFA"].pk], "today": TODAY, "at": NOON}
    reclassify(**again)
    end_override(override=override, by=make_user(), at=NOON)
    reclassify(**again)
    assert present(accounts["ALFA"]).cell_on("class") == "star"
    resume_override(override=override, by=make_user(), at=NOON)
    reclassify(**again)
    assert present(accounts["ALFA"]).cell_on("class") == "strategic"


def test_it_expires_with_the_next_run() -> None:
    accounts = make_judged_portfolio()
    make_run()
    set_class(accounts["ALFA"], expires_on=TODAY + datetime.timedelta(days=30))
    make_run(soft_on=TODAY + datetime.timedelta(days=29))
    assert present(accounts["ALFA"]).cell_on("class") == "strategic"
    make_run(soft_on=TODAY + datetime.timedelta(days=30))
    assert present(accounts["ALFA"]).cell_on("class") == "star"


def test_an_earlier_day_is_not_rewritten() -> None:
    accounts = make_judged_portfolio()
    make_run()
    set_class(accounts["ALFA"])
    make_run()  # as of a day before it was set
    assert present(accounts["ALFA"]).cell_on("class") == "star"


def test_setting_another_class_ends_the_first() -> None:
    accounts = make_judged_portfolio()
    make_run()
    first, second = set_class(accounts["ALFA"]), set_class(accounts["ALFA"], "status")
    first.refresh_from_db()
    assert (first.ended_at, second.ended_at) == (NOON, None)
    with pytest.raises(DomainError, match="Another class has been set"):
        resume_override(override=first, by=make_user(), at=NOON)
    with pytest.raises(DomainError, match="ended already"):
        end_override(override=first, by=make_user(), at=NOON)


def test_an_account_that_is_not_assessed_can_have_a_class() -> None:
    accounts = make_portfolio()
    make_run()
    set_class(accounts["ALFA"])
    reclassify(accounts=[accounts["ALFA"].pk], today=TODAY, at=NOON)
    row = present(accounts["ALFA"])
    assert (row.cell_on("class"), row.computed_on("class")) == ("strategic", "not_assessed")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        pytest.param({"cell": "diamond"}, "cell", "one of the classes", id="no such class"),
        pytest.param({"cell": "star"}, "cell", "nothing to override", id="the computed one"),
        pytest.param({"reason": " "}, "reason", "Give the reason", id="no reason"),
        pytest.param({"expires_on": TODAY}, "expires_on", "after today", id="over at once"),
        pytest.param({"expires_on": datetime.date(2032, 1, 1)}, "expires_on", "within five years", id="for ever"),
        pytest.param({"matrix": "relational-model", "cell": "mid"}, "", "cannot be set by hand", id="a stage"),
    ],
)
def test_what_cannot_be_set(changes: dict[str, Any], field: str, message: str) -> None:
    accounts = make_judged_portfolio()
    make_run()
    with pytest.raises(DomainError, match=message) as refused:
        set_class(accounts["ALFA"], **changes)
    assert refused.value.field == field
    assert not ClassificationOverride.objects.exists()


def test_an_archived_account_keeps_its_class() -> None:
    accounts = make_judged_portfolio()
    KeyAccount.objects.filter(pk=accounts["ALFA"].pk).update(archived_at=NOON)
    with pytest.raises(DomainError, match="archived"):
        set_class(accounts["ALFA"])


# ---- designation ----------------------------------------------------------------------------------------------------

ALLOWED = {
    ("none", "candidate"),
    ("candidate", "designated"),
    ("candidate", "none"),
    ("designated", "suspended"),
    ("designated", "removed"),
    ("suspended", "designated"),
    ("suspended", "removed"),
    ("removed", "candidate"),
}


def decide(account: KeyAccount, to: str, **changes: Any) -> KeyAccountDecision:
    given = {"reason": "Half of the revenue", "decided_on": TODAY, "at": NOON, "by": None, **changes}
    given["by"] = given["by"] or make_user("market_manager")
    return designate(account=account, to=to, **given)


def test_the_steps_are_those_of_the_method() -> None:
    assert {(step.before, step.after) for step in STEPS} == ALLOWED
    assert {state for step in ALLOWED for state in step} == set(Designation.values)


@pytest.mark.parametrize(("before", "after"), list(product(Designation.values, Designation.values)))
def test_each_step_and_each_forbidden_one(before: str, after: str) -> None:
    account = make_portfolio()["ALFA"]
    KeyAccount.objects.filter(pk=account.pk).update(designation=before)
    if (before, after) in ALLOWED:
        decision = decide(account, after)
        assert (decision.from_state, decision.to_state) == (before, after)
    else:
        with pytest.raises(DomainError, match="there is no step to"):
            decide(account, after)
    account.refresh_from_db()
    assert account.designation == (after if (before, after) in ALLOWED else before)
    assert KeyAccountDecision.objects.count() == int((before, after) in ALLOWED)


def test_after_midnight_where_the_company_is_its_new_day_is_no_future() -> None:
    """The page offers that day; in Rome it was refused until one or two in the night, when it begins in UTC."""
    late = datetime.datetime(2026, 11, 22, 23, 30, tzinfo=datetime.UTC)
    account = make_portfolio()["ALFA"]
    assert decide(account, "candidate", at=late, decided_on=datetime.date(2026, 11, 23)).pk
    with pytest.raises(DomainError, match="not in the future"):
        decide(account, "designated", at=late, decided_on=datetime.date(2026, 11, 24))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"reason": ""}, "Give the reason", id="no reason"),
        pytest.param({"decided_on": TODAY + datetime.timedelta(1)}, "not in the future", id="tomorrow"),
        pytest.param({"seen": "designated"}, "in the meantime", id="somebody was quicker"),
        pytest.param({"to": "crowned"}, "no step to", id="nonsense"),
    ],
)
def test_a_decision_that_is_refused_changes_nothing(changes: dict[str, Any], message: str) -> None:
    account = make_portfolio()["ALFA"]
    with pytest.raises(DomainError, match=message):
        decide(account, **{"to": "candidate", **changes})
    account.refresh_from_db()
    assert account.designation == "none"


def test_the_newest_decision_can_be_taken_back_within_a_day() -> None:
    account, manager = make_portfolio()["ALFA"], make_user("market_manager")
    first = decide(account, "candidate", by=manager)
    second = decide(account, "designated", by=manager, at=NOON + datetime.timedelta(minutes=1))
    with pytest.raises(DomainError, match="later decision"):
        undo_designation(decision=first, by=manager, at=NOON)
    with pytest.raises(DomainError, match="by who made it"):
        undo_designation(decision=second, by=make_user("market_manager"), at=NOON)
    with pytest.raises(DomainError, match="by who made it"):
        undo_designation(decision=second, by=manager, at=NOON + datetime.timedelta(days=2))
    undo_designation(decision=second, by=manager, at=NOON + datetime.timedelta(hours=1))
    account.refresh_from_db()
    assert (account.designation, KeyAccountDecision.objects.count()) == ("candidate", 2)
    undo_designation(decision=first, by=manager, at=NOON + datetime.timedelta(hours=1))
    account.refresh_from_db()
    assert account.designation == "none"


@pytest.mark.parametrize(
    ("designated", "active", "level"),
    [(0, 0, ""), (15, 150, ""), (14, 140, ""), (15, 140, "share"), (35, 150, ""), (36, 150, "many"),
     (50, 150, "many"), (51, 150, "too_many"), (51, 60, "too_many"), (1, 9, "share"), (1, 10, "")],
)  # fmt: skip
def test_how_many_key_accounts_are_too_many(designated: int, active: int, level: str) -> None:
    assert load_by(designated, active, Parameters()).level == level


# ---- the checks of the profiles (§6.4) ------------------------------------------------------------------------------


def flags(account: KeyAccount, **override: Any) -> set[str]:
    reclassify(accounts=[account.pk], today=TODAY, at=NOON)
    return set(present(account).flags_on("class"))


@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        # share of wallet 20 %; nothing signed
        pytest.param("GAMMA", "strategic", {"share_below_target", "no_long_contract"}, id="strategic"),
        pytest.param("BETA", "strategic", {"no_long_contract"}, id="a share of 94 %"),
        # m1 is negative, so the cost to serve is above it and every sale loses
        pytest.param("ZETA", "opportunity", {"cost_above_margin", "loss_price"}, id="sold below cost"),
        # m1 20 %, cost to serve 53 %
        pytest.param("EPSILON", "opportunity", {"cost_above_margin"}, id="costly to serve"),
        pytest.param("DELTA", "opportunity", set(), id="a good one"),
    ],
)
def test_checks_of_the_class(name: str, cell: str, expected: set[str]) -> None:
    accounts = make_judged_portfolio()
    make_run()
    if present(accounts[name]).cell_on("class") != cell:
        set_class(accounts[name], cell)
    usual = {"borderline", "overridden", "negative_margin", "provisional"}
    assert flags(accounts[name]) - usual == expected


@pytest.mark.parametrize(
    ("name", "start", "end", "renewal", "expected"),
    [
        pytest.param("GAMMA", "2026-01-01", "2027-12-31", "negotiated", {"share_below_target"}, id="two years"),
        pytest.param(
            "GAMMA",
            "2026-01-01",
            "2027-12-30",
            "negotiated",
            {"share_below_target", "no_long_contract"},
            id="short",
        ),
        pytest.param("BETA", "2025-01-01", "2027-03-31", "negotiated", {"contract_ending"}, id="ends in five months"),
        pytest.param("BETA", "2025-01-01", "2027-03-31", "automatic", set(), id="renews by itself"),
        pytest.param("BETA", "2025-01-01", "2027-10-31", "negotiated", set(), id="ends in a year"),
        pytest.param(
            "EPSILON",
            "2026-01-01",
            "2029-12-31",
            "none",
            {"cost_above_margin", "long_commitment"},
            id="bound",
        ),
    ],
)
def test_contracts_and_the_class(name: str, start: str, end: str, renewal: str, expected: set[str]) -> None:
    accounts = make_judged_portfolio()
    accounts[name].contracts.create(
        title="Frame",
        start=datetime.date.fromisoformat(start),
        end=datetime.date.fromisoformat(end),
        renewal=renewal,
    )
    make_run(AS_OF)
    usual = {"borderline", "overridden", "negative_margin", "provisional"}
    assert set(present(accounts[name]).flags_on("class")) - usual == expected
