"""Accounts kept at hand beside the navigation: by whom, how many, with which class, at which cost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html as markup

from accounts.models import AccountPin, KeyAccount
from accounts.services.pins import MOST
from accounts.tests.factories import make_account, make_company
from kamp.testing.queries import queries_of
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from portfolio.tests.factories import make_judged_portfolio, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def rep() -> User:
    make_company()
    return make_user("sales_rep", language="en")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pinned(client: Client, path: str = "/accounts/") -> list[str]:
    page = markup.fromstring(client.get(path).content)
    return [link.text_content().strip() for link in page.xpath('//nav[contains(@class, "pins")]/a')]


def pin(client: Client, account: KeyAccount, on: int = 1) -> str:
    return client.post(f"/accounts/{account.slug}/pin/?on={on}", follow=True).content.decode()


def test_what_is_pinned_stands_on_every_page_by_name_until_it_is_unpinned(rep: User) -> None:
    client, second = client_of(rep), make_account("Molini", owner=rep)
    first = make_account("Cartiere", owner=rep)
    assert pinned(client) == []
    assert "Molini is pinned beside the navigation." in pin(client, second)
    pin(client, first)
    pin(client, first)
    for path in ("/accounts/", "/today/", first.get_absolute_url(), "/plans/"):
        assert pinned(client, path) == ["Cartiere", "Molini"]
    assert pinned(client_of(make_user("administrator"))) == []
    html = pin(client, second, on=0)
    assert f"/accounts/{second.slug}/pin/?on=1" in html, "the undo pins it again"
    assert pinned(client) == ["Cartiere"]


def test_the_button_says_whether_it_is_pinned_and_leads_back_to_the_page(rep: User) -> None:
    client, account = client_of(rep), make_account("Molini", owner=rep)
    here = f"/accounts/{account.slug}/people/"
    for expected in ("false", "true"):
        button = markup.fromstring(client.get(account.get_absolute_url()).content).xpath('//button[@id="pin"]')[0]
        assert button.get("aria-pressed") == expected
        answer = client.post(f"/accounts/{account.slug}/pin/?on=1", {"next": here})
        assert answer["Location"] == here
    answer = client.post(f"/accounts/{account.slug}/pin/?on=1", {"next": "https://evil.example/"})
    assert answer["Location"] == account.get_absolute_url()


def test_more_than_stay_in_sight_are_refused(rep: User) -> None:
    client = client_of(rep)
    accounts = [make_account(f"Customer {number}", owner=rep) for number in range(MOST + 1)]
    for account in accounts[:MOST]:
        pin(client, account)
    assert "7 accounts are pinned already: unpin one first." in pin(client, accounts[MOST])
    assert len(pinned(client)) == MOST
    KeyAccount.objects.filter(pk=accounts[0].pk).update(archived_at=timezone.now())
    assert len(pinned(client)) == MOST - 1
    pin(client, accounts[MOST])
    assert len(pinned(client)) == MOST
    assert "bring it back first" in pin(client, accounts[0])


def test_an_account_that_is_no_longer_in_sight_is_not_named(rep: User) -> None:
    client, account = client_of(rep), make_account("Molini")
    share = account.memberships.create(user=rep, role="plan_team")
    pin(client, account)
    assert pinned(client) == ["Molini"]
    share.delete()
    assert pinned(client) == []
    assert client.post(f"/accounts/{account.slug}/pin/?on=0").status_code == 404


def test_the_class_of_now_gives_the_mark_its_colour() -> None:
    accounts = make_judged_portfolio()
    user = make_user("administrator", language="en")
    for account in accounts.values():
        AccountPin.objects.create(user=user, account=account)
    client = client_of(user)
    before = client.get("/style/").content
    make_run()
    after = markup.fromstring(client.get("/style/").content)
    glyphs = {markup.tostring(each) for each in after.xpath('//nav[contains(@class, "pins")]//svg')}
    assert len(glyphs) > 2
    assert (
        len({markup.tostring(e) for e in markup.fromstring(before).xpath('//nav[contains(@class, "pins")]//svg')}) == 1
    )


def test_pins_cost_no_query_of_their_own(rep: User) -> None:
    client = client_of(rep)
    accounts = [make_account(f"Customer {number}", owner=rep) for number in range(MOST)]
    client.get("/plans/")
    without = len(queries_of(lambda: client.get("/plans/")))
    for account in accounts:
        pin(client, account)
    assert len(queries_of(lambda: client.get("/plans/"))) == without
