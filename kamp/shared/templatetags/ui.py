"""The component tags. Built in: no {% load %}. What each takes is in docs/components.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kamp.shared import crispy, undo
from kamp.shared.drawing import icons, marks, meters, people
from kamp.shared.paging import Page
from kamp.shared.table_rows import table_rows
from kamp.shared.tables import Kind, link_with
from kamp.shared.templatetags import formats
from kamp.shared.widget_values import values_of

register = template.Library()

register.simple_tag(icons.icon, name="icon")
register.simple_tag(icons.logo, name="logo")
register.simple_tag(marks.glyph, name="glyph")
register.simple_tag(meters.seven, name="seven")
register.simple_tag(meters.bar, name="bar")
register.simple_tag(meters.spark, name="spark")
register.simple_tag(meters.strength, name="strength")
register.simple_tag(people.avatar, name="avatar")
register.simple_tag(people.avatars, name="avatars")

_CLASS_NAMES = {"strategic": "Strategic", "star": "Star", "status": "Status", "opportunity": "Opportunity"}
_NOTE_ICONS = {"info": "info", "warn": "warn", "bad": "warn", "ok": "check", "lock": "lock"}


def _part(name: str, **values: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", values)


# ---- leaves -------------------------------------------------------------------------------------------------------


@register.simple_tag
def quadlet(spot: marks.Spot, size: int = 28, label: str | None = None) -> SafeString:
    """{% quadlet spot size=60 %}; label="" makes it decoration, a text replaces the spot's own."""
    return marks.quadlet(spot if label is None else spot.labelled(label), size)


@register.simple_tag
def ka(tone: str, name: Any = "", posture: Any = "", css: str = "") -> SafeString:
    """The class of an account: glyph and name, {% ka "star" %}. css: "lg", "box"."""
    return format_html(
        '<span class="ka{}">{}{}{}</span>',
        f" {css} {tone}" if css else "",
        marks.glyph(tone),
        name or _CLASS_NAMES.get(tone) or _("no class"),
        format_html(' <span class="soft">· {}</span>', posture) if posture else "",
    )


@register.simple_tag
def badge(text: Any, tone: str = "", icon: str = "") -> SafeString:
    """A state in words: {% badge "late" tone="bad" icon="warn" %}. tone: ok warn bad info or ""."""
    return format_html(
        '<span class="badge{}">{}{}</span>', f" {tone}" if tone else "", icons.icon(icon, 14) if icon else "", text
    )


@register.simple_tag
def delta(value: Any, kind: str = "pct", good: str = "up", text: Any = "", decimals: int = 1) -> SafeString:
    """A signed change with its arrow: {% delta 0.124 %}. kind: pct, points, number; good: up or down."""
    if formats.formats.is_missing(value):
        return formats.missing()
    written = {"pct": formats.delta, "points": formats.points, "number": formats.signed}[kind]
    return change(text or written(value, decimals), (value > 0) - (value < 0), good)


@register.simple_tag
def change(text: Any, direction: int, good: str = "up") -> SafeString:
    """A change already in words, with the arrow of ``direction`` (1, 0, −1), green when it is good news."""
    css = "flat" if direction == 0 else "up" if (direction > 0) == (good == "up") else "down"
    return format_html('<span class="delta {}">{}{}</span>', css, meters.arrow(direction), text)


@register.simple_tag
def missing() -> SafeString:
    """The dash of a missing figure."""
    return formats.missing()


@register.simple_tag
def chart(  # noqa: PLR0913  MEANT: the inputs of the component
    id: str,  # noqa: A002  MEANT: it is the HTML id
    kind: str,
    data: Any,
    *,
    label: Any,
    description: Any = "",
    height: str = "h-240",
    table_url: str = "",
    inspector: str = "",
) -> SafeString:
    """{% chart "mx" "matrix" data label=sentence table_url=url height="h-matrix" inspector="#inspector" %}."""
    return _part(
        "chart",
        id=id,
        kind=kind,
        data=json_script(data, f"{id}-data"),
        label=label,
        description=description,
        height=height,
        table_url=table_url,
        inspector=inspector,
    )


# ---- with a body --------------------------------------------------------------------------------------------------


@register.filter
def as_input(field: BoundField) -> SafeString | str:
    """The input of a field alone, {{ form.weight|as_input }}; its label stands elsewhere on the page."""
    return crispy.parts_of(field).widget


