"""The whole loop in a real browser with a real worker, in both languages: from the audit to the dashboard.

Each role does its part; between the steps that people take, sections are filled as the tests of the pages fill them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from accounts.criteria.catalog import INDICATORS
from accounts.models import Audit, KeyAccount, Rating
from accounts.services.choice import begin_with_defaults
from accounts.services.ratings import Given, record_ratings
from accounts.tests.factories import make_account, make_company, make_demand, make_line, make_person, make_sale
from kamp.jobs.runner import run_here
from kamp.jobs.services import enqueue
from kamp.testing.worker import running_worker
from kamp.users.models import User
from kamp.users.tests.factories import make_team, make_user
from planning.models import AccountPlan, Action, PlanLine, Review
from planning.selectors.plans import plan_state
from planning.services.phases import move_phase, waive_criterion
from planning.tests.factories import fill_customer, fill_demand, fill_fit, fill_scenario, fill_strategy
from portfolio.selectors.positions import latest_rows

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
Opener = Callable[..., "Page"]


class Company:
    """The people of the journey, and the customer it is about among a few others."""

    def __init__(self, language: str) -> None:
        cache.clear()
        make_company()
        team = make_team("Nord")
        names = {"sales_rep": "Giulia Ferri", "market_manager": "Luca Bonetti", "management": "Silvia Neri"}
        self.rep, self.manager, self.boss = (
            make_user(role, name=name, language=language, teams=[team]) for role, name in names.items()
        )
        self.today = timezone.localdate()
        self.valves = make_line("Valvole")
        self.account = self._customer("Molini Serravento", 500_000, team)
        for name, revenue in (("Cartiere Valbrenna", 300_000), ("Vetreria Oltrona", 120_000), ("Gomma Picena", 60_000)):
            self._customer(name, revenue, team)
        job = enqueue(kind="portfolio.recompute", payload={"as_of": self.today.isoformat()}, at=timezone.now())
        run_here(job.pk, at=timezone.now())

    def _customer(self, name: str, revenue: int, team: Any) -> KeyAccount:
        account = make_account(name, owner=self.rep, team=team)
        make_sale(account, self.today - datetime.timedelta(days=40), revenue, cost=round(revenue * 0.6))
        make_demand(account, revenue * 4, year=self.today.year, product_line=self.valves)
        make_person(account, "Sandra Nicolai", job_title="Direttrice acquisti")
        return account


def other_page(browser: Browser, signed_in: Opener, user: User, path: str) -> Page:
    """``path`` as somebody else sees it, on another machine."""
    return signed_in(browser.new_context(viewport=DESK).new_page(), user, path)


def class_of(account: KeyAccount) -> str:
    row = latest_rows([account.pk]).get(account.pk)
    return row.cell_on("class") if row is not None else ""


def wait_until(page: Page, is_so: Callable[[], bool], seconds: float = 60) -> None:
    for _ in range(int(seconds * 2)):
        if is_so():
            return
        page.wait_for_timeout(500)
    raise AssertionError("it did not happen in time")


def audit(page: Page, browser: Browser, signed_in: Opener, ours: Company) -> None:
    """The rep answers thirteen questions on a phone, without connection in between; a colleague sees the same page."""
    account, keys = ours.account, INDICATORS.keys()
    page.set_viewport_size(PHONE)
    path = f"/accounts/{account.slug}/audit/relationship/"
    signed_in(page, ours.rep, path)
    other = other_page(browser, signed_in, ours.manager, path)
    for key in keys[:6]:
        page.locator(f'input[name="{key}"][value="4"]').check()
    page.context.set_offline(True)
    for key in keys[6:]:
        page.locator(f'input[name="{key}"][value="5"]').check()
    page.wait_for_timeout(900)
    page.context.set_offline(False)
    wait_until(page, lambda: Rating.objects.filter(author=ours.rep).count() == len(keys))
    other.locator(f'input[name="{keys[0]}"][value="2"]').check()  # a second opinion in the same field
    wait_until(other, lambda: Rating.objects.filter(author=ours.manager, key=keys[0]).exists())
    assert Rating.objects.filter(author=ours.rep, key=keys[0]).get().value == 4, "nobody's answer was lost"
    other.context.close()


def judge(ours: Company) -> None:
    """Fit, willingness and the choice criteria, as their forms record them."""
    rows = begin_with_defaults(account_id=ours.account.pk, kind="existing", by=ours.rep, at=timezone.now())
    given = [Given(key=f"attractiveness.{key}", value=9) for key in ("fit", "willingness")]
    for row in rows:
        given += [
            Given(key="choice.ours", value=9, subject=str(row.pk)),
            Given(key="choice.rival", value=5, subject=str(row.pk)),
        ]
    record_ratings(account_id=ours.account.pk, given=given, by=ours.rep, at=timezone.now())


def close_audit(page: Page, browser: Browser, signed_in: Opener, ours: Company) -> None:
    """The rep submits, the market manager confirms."""
    base = f"/accounts/{ours.account.slug}/audit/"
    signed_in(page, ours.rep, f"{base}close/")
    page.locator("main form button.primary").last.click()
    wait_until(page, lambda: Audit.objects.filter(account=ours.account, state="submitted").exists())
    other = other_page(browser, signed_in, ours.manager, f"{base}1/")
    other.locator('form[action$="/confirm/"] button').click()
    wait_until(other, lambda: Audit.objects.filter(account=ours.account, state="confirmed").exists())
    other.context.close()


def designate(page: Page, signed_in: Opener, ours: Company) -> None:
    """The market manager proposes and designates, each with a reason."""
    page.set_viewport_size(DESK)
    for state, reason in (("candidate", "Potenziale"), ("designated", "Deciso in direzione")):
        signed_in(page, ours.manager, f"/portfolio/designation/{ours.account.slug}/")
        choice = page.locator(f'input[type="radio"][value="{state}"]')
        if choice.count():
            choice.check()
        page.locator('textarea[name="reason"]').fill(reason)
        page.locator("form.form button.primary").click()
        page.wait_for_url(f"**/accounts/{ours.account.slug}/")
    ours.account.refresh_from_db()
    assert ours.account.designation == "designated"


def plan(page: Page, signed_in: Opener, ours: Company) -> AccountPlan:
    """The rep opens the plan; the team fills phases 1 to 5, the market manager closes each; the rep types a line."""
    signed_in(page, ours.rep, f"/plans/new/?account={ours.account.slug}")
    page.locator("form.form button.primary, main form button.primary").first.click()
    page.wait_for_url(re.compile(r"/plans/\d+/$"))
    made = AccountPlan.objects.get()
    fill_scenario(made)
    fill_customer(made)
    fill_demand(made)
    fill_fit(made)
    fill_strategy(made, manager=ours.manager)
    made.objective_rows.filter(kind="sales").update(baseline=0, target=54, baseline_on=made.starts_on, due=made.ends_on)
    for strategy in made.strategy_rows.all():
        Action.objects.create(
            plan=made, strategy=strategy, text="Prova in stabilimento", owner=ours.rep, due=made.starts_on
        )
    for key in ("scenario", "swot", "demand", "fit", "strategy"):
        _close(page, signed_in, ours, made, key)
    _line(page, signed_in, ours, made)
    return made


def _close(page: Page, signed_in: Opener, ours: Company, made: AccountPlan, key: str) -> None:
    at, row = timezone.now(), made.phases.get(phase_key=key)
    if row.state == "not_started":
        move_phase(plan=made, phase_key=key, move="start", by=ours.rep, at=at, as_of=ours.today)
    for each in plan_state(made, ours.today).phase(key).missing:  # the market manager accepts what stays open
        if each.spec.waivable:
            waive_criterion(
                plan=made,
                phase_key=key,
                criterion=each.spec.key,
                reason="Alla prossima revisione",
                by=ours.manager,
                at=at,
            )
    for person, move in ((ours.rep, "submit"), (ours.manager, "approve")):
        signed_in(page, person, f"/plans/{made.pk}/{key}/move/{move}/")
        page.locator("main form button.primary").first.click()
        page.wait_for_url(re.compile(f"/{key}/$"))
    assert made.phases.get(phase_key=key).state == "closed"


def _line(page: Page, signed_in: Opener, ours: Company, made: AccountPlan) -> None:
    signed_in(page, ours.rep, f"/plans/{made.pk}/sales-plan/lines/new/")
    for field, text in (
        ("area", "Manutenzione predittiva"),
        ("result", "Meno fermi di linea"),
        ("probability", "100"),
        ("contribution", "40"),
        ("result_measure", "Fermi all’anno"),
        ("result_unit", "fermi"),
        ("result_baseline", "14"),
        ("result_target", "7"),
        ("customer_benefit", "30000"),
    ):
        page.locator(f"#id_{field}").fill(text)
    for field, index in (("starts_on", 1), ("ends_on", 24), ("in1_month", 1)):
        page.locator(f"#id_{field}").select_option(index=index)
    page.locator("#id_in1_amount").fill("10000")
    for field in page.locator('input[name^="month_"]').all()[:12]:
        field.fill("4500")
    page.get_by_label("Sandra Nicolai").check()
    page.get_by_label("Giulia Ferri").last.check()
    page.locator("form button.primary").last.click()
    wait_until(page, lambda: PlanLine.objects.filter(plan=made).exists())


def approve(page: Page, signed_in: Opener, ours: Company, made: AccountPlan) -> None:
    """The rep hands the sales plan in, management approves the plan."""
    missing = [each.spec.key for each in plan_state(made, ours.today).phase("sales-plan").missing]
    assert set(missing) <= {"approved"}, missing
    signed_in(page, ours.rep, f"/plans/{made.pk}/sales-plan/move/submit/")
    page.locator("main form button.primary").first.click()
    page.wait_for_url(re.compile("/sales-plan/$"))
    signed_in(page, ours.boss, f"/plans/{made.pk}/approve/")
    page.locator("main form button.primary").first.click()
    wait_until(page, lambda: AccountPlan.objects.filter(pk=made.pk, state="approved").exists())


def review(page: Page, signed_in: Opener, ours: Company, made: AccountPlan) -> None:
    """Scheduled, held with a decision, closed with the day of the next one."""
    signed_in(page, ours.rep, f"/reviews/new/?plan={made.pk}")
    page.locator("#id_day").fill(f"{ours.today + datetime.timedelta(days=1):%d/%m/%Y}")
    page.locator("#id_clock").fill("10:00")
    page.locator("main form button.primary").first.click()
    wait_until(page, lambda: Review.objects.filter(plan=made).exists())
    held = Review.objects.get(plan=made)
    page.locator('form[action$="/move/"] button[value="start"], button[value="start"]').first.click()
    page.locator("#agreed").wait_for()
    signed_in(page, ours.rep, f"/reviews/{held.pk}/close/")
    page.locator("main form button.primary").first.click()
    wait_until(page, lambda: Review.objects.filter(pk=held.pk, state="closed").exists())


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_loop_closes(
    page: Page,
    browser: Browser,
    signed_in: Opener,
    shoot: Callable[..., None],
    problems: list[str],
    tmp_path: Path,
    language: str,
) -> None:
    ours = Company(language)
    assert class_of(ours.account) == "not_assessed"
    with running_worker(tmp_path):
        audit(page, browser, signed_in, ours)
        judge(ours)
        wait_until(page, lambda: class_of(ours.account) == "strategic")
    shoot(page, f"loop-audit-{language}")
    close_audit(page, browser, signed_in, ours)
    designate(page, signed_in, ours)
    made = plan(page, signed_in, ours)
    shoot(page, f"loop-sales-plan-{language}")
    approve(page, signed_in, ours, made)
    review(page, signed_in, ours, made)
    signed_in(page, ours.boss, "/dashboard/")
    expect(page.locator("main")).to_contain_text("Molini Serravento")
    shoot(page, f"loop-dashboard-{language}")
    problems.clear()  # the browser writes the lost connection on its console
