"""Help tells the truth: its links open for each role, its words are those of the catalogues, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import ResolverMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts.criteria.catalog import CRITERIA, DAYS_LATE, ITEMS
from accounts.criteria.stages import STAGES
from accounts.tests.factories import make_account, make_company
from kamp.help.beginnings import BEGINNINGS
from kamp.help.here import help_on, topic_of
from kamp.help.loop import LOOP
from kamp.help.pictures import PICTURES, file_of
from kamp.help.topics import TOPICS
from kamp.servers.bootstrap import ROOT
from kamp.testing.access import SIGNED_IN, World, url_names
from kamp.testing.queries import assert_same_queries
from kamp.users.models import User
from kamp.users.roles import ROLES
from kamp.users.tests.factories import make_user
from planning.kinds.reviews import TIERS
from planning.phases.catalog import PHASES
from planning.tests.factories_lines import make_plan
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.judged import CLASS
from portfolio.matrices.profiles import PROFILES
from portfolio.metrics.catalog import METRICS
from portfolio.selectors.naming import cell_name
from portfolio.services.parameters import change_parameters

PAGES = ("/help/", "/help/method/", *(f"/help/{topic.key}/" for topic in TOPICS))
LINK = re.compile(r'<a [^>]*href="([^"]+)"')
LARGEST = 60_000


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(client: Client, path: str) -> str:
    """What stands in the sheet of ``path``."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode().split("<main", 1)[1].split('<p class="sheet-foot', 1)[0]


def text(html: str) -> str:
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ")
    return plain.replace("&#x27;", "'").replace("&amp;", "&").replace("&quot;", '"').replace("&lt;", "<")


def links_on(html: str, path: str) -> Iterator[str]:
    for found in LINK.findall(html):
        if not found.startswith("mailto:"):
            yield urljoin(path, found.replace("&amp;", "&"))


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", SIGNED_IN)
def test_every_link_of_help_opens_for_who_sees_it(visitor: str) -> None:
    world = World()
    make_plan(world.account, name="Plan 2027")
    client = world.client_of(visitor)
    seen: dict[str, tuple[int, str]] = {}
    wrong = []
    for page in PAGES:
        for link in links_on(page_of(client, page), page):
            address, anchor = urlsplit(link).path, urlsplit(link).fragment
            if address not in seen:
                answer = client.get(address)
                seen[address] = (answer.status_code, answer.content.decode() if address.startswith("/help/") else "")
            code, html = seen[address]
            if code != 200:
                wrong.append(f"{page}: {link} answers {code}")
            elif anchor and html and f'id="{anchor}"' not in html:
                wrong.append(f"{page}: {link} has no such place")
    assert wrong == []
    assert len(seen) > (8 if visitor == "nobody" else 12)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role.key for role in ROLES])
def test_each_role_is_told_where_to_begin(role: str) -> None:
    make_company()
    user = make_user(role, language="en")
    account = make_account("Molini Serravento", owner=user)
    make_plan(account)
    html = page_of(client_of(user), "/help/")
    words = text(html)
    firsts = BEGINNINGS.get(role).steps
    assert all(first.text in words for first in firsts)
    first_steps = html.split('class="help-first"')[1].split("</ol>")[0]
    assert first_steps.count('class="go"') == len(firsts), "each first step opens a page"
    if ROLES.get(role).rights >= {"accounts.fill_audit"} and role == "sales_rep":
        assert "Fill the audit of Molini Serravento" in words
        assert "Plan for Molini Serravento" in words


@pytest.mark.django_db
def test_who_has_no_role_is_told_whom_to_ask() -> None:
    make_company()
    make_user("administrator", name="Anna Villa", email="anna@example.com")
    make_user("administrator", name="Closed Access", is_active=False)
    words = text(page_of(client_of(make_user("", language="en")), "/help/"))
    assert "Your role opens no page yet" in words
    assert "Anna Villa" in words
    assert "Closed Access" not in words


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "it"])
def test_the_method_is_the_one_that_is_declared(language: str) -> None:
    make_company()
    words = text(page_of(client_of(make_user("specialist", language=language)), "/help/method/"))
    with override(language):
        declared = [gettext(each) for each in _declared()] + [
            cell_name(cell) for matrix in MATRICES for cell in matrix.cells
        ]
    missing = [each for each in declared if re.sub(r"\s+", " ", each.replace("\u00a0", " ")) not in words]
    assert missing == []


def _declared() -> Iterator[str]:
    """What the catalogues say and the page has to say, too."""
    for matrix in MATRICES:
        yield from (matrix.title, matrix.question, *(cell.prescription for cell in matrix.cells))
        for axis in matrix.axes().values():
            yield from (axis.label, METRICS.get(axis.metric).formula, *(band.label for band in axis.bands))
    for criterion in CRITERIA:
        if criterion is not DAYS_LATE:
            yield from (criterion.question, *(anchor.text for anchor in criterion.anchors))
    yield from (item.label for item in ITEMS)
    for stage in STAGES:
        yield from (stage.what, stage.moves)
    for phase in PHASES:
        yield from (phase.title, phase.deliverable, *phase.questions, *(each.label for each in phase.criteria))
    for tier in TIERS:
        yield from (tier.label, tier.who, tier.compares)
    for basis in PROFILES:
        yield from (basis.label, basis.strategic, basis.opportunity)


