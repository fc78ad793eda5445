"""Where several matrices say the same: who is listed, by which signals, with which advice."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation

from accounts.enums import Designation
from accounts.models import KeyAccount
from accounts.tests.factories import make_account
from kamp.users.tests.factories import make_user
from portfolio.matrices.advice import ADVICE
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.spec import Tone
from portfolio.models import Classification
from portfolio.selectors.agreement import agreements, independent
from portfolio.tests.factories import make_judged_portfolio, make_run
from portfolio.views.agreement import SHOWN, agreement_lines

GROW = ("class:star", "selection:key_development", "value-potential:potential_key", "revenue-potential:missed_moderate")


def row(*cells: str, designation: str = Designation.NONE, name: str = "Molini Serravento") -> Classification:
    account = KeyAccount(name=name, slug=name.lower().replace(" ", "-"), designation=designation)
    return Classification(account=account, cells=list(cells), revenue=0)


def action(*cells: str, **fields: str) -> str:
    with translation.override("en"):
        return agreement_lines([row(*cells, **fields)], "")[0].action


def test_matrices_with_the_same_axes_count_once() -> None:
    assert [spec.key for spec in independent()] == [spec.key for spec in MATRICES if spec.key != "selection"]
    assert not agreements([row("class:star", "selection:key_development", "value-potential:potential_key")])


def test_three_that_ask_for_the_same_are_an_agreement() -> None:
    (found,) = agreements([row(*GROW)])
    assert found.tone is Tone.GROW
    assert [spec.key for spec, _cell in found.signals] == ["value-potential", "class", "revenue-potential"]


@pytest.mark.parametrize("missing", ["revenue-potential:not_assessed", "revenue-potential:excluded", ""])
def test_what_is_not_assessed_is_no_signal(missing: str) -> None:
    assert not agreements([row(*GROW[:3], *filter(None, [missing]))])


def test_more_signals_go_first_then_the_order_given() -> None:
    three, four = row(*GROW, name="Three"), row(*GROW, "relational-model:mid", name="Four")
    again = row(*GROW, name="Again")
    assert [each.row.account.name for each in agreements([three, four, again])] == ["Four", "Three", "Again"]


def test_the_advice_is_that_of_what_they_ask_for() -> None:
    assert set(ADVICE.keys()) == set(Tone)
    priority = ("class:strategic", "value-potential:key", "relational-model:partnership")
    assert action(*priority) == "Candidate for key account"
    assert action(*priority, designation=Designation.REMOVED) == "Candidate for key account"
    assert action(*priority, designation=Designation.DESIGNATED).startswith("Invest together")
    assert action(*GROW).startswith("Plan of growth")


def test_where_the_class_asks_for_something_else_it_is_to_be_looked_at_again() -> None:
    cells = ("class:star", "relational-model:pre", "value-potential:regular", "revenue-quality:C4")
    assert action(*cells).startswith("Look at the class again")
    assert action(*cells[1:]) == "Standard service at low cost"


@pytest.mark.django_db
def test_the_portfolio_lists_them_and_each_signal_leads_to_its_explanation() -> None:
    make_judged_portfolio()
    run = make_run()
    client = Client()
    client.force_login(make_user(language="en"))
    context = client.get("/portfolio/").context
    rows = Classification.objects.at(run).select_related("account").order_by("-revenue", "pk")
    assert [line.row.pk for line in context["agreements"]] == [each.row.pk for each in agreements(rows)][:SHOWN]
    assert context["agreements_count"] == len(agreements(rows)) > 0
    line = context["agreements"][0]
    for signal in line.signals:
        words = re.sub(r"<[^>]+>", " ", client.get(signal.url).content.decode())
        assert line.row.account.name in words
        assert signal.label in words


@pytest.mark.django_db
def test_of_many_the_first_are_shown_and_all_are_one_click_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portfolio.views.agreement.SHOWN", 1)
    make_judged_portfolio()
    make_account("Empty")
    make_run()
    client = Client()
    client.force_login(make_user(language="en"))
    context = client.get("/portfolio/?designation=none").context
    assert len(context["agreements"]) == 1 < context["agreements_count"]
    assert context["agreements_url"] == "?designation=none&agree=all#agreement"
    whole = client.get("/portfolio/" + context["agreements_url"]).context
    assert len(whole["agreements"]) == context["agreements_count"]
    assert whole["agreements_url"] == ""
