"""The pages of an audit through the test client: saving one field, two people, no JavaScript, closing, comparing."""

from __future__ import annotations

import datetime
import json
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.criteria.catalog import INDICATORS
from accounts.models import Audit, ChoiceCriterion, Contract, KeyAccount, Rating, RelationshipTarget
from accounts.selectors.soft_facts import soft_facts
from accounts.services.choice import begin_with_defaults
from accounts.services.ratings import Given, record_ratings
from accounts.tests.factories import make_demand, make_line, make_sale
from accounts.tests.views.audit_support import TRUST, answer, assess, at, someone, trust
from kamp.testing.queries import queries_of
from kamp.testing.threads import at_once
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = [pytest.mark.db, pytest.mark.django_db]
SECTIONS = ("audit", "audit_relationship", "audit_attractiveness", "audit_choice")


@pytest.mark.parametrize("name", SECTIONS)
def test_pages_open_empty_and_full(account, client, giulia, name):
    assert client.get(at(account, name)).status_code == 200
    assess(account, giulia)
    begin_with_defaults(account_id=account.pk, kind="existing", by=giulia, at=timezone.now())
    make_sale(account, timezone.localdate(), 1000)
    page = client.get(at(account, name))
    assert page.status_code == 200
    assert "data-autosave" in page.content.decode()


def test_one_answer_is_saved_with_its_note_and_the_results_come_along(account, client, giulia):
    assess(account, giulia, 3)
    made = answer(client, at(account, "audit_relationship"), TRUST, trust("5", "since the visit"), trust("3"))
    assert (made.status_code, made.headers["X-Autosave"]) == (200, "saved")
    html = made.content.decode()
    for part in ("save-state", f"state_id_{TRUST}", "relation-now", "audit-score", f"others_id_{TRUST}"):
        assert f'id="{part}"' in html
    newest = Rating.objects.filter(key=TRUST).order_by("-pk").first()
    assert (newest.value, newest.note, newest.author) == (5, "since the visit", giulia)
    assert Audit.objects.get().state == "open"


def test_the_undo_of_an_answer_is_a_newer_answer(account, client):
    url = at(account, "audit_relationship")
    answer(client, url, TRUST, trust("4"), trust(""))
    made = answer(client, url, TRUST, trust(""), trust("4"))
    assert made.headers["X-Autosave"] == "saved"
    assert [row.answer for row in Rating.objects.order_by("pk")] == ["value", "cleared"]


def test_an_answer_sent_twice_is_stored_once(account, client):
    url, name = at(account, "audit_relationship"), str(uuid.uuid4())
    for _ in range(2):
        made = answer(client, url, TRUST, trust("4"), trust(""), submission=name)
        assert made.headers["X-Autosave"] == "saved"
    assert Rating.objects.count() == 1


@pytest.mark.parametrize("value", ["not_known", "not_available"])
def test_an_answer_without_a_value(account, client, value):
    answer(client, at(account, "audit_relationship"), TRUST, trust(value), trust(""))
    assert Rating.objects.get().answer == value


@pytest.mark.parametrize(
    ("field", "values", "status"),
    [
        (TRUST, [[TRUST, "9"]], 422),
        (TRUST, [[f"{TRUST}_note", "a note alone"]], 422),
        (TRUST, [[TRUST, "3"], [f"{TRUST}_on", "31/12/2999"]], 422),
        (TRUST, [[TRUST, "3"], [f"{TRUST}_on", "not a day"]], 422),
        ("relationship.x9", [], 409),
    ],
)
def test_what_cannot_be_saved_says_so_and_stores_nothing(account, client, field, values, status):
    made = answer(client, at(account, "audit_relationship"), field, values, [])
    assert made.status_code == status
    assert made.headers["X-Autosave"] in {"invalid", "gone"}
    assert not Rating.objects.exists()
    assert not Audit.objects.exists()


def test_answers_of_others_stand_beside_and_a_disagreement_is_said(account, client, giulia):
    _luca, theirs = someone(account, name="Luca Berti")
    url = at(account, "audit_relationship")
    answer(theirs, url, TRUST, trust("5"), trust(""))
    html = answer(client, url, TRUST, trust("2"), trust("")).content.decode()
    assert "Luca Berti" in html
    assert "You disagree" in html
    assert Rating.objects.count() == 2


