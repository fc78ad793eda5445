"""The component sheet in a real browser: policy, accessibility, widths, behaviour, and numbers alike on both sides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kamp.shared import formats
from kamp.shared.drawing.icons import ICONS
from kamp.testing.accessibility import axe_findings
from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 390, 768, 1024, 1280)


@pytest.fixture
def sheet(page: Page, signed_in: Callable[..., Page]) -> Page:
    """The sheet, in English, all charts drawn."""
    signed_in(page, make_user(name="Giulia Ferri", language="en"), "/style/")
    _charts_drawn(page)
    return page


def _charts_drawn(page: Page) -> None:
    page.wait_for_function("() => document.querySelectorAll('[data-chart][data-drawn]').length === 6")


def _theme(page: Page, name: str) -> None:
    page.evaluate(
        "name => { localStorage.setItem('kamp:theme', name);"
        "dispatchEvent(new StorageEvent('storage', {key: 'kamp:theme'})) }",
        name,
    )
    page.wait_for_function("name => document.documentElement.dataset.theme === name", arg=name)
    page.wait_for_timeout(200)


def test_every_icon_is_drawn(sheet: Page) -> None:
    drawn = sheet.evaluate(
        """() => [...document.querySelectorAll('.icons li')].map((each) => {
            const box = each.querySelector('use').getBBox();
            return [each.textContent.trim(), Math.max(box.width, box.height) > 0];
        })"""
    )
    assert len(drawn) == len(ICONS) > 50
    assert [name for name, is_there in drawn if not is_there] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_overflows_and_axe_finds_nothing(sheet: Page, shoot: Callable[..., None], theme: str) -> None:
    _theme(sheet, theme)
    for width in WIDTHS:
        sheet.set_viewport_size({"width": width, "height": 900})
        sheet.wait_for_timeout(300)
        shoot(sheet, f"style-{width}-{theme}")
        assert _overflow(sheet) == [], f"sideways at {width} px"
        if width in (390, 1280):
            assert axe_findings(sheet, "best-practice") == []


def _overflow(page: Page) -> list[str]:
    """Elements that stick out of the page and of every box that scrolls or clips."""
    return page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            const clipped = (element) => {
                for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
                    if (/(auto|scroll|hidden|clip)/.test(getComputedStyle(box).overflowX)) return true;
                return false;
            };
            const out = [...document.querySelectorAll('body *')].filter((element) => {
                const box = element.getBoundingClientRect();
                return box.width > 1 && box.right > width + 1 && !clipped(element);
            });
            if (document.documentElement.scrollWidth > width) out.push(document.documentElement);
            return out.slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
        }"""
    )


def a_dialog_takes_the_focus_and_gives_it_back(sheet: Page) -> None:
    opener = sheet.get_by_role("button", name="Open dialog")
    opener.click()
    assert sheet.locator("#drop").get_attribute("open") is not None
    assert sheet.evaluate("() => document.activeElement.id") == "drop-title"
    sheet.keyboard.press("Escape")
    assert sheet.evaluate("() => document.activeElement.textContent.trim()") == "Open dialog"


def shortcuts_open_layers_and_can_be_switched_off(sheet: Page) -> None:
    sheet.keyboard.press("Control+k")
    assert sheet.evaluate("() => document.activeElement.id") == "palette-q"
    sheet.keyboard.press("Escape")
    sheet.keyboard.press("?")
    assert sheet.locator("#keys").get_attribute("open") is not None
    sheet.get_by_label("Single-key shortcuts").uncheck()
    sheet.keyboard.press("Escape")
    sheet.keyboard.press("?")
    assert sheet.locator("#keys").get_attribute("open") is None


def test_choosing_dark_lasts_and_redraws_the_charts(sheet: Page) -> None:
    before = sheet.locator("#mx .points path").first.get_attribute("style")
    sheet.locator(".rail .me").click()
    sheet.get_by_role("button", name="Dark").click()
    sheet.wait_for_function(
        "before => document.querySelector('#mx .points path').getAttribute('style') !== before", arg=before
    )
    sheet.reload()
    assert sheet.evaluate("() => document.documentElement.dataset.theme") == "dark"


def errors_get_the_focus_and_lead_to_their_field(sheet: Page) -> None:
    assert sheet.title().startswith("Error:")
    sheet.locator(".errsum a").first.click()
    assert sheet.evaluate("() => document.activeElement.id") == "id_bad-discount"
    described = sheet.locator("#id_bad-discount").get_attribute("aria-describedby")
    assert described == "hint_id_bad-discount err_id_bad-discount"
    assert sheet.locator("#id_bad-discount").get_attribute("aria-invalid") == "true"


def rows_are_added_and_counted(sheet: Page) -> None:
    sheet.get_by_role("button", name="Add a row").click()
    assert sheet.locator("[name=rows-TOTAL_FORMS]").input_value() == "3"
    assert sheet.evaluate("() => document.activeElement.name") == "rows-2-action"


def ticked_rows_show_the_bar(sheet: Page) -> None:
    sheet.locator("[data-select-row]").first.check()
    assert sheet.locator("[data-selection-count]").text_content() == "1 selected"
    sheet.locator("[data-select-all]").check()
    assert sheet.locator("[data-selection-count]").text_content() == "4 selected"
    sheet.get_by_role("button", name="Clear selection").click()
    assert sheet.locator("[data-selection-bar]").is_hidden()


