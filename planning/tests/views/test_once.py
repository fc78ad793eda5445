"""A double click, a second tab, a POST sent again: one transition, one line in the record, one mail (quality C64).

Every move of the declared tables of phases, reviews, lines and audits, sent twice through its page. The reasons hold a
character that no column takes, as somebody's program may send it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Audit
from accounts.services.audits import MOVES as AUDIT_MOVES
from accounts.tests.factories import make_account, make_company
from kamp.jobs.models import Job
from kamp.notices.models import Digest
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.kinds.lines import LINE_MOVES
from planning.kinds.review_moves import MOVES as REVIEW_MOVES
from planning.models import AccountPlan, LineMove, PhaseMove, PlanLine, PlanPhase, PlanVersion, Review
from planning.phases.catalog import PHASES
from planning.phases.moves import MOVES
from planning.tests.factories import NOW, fill_demand, make_plan
from planning.tests.factories_lines import make_line
from planning.tests.factories_reviews import make_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    make_company()
    return make_user("administrator", language="en")


@pytest.fixture
def client(boss: User) -> Client:
    client = Client()
    client.force_login(boss)
    return client


@pytest.fixture
def plan(boss: User) -> AccountPlan:
    plan = make_plan(make_account("Molini", owner=boss), by=boss)
    for spec in PHASES:
        for each in spec.criteria:
            if each.waivable:
                plan.waivers.create(phase_key=spec.key, criterion=each.key, reason="Test", by=boss, at=NOW)
    return plan


def _effects() -> tuple[int, ...]:
    """What a transition leaves behind: moves, versions, reviews, mails, work for the background."""
    kept = (PhaseMove, LineMove, PlanVersion, Review, Digest, Job)
    events = (PlanPhase, Review, Audit, AccountPlan)
    recorded = [next(iter(model.pgh_event_models.values()))._base_manager.count() for model in events]  # type: ignore[attr-defined]
    return (*(model._base_manager.count() for model in kept), *recorded)


def _sent_twice(client: Client, url: str, data: dict[str, Any], state: Callable[[], Any]) -> None:
    before, untouched = state(), _effects()
    first = client.post(url, data)
    assert first.status_code == 302, f"{first.status_code}: the move itself was refused"
    after, effects = state(), _effects()
    assert after != before
    assert effects != untouched
    again = client.post(url, data)
    assert again.status_code in {302, 403, 409, 422}
    assert (state(), _effects()) == (after, effects), "the second POST did something"


@pytest.mark.parametrize("move", MOVES.keys())
def test_a_phase(client: Client, plan: AccountPlan, move: str) -> None:
    PlanPhase.objects.filter(plan=plan, phase_key="scenario").update(state=MOVES.get(move).sources[0])
    url = reverse("planning:phase_move", args=[plan.pk, "scenario", move])
    _sent_twice(client, url, {"reason": "Because\0"}, lambda: plan.phases.get(phase_key="scenario").state)
    assert PhaseMove.objects.filter(plan=plan, move=move).count() == 1


BY_HAND = [move for move in REVIEW_MOVES.keys() if move not in {"close", "reschedule"}]  # noqa: SIM118


@pytest.mark.parametrize("move", BY_HAND)
def test_a_review(client: Client, plan: AccountPlan, boss: User, move: str) -> None:
    review = make_review(plan, boss, state=min(REVIEW_MOVES.get(move).sources))
    url = reverse("reviews:review_move", args=[review.pk])
    _sent_twice(client, url, {"move": move, "reason": "Because\0"}, lambda: Review.objects.get(pk=review.pk).state)


def test_closing_a_review(client: Client, plan: AccountPlan, boss: User) -> None:
    review = make_review(plan, boss, state="in_meeting")
    url = reverse("reviews:review_close", args=[review.pk])
    _sent_twice(
        client,
        url,
        {"no_next_reason": "The plan ends", "tier": "quarterly"},
        lambda: Review.objects.get(pk=review.pk).state,
    )
    assert PlanVersion.objects.filter(plan=plan).count() == 1


@pytest.mark.parametrize("move", [key for key in LINE_MOVES.keys() if key != "approve"])  # noqa: SIM118
def test_a_line(client: Client, plan: AccountPlan, move: str) -> None:
    spec = LINE_MOVES.get(move)
    line = make_line(plan, months={"2027-01": 100}, state=min(spec.sources))
    url = reverse("sales_plan:line_move", args=[plan.pk, line.pk, move])
    _sent_twice(client, url, {"reason": "Because\0"}, lambda: PlanLine.objects.get(pk=line.pk).state)
    assert LineMove.objects.filter(line=line).count() == 1


@pytest.mark.parametrize("move", sorted(AUDIT_MOVES))
def test_an_audit(client: Client, plan: AccountPlan, boss: User, move: str) -> None:
    fill_demand(plan)
    other = make_user("market_manager")
    state = min(AUDIT_MOVES[move])
    fields = {"state": state, "submitted_by": other, "submitted_at": NOW} if state == "submitted" else {"state": state}
    audit = Audit.objects.create(account=plan.account, number=1, opened_by=other, opened_at=NOW, **fields)
    account = plan.account.slug
    name = {"submit": "audit_close", "confirm": "audit_confirm"}.get(move, f"audit_{move}")
    url = reverse(f"accounts:{name}", args=[account] if move == "submit" else [account, 1])
    _sent_twice(client, url, {"move": move, "reason": "Because\0"}, lambda: Audit.objects.get(pk=audit.pk).state)


VERBS = [("archive", "active"), ("restore", "archived"), ("close", "approved"), ("reopen", "closed")]


@pytest.mark.parametrize(("verb", "state"), VERBS)
def test_the_plan_as_a_whole(client: Client, plan: AccountPlan, boss: User, verb: str, state: str) -> None:
    AccountPlan.objects.filter(pk=plan.pk).update(state=state, approved_at=NOW, approved_by=boss)
    url = reverse(f"planning:plan_{verb}", args=[plan.pk])
    _sent_twice(client, url, {}, lambda: AccountPlan.objects.get(pk=plan.pk).state)


def _version_on(page: Any, address: str) -> str:
    """The version that the form of ``page`` to ``address`` carries."""
    found = re.search(
        rf'action="{re.escape(address)}"[^>]*>(?:(?!</form>).)*?name="version" value="(\d+)"', page, re.DOTALL
    )
    own = re.search(r'<form[^>]*method="post"[^>]*>(?:(?!</form>).)*?name="version" value="(\d+)"', page, re.DOTALL)
    assert found or own, "the page does not say which version it shows"
    return (found or own).group(1)  # type: ignore[union-attr]


def test_a_move_sent_again_after_the_phase_came_back_is_refused(client: Client, plan: AccountPlan, boss: User) -> None:
    PlanPhase.objects.filter(plan=plan, phase_key="scenario").update(state="in_progress")
    submit = reverse("planning:phase_move", args=[plan.pk, "scenario", "submit"])
    first = {"version": _version_on(client.get(submit).content.decode(), submit)}
    assert client.post(submit, first).status_code == 302
    back = reverse("planning:phase_move", args=[plan.pk, "scenario", "send_back"])
    sent = {"reason": "More sources", "version": _version_on(client.get(back).content.decode(), back)}
    assert client.post(back, sent).status_code == 302
    again = client.post(submit, first)
    assert again.status_code == 409
    assert "This has changed since the page was opened." in again.content.decode()
    assert plan.phases.get(phase_key="scenario").state == "in_progress"
    assert client.post(submit, {"version": _version_on(again.content.decode(), submit)}).status_code == 302


def test_a_review_put_back_is_not_cancelled_again_by_an_old_post(client: Client, plan: AccountPlan, boss: User) -> None:
    review = make_review(plan, boss)
    url = reverse("reviews:review_move", args=[review.pk])
    page = client.get(review.get_absolute_url()).content.decode()
    cancel = {"move": "cancel", "reason": "Ill", "version": _version_on(page, url)}
    client.post(url, cancel)
    page = client.get(review.get_absolute_url()).content.decode()
    client.post(url, {"move": "restore", "version": _version_on(page, url)})
    answer = client.post(url, cancel, follow=True)
    assert "This has changed since the page was opened." in answer.content.decode()
    assert Review.objects.get(pk=review.pk).state == "planned"


def test_a_plan_brought_back_is_not_archived_again_by_an_old_post(client: Client, plan: AccountPlan) -> None:
    page = client.get(plan.get_absolute_url()).content.decode()
    (archive,) = re.findall(r'action="(/plans/\d+/archive/\?version=\d+)"', page)
    told = client.post(archive, follow=True).content.decode()
    (restore,) = (
        re.findall(r'action="(/plans/\d+/restore/\?version=\d+[^"]*)"', told.split("<main")[0])
        or re.findall(r'action="(/plans/\d+/restore/\?version=\d+[^"]*)"', told)[:1]
    )
    client.post(restore)
    for old in (archive, restore):
        before = AccountPlan.objects.get(pk=plan.pk).state
        client.post(old)
        assert AccountPlan.objects.get(pk=plan.pk).state == before != "archived"


def test_an_approval_sent_again_after_the_plan_was_reopened_is_refused(client: Client, plan: AccountPlan) -> None:
    version = plan.version
    AccountPlan.objects.filter(pk=plan.pk).update(version=version + 2)
    answer = client.post(reverse("planning:plan_approve", args=[plan.pk]), {"version": version}, follow=True)
    assert "This has changed since the page was opened." in answer.content.decode()


def test_a_line_that_came_back_is_not_moved_again_by_an_old_post(client: Client, plan: AccountPlan) -> None:
    line = make_line(plan, months={"2027-01": 100}, state="in_progress")
    url = reverse("sales_plan:line_move", args=[plan.pk, line.pk, "postpone"])
    page = client.get(reverse("sales_plan:line_edit", args=[plan.pk, line.pk])).content.decode()
    old = {"reason": "Later", "version": _version_on(page, url)}
    client.post(url, old)
    PlanLine.objects.filter(pk=line.pk).update(state="in_progress")
    client.post(url, old)
    assert PlanLine.objects.get(pk=line.pk).state == "in_progress"
