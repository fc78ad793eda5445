"""Actions as a list, with what can be done about each in one click."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kamp.shared.addresses import address_of
from kamp.shared.tables import Column, Kind, Phone, Table
from kamp.shared.templatetags.formats import date_short, relative
from kamp.shared.templatetags.ui import badge
from planning.enums import ActionState
from planning.models import Action


def _text(value: str, row: Action) -> SafeString:
    """The action as a link to its form, under it the account."""
    url = address_of("reviews:action_edit", row.pk)
    return format_html('<a href="{}">{}</a><span>{}</span>', url, value, row.plan.account.name)


def _due(value: Any, row: Action) -> SafeString:
    """The day, red when it has passed on an open one."""
    if not row.is_open:
        return format_html('<span class="muted">{}</span>', date_short(value))
    return format_html('<span class="{}">{}</span>', "bad" if getattr(row, "is_late", False) else "", relative(value))


def _state(_value: Any, row: Action) -> SafeString:
    if row.state is ActionState.DONE:
        return badge(row.state.label, "ok", "check")
    if row.state is ActionState.CANCELLED:
        return badge(gettext("Dropped"))
    return badge(gettext("Late"), "bad", "warn") if getattr(row, "is_late", False) else badge(row.state.label)


def _button(_value: Any, row: Action) -> SafeString | str:
    """One button that does the next thing; it belongs to the form around the table."""
    if not getattr(row, "may_settle", False):
        return ""
    if row.state is ActionState.CANCELLED:
        name, words = "action_take_up", gettext("Take up again")
    elif row.state is ActionState.DONE:
        name, words = "action_undone", gettext("Not done")
    else:
        name, words = "action_done", pgettext("action", "Done")
    return format_html(
        '<button class="btn sm" formaction="{}" aria-label="{}">{}</button>',
        address_of(f"reviews:{name}", row.pk),
        f"{words}: {row.text}",
        words,
    )


ACTIONS = Table(
    key="actions",
    default="due",
    columns=(
        Column(key="text", label=_("Action"), value="text", draw=_text, phone=Phone.MAIN),
        Column(key="account", label=_("Account"), value="plan.account.name"),
        Column(key="plan", label=_("Plan"), value="plan.name"),
        Column(
            key="due",
            label=_("Due"),
            value="due",
            sort="due",
            nullable=False,
            kind=Kind.DATE,
            draw=_due,
            phone=Phone.SECOND,
        ),
        Column(key="owner", label=_("Who"), value="owner.name", phone=Phone.UNDER),
        Column(key="state", label=_("State"), value=lambda row: str(row.state.label), draw=_state),
        Column(key="do", label=_("Settle it"), value="pk", draw=_button, phone=Phone.END, export=False),
    ),
    shown=("text", "due", "owner", "state", "do"),
)