def fill(client: Client, account: KeyAccount, answers: dict[str, int]) -> str:
    """Gives answers one by one as the page does; what the page shows then."""
    url = at(account, "audit_relationship")
    for key, value in answers.items():
        assert answer(client, url, key, [[key, str(value)]], []).status_code == 200
    return client.get(url).content.decode()


def test_the_worked_example_of_the_method_through_the_pages(account, client):
    """Method §1: Y = 2.5, X = 18/7, Mid-KAM; §6.2: strength 49.75."""
    make_sale(account, timezone.localdate(), 1000)
    values = dict(zip(INDICATORS.keys(), (3, 3, 2, 3, 2, 2, 3, 3, 3, 2, 2, 3, 2), strict=True))
    html = fill(client, account, values)
    assert "Mid-KAM" in html
    soft = soft_facts([account.pk], timezone.localdate())[account.pk]
    assert (soft.relation_y, round(soft.relation_x, 4), soft.standing.flag) == (Decimal("2.5"), Decimal("2.5714"), "")
    client.post(at(account, "choice_change"), {"set": "existing"})
    rows = list(account.choice_criteria.all())
    for row, ours, rival in zip(rows, (7, 5, 8, 6, 7, 4), (6, 7, 7, 7, 6, 6), strict=True):
        for part, value in (("ours", ours), ("rival", rival)):
            name = f"{part}-{row.pk}"
            made = answer(client, at(account, "audit_choice"), name, [[name, str(value)]], [[name, ""]])
            assert made.status_code == 200
    assert "49.8" in made.content.decode()
    assert soft_facts([account.pk], timezone.localdate())[account.pk].strength == Decimal("49.75")


def test_one_strong_axis_does_not_carry_a_weak_one_through_the_pages(account, client):
    """Method §1: X = 4.6, Y = 1.2 is Early-KAM with the flag."""
    make_sale(account, timezone.localdate(), 1000)
    x = dict(zip([f"relationship.x{number}" for number in range(1, 6)], (5, 5, 5, 4, 4), strict=True))
    y = dict(zip([f"relationship.y{number}" for number in range(1, 6)], (1, 1, 1, 1, 2), strict=True))
    html = fill(client, account, {**x, **y})
    assert "Early-KAM" in html
    assert "Collaboration without structure" in html


# ---- two people, one field --------------------------------------------------------------------------------------


@pytest.fixture
def weight(account: KeyAccount, giulia: User) -> ChoiceCriterion:
    return begin_with_defaults(account_id=account.pk, kind="existing", by=giulia, at=timezone.now())[0]


def test_two_people_in_one_field_see_both_values_and_choose(account, client, weight):
    _luca, theirs = someone(account, name="Luca Berti")
    url, name = at(account, "audit_choice"), f"weight-{weight.pk}"
    assert answer(theirs, url, name, [[name, "30"]], [[name, "20"]]).status_code == 200
    made = answer(client, url, name, [[name, "25"]], [[name, "20"]])
    html = made.content.decode()
    assert (made.status_code, made.headers["X-Autosave"]) == (409, "conflict")
    assert "Luca Berti" in html
    assert ">25<" in html
    assert ">30<" in html
    weight.refresh_from_db()
    assert weight.weight == 30
    made = answer(client, url, name, [[name, "25"]], [[name, "30"]])
    assert made.status_code == 200
    weight.refresh_from_db()
    assert weight.weight == 25


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_the_same_moment_never_overwrite_each_other(account, client, weight):
    _luca, theirs = someone(account)
    url, name = at(account, "audit_choice"), f"weight-{weight.pk}"

    def save(client: Client, value: str) -> int:
        return answer(client, url, name, [[name, value]], [[name, "20"]]).status_code

    codes = at_once(lambda: save(client, "25"), lambda: save(theirs, "30"))
    assert sorted(codes) == [200, 409]
    weight.refresh_from_db()
    assert weight.version == 2


