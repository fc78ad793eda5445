"""An audit in a real browser, on a phone: offline in between, two people in one field, to the payoff."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.utils import timezone, translation
from django.utils.formats import date_format
from playwright.sync_api import expect

from accounts.criteria.catalog import INDICATORS
from accounts.models import Audit, KeyAccount, Rating
from accounts.selectors.ratings import own_answer
from accounts.selectors.soft_facts import soft_facts
from accounts.services.choice import begin_with_defaults
from accounts.services.ratings import Given, record_ratings
from accounts.tests.factories import make_account, make_company, make_demand, make_line, make_person, make_sale
from kamp.testing.accessibility import axe_findings
from kamp.users.models import User
from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
TRUST = "relationship.x2"
EMPTY = "() => !Object.keys(localStorage).some((key) => key.startsWith('kamp:answers'))"


@pytest.fixture
def giulia() -> User:
    return make_user("sales_rep", name="Giulia Ferri", language="en")


@pytest.fixture
def account(giulia: User) -> KeyAccount:
    cache.clear()
    make_company()
    account = make_account("Molini Serravento", owner=giulia, city="Foggia")
    today = timezone.localdate()
    make_sale(account, today, 500)
    make_demand(account, 1000, year=today.year, product_line=make_line("Belts"))
    make_person(account, "Sandra Nicolai", job_title="Purchasing director")
    return account


def choose(page: Page, key: str, value: str) -> None:
    page.locator(f'input[name="{key}"][value="{value}"]').check()


def saved(page: Page, key: str) -> None:
    """Waits until the box of ``key`` says so."""
    expect(page.locator(f'[data-autosave="{key}"] .field-state')).to_contain_text("Saved at")


def second_person(browser: Browser, live_server: Any, user: User, path: str) -> Page:
    """A page of somebody else, on another machine."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    context = browser.new_context()
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url, "httpOnly": True}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(live_server.url + path)
    return page


def test_a_phone_offline_in_between_loses_no_answer(
    page: Page, signed_in: Callable[..., Page], account: KeyAccount, problems: list[str], shoot: Callable[..., None]
) -> None:
    page.set_viewport_size(PHONE)
    user = account.owner
    signed_in(page, user, f"/accounts/{account.slug}/audit/")
    shoot(page, "audit-hub-390")
    page.get_by_role("link", name="Relationship", exact=True).click()
    page.get_by_role("heading", name="Thirteen", exact=False).or_(page.locator(".question").first).first.wait_for()
    shoot(page, "audit-relationship-390-empty")
    keys = INDICATORS.keys()
    for key in keys[:3]:
        choose(page, key, "3")
        saved(page, key)
    page.context.set_offline(True)
    for key in keys[3:12]:
        choose(page, key, "4")
    page.wait_for_timeout(900)
    expect(page.locator("#offline")).to_be_visible()
    assert Rating.objects.count() == 3
    assert (
        len(json.loads(page.evaluate("() => Object.values(localStorage).find((v) => v.includes('relationship'))"))) == 9
    )
    shoot(page, "audit-relationship-390-offline")
    page.context.set_offline(False)
    page.wait_for_function(EMPTY)
    expect(page.locator("#offline")).to_be_hidden()
    rows = list(Rating.objects.order_by("pk").values_list("key", "value"))
    assert rows == [*((key, 3) for key in keys[:3]), *((key, 4) for key in keys[3:12])]
    # A page that was closed while offline gives its answers back and sends them.
    page.context.set_offline(True)
    choose(page, keys[12], "5")
    expect(page.locator("#offline")).to_be_visible()
    context, address = page.context, page.url
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto(address)
    saved(page, keys[12])
    assert Rating.objects.get(key=keys[12]).value == 5
    stage = soft_facts([account.pk], timezone.localdate())[account.pk]
    assert stage.relation_stage == 4
    expect(page.locator("#relation-now")).to_contain_text("Partnership-KAM")
    shoot(page, "audit-relationship-390-full")
    problems.clear()  # the browser writes the lost connection on its console