@register.filter
def field_named(form: Any, name: str) -> BoundField:
    """A field whose name is no identifier: {% with stage=form|field_named:"target-stage" %}."""
    bound: BoundField = form[name]
    return bound


@register.simple_block_tag
def autosave(content: str, field: BoundField, css: str = "") -> SafeString:
    """{% autosave form.weight %}{{ form.weight|as_crispy_field }}{% endautosave %}: the field saves by itself."""
    clashes = getattr(field.form, "clashes", ())
    clash = next((each for each in clashes if each.field.html_name == field.html_name), None)
    seen = json.dumps(values_of(field))
    return _part("autosave/field", body=content, field=field, css=css, seen=seen, clash=clash)


@register.simple_block_tag
def card(
    content: str,
    title: Any = "",
    end: Any = "",
    css: str = "",
    level: int = 3,
    id: str = "",  # noqa: A002
) -> SafeString:
    """{% card title="Plan" end="4 of 7" %}…{% endcard %}. css "flat" for a well. A card never holds a card."""
    return _part("card", body=content, title=title, end=end, css=css, level=level, id=id)


@register.simple_block_tag
def section(  # noqa: PLR0913  MEANT: the inputs of the component
    content: str,
    *,
    title: Any,
    count: Any = "",
    url: str = "",
    link: Any = "",
    end: Any = "",
    id: str = "",  # noqa: A002
    css: str = "",
) -> SafeString:
    """{% section title="Accounts" count="22" url=u link="Show all" %}…{% endsection %}: h2, count, link, body."""
    return _part(
        "section", body=content, title=title, count=count, url=url, link=link, end=end, css=css,
        id=id or f"s-{slugify(str(title))}",
    )  # fmt: skip


@register.simple_block_tag
def note(content: str, tone: str = "", icon: str = "", css: str = "") -> SafeString:
    """{% note tone="warn" %}…{% endnote %}: a message in place. tone: info warn bad ok lock or ""."""
    return _part("note", body=content, tone=tone, icon=icon or _NOTE_ICONS.get(tone, "info"), css=css)


@register.simple_block_tag
def page_header(
    content: str, title: Any, crumbs: Sequence[Any] = (), subtitle: Any = "", mark: Any = "", kicker: Any = ""
) -> SafeString:
    """{% page_header title=name crumbs=crumbs %}actions{% endpage_header %}: the head of the sheet with its only h1."""
    return _part(
        "page_header", actions=content, title=title, crumbs=crumbs, subtitle=subtitle, mark=mark, kicker=kicker
    )


@register.simple_block_tag
def empty_state(
    content: str, title: Any, text: Any = "", icon: str = "", spot: Any = None, css: str = ""
) -> SafeString:
    """{% empty_state title="…" text="why" %}one action{% endempty_state %}. css: "sm", "plain"."""
    picture = icons.icon(icon, 28) if icon else marks.quadlet(spot, 60) if spot else ""
    return _part("empty_state", action=content, title=title, text=text, picture=picture, css=css)


@register.simple_block_tag
def menu(content: str, *, label: Any, icon: str = "more", text: Any = "", css: str = "", side: str = "") -> SafeString:
    """{% menu label="More" %}{% menu_item … %}{% endmenu %}. text shows words; side="start" opens to the right."""
    return _part("menu", body=content, label=label, icon=icon, text=text, css=css, side=side)


@register.simple_tag(takes_context=True)
def menu_item(  # noqa: PLR0913  MEANT: the inputs of the component
    context: template.Context,
    label: Any,
    url: str,
    *,
    icon: str = "",
    post: bool = False,
    tone: str = "",
    opens: str = "",
) -> SafeString:
    """An entry of a menu: a link, a POST (post=True), or the opener of a dialog (opens="id", url="")."""
    token = context.get("csrf_token", "")
    return _part("menu_item", label=label, url=url, icon=icon, post=post, tone=tone, opens=opens, token=token)


@register.simple_block_tag
def dialog(content: str, id: str, title: Any, css: str = "") -> SafeString:  # noqa: A002
    """{% dialog id="drop" title="Delete?" %}…{% enddialog %}, opened by any element with data-opens="drop"."""
    return _part("dialog", body=content, id=id, title=title, css=css)


@register.simple_block_tag
def drawer(content: str, title: Any) -> SafeString:
    """The content of the drawer (what a link with hx-target="#drawer" gets back)."""
    return _part("drawer", body=content, title=title)