def test_the_same_value_from_two_people_is_no_conflict(account, client, weight):
    _luca, theirs = someone(account)
    url, name = at(account, "audit_choice"), f"weight-{weight.pk}"
    answer(theirs, url, name, [[name, "30"]], [[name, "20"]])
    assert answer(client, url, name, [[name, "30,00"]], [[name, "20"]]).status_code == 200


def test_a_criterion_taken_away_comes_back_with_its_scores(account, client, giulia, weight):
    given = [Given(key=key, subject=str(weight.pk), value=Decimal(7)) for key in ("choice.ours", "choice.rival")]
    record_ratings(account_id=account.pk, given=given, by=giulia, at=timezone.now())
    url = at(account, "choice_change")
    client.post(url, {"delete": weight.pk, "set": "existing"})
    assert account.choice_criteria.count() == 5
    client.post(f"{url}?restore={weight.pk}")
    weight.refresh_from_db()
    assert (weight.weight, weight.key) == (20, "offer")
    assert client.post(f"{url}?restore={weight.pk}").status_code == 302
    assert account.choice_criteria.count() == 6


def test_a_criterion_taken_away_meanwhile(account, client, weight):
    name = f"weight-{weight.pk}"
    weight.delete()
    made = answer(client, at(account, "audit_choice"), name, [[name, "25"]], [[name, "20"]])
    assert (made.status_code, made.headers["X-Autosave"]) == (409, "gone")


def test_presence_names_the_others_and_their_field(account, client):
    _luca, theirs = someone(account, name="Luca Berti")
    url = at(account, "audit_relationship")
    theirs.get(url, {"presence": TRUST})
    html = client.get(url, {"presence": ""}).content.decode()
    assert "Luca Berti" in html
    assert f'data-here="{TRUST}"' in html
    assert "Giulia Ferri" not in html


def test_without_the_cache_nobody_is_seen_and_nothing_fails(account, client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.2},
        }
    }
    made = client.get(at(account, "audit_relationship"), {"presence": ""})
    assert (made.status_code, made.content.strip()) == (200, b"")


# ---- without JavaScript -----------------------------------------------------------------------------------------


def whole(client: Client, url: str) -> dict[str, Any]:
    """What a client without JavaScript would send back unchanged."""
    import re

    html = client.get(url).content.decode()
    found = re.findall(r'name="(seen:[^"]+)" value="([^"]*)"', html)
    data: dict[str, Any] = {name: value.replace("&quot;", '"') for name, value in found}
    for seen in list(data.values()):
        data.update(json.loads(seen))
    return data


def test_the_whole_page_is_saved_without_javascript(account, client, weight):
    url = at(account, "audit_choice")
    data = whole(client, url)
    second = account.choice_criteria.all()[1]
    assert client.post(url, {**data, f"weight-{weight.pk}": "30", f"ours-{second.pk}": "8"}).status_code == 200
    weight.refresh_from_db()
    assert weight.weight == 30
    assert [(row.key, row.value) for row in Rating.objects.all()] == [("choice.ours", 8)]


def test_a_conflict_without_javascript_is_chosen_on_the_page(account, client, weight):
    url, name = at(account, "audit_choice"), f"weight-{weight.pk}"
    data = {**whole(client, url), name: "25"}
    ChoiceCriterion.objects.filter(pk=weight.pk).update(weight=30)
    made = client.post(url, data)
    assert made.status_code == 409
    html = made.content.decode()
    assert f'name="choice:{name}"' in html
    again = {**whole(client, url), f"choice:{name}": "mine", f"mine:{name}": json.dumps([[name, "25"]])}
    assert client.post(url, again).status_code == 200
    weight.refresh_from_db()
    assert weight.weight == 25


# ---- items, targets, proposals ------------------------------------------------------------------------------------


def test_something_is_said_about_an_item(account, client):
    made = answer(client, at(account, "audit"), "item-hs4", [["item-hs4", "not_available"]], [["item-hs4", ""]])
    assert 'id="state-of-hs4"' in made.content.decode()
    assert Rating.objects.get().key == "item.hs4"