def test_two_people_in_one_field_and_undo(
    page: Page,
    browser: Browser,
    live_server: Any,
    signed_in: Callable[..., Page],
    account: KeyAccount,
    shoot: Callable[..., None],
    problems: list[str],
) -> None:
    rows = begin_with_defaults(account_id=account.pk, kind="existing", by=account.owner, at=timezone.now())
    path, weight = f"/accounts/{account.slug}/audit/choice/?set=existing", f"weight-{rows[0].pk}"
    luca = make_user("administrator", name="Luca Berti", language="en")
    signed_in(page, account.owner, path)
    other = second_person(browser, live_server, luca, path)
    other.locator(f'[name="{weight}"]').fill("30")
    other.locator(f'[name="{weight}"]').press("Tab")
    saved(other, weight)
    page.locator(f'[name="{weight}"]').fill("25")
    page.locator(f'[name="{weight}"]').press("Tab")
    clash = page.locator("[data-clash]")
    expect(clash).to_contain_text("Luca Berti saved")
    expect(clash).to_contain_text("25")
    expect(clash).to_contain_text("30")
    shoot(page, "audit-conflict-1280")
    clash.get_by_role("button", name="Save the choice").click()
    saved(page, weight)
    rows[0].refresh_from_db()
    assert rows[0].weight == 25
    page.locator(f'[data-autosave="{weight}"]').get_by_role("button", name="Undo").click()
    page.wait_for_function(EMPTY)
    rows[0].refresh_from_db()
    assert rows[0].weight == 30
    expect(page.locator(f'[name="{weight}"]')).to_have_value("30")
    # Now the other one meets the value of this one and takes it.
    other.locator(f'[name="{weight}"]').fill("20")
    other.locator(f'[name="{weight}"]').press("Tab")
    saved(other, weight)
    page.locator(f'[name="{weight}"]').fill("15")
    page.locator(f'[name="{weight}"]').press("Tab")
    clash.locator('input[value="theirs"]').check()
    clash.get_by_role("button", name="Save the choice").click()
    expect(page.locator(f'[name="{weight}"]')).to_have_value("20")
    expect(page.locator("[data-presence]")).to_contain_text("Luca Berti is here, too", timeout=20_000)
    expect(page.locator("h1")).to_have_count(1)  # who is here came, not the whole page once more
    rows[0].refresh_from_db()
    assert rows[0].weight == 20
    problems[:] = [each for each in problems if "409" not in each]  # the browser notes the conflict on its console


def test_without_a_figure_one_changes_ones_mind_and_keeps_the_note(
    page: Page, signed_in: Callable[..., Page], account: KeyAccount
) -> None:
    """No clash with oneself: what an answer says and what is saved of it are compared part by part."""
    signed_in(page, account.owner, f"/accounts/{account.slug}/audit/attractiveness/")
    box = page.locator('[data-autosave="attractiveness.days_late"]')
    box.locator("summary", has_text="Note, source").click()
    box.locator('[name="attractiveness.days_late_note"]').fill("Asked in May")
    for words, answer in (("Not known", "not_known"), ("Not available", "not_available"), ("Not known", "not_known")):
        with page.expect_response(lambda sent: sent.request.method == "POST") as saving:
            box.get_by_role("button", name=words).click()
        assert saving.value.status == 200
        saved(page, "attractiveness.days_late")
        rating = Rating.objects.filter(key="attractiveness.days_late").latest("pk")
        assert (rating.answer, rating.note, rating.confidence) == (answer, "Asked in May", "assumed")


def test_the_day_of_an_answer_typed_last_is_its_day(
    page: Page, signed_in: Callable[..., Page], account: KeyAccount, problems: list[str]
) -> None:
    """The choice is saved before its day is typed. Both are one answer, changed again without a clash with oneself."""
    today = timezone.localdate()
    old = today - datetime.timedelta(days=200)
    given = [Given(key=TRUST, value=Decimal(4), rated_on=old, note="A year of letters")]
    long_ago = timezone.now() - datetime.timedelta(days=200)
    record_ratings(account_id=account.pk, given=given, by=account.owner, at=long_ago)
    signed_in(page, account.owner, f"/accounts/{account.slug}/audit/relationship/")
    box = page.locator(f'[data-autosave="{TRUST}"]')

    def saving(deed: Callable[[], object]) -> None:
        with page.expect_response(lambda sent: sent.request.method == "POST") as answer:
            deed()
        assert answer.value.status == 200
        page.wait_for_function(EMPTY)

    saving(lambda: box.get_by_role("button", name="Still right today").click())
    newest = Rating.objects.latest("pk")
    assert (newest.value, newest.note, newest.rated_on) == (4, "A year of letters", today)
    expect(box.get_by_role("button", name="Still right today")).to_have_count(0)

    day = box.locator(f'[name="{TRUST}_on"]')
    saving(lambda: (day.fill(""), choose(page, TRUST, "2")))
    visit = today - datetime.timedelta(days=17)
    saving(lambda: (day.fill(f"{visit:%d/%m/%Y}"), day.press("Tab")))
    with translation.override("en"):
        expect(box).to_contain_text(f"You answered on {date_format(visit, 'j F Y')}")
    for value in ("3", "4"):
        saving(lambda value=value: choose(page, TRUST, value))
        own = own_answer(account.pk, TRUST, "", account.owner)
        assert own is not None
        assert (own.value, own.rated_on) == (Decimal(value), visit)

    day.fill(f"{old - datetime.timedelta(days=1):%d/%m/%Y}")
    day.press("Tab")
    expect(box.get_by_role("alert")).to_contain_text("is newer. Enter its day or a later one.")
    problems[:] = [each for each in problems if "422" not in each]  # the browser notes the refusal on its console