def test_bubbles_explain_themselves_and_are_selected(sheet: Page, shoot: Callable[..., None]) -> None:
    sheet.evaluate("() => document.addEventListener('kamp:select', (event) => { window.chosen = event.detail.id; })")
    bubble = sheet.locator("#mx .trace:has(.point:nth-child(22)) .points .point").first
    bubble.scroll_into_view_if_needed()
    bubble.hover(force=True)
    card = sheet.locator(".hovercard:visible strong")
    assert card.text_content() == "Cartiere Valbrenna"
    shoot(sheet, "style-hover")
    bubble.click(force=True)
    sheet.wait_for_function("() => window.chosen === 'cartiere-valbrenna'")
    sheet.keyboard.press("Escape")
    sheet.locator("#mx").evaluate("element => element.closest('.chart-host').focus()")
    sheet.keyboard.press("ArrowLeft")
    sheet.keyboard.press("Enter")
    sheet.wait_for_function("() => window.chosen !== 'cartiere-valbrenna'")


def the_name_of_a_cell_opens_it(sheet: Page) -> None:
    sheet.locator("#mx .annotation-text-g", has_text="Status").click()
    sheet.wait_for_function("() => location.hash === '#status'")


def no_chart_offers_to_upload_the_data(sheet: Page) -> None:
    assert sheet.locator(".modebar-btn").count() == 0


# Drawing the sheet takes ten times as long as any of these.
IN_PLACE = (
    errors_get_the_focus_and_lead_to_their_field,
    no_chart_offers_to_upload_the_data,
    a_dialog_takes_the_focus_and_gives_it_back,
    shortcuts_open_layers_and_can_be_switched_off,
    rows_are_added_and_counted,
    ticked_rows_show_the_bar,
    the_name_of_a_cell_opens_it,
)


def test_what_people_do_on_one_page(sheet: Page) -> None:
    for do in IN_PLACE:
        do(sheet)


def test_on_paper_the_page_is_light_and_bare(sheet: Page, shoot: Callable[..., None]) -> None:
    _theme(sheet, "dark")
    sheet.emulate_media(media="print")
    sheet.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert sheet.evaluate("() => document.documentElement.dataset.theme") == "light"
    assert sheet.locator(".rail").is_hidden()
    shoot(sheet, "style-print")
    sheet.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert sheet.evaluate("() => document.documentElement.dataset.theme") == "dark"


VALUES = (
    0,
    1,
    999,
    999.5,
    1000,
    2841,
    2841.5,
    -0.04,
    -2841300,
    2841300,
    310400,
    999499,
    999950,
    12345678,
    1.2e9,
    0.125,
    -0.034,
    1.005,
    2.5,
    -2.5,
    None,
)


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_browser_writes_figures_as_the_server_does(
    page: Page, signed_in: Callable[..., Page], language: str
) -> None:
    signed_in(page, make_user(language=language), "/style/")
    shown: list[list[str]] = page.evaluate(
        """async (values) => {
            const figures = await import(document.querySelector('[data-figures]').dataset.figures);
            return values.map((value) => [0, 1, 2].map((decimals) => figures.number(value, decimals)));
        }""",
        list(VALUES),
    )
    written = [[formats.number(value, language, decimals) for decimals in (0, 1, 2)] for value in VALUES]
    assert dict(zip(VALUES, shown, strict=True)) == dict(zip(VALUES, written, strict=True))


def test_a_filter_takes_effect_keeps_the_focus_and_is_announced(sheet: Page) -> None:
    sheet.goto(sheet.url + "?after=stale&segment=old")
    sheet.evaluate("() => { document.getElementById('results').dataset.mark = 'before'; }")
    sheet.get_by_label("Segment").first.focus()
    sheet.get_by_label("Segment").first.select_option("food")
    sheet.wait_for_function("() => !document.getElementById('results').dataset.mark")
    sheet.wait_for_function("() => document.getElementById('live').textContent === '4 accounts'")
    assert "segment=food" in sheet.url
    assert "after" not in sheet.url
    assert sheet.url.count("segment=") == 1
    assert sheet.evaluate("() => document.activeElement.name") == "segment"


def test_unsaved_input_is_guarded(sheet: Page) -> None:
    asked: list[str] = []
    sheet.on("dialog", lambda dialog: asked.append(dialog.type))
    sheet.locator("form[data-guard] textarea").first.fill("half a sentence")
    sheet.evaluate("() => { location.href = '/style/?elsewhere'; }")
    sheet.wait_for_timeout(500)
    assert asked == ["beforeunload"]


def test_names_are_text_in_charts_too(sheet: Page) -> None:
    sheet.evaluate(
        """() => {
            const source = document.getElementById('mx-data');
            const data = JSON.parse(source.textContent);
            Object.assign(data.points[0], {label: '<b>Bold</b> & Co', name: '<img src=x>'});
            data.x.label = '<i>axis</i>';
            source.textContent = JSON.stringify(data);
        }"""
    )
    _theme(sheet, "dark")
    words = sheet.locator("#mx text").all_text_contents()
    assert "<b>Bold</b> & Co" in words
    assert "<i>axis</i>" in words
    sheet.locator("#mx .trace:has(.point:nth-child(22)) .points .point").first.hover(force=True)
    assert sheet.locator(".hovercard:visible strong").text_content() == "<img src=x>"