@register.simple_block_tag
def form_actions(content: str, submit: Any, cancel: str = "", cancel_label: Any = "", css: str = "") -> SafeString:
    """{% form_actions submit="Save" cancel=url %}extra{% endform_actions %}. css "sticky" keeps it in view."""
    return _part("form_actions", body=content, submit=submit, cancel=cancel, cancel_label=cancel_label, css=css)


@register.simple_block_tag(takes_context=True)
def filter_bar(  # noqa: PLR0913  MEANT: the inputs of the component
    context: template.Context,
    content: str,
    *,
    picks: Sequence[Any] = (),
    search: str | None = None,
    search_label: Any = "",
    target: str = "#results",
    keep: Sequence[tuple[str, str]] = (),
) -> SafeString:
    """Filters that take effect at once: {% filter_bar picks=picks search=q %}right side{% endfilter_bar %}."""
    return _part(
        "filter_bar",
        end=content,
        picks=picks,
        search=search,
        search_label=search_label,
        target=target,
        keep=keep,
        path=context["request"].path,
    )


# ---- lists --------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def pagination(context: template.Context, page: Page, text: Any = "", target: str = "#results") -> SafeString:
    """Previous and next of a keyset page; ``text`` says what is shown ("1–25 of 812")."""
    params = context["request"].GET
    return _part(
        "pagination",
        previous=link_with(params, after=page.previous) if page.previous else "",
        next=link_with(params, after=page.next) if page.next else "",
        text=text,
        target=target,
    )


@register.simple_tag(name="table_rows", takes_context=True)
def rows_of_table(context: template.Context) -> SafeString:
    """The rows of components/table.html, from its inputs lines, selectable and current."""
    here = formats.language()
    today = timezone.localdate()
    return table_rows(
        context["lines"],
        draw={
            Kind.TEXT: str,
            Kind.NUMBER: lambda value: formats.formats.number(value, here),
            Kind.MONEY: lambda value: formats.formats.money_k(value, here),
            Kind.PERCENT: lambda value: formats.formats.pct(value, here),
            Kind.DELTA: delta,
            Kind.DATE: lambda value: formats.formats.date_short(value, here, today),
            Kind.MOMENT: formats.moment,
        },
        missing=formats.missing(),
        selectable=bool(context.get("selectable")),
        current=context.get("current"),
        unit=formats.k_unit(),
    )


# ---- jobs and forms -----------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def progress(  # noqa: PLR0913  MEANT: the inputs of the component
    context: template.Context,
    *,
    label: Any,
    percent: float | None,
    stage: Any = "",
    poll_url: str = "",
    cancel_url: str = "",
    id: str = "progress",  # noqa: A002
) -> SafeString:
    """A running job; polls ``poll_url`` every second (none when done), which answers this component again."""
    token = context.get("csrf_token", "")
    return _part(
        "progress",
        label=label,
        percent=percent,
        stage=stage,
        poll_url=poll_url,
        cancel_url=cancel_url,
        id=id,
        token=token,
    )


@register.simple_tag
def error_summary(*forms: Any, title: Any = "") -> SafeString:
    """All errors of the forms or formsets with links to their fields; nothing if there are none."""
    from kamp.shared.form_errors import errors_of  # noqa: PLC0415  MEANT: forms are not needed by most pages

    found = [error for form in forms if not getattr(form, "errors_are_shown", False) for error in errors_of(form)]
    for form in forms:
        form.errors_are_shown = True  # a form drawn by crispy after its own summary does not repeat it
    return _part("error_summary", errors=found, title=title) if found else mark_safe("")


@register.filter
def undo_url(message: Message) -> str:
    """Where the undo of a message posts to."""
    return undo.undo_url(message)


@register.filter
def focus_at(message: Message) -> str:
    """Which element gets the focus when a message is shown."""
    return undo.focus_at(message)


@register.filter
def joined(values: Iterable[Any]) -> str:
    """Values with commas, for ids in aria attributes and short lists."""
    return ", ".join(str(value) for value in values)


@register.simple_tag(takes_context=True)
def field_parts(context: template.Context, field: Any) -> crispy.FieldParts:
    """For the form templates: kind, input, errors of a bound field, and the texts set beside it."""
    return crispy.parts_of(
        field,
        before=str(context.get("crispy_prepended_text") or ""),
        after=str(context.get("crispy_appended_text") or ""),
    )