def test_the_hub_lists_every_item_and_what_is_missing_first(account, client, giulia):
    assess(account, giulia)
    html = client.get(at(account, "audit")).content.decode()
    assert html.count('class="item"') == 21
    assert html.index('class="todo"') < html.index('class="quads')
    assert at(account, "audit_choice") in html


def test_the_stage_wanted_is_saved_by_itself(account, client):
    url = at(account, "audit_relationship")
    answer(client, url, "target-stage", [["target-stage", "4"]], [["target-stage", ""]])
    answer(client, url, "target-by", [["target-by", "31/12/2027"]], [["target-by", ""]])
    row = RelationshipTarget.objects.get()
    assert (row.stage, row.by) == (4, datetime.date(2027, 12, 31))


def test_the_data_propose_answers(account, client):
    today = timezone.localdate()
    make_sale(account, today, 500)
    make_demand(account, 1000, year=today.year, product_line=make_line("Belts"))
    Contract.objects.create(account=account, title="Frame", start=today, end=today + datetime.timedelta(days=800))
    html = client.get(at(account, "audit_relationship")).content.decode()
    assert "a share of wallet of 50.0%" in html
    assert "contracts until" in html
    assert "they buy 0 of 1 product line they need" in html


def test_what_undoes_the_relationship(account, client, giulia):
    assess(account, giulia)
    url = at(account, "break_create")
    day = timezone.localdate().strftime("%d/%m/%Y")
    assert client.post(url, {"kind": "notice"}).status_code == 422
    assert client.post(url, {"kind": "notice", "cause": "rival", "happened_on": day}).status_code == 302
    html = client.get(at(account, "audit_relationship")).content.decode()
    assert "Uncoupling" in html
    client.post(at(account, "break_end", pk=account.relationship_breaks.get().pk))
    assert "Uncoupling" not in client.get(at(account, "audit_relationship")).content.decode()


def test_who_may_not_fill_sees_values_and_no_inputs(account, giulia):
    assess(account, giulia)
    _user, management = someone(account, "management")
    for name in SECTIONS:
        html = management.get(at(account, name)).content.decode()
        assert "data-autosave=" not in html
        assert "filled by those who work on the account" in html
    assert "Giulia Ferri" in management.get(at(account, "audit_relationship")).content.decode()


@pytest.mark.parametrize("name", SECTIONS)
def test_pages_take_as_many_queries_however_many_have_answered(account, client, giulia, name):
    rows = begin_with_defaults(account_id=account.pk, kind="existing", by=giulia, at=timezone.now())

    def grow(number: int) -> None:
        for _ in range(number):
            user = make_user("sales_rep")
            assess(account, user)
            given = [Given(key="choice.ours", subject=str(row.pk), value=Decimal(5)) for row in rows]
            record_ratings(account_id=account.pk, given=given, by=user, at=timezone.now())

    grow(1)
    client.get(at(account, name))
    before = queries_of(lambda: client.get(at(account, name)))
    grow(7)
    after = queries_of(lambda: client.get(at(account, name)))
    assert len(before) == len(after)
    repeated = {sql[:300] for sql in after if after.count(sql) > 1 and "max(date)" not in sql}
    assert repeated == set(), "only the newest date of sales, one look into an index, may be asked for twice"


def test_only_what_is_missing_or_old_asks_for_a_word_about_it(account, client, giulia):
    assess(account, giulia)
    page = client.get(at(account, "audit"))
    lines = [line for quadrant in page.context["quadrants"] for line in (*quadrant["lines"], *quadrant["extra"])]
    asked = {line.standing.item.key: line.field is not None for line in lines}
    known = {line.standing.item.key: line.tone == "ok" for line in lines}
    assert any(known.values())
    assert asked == {key: not up_to_date for key, up_to_date in known.items()}
    html = page.content.decode()
    for key, wanted in asked.items():
        assert (f'name="item-{key}"' in html) is wanted


def test_what_one_has_said_about_an_item_can_be_taken_back_later(account, client):
    answer(client, at(account, "audit"), "item-hs4", [["item-hs4", "not_available"]], [["item-hs4", ""]])
    assert 'name="item-hs4"' in client.get(at(account, "audit")).content.decode()
