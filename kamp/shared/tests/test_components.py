"""Components: drawings, tags, form templates, navigation, error pages. Looks are tested in kamp/tests/browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.template import TemplateSyntaxError, engines
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import override

from kamp.shared import parts, style, style_samples
from kamp.shared.context import Shell
from kamp.shared.drawing import marks, meters, people
from kamp.shared.error_pages import failed, refused
from kamp.shared.errors import Denied
from kamp.shared.navigation import ADMIN, MAIN, NavItem, links_for

NASTY = '<b onclick="x">&"\''
TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def _rendered(text: str, **values: Any) -> str:
    return engines["django"].from_string(text).render(values)


# ---- drawings -----------------------------------------------------------------------------------------------------


def _spot(**change: Any) -> marks.Spot:
    return marks.Spot(**{"x": 71, "y": 78, "cuts_x": (55,), "tone": "strategic"} | change)


def test_the_cell_of_the_dot_is_tinted_and_a_border_belongs_to_the_upper_band() -> None:
    drawn = marks.quadlet(_spot(x=55, y=50), 100)
    tint = re.search(r'<rect class="t-strategic" x="([\d.]+)" y="([\d.]+)"', drawn)
    assert tint is not None
    assert [float(value) for value in tint.groups()] == pytest.approx([1 + 98 * 0.55, 1], abs=0.1)


@pytest.mark.parametrize(("columns", "rows"), [(2, 2), (3, 3), (4, 3), (3, 4), (5, 1)])
def test_any_grid_has_its_inner_lines(columns: int, rows: int) -> None:
    drawn = marks.quadlet(_spot(cuts_x=marks.even_cuts(columns), cuts_y=marks.even_cuts(rows)), 96)
    path = re.search(r'class="cross" d="([^"]*)"', drawn)
    assert path is not None
    assert path.group(1).count("M") == columns - 1 + rows - 1


def test_what_is_not_assessed_has_a_frame_and_no_dot() -> None:
    drawn = marks.quadlet(_spot(x=None, label="not assessed"), 60)
    assert "circle" not in drawn
    assert 'aria-label="not assessed"' in drawn


def test_a_tail_needs_a_move_and_room() -> None:
    assert "trail" not in marks.quadlet(_spot(before=(71, 77)), 28)
    small, large = marks.quadlet(_spot(before=(20, 20)), 28), marks.quadlet(_spot(before=(20, 20)), 60)
    assert "trail" in small
    assert "was" not in small
    assert "was" in large


def test_values_outside_stay_inside_the_frame() -> None:
    drawn = marks.quadlet(_spot(x=-20, y=140), 28)
    assert re.search(r'<circle class="dot f-strategic" cx="1(\.0)?" cy="1(\.0)?"', drawn)


def test_unknown_tones_are_neutral_and_no_class_is_a_ring() -> None:
    assert "f-neutral" in marks.quadlet(_spot(tone="priority"), 28)
    assert "circle" in marks.glyph("none")
    assert marks.glyph("star").count("<rect") == 4


@pytest.mark.parametrize(
    ("done", "words"), [(0, "0 fasi chiuse su 7"), (1, "1 fase chiusa su 7"), (2, "2 fasi chiuse su 7")]
)
def test_one_phase_is_one(done: int, words: str) -> None:
    with override("it"):
        assert meters.phases_closed(done, 7) == words


def test_seven_says_how_many_are_closed_and_refuses_unknown_states() -> None:
    drawn = meters.seven(["done", "done", "late", "now", "rest", "rest", "rest"], 92)
    assert 'aria-label="2 of 7 phases closed"' in drawn
    assert drawn.count("<rect") == 7
    assert "!" in drawn
    with pytest.raises(ValueError, match="unknown phase states"):
        meters.seven(["gone"])


@pytest.mark.parametrize(("percent", "width"), [(67, "67"), (33.333, "33.3"), (140, "100"), (0.04, "0")])
def test_bars_are_held_inside(percent: float, width: str) -> None:
    assert f'width="{width}%"' in meters.bar(percent)


def test_an_empty_bar_and_a_short_spark_draw_nothing() -> None:
    assert 'class="fg' not in meters.bar(None)
    assert meters.spark([1]) == ""
    assert meters.spark([None, None, 3]) == ""
    assert meters.spark([1, None, 3]).count(",") == 2


def test_a_flat_spark_is_a_line() -> None:
    assert "nan" not in meters.spark([5, 5, 5])


def test_strength_has_words() -> None:
    assert 'aria-label="3 of 5"' in meters.strength(3)
    assert 'aria-label="not assessed"' in meters.strength(None)


@pytest.mark.parametrize(
    ("name", "letters"), [("Giulia Ferri", "GF"), ("Ada", "A"), ("anna.maria.rossi@x.it", "AR"), ("", "")]
)
def test_initials(name: str, letters: str) -> None:
    assert people.initials(name) == letters


def test_more_people_than_fit_are_counted() -> None:
    assert "+3" in people.avatars(["A A", "B B", "C C", "D D", "E E", "F F"], 4)


@pytest.mark.parametrize(
    "drawn",
    [
        lambda: marks.quadlet(_spot(label=NASTY)),
        lambda: meters.bar(3, label=NASTY),
        lambda: meters.seven(["done"], label=NASTY),
        lambda: meters.spark([1, 2], label=NASTY),
        lambda: meters.strength(1, label=NASTY),
        lambda: people.avatar(NASTY),
    ],
)
def test_words_in_pictures_are_escaped(drawn: Any) -> None:
    assert "<b" not in drawn()
    assert 'onclick="' not in drawn()


# ---- tags ---------------------------------------------------------------------------------------------------------


def test_a_change_is_green_when_it_is_good_news() -> None:
    assert 'class="delta up"' in _rendered("{% delta 0.1 %}")
    assert 'class="delta down"' in _rendered('{% delta 0.1 good="down" %}')
    assert 'class="delta up"' in _rendered('{% delta v good="down" %}', v=-0.1)
    assert 'class="delta flat"' in _rendered("{% delta 0 %}")
    assert "not assessed" in _rendered("{% delta v %}", v=None)


def test_an_attribute_that_does_not_exist_fails_when_the_page_is_read() -> None:
    with pytest.raises(TemplateSyntaxError, match="unexpected keyword argument 'colour'"):
        _rendered('{% card colour="red" %}x{% endcard %}')


def test_bodies_are_escaped_once() -> None:
    shown = _rendered("{% card title=t %}{{ t }}{% endcard %}", t=NASTY)
    assert "<b" not in shown
    assert shown.count("&lt;b onclick=") == 2


def test_chart_data_cannot_close_its_script() -> None:
    shown = _rendered('{% chart "c" "lines" data label="x" %}', data={"x": ["</script><b>"]})
    assert "</script><b>" not in shown
    assert json.loads(re.search(r'<script id="c-data"[^>]*>(.*?)</script>', shown).group(1)) == {"x": ["</script><b>"]}


@pytest.mark.django_db
@pytest.mark.django_db
def test_the_sheet_renders_every_component(rf: RequestFactory) -> None:
    """With FAIL_INVALID_TEMPLATE_VARS on: no component reads what it was not given."""
    request = rf.get("/style/")
    request.user = AnonymousUser()
    html = render_to_string("style/sheet.html", style.context(request), request=request)
    used = set(re.findall(r"components/(\w+)\.html", "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))))
    shown = {path.stem for path in (TEMPLATES / "components").glob("*.html")}
    assert used <= shown
    assert html.count("data-chart=") == 6
    for marker in (
        'class="kpis n5"',
        'class="spine"',
        "errsum",
        "data-formset",
        'class="conflict',
        "data-drop",
        'class="chips"',
    ):
        assert marker in html, marker


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_templates_are_sound(path: Path) -> None:
    """Each compiles, leaks no HTML comment and holds nothing the policy forbids."""
    get_template(str(path.relative_to(TEMPLATES)))
    text = re.sub(r"\{#.*?#\}", "", path.read_text())
    assert "<!--" not in text
    is_mail = path.parent.name == "email"  # a mail loads no sheet, and no policy of ours is in force where it is read
    styles = "" if is_mail else r"\sstyle=|<style|"
    assert not re.search(styles + r"\son[a-z]+=[\"']|javascript:", text), "inline style or script"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "inline script"


@pytest.mark.django_db
@pytest.mark.parametrize("layout", ["app", "auth", "print", "error"])
def test_layouts_need_nothing_but_the_request(rf: RequestFactory, layout: str) -> None:
    request = rf.get("/x/")
    request.user = AnonymousUser()
    page = engines["django"].from_string(
        '{% extends "layouts/'
        + layout
        + '.html" %}{% block heading %}Hello{% endblock %}{% block content %}there{% endblock %}'
    )
    shown = page.render({}, request)
    assert re.search(r"<h1[^>]*>Hello</h1>", shown)
    assert "there" in shown
    assert shown.count("<main") == 1


# ---- forms --------------------------------------------------------------------------------------------------------


def test_fields_name_their_hint_and_error() -> None:
    shown = _rendered("{{ form|crispy }}", form=style_samples.SampleForm({"confidence": "x"}))
    assert 'aria-describedby="hint_id_discount err_id_discount"' in shown
    assert 'id="err_id_discount"' in shown
    assert shown.count("errsum") == 1
    assert '<a class="link" href="#id_discount">' in shown
    assert "(optional)" in shown
    assert "*" not in re.sub(r"<[^>]*>", "", shown)


def test_a_summary_of_ones_own_is_not_repeated() -> None:
    shown = _rendered("{% error_summary form %}{{ form|crispy }}", form=style_samples.SampleForm({}))
    assert shown.count("errsum") == 1


def test_an_unbound_form_has_no_summary() -> None:
    assert "errsum" not in _rendered("{{ form|crispy }}", form=style_samples.SampleForm())


def test_crispy_layouts_and_formsets() -> None:
    from crispy_forms.helper import FormHelper
    from crispy_forms.layout import HTML, Div, Fieldset, Layout, Row, Submit

    form = style_samples.SampleForm()
    form.helper = FormHelper()
    form.helper.layout = Layout(Fieldset("Prices", Row("discount", "segment")), Div("objective"), HTML("<hr>"))
    form.helper.add_input(Submit("save", "Save"))
    shown = _rendered("{% crispy form %}", form=form)
    assert "novalidate" in shown
    assert "<legend>Prices</legend>" in shown
    assert 'class="btn primary"' in shown
    rows = style_samples.SampleRows({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-action": ""})
    shown = _rendered("{{ formset|crispy }}", formset=rows)
    assert 'href="#id_form-0-action"' in shown
    table = render_to_string("kamp/formset_table.html", {"formset": style_samples.SampleRows()})
    assert "form-__prefix__-action" in table


def test_a_unit_stands_beside_its_input() -> None:
    assert "<span>%</span>" in _rendered("{{ form.discount|as_crispy_field }}", form=style_samples.SampleForm())


def test_help_text_is_escaped() -> None:
    class Sly(forms.Form):
        name = forms.CharField(help_text=NASTY, label=NASTY)

    assert "<b" not in _rendered("{{ form|crispy }}", form=Sly())


# ---- navigation and errors ----------------------------------------------------------------------------------------


class _Person:
    is_authenticated = True

    def __init__(self, *rights: str) -> None:
        self.rights = rights

    def has_perm(self, right: str) -> bool:
        return right in self.rights


def _item(key: str, url_name: str, **change: Any) -> NavItem:
    return NavItem(**{"key": key, "label": key, "url_name": url_name, "icon": "work", "order": 10} | change)


def test_only_places_that_exist_and_may_be_opened_are_shown() -> None:
    items = [
        _item("style", "style", order=20),
        _item("gone", "no_such_url"),
        _item("people", "users:user_list", permission="x"),
        _item("home", "home", order=10),
        _item("settings", "users:settings_index", group=ADMIN),
    ]
    shown = links_for(_Person(), "/style/", MAIN, items)
    assert [link.item.key for link in shown] == ["home", "style"]
    assert [link.current for link in shown] == [False, True]
    assert [link.item.key for link in links_for(_Person("x"), "/", MAIN, items)] == ["people", "home", "style"]


def test_the_deepest_place_is_the_current_one() -> None:
    items = [_item("settings", "users:settings_index"), _item("people", "users:user_list")]
    shown = links_for(_Person(), "/settings/people/7/", MAIN, items)
    assert [link.current for link in shown] == [False, True]


def test_the_shell_asks_nothing_of_strangers(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    shell = Shell(request)
    assert (shell.person, shell.main, shell.pins) == (None, [], [])


def test_a_refusal_says_why_and_who_can_help(rf: RequestFactory) -> None:
    request = rf.get("/x/", headers={"HX-Request": "true"})
    request.user = AnonymousUser()
    answer = refused(request, PermissionDenied(Denied("The period is closed.", who="Giulia Ferri can reopen it.")))
    assert answer.status_code == 403
    assert b"The period is closed." in answer.content
    assert b"Giulia Ferri can reopen it." in answer.content
    assert json.loads(answer.headers["HX-Trigger"])["kamp:toast"]["text"].startswith("The period is closed.")


def test_the_page_of_an_accident_needs_nothing_and_has_a_number(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    answer = failed(rf.get("/x/"))
    number = re.search(r"Quote this number: (\w{8})", answer.content.decode())
    assert answer.status_code == 500
    assert number is not None
    assert number.group(1) in caplog.text
    assert 'href="/x/?a=1">Try again' in failed(rf.get("/x/?a=1")).content.decode()
    assert 'href="/x/"' not in failed(rf.post("/x/")).content.decode()  # it would not send anything again
    assert "Something went wrong here" in render_to_string("500.html")


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "405", "409", "413", "429", "500"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_error_pages_render_without_context(code: str, language: str) -> None:
    with translation.override(language):
        assert f'<html lang="{language}"' in render_to_string(f"{code}.html")


def test_a_kpi_without_value_says_what_is_missing() -> None:
    shown = render_to_string("components/kpi_strip.html", {"kpis": [parts.Kpi(label="L", missing="no survey yet")]})
    assert "no survey yet" in shown
    assert "not assessed" in shown
