"""Pages of a review from the calendar to the record: what they say, refuse, keep; who closes second."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import AccountFigures, Contract
from accounts.tests.factories import make_account, make_company, make_person
from accounts.tests.views.support import rows_of, signed_in, text_of
from kamp.testing.queries import assert_same_queries, queries_of
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.models import AccountPlan, Action, Decision, PlanLine, Review
from planning.services.closing import Next, close_review
from planning.tests.factories import make_plan
from planning.tests.factories_lines import make_line
from planning.tests.factories_reviews import days, make_action, make_decision, make_review
from portfolio.enums import mark
from portfolio.models import Classification
from portfolio.tests.factories import make_run

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def rep() -> User:
    make_company()
    return make_user("sales_rep", name="Giulia Ferri", language="en")


@pytest.fixture
def plan(rep: User) -> AccountPlan:
    return make_plan(make_account("Molini Serravento", owner=rep), by=rep)


@pytest.fixture
def client(rep: User) -> Client:
    return signed_in(rep)


FORM = {
    "tier": "quarterly",
    "day": "26/11/2026",
    "clock": "10:00",
    "length": 90,
    "time_zone": "Europe/Rome",
    "place": "Room 4",
}


def test_a_review_is_scheduled_where_the_person_is(client: Client, rep: User, plan: AccountPlan) -> None:
    url = f"/reviews/new/?plan={plan.pk}"
    assert 'value="01/03/2027"' in client.get(url).content.decode()  # a quarter after the plan begins
    answer = client.post(url, {**FORM, "lead": rep.pk, "participants": [rep.pk]})
    review = Review.objects.get()
    assert answer.url == f"/reviews/{review.pk}/"
    assert review.starts_at == datetime.datetime(2026, 11, 26, 9, tzinfo=datetime.UTC)
    page = text_of(client.get(answer.url))
    assert "Thu 26 Nov 10:00–11:30" in page
    assert "There is a review in the calendar already, on 26 November 2026." in text_of(client.get(url))
    assert "first review of the plan" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"day": "soon"}, "Enter a date"),
        ({"day": "31/02/2027"}, "31/02/2027 does not exist: that month has 28 days."),
        ({"clock": "25:00"}, "Enter a time"),
        ({"length": 5}, "between 10 and 600"),
        ({"tier": "event"}, "triggered"),
        ({"time_zone": "Europe/Atlantis"}, "Atlantis"),
    ],
)
def test_what_cannot_be_scheduled_is_said_at_the_field(
    client: Client, rep: User, plan: AccountPlan, changed: dict[str, Any], words: str
) -> None:
    answer = client.post(f"/reviews/new/?plan={plan.pk}", {**FORM, "lead": rep.pk, **changed})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "Room 4" in answer.content.decode()  # nothing typed is lost
    assert not Review.objects.exists()


def test_the_agenda_groups_every_open_plan_once(client: Client, rep: User) -> None:
    def plan_of(name: str, **fields: Any) -> AccountPlan:
        return make_plan(make_account(name, owner=rep), by=rep, **fields)

    make_review(plan_of("Late"), rep, starts_at=NOW - days(3))
    make_review(plan_of("Soon"), rep, starts_at=NOW + days(2))
    make_review(plan_of("Later"), rep, starts_at=NOW + days(40))
    plan_of("Never")
    archived = plan_of("Closed")
    AccountPlan.objects.filter(pk=archived.pk).update(state="closed")
    for group, names in {"": "Late Soon Later Never", "overdue": "Late", "week": "Soon", "never": "Never"}.items():
        found = {row[0].split()[0] for row in rows_of(client.get(f"/reviews/?group={group}"))}
        assert found == set(names.split()), group
    assert {row[0].split()[0] for row in rows_of(client.get("/reviews/?group=coming"))} == {"Later"}
    page = text_of(client.get("/reviews/"))
    assert "Overdue 1" in page
    assert "Never scheduled 1" in page


def test_a_plan_held_long_ago_is_due_by_its_rhythm(client: Client, rep: User, plan: AccountPlan) -> None:
    review = make_review(plan, rep, starts_at=NOW - days(101), state="in_meeting")
    close_review(review=review, following=Next(reason="Later"), by=rep, at=NOW - days(101))
    (row,) = rows_of(client.get("/reviews/?group=overdue"))
    assert "Out of rhythm" in row[2]
    assert "not in the calendar yet" in row[1]
    assert "13 Nov" in row[1]
    assert row[3] == "Quarterly"


def test_a_review_before_the_plan_begins_is_refused_at_its_day(client: Client, plan: AccountPlan) -> None:
    answer = client.post(f"/reviews/new/?plan={plan.pk}", {**FORM, "day": "01/01/2020"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["day"] == [
        "The plan is there since 22 November 2026: enter that day or a later one."
    ]
    assert answer.context["form"]["place"].value() == "Room 4"


@pytest.mark.parametrize("now", ["strategic", "star"])
def test_the_classes_of_the_last_review_stand_beside_those_of_now(
    client: Client, rep: User, plan: AccountPlan, now: str
) -> None:
    make_run()
    Classification.objects.update(cells=[mark("class", "strategic")])
    first = make_review(plan, rep, starts_at=NOW - days(9), state="in_meeting")
    whole = text_of(client.get(first.get_absolute_url()))
    assert "Strategic" in whole.split("Where we are")[1]  # the first one, too, says what the next is compared with
    close_review(review=first, following=Next(on=TODAY + days(9)), by=rep, at=NOW - days(9))
    Classification.objects.update(cells=[mark("class", now)])
    review = Review.objects.get(state="planned")
    lines = client.get(review.get_absolute_url()).context["classes"]
    assert [(line.before, line.after, line.is_changed) for line in lines] == [
        ("Strategic", now.title(), now != "strategic")
    ]


def test_as_many_queries_for_thirty_plans_as_for_one(client: Client, rep: User) -> None:
    def grow(number: int) -> None:
        for _ in range(number):
            made = make_plan(make_account(owner=rep), by=rep)
            make_review(made, rep)

    assert_same_queries(lambda: client.get("/reviews/?whose=mine"), grow, at_most=12)


def test_past_reviews_likewise(client: Client, rep: User, plan: AccountPlan) -> None:
    def grow(number: int) -> None:
        for _ in range(number):
            make_decision(make_review(plan, rep, state="missed"))

    assert_same_queries(lambda: client.get("/reviews/?group=held"), grow, at_most=12)


def test_the_page_of_a_review_asks_as_much_for_thirty_of_everything(
    client: Client, rep: User, plan: AccountPlan
) -> None:
    review = make_review(plan, rep, state="in_meeting")

    def grow(number: int) -> None:
        for _ in range(number):
            make_decision(review)
            make_action(plan, rep, review=review)
            make_action(plan, rep, due=TODAY - days(1))
            make_person(plan.account)

    grow(1)
    client.get(f"/reviews/{review.pk}/")
    few = len(queries_of(lambda: client.get(f"/reviews/{review.pk}/")))
    grow(29)
    assert len(queries_of(lambda: client.get(f"/reviews/{review.pk}/"))) == few
    assert few <= 60  # audit, sales plan, relationship and classes are asked one by one


def test_prepare_start_write_and_close(client: Client, rep: User, plan: AccountPlan) -> None:
    AccountFigures.objects.filter(account=plan.account).update(revenue=500000)
    review = make_review(plan, rep, starts_at=NOW, participants=[make_user("management", name="Paola Neri")])
    url = f"/reviews/{review.pk}/"
    client.post(f"{url}move/", {"move": "start"})
    page = client.get(url).content.decode()
    assert "Paola Neri" not in text_of(client.get(url)) or "Decisions" in page
    item = review.agenda.get(key="results")
    saved = client.post(f"{url}notes/", {"field": f"note-{item.pk}", f"note-{item.pk}": "Ahead", "seen": "[]"})
    assert saved.headers["X-Autosave"] in {"saved", "conflict"}
    client.post(f"{url}decisions/", {"verdict": "stop", "text": "No more discounts"}, headers={"HX-Request": "true"})
    answer = client.post(
        f"{url}actions/",
        {"text": "Send the offer", "owner": rep.pk, "due": "30/11/2026"},
        headers={"HX-Request": "true"},
    )
    assert "Send the offer" in text_of(answer)
    assert 'hx-swap-oob="true"' in answer.content.decode()
    check = text_of(client.get(f"{url}close/"))
    assert "No more discounts" in check
    refused = client.post(f"{url}close/", {"tier": "quarterly"})
    assert refused.status_code == 422
    assert "Give the day of the next review" in text_of(refused)
    closed = client.post(f"{url}close/", {"tier": "quarterly", "next_on": "24/02/2027"}, follow=True)
    record = text_of(closed)
    assert "Giulia Ferri closed this review" in record
    assert "version 1" in record
    review.refresh_from_db()
    assert review.snapshot["figures"]["revenue"] == "500000.0000"
    following = Review.objects.get(previous=review)
    assert (following.tier, following.starts_at.date()) == ("quarterly", datetime.date(2027, 2, 24))
    assert plan.versions.get().snapshot["decisions"][0]["name"] == "No more discounts"


def _held(plan: AccountPlan, rep: User, at: datetime.datetime) -> Review:
    review = make_review(plan, rep, starts_at=at, state="in_meeting")
    return close_review(review=review, following=Next(reason="Later"), by=rep, at=at)


def test_everything_that_changed_since_last_time_is_marked(client: Client, rep: User, plan: AccountPlan) -> None:
    account = plan.account
    AccountFigures.objects.filter(account=account).update(revenue=500000, margin_share="0.22")
    action = make_action(plan, rep, due=TODAY + days(9))
    buyer = make_person(account, "Sandra Nicolai", job_title="Buyer")
    _held(plan, rep, NOW - days(90))
    AccountFigures.objects.filter(account=account).update(revenue=575000, margin_share="0.2")
    Action.objects.filter(pk=action.pk).update(done_at=NOW)
    buyer.job_title = "Head of buying"
    buyer.save()
    Contract.objects.create(account=account, title="Frame", start=TODAY - days(300), end=TODAY + days(60))
    review = make_review(plan, rep, starts_at=NOW)
    page = client.get(f"/reviews/{review.pk}/")
    text = text_of(page)
    assert "Revenue, 12 months Then €500,000 €575,000 +15.0%" in text
    assert "Margin % Then 22.0% 20.0% −2.0 pt" in text
    assert "Sandra Nicolai Job title Buyer → now Head of buying" in text
    assert "Send the offer State Open → now Done" in text
    assert "Notice on contract “Frame” new" in text
    changed = re.findall(r'<tr class="changed">.*?</tr>', page.content.decode(), re.DOTALL)
    assert len(changed) == 5  # revenue, margin, the audit by the contract, open and done actions


def test_opinions_about_people_are_only_for_who_may_see_them(rep: User, plan: AccountPlan) -> None:
    person = make_person(plan.account, "Sandra Nicolai")
    part = person.part
    part.attitude = 1
    part.save()
    _held(plan, rep, NOW - days(90))
    type(part).objects.filter(pk=part.pk).update(attitude=-2)
    review = make_review(plan, rep, starts_at=NOW)
    specialist = make_user("specialist", language="en")
    plan.account.memberships.create(user=specialist, role="plan_team")
    url = f"/reviews/{review.pk}/"
    assert "Opponent" in text_of(signed_in(rep).get(url))
    assert "Opponent" not in text_of(signed_in(specialist).get(url))


@pytest.mark.parametrize(("ago", "proposed"), [(3, "19/02/2027"), (200, "22/02/2027")])
def test_the_next_one_proposed_is_never_over(
    client: Client, rep: User, plan: AccountPlan, ago: int, proposed: str
) -> None:
    review = make_review(plan, rep, starts_at=NOW - days(ago), state="in_meeting")
    assert f'value="{proposed}"' in client.get(f"/reviews/{review.pk}/close/").content.decode()


def test_a_day_at_the_end_of_time_is_refused_at_its_field(client: Client, rep: User, plan: AccountPlan) -> None:
    """Saved, it would take every list with it that shows the review."""
    far = {**FORM, "day": "31/12/9999", "clock": "23:30", "time_zone": "America/New_York"}
    answer = client.post(f"/reviews/new/?plan={plan.pk}", {**far, "lead": rep.pk, "participants": [rep.pk]})
    assert answer.context["form"].errors == {"day": ["Enter a year between 1800 and 2199."]}


def test_a_decision_keeps_what_left_meanwhile(client: Client, rep: User, plan: AccountPlan) -> None:
    boss, line = make_user("specialist"), make_line(plan)
    review = make_review(plan, rep, state="in_meeting")
    decision = make_decision(review, owner=boss, line=line)
    PlanLine.objects.update(deleted_at=NOW)
    opened = client.get(f"/reviews/{review.pk}/decisions/{decision.pk}/").context["form"]
    typed = {field.html_name: field.value() for field in opened if field.value() is not None}
    assert client.post(f"/reviews/{review.pk}/decisions/{decision.pk}/", {**typed, "text": "Other"}).status_code == 302
    decision.refresh_from_db()
    assert (decision.text, decision.owner, decision.line) == ("Other", boss, line)


def test_a_review_planned_before_the_one_held_last_says_what_changed_since(
    client: Client, rep: User, plan: AccountPlan
) -> None:
    ahead, held = make_review(plan, rep), make_review(plan, rep, starts_at=NOW, state="in_meeting")
    assert "first review of the plan" in text_of(client.get(f"/reviews/{ahead.pk}/"))
    close_review(review=held, following=Next(reason="One is planned"), by=rep, at=NOW)
    assert "first review of the plan" not in text_of(client.get(f"/reviews/{ahead.pk}/"))


def test_who_closes_second_is_told_who_was_first(client: Client, rep: User, plan: AccountPlan) -> None:
    review = make_review(plan, rep, starts_at=NOW, state="in_meeting")
    form = {"tier": "quarterly", "no_next_reason": "The plan ends"}
    client.post(f"/reviews/{review.pk}/close/", form)
    again = client.post(f"/reviews/{review.pk}/close/", form, follow=True)
    assert "Giulia Ferri has closed this review." in text_of(again)
    assert plan.versions.count() == 1


def test_the_calendar_file_moves_with_the_review(client: Client, rep: User, plan: AccountPlan) -> None:
    from icalendar import Calendar

    review = make_review(plan, rep, starts_at=NOW + days(4), place="Room 4")
    url = f"/reviews/{review.pk}/calendar.ics"
    (first,) = Calendar.from_ical(client.get(url).content).walk("VEVENT")
    form = {**FORM, "day": "30/11/2026", "lead": rep.pk, "participants": [rep.pk], "version": 1}
    client.post(f"/reviews/{review.pk}/edit/", form)
    (second,) = Calendar.from_ical(client.get(url).content).walk("VEVENT")
    assert first["UID"] == second["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second.start == datetime.datetime(2026, 11, 30, 9, tzinfo=datetime.UTC)
    assert "Molini Serravento" in str(second["SUMMARY"])
    assert "STATUS" not in second
    client.post(f"/reviews/{review.pk}/move/", {"move": "cancel", "reason": "The customer is away"})
    (third,) = Calendar.from_ical(client.get(url).content).walk("VEVENT")
    assert (third["STATUS"], third["UID"]) == ("CANCELLED", first["UID"])
    assert third["SEQUENCE"] > second["SEQUENCE"]


def test_two_people_who_move_the_same_review_choose(client: Client, rep: User, plan: AccountPlan) -> None:
    review = make_review(plan, rep, starts_at=datetime.datetime(2026, 11, 26, 9, tzinfo=datetime.UTC), place="Room 4")
    url = f"/reviews/{review.pk}/edit/"
    page = client.get(url).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    hidden = {"version": 1, "seen": __import__("html").unescape(seen[1]) if seen else ""}
    people = {"lead": rep.pk, "participants": [rep.pk]}
    client.post(url, {**FORM, **people, **hidden, "place": "Room 1"})
    answer = client.post(url, {**FORM, **people, **hidden, "place": "Room 2"})
    assert answer.status_code == 409
    assert "Room 1" in answer.content.decode()
    assert "Room 2" in answer.content.decode()


def test_minutes_on_paper_carry_all_that_was_said(client: Client, rep: User, plan: AccountPlan) -> None:
    review = make_review(plan, rep, starts_at=NOW, state="in_meeting")
    make_decision(review, "Keep the price")
    make_action(plan, rep, "Send the offer", review=review)
    Review.objects.filter(pk=review.pk).update(summary="All is well.")
    review.agenda.filter(key="facts").update(note="Mill 2 stands still")
    text = text_of(client.get(f"/reviews/{review.pk}/minutes/"))
    for words in ("A draft", "All is well.", "Keep the price", "Send the offer"):
        assert words in text
    assert "Facts since last time Mill 2 stands still" in text
    assert "Risks and relationship" not in text  # nothing was said about it


def test_a_decision_is_changed_and_taken_back(client: Client, rep: User, plan: AccountPlan) -> None:
    review = make_review(plan, rep, state="in_meeting")
    decision = make_decision(review)
    url = f"/reviews/{review.pk}/decisions/{decision.pk}/"
    assert client.get(url).status_code == 200
    client.post(url, {"verdict": "change", "text": "Raise the price", "version": 1})
    assert Decision.objects.get().text == "Raise the price"
    client.post(f"{url}delete/")
    assert not Decision.objects.exists()


def test_the_agenda_as_a_file_has_the_rows_of_the_page(client: Client, rep: User, plan: AccountPlan) -> None:
    make_review(plan, rep)
    lines = b"".join(client.get("/reviews/agenda.csv?group=coming")).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Account,Code,Plan,Next review")
    assert lines[1].startswith("Molini Serravento,")
    assert ",2026-12-02,2026-12-02,Quarterly," in lines[1]
    assert len(b"".join(client.get("/reviews/agenda.csv?group=overdue")).decode().splitlines()) == 1
    sheet = client.get("/reviews/agenda.xlsx")
    assert b"".join(sheet).startswith(b"PK")
    sheet.close()


def test_a_decision_taken_back_comes_back_unless_the_review_is_over(
    client: Client, rep: User, plan: AccountPlan
) -> None:
    review = make_review(plan, rep, state="in_meeting")
    first, second = (make_decision(review, text) for text in ("Keep the price", "Visit the plant"))
    keys = sorted([first.pk, second.pk])
    url = f"/reviews/{review.pk}/decisions/{keys[0]}/"
    page = client.post(f"{url}delete/", follow=True).content.decode()
    assert f'data-at="decision-{keys[1]},add-decision"' in page
    assert f'action="{url}restore/"' in page
    for _twice in range(2):
        page = client.post(f"{url}restore/", follow=True).content.decode()
        assert f'data-at="decision-{keys[0]}"' in page
    assert review.decisions.count() == 2
    client.post(f"{url}delete/")
    Review.objects.filter(pk=review.pk).update(state="cancelled", reason="Postponed")
    client.post(f"{url}restore/")
    assert review.decisions.count() == 1
    assert client.post(f"/reviews/{review.pk}/decisions/987654/restore/").status_code == 404


def test_a_point_off_the_agenda_comes_back(client: Client, rep: User, plan: AccountPlan) -> None:
    review = make_review(plan, rep)
    item = review.agenda.create(position=9, title="Price list", minutes=10)
    url = f"/reviews/{review.pk}/agenda/{item.pk}/"
    page = client.post(f"{url}drop/", follow=True).content.decode()
    assert f'action="{url}restore/"' in page
    assert not review.agenda.filter(pk=item.pk).exists()
    for _twice in range(2):
        page = client.post(f"{url}restore/", follow=True).content.decode()
        assert f'data-at="point-{item.pk}"' in page
        assert f'id="point-{item.pk}"' in page
    assert review.agenda.get(pk=item.pk).title == "Price list"


def test_a_point_that_cannot_be_added_keeps_what_was_typed(client: Client, rep: User, plan: AccountPlan) -> None:
    review = make_review(plan, rep)
    url = f"/reviews/{review.pk}/agenda/"
    refused = client.post(url, {"title": "Price list of the new year", "minutes": "999"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'value="Price list of the new year"' in page
    assert "Ensure this value is less than or equal to 240." in page
    added = client.post(url, {"title": "Price list of the new year", "minutes": "15"}, follow=True).content.decode()
    item = review.agenda.get(key="")
    assert f'data-at="point-{item.pk}"' in added


def test_phase_seven_shows_rhythm_reviews_decisions_and_actions(client: Client, rep: User, plan: AccountPlan) -> None:
    review = _held(plan, rep, NOW - days(20))
    Decision.objects.create(review=review, verdict="stop", text="No more discounts", created_at=NOW)
    make_action(plan, rep, due=TODAY - days(1))
    url = f"/plans/{plan.pk}/review/"
    text = text_of(client.get(url))
    for words in ("In rhythm", "due on 2 February 2027", "No more discounts", "Send the offer", "By class: Quarterly"):
        assert words in text
    answer = client.post(f"/reviews/rhythm/{plan.pk}/", {"tier": "monthly"}, follow=True)
    assert "due on 2 December 2026" in text_of(answer)
    client.post(f"/reviews/rhythm/{plan.pk}/", {"tier": "weekly"})
    assert plan.rhythm.tier == "monthly"


def test_each_figure_leads_to_what_makes_it_up(client: Client, rep: User, plan: AccountPlan) -> None:
    page = client.get(f"/reviews/{make_review(plan, rep).pk}/").content.decode()
    slug = plan.account.slug
    for url in (
        f"/accounts/{slug}/sales/",
        f"/accounts/{slug}/demand/",
        f"/accounts/{slug}/audit/relationship/",
        f"/plans/{plan.pk}/sales-plan/roi/",
        f"/actions/?plan={plan.pk}&amp;whose=all&amp;view=late",
        f"/accounts/{slug}/audit/",
    ):
        assert f'href="{url}"' in page, url


def test_who_asks_to_close_too_early_is_told_what_comes_first(client: Client, rep: User, plan: AccountPlan) -> None:
    page = client.get(f"/reviews/{make_review(plan, rep).pk}/close/", follow=True)
    assert "Start the meeting first" in text_of(page)


def test_why_a_version_was_kept_is_said_in_the_language_of_the_reader(rep: User, plan: AccountPlan) -> None:
    review = _held(plan, rep, NOW)
    reader = make_user("management", language="it")
    page = signed_in(reader).get(f"/plans/{plan.pk}/history/")
    assert "Revisione: Trimestrale, 22/11/2026" in text_of(page)
    assert f'href="/reviews/{review.pk}/"' in page.content.decode()
    assert "Review: Quarterly" not in text_of(page)
