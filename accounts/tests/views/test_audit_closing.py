"""Closing an audit, sending it back, comparing it with the one before; the way from one section to the next."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from accounts.models import Audit, KeyAccount
from accounts.selectors.audit import audit_score
from accounts.services.choice import begin_with_defaults
from accounts.tests.factories import make_person, make_sale
from accounts.tests.views.audit_support import TRUST, answer, assess, at, someone, trust
from accounts.views.audit_onward import onward_of

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_an_audit_is_closed_sent_back_closed_again_and_confirmed(account, client, giulia):
    make_person(account, "Sandra Nicolai")
    assess(account, giulia)
    assert client.get(at(account, "audit_close")).status_code == 200
    assert client.post(at(account, "audit_close")).status_code == 302
    number = {"number": 1}
    boss, other = someone(account, name="Marta Conti")
    assert other.post(at(account, "audit_send_back", **number), {"reason": ""}).status_code == 422
    assert Audit.objects.get().state == "submitted"
    other.post(at(account, "audit_send_back", **number), {"reason": "Nobody decides?"})
    assert "Nobody decides?" in client.get(at(account, "audit")).content.decode()
    client.post(at(account, "audit_close"))
    client.post(at(account, "audit_withdraw", **number))
    client.post(at(account, "audit_close"))
    other.post(at(account, "audit_confirm", **number))
    audit = Audit.objects.get()
    assert (audit.state, audit.confirmed_by, audit.submitted_by) == ("confirmed", boss, giulia)
    html = client.get(at(account, "audit_version", **number)).content.decode()
    assert "Worth doing next" in html
    assert "first closed audit" in html


def test_a_reason_that_is_too_long_is_refused_whole(account, client, giulia):
    assess(account, giulia)
    client.post(at(account, "audit_close"))
    _boss, other = someone(account)
    reason = "The figures of the plant. " * 90
    answer = other.post(at(account, "audit_send_back", number=1), {"reason": reason})
    html = answer.content.decode()
    assert (answer.status_code, Audit.objects.get().state) == (422, "submitted")
    assert "At most 2000 characters fit here" in html
    assert html.count("The figures of the plant.") == 90
    empty = other.post(at(account, "audit_send_back", number=1), {"reason": ""})
    assert "Say what is to be mended." in empty.content.decode()


@pytest.mark.parametrize("label", ["y" * 200, "Made in Italy"])
def test_a_criterion_that_is_refused_stays_in_its_box(account, client, label):
    url = at(account, "choice_change")
    client.post(url, {"set": "existing", "label": "Made in Italy"})
    page = client.post(url, {"set": "existing", "label": label}, follow=True)
    assert page.context["typed"] == label
    assert account.choice_criteria.count() == 1


def test_the_second_audit_says_what_changed(account, client, giulia):
    make_sale(account, timezone.localdate(), 1000)
    assess(account, giulia, 3)
    _boss, other = someone(account)
    client.post(at(account, "audit_close"))
    other.post(at(account, "audit_confirm", number=1))
    answer(client, at(account, "audit_relationship"), TRUST, trust("5"), trust("3"))
    client.post(at(account, "audit_close"))
    html = client.get(at(account, "audit_version", number=2)).content.decode()
    assert "Compared with the audit of" in html
    assert "Trust" in html


def test_changes_are_told_in_words_and_not_in_codes(account, client, giulia):
    account.postal_code = "10121"
    account.save(update_fields=["postal_code"])
    assess(account, giulia, 3)
    _boss, other = someone(account)
    client.post(at(account, "audit_close"))
    other.post(at(account, "audit_confirm", number=1))
    answer(client, at(account, "audit_relationship"), TRUST, trust("5"), trust("3"))
    KeyAccount.objects.filter(pk=account.pk).update(postal_code="70121")
    begin_with_defaults(account_id=account.pk, kind="potential", by=giulia, at=timezone.now())
    account.contracts.create(title="Frame supply", start=datetime.date(2027, 1, 1), end=datetime.date(2028, 12, 31))
    client.post(at(account, "audit_close"))
    lines = client.get(at(account, "audit_version", number=2)).context["changes"]
    told = {line.label: (line.before, line.after) for line in lines}
    assert told["postal code"] == ("10121", "70121"), "a postal code is no number"
    assert told["Frame supply: end"] == ("", "31 December 2028")
    assert told["Price and total cost of ownership, for business there could be: weight"] == ("", "15")
    shown = {value for line in lines for value in (line.before, line.after)}
    assert not shown & {"potential", "price", "2028-12-31"}
    assert all(line.before or line.after for line in lines)


def test_the_state_of_an_audit_is_not_the_word_of_a_button():
    with translation.override("it"):
        assert str(Audit(state="open").get_state_display()) != "Apri"


SECTIONS = ("audit_profile", "audit_relationship", "audit_attractiveness", "audit_choice")
GIVEN_AT = ("account_years", "account_contracts", "account_demand")


@pytest.mark.parametrize("name", [*SECTIONS, *GIVEN_AT])
def test_each_section_leads_on_to_the_next_item(account, client, name):
    onward = client.get(at(account, name)).context["onward"]
    assert onward.hub == at(account, "audit")
    assert not onward.is_last
    assert onward.url.partition("#")[0] not in {at(account, name), ""}
    _user, management = someone(account, "management")
    assert "onward" not in management.get(at(account, name)).context, "who only reads has nowhere to go on to"


def test_the_people_lead_back_to_the_audit(account, client):
    onward = client.get(at(account, "account_dmu")).context["onward"]
    assert (onward.hub, onward.url) == (at(account, "audit"), "")


def test_the_last_section_leads_to_closing(account):
    found = onward_of(account, audit_score(account, timezone.localdate()), "")
    assert not found.is_last
    nothing = SimpleNamespace(to_do=[])
    assert onward_of(account, nothing, "").url == at(account, "audit_close")  # type: ignore[arg-type]