@pytest.mark.django_db
def test_thresholds_and_weights_are_those_in_force() -> None:
    make_company()
    manager = make_user("market_manager", language="en")
    client = client_of(manager)
    before = text(page_of(client, "/help/method/"))
    assert "Class: threshold of attractiveness: 50" in before
    assert "defaults of the method" in before
    change_parameters(
        values={"class.attractiveness": 62, "attractiveness.weights": ["30", "10", "20", "15", "15", "10"]},
        reason="Decided by management",
        by=manager,
        at=timezone.now(),
        valid_from=timezone.localdate(),
    )
    after = text(page_of(client, "/help/method/"))
    assert "Class: threshold of attractiveness: 62" in after
    assert "Selection: threshold of attractiveness: 50" in after
    assert "Potential over three years 30%" in after
    assert "defaults of the method" not in after


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_no_text_of_help_stays_english_in_italian(path: str) -> None:
    make_company()
    user = make_user("administrator", name="Anna Villa", email="anna@example.com")
    seen = {}
    for language in ("en", "it"):
        user.language = language
        user.save()
        html = re.sub(r"<kbd.*?</kbd>", "", page_of(client_of(user), path), flags=re.DOTALL)
        html = re.sub(r'<td lang=".*?</td>', "", html, flags=re.DOTALL)  # the other language of the glossary
        seen[language] = {node.strip() for node in re.findall(r">([^<>]+)<", html) if re.search(r"[a-zA-Z]{3}", node)}
    assert {each for each in seen["en"] & seen["it"] if not _is_italian_too(each)} == set()


def _is_italian_too(node: str) -> bool:
    """Whether a text is the same in both languages on purpose: the catalogue says so, or it is a name or a code."""
    from django.utils.translation import trans_real

    known = trans_real.translation("it")._catalog  # type: ignore[attr-defined]
    node = node.replace("&#x27;", "'")
    on_purpose = {known.get(each) for each in (node, f"class of an account\x04{node}")}
    classes = {cell.label for cell in CLASS.cells}  # the same in both languages (method §6.3)
    return node in on_purpose | classes | {"Anna Villa", "anna@example.com"}


def test_the_page_one_stands_on_has_its_help() -> None:
    def at(path: str) -> tuple[str, str] | None:
        match = resolve(path)
        assert isinstance(match, ResolverMatch)
        return help_on(match)

    with override("en"):
        assert at("/portfolio/class/") == (
            "Attractiveness and relative strength",
            "/help/method/#matrix-class",
        )
        assert at("/plans/3/demand/") == ("Analysis of demand", "/help/method/#phase-demand")
        assert at("/accounts/molini/audit/choice/") == ("The audit", "/help/audit/")
        assert at("/reviews/4/close/") == ("The review", "/help/review/")
        assert at("/import/new/") == ("Bringing in your own data", "/help/import/")
        assert at("/help/") is None


def test_what_help_declares_exists() -> None:
    names = url_names()
    for topic in TOPICS:
        assert all(any(name.startswith(start) for name in names) for start in topic.covers), topic.key
        assert not topic.picture or topic.picture in PICTURES
        for door in topic.doors:
            assert door.to in names
    for station in LOOP:
        assert station.topic in TOPICS
        assert set(station.roles) <= set(ROLES.keys())
    assert set(BEGINNINGS.keys()) == set(ROLES.keys())
    covered = {name.split(":")[0] for name in names if topic_of(name)}
    assert {"accounts", "portfolio", "planning", "sales_plan", "reviews", "notices", "imports"} <= covered


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("picture", list(PICTURES), ids=lambda picture: picture.key)
def test_pictures_are_there_and_small(picture, language: str) -> None:
    content = (ROOT / "static" / file_of(picture, language)).read_bytes()
    assert content[:4] == b"RIFF"
    assert content[8:12] == b"WEBP"
    assert len(content) <= LARGEST


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/help/", "/help/audit/", "/help/plan/", "/help/rights/", "/help/method/"])
def test_help_costs_the_same_with_one_account_or_thirty(path: str) -> None:
    make_company()
    user = make_user("market_manager")
    client = client_of(user)

    def grow(count: int) -> None:
        for _number in range(count):
            make_plan(make_account(owner=user))
            make_user("administrator")

    assert_same_queries(lambda: client.get(path), grow, at_most=16)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "asked", "answer"),
    [
        ("en", "override", None),
        ("en", "net present", "Net present value (NPV)"),
        ("it", "senza connessione", "Senza connessione"),
        ("it", "qualità del fatt", "Qualità del fatturato"),
    ],
)
def test_search_finds_help(language: str, asked: str, answer: str | None) -> None:
    make_company()
    words = text(page_of(client_of(make_user("sales_rep", language=language)), f"{reverse('search')}?q={asked}"))
    if answer is None:
        assert "Help" not in words
    else:
        assert answer in words
