"""The browser fixtures find what must never happen on a page."""

import pytest

from kamp.testing.accessibility import axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_sign_in_page_has_no_problem(page, live_server, problems, shoot):
    page.goto(live_server.url + "/auth/sign-in/")
    assert page.locator("form").count() >= 1
    shoot(page, "sign-in")


@pytest.mark.parametrize(
    ("script", "trace"),
    [
        ("console.error('seen on the console')", "seen on the console"),
        ("setTimeout(() => { throw new Error('thrown in a script') })", "thrown in a script"),
        ("document.body.setAttribute('style', 'color: red')", "style-src"),
    ],
    ids=["console", "exception", "policy"],
)
def test_a_problem_is_noticed(page, live_server, problems, script, trace):
    page.goto(live_server.url + "/auth/sign-in/")
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(200)
    problems += page.evaluate("() => window.kampViolations.splice(0)")
    assert any(trace in problem for problem in problems)
    problems.clear()  # provoked on purpose


def test_axe_finds_what_hinders_also_when_it_is_asked_again(page, live_server, problems):
    page.goto(live_server.url + "/auth/sign-in/")
    assert axe_findings(page) == []
    page.evaluate("() => document.querySelector('form').append(document.createElement('input'))")
    (found,) = axe_findings(page)
    assert found.startswith("label ")
    page.reload()
    assert axe_findings(page) == []