def test_what_waits_for_its_person_can_be_typed_back_to_what_it_was(
    page: Page, signed_in: Callable[..., Page], account: KeyAccount, problems: list[str]
) -> None:
    """In a clash the choice had nothing to send; a refused answer kept its alarm though the field was as before."""
    signed_in(page, account.owner, f"/accounts/{account.slug}/audit/profile/")
    city, code = page.locator('[name="city"]'), page.locator('[name="postal_code"]')
    code.fill("far too long for a postal code")
    code.press("Tab")
    expect(page.get_by_role("alert")).to_be_visible()
    code.fill("")
    code.press("Tab")
    saved(page, "postal_code")
    expect(page.locator("#save-state")).to_contain_text("Saved")

    KeyAccount.objects.filter(pk=account.pk).update(city="Bari")
    for typed in ("Lucera", "Foggia"):  # the second is what the page was loaded with
        with page.expect_response(lambda sent: sent.request.method == "POST"):
            city.fill(typed)
            city.press("Tab")
    expect(page.locator("[data-clash]")).to_contain_text("Bari")
    expect(page.locator("[data-clash]")).to_contain_text("Foggia")
    expect(page.locator("#live")).to_contain_text("was saved elsewhere")
    expect(page.locator('[name="region"]')).to_be_focused()  # where the person went on to
    page.get_by_role("button", name="Save the choice").click()
    saved(page, "city")
    account.refresh_from_db()
    assert account.city == "Foggia"
    problems[:] = [each for each in problems if "422" not in each and "409" not in each]


def test_an_answer_whose_receipt_got_lost_and_one_typed_while_signed_out(
    page: Page, signed_in: Callable[..., Page], account: KeyAccount, problems: list[str]
) -> None:
    url = f"/accounts/{account.slug}/audit/relationship/"
    signed_in(page, account.owner, url)
    lost: list[str] = []

    def lose(route: Route) -> None:
        """Lets the server store the first answer and loses what it says about it."""
        if route.request.method == "POST" and not lost:
            lost.append(str(route.fetch().status))
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(f"**{url}", lose)
    choose(page, TRUST, "4")
    page.get_by_role("button", name="Try again").wait_for()
    assert lost == ["200"]
    assert Rating.objects.count() == 1
    page.get_by_role("button", name="Try again").click()
    saved(page, TRUST)
    assert Rating.objects.count() == 1, "sent twice, stored once"

    cookies = page.context.cookies()
    page.context.clear_cookies(name="csrftoken")  # as after signing in anew: the page has to get a new token
    choose(page, TRUST, "3")
    page.wait_for_function(EMPTY)
    assert Rating.objects.count() == 2
    page.context.clear_cookies()
    choose(page, TRUST, "5")
    page.get_by_role("link", name="Sign in").wait_for()
    assert Rating.objects.count() == 2
    page.context.add_cookies(cookies)
    page.reload()
    saved(page, TRUST)
    assert list(Rating.objects.order_by("pk").values_list("value", flat=True)) == [4, 3, 5]
    problems.clear()  # the browser writes the lost connection on its console


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_pages_are_looked_at(
    page: Page,
    signed_in: Callable[..., Page],
    account: KeyAccount,
    shoot: Callable[..., None],
    language: str,
) -> None:
    giulia = account.owner
    giulia.language = language
    giulia.save()
    luca = make_user("administrator", name="Luca Berti")
    now = timezone.now()
    for user, value in ((giulia, 2), (luca, 4)):
        given = [Given(key=key, value=Decimal(value)) for key in INDICATORS.keys()[:11]]
        record_ratings(account_id=account.pk, given=given, by=user, at=now)
    rows = begin_with_defaults(account_id=account.pk, kind="existing", by=giulia, at=now)
    scores = [("choice.ours", 6), ("choice.rival", 8)]
    given = [Given(key=key, subject=str(row.pk), value=Decimal(value)) for row in rows for key, value in scores]
    record_ratings(account_id=account.pk, given=given, by=giulia, at=now)
    signed_in(page, giulia, f"/accounts/{account.slug}/")
    expect(page.locator("main #audit-score")).to_be_visible()
    shoot(page, f"account-with-audit-{language}")
    page.goto(page.url + "audit/close/")
    page.locator("main form button.primary").last.click()
    page.wait_for_url("**/audit/1/")
    assert Audit.objects.get().state == "submitted"
    for name in ("", "relationship/", "choice/", "attractiveness/", "close/", "1/"):
        page.goto(page.url.split("/accounts/")[0] + f"/accounts/{account.slug}/audit/{name}")
        for width, theme in ((1280, "light"), (390, "light"), (1280, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            page.wait_for_timeout(250)  # colours of buttons change over 90 ms
            wide = page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
            assert wide, f"{name} is wider than {width}"
            if width == 1280 or language == "en":
                assert axe_findings(page) == [], f"{name} {width} {theme}"
            with translation.override(language):
                shoot(page, f"audit-{name.strip('/') or 'hub'}-{width}-{theme}-{language}")
