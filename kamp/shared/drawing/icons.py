"""The icons: 20 px grid, 1.5 px stroke, drawn for this product."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS: dict[str, str] = {
    "work": '<path d="M3.5 5.5l1.3 1.3L7 4.6M3.5 11.5l1.3 1.3L7 10.6M10 6h6.5M10 12h6.5"/>',
    "accounts": (
        '<path d="M3.5 16.5V5.2l6-2v13.3M9.5 8h6v8.5M2.5 16.5h15M5.8 7h1.4M5.8 10h1.4M5.8 13h1.4M12 '
        '11h1.2M12 13.7h1.2"/>'
    ),
    "portfolio": (
        '<rect x="3" y="3" width="14" height="14" rx="2"/><path d="M10 3v14M3 10h14"/><circle cx="13.4" '
        'cy="6.6" r="1.2" fill="currentColor" stroke="none"/>'
    ),
    "plans": '<path d="M4 17V3.5M4 4.5h9.5l-1.8 3 1.8 3H4"/>',
    "reviews": (
        '<rect x="3" y="4.2" width="14" height="12.8" rx="2"/><path d="M3 8.2h14M7 2.6v3M13 2.6v3M7.2 '
        '12.4l1.8 1.8 3.6-3.6"/>'
    ),
    "management": '<path d="M3 17h14M5.5 14v-4M10 14V5M14.5 14V8"/>',
    "import": '<path d="M10 3v9M6.5 8.7L10 12.2l3.5-3.5M3.5 13.5v2a1.5 1.5 0 001.5 1.5h10a1.5 1.5 0 001.5-1.5v-2"/>',
    "settings": '<path d="M3 6h8M15 6h2M3 14h2M9 14h8"/><circle cx="13" cy="6" r="2"/><circle cx="7" cy="14" r="2"/>',
    "search": '<circle cx="9" cy="9" r="5"/><path d="M13 13l4 4"/>',
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "right": '<path d="M7.5 4.5L13 10l-5.5 5.5"/>',
    "left": '<path d="M12.5 4.5L7 10l5.5 5.5"/>',
    "down": '<path d="M5 7.8l5 5 5-5"/>',
    "bell": '<path d="M5.2 13.6V9a4.8 4.8 0 019.6 0v4.6l1.4 1.4H3.8zM8.3 17h3.4M10 4.2V2.8"/>',
    "clock": '<circle cx="10" cy="10" r="7"/><path d="M10 6v4.3l2.8 1.7"/>',
    "warn": '<path d="M10 3.2l7.3 13H2.7z"/><path d="M10 8.2v3.6M10 13.8v.2"/>',
    "check": '<path d="M4.5 10.5l3.6 3.6 7.4-8"/>',
    "check-circle": '<circle cx="10" cy="10" r="7"/><path d="M6.8 10.2l2.3 2.3 4.1-4.6"/>',
    "circle": '<circle cx="10" cy="10" r="7"/>',
    "document": '<path d="M5 2.8h6.5L15.5 7v10.2H5zM11.2 2.8V7.2h4.3M7.5 10.5h5M7.5 13.5h5"/>',
    "users": (
        '<circle cx="7.5" cy="7" r="2.7"/><path d="M2.5 16c.4-2.8 2.4-4.3 5-4.3s4.6 1.5 5 4.3M13 4.6a2.6 2.6 '
        '0 010 4.9M14.5 12c1.7.5 2.7 1.9 3 4"/>'
    ),
    "lock": '<rect x="4.5" y="9" width="11" height="8" rx="1.6"/><path d="M7 9V6.4a3 3 0 016 0V9"/>',
    "comment": '<path d="M3.2 4h13.6v9.6H9.4L6 16.6v-3H3.2z"/>',
    "more": (
        '<g fill="currentColor" stroke="none"><circle cx="4.5" cy="10" r="1.4"/><circle cx="10" cy="10" '
        'r="1.4"/><circle cx="15.5" cy="10" r="1.4"/></g>'
    ),
    "filter": '<path d="M3 5.5h14M5.5 10h9M8.2 14.5h3.6"/>',
    "table": '<rect x="3" y="4" width="14" height="12" rx="1.6"/><path d="M3 8h14M3 12h14M8 8v8"/>',
    "print": '<path d="M6 7V3h8v4M6 14H3.5V8.5A1.5 1.5 0 015 7h10a1.5 1.5 0 011.5 1.5V14H14M6 11.5h8V17H6z"/>',
    "edit": '<path d="M12.8 4.2l3 3L7 16H4v-3z"/>',
    "contract": '<path d="M5 2.8h10v14.4l-2.5-1.5L10 17.2l-2.5-1.5L5 17.2zM7.8 7h4.4M7.8 10.2h4.4"/>',
    "arrow": '<path d="M4 10h11.5M11 5.5l4.5 4.5-4.5 4.5"/>',
    "menu": '<path d="M3 6h14M3 10h14M3 14h14"/>',
    "close": '<path d="M5 5l10 10M15 5L5 15"/>',
    "link": '<path d="M8.5 11.5l3-3M7 9L5.2 10.8a3 3 0 004.2 4.2L11 13.3M13 11l1.8-1.8a3 3 0 00-4.2-4.2L9 6.7"/>',
    "money": '<path d="M15 5.4A5.6 5.6 0 006 10a5.6 5.6 0 009 4.6M3.5 8.7h7.5M3.5 11.3h6.5"/>',
    "rise": '<path d="M4 16L16 4M9 4h7v7"/>',
    "up": '<path d="M5 12.2l5-5 5 5"/>',
    "info": '<circle cx="10" cy="10" r="7"/><path d="M10 9.2v4.3M10 6.6v.2"/>',
    "help": '<circle cx="10" cy="10" r="7"/><path d="M8 8.1a2 2 0 113.1 1.7c-.8.5-1.1.9-1.1 1.7M10 13.6v.2"/>',
    "trash": '<path d="M3.5 5.5h13M8 5.5V3.5h4v2M5.2 5.5l.7 11h8.2l.7-11M8.4 8.5v5M11.6 8.5v5"/>',
    "download": '<path d="M10 3v9M6.5 8.7L10 12.2l3.5-3.5M4 16.5h12"/>',
    "upload": '<path d="M10 12.5v-9M6.5 6.8L10 3.3l3.5 3.5M4 16.5h12"/>',
    "sun": (
        '<circle cx="10" cy="10" r="3.2"/><path d="M10 2.8v1.6M10 15.6v1.6M2.8 10h1.6M15.6 10h1.6M4.9 4.9L6 '
        '6M14 14l1.1 1.1M15.1 4.9L14 6M6 14l-1.1 1.1"/>'
    ),
    "moon": '<path d="M16 11.7A6.5 6.5 0 118.3 4a5.2 5.2 0 007.7 7.7z"/>',
    "screen": '<rect x="3" y="4" width="14" height="9.5" rx="1.6"/><path d="M7.5 16.5h5M10 13.5v3"/>',
    "sign-out": '<path d="M8 3.5H4.5v13H8M8.5 10H17M13.8 6.8L17 10l-3.2 3.2"/>',
    "keyboard": (
        '<rect x="2.5" y="5" width="15" height="10" rx="1.8"/><path d="M5.5 8h.1M8.5 8h.1M11.5 8h.1M14.5 '
        '8h.1M6.5 12h7"/>'
    ),
    "pin": '<path d="M7.2 3.2h5.6l-.8 5 2.6 2.6H5.4L8 8.2zM10 10.8v6"/>',
    "copy": '<rect x="7" y="7" width="9.5" height="9.5" rx="1.6"/><path d="M4.5 13H3.5V4.6A1.1 1.1 0 014.6 3.5H13v1"/>',
    "undo": '<path d="M7.5 4.5L3.8 8.2l3.7 3.7M4 8.2h7.5a4.5 4.5 0 010 9H8"/>',
    "refresh": '<path d="M16 6.5A6.7 6.7 0 004 8M4 13.5A6.7 6.7 0 0016 12M16.3 3v3.7h-3.7M3.7 17v-3.7h3.7"/>',
    "eye": '<path d="M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5z"/><circle cx="10" cy="10" r="2.2"/>',
    "calendar": '<rect x="3" y="4.2" width="14" height="12.8" rx="2"/><path d="M3 8.2h14M7 2.6v3M13 2.6v3"/>',
    "person": '<circle cx="10" cy="6.8" r="3"/><path d="M4 16.8c.5-3.2 2.8-5 6-5s5.5 1.8 6 5"/>',
    "history": '<path d="M3.5 5v3.4h3.4M3.8 8.4A6.6 6.6 0 1110 16.6a6.6 6.6 0 01-5.8-3.5M10 6.5v3.7l2.5 1.5"/>',
    "target": '<circle cx="10" cy="10" r="7"/><circle cx="10" cy="10" r="3.4"/><path d="M10 10h.1"/>',
    "minus": '<path d="M4.5 10h11"/>',
    "sort": '<path d="M6 8l4 4.5 4-4.5"/>',
    "fold": '<path d="M4 3.5h12v5.5H4zM4 13h12M4 16.5h8"/>',
    "external": '<path d="M11 4h5v5M16 4l-6.5 6.5M8 5H4v11h11v-4"/>',
}


@lru_cache(maxsize=500)
def icon(name: str, size: int = 18, css: str = "") -> SafeString:
    """The icon as decoration (hidden from screen readers): the words stand beside it.

    Raises KeyError for a name that is not in ICONS.
    """
    return format_html(
        '<svg class="i{}" width="{}" height="{}" viewBox="0 0 20 20" fill="none" stroke="currentColor" '
        'stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>',
        f" {css}" if css else "",
        size,
        size,
        mark_safe(ICONS[name]),  # noqa: S308  MEANT: our own constant
    )


def logo(size: int = 28) -> SafeString:
    """The mark of KAMP: a matrix with one account moving."""
    return format_html(
        '<svg class="logo" width="{0}" height="{0}" viewBox="0 0 28 28" aria-hidden="true">'
        '<rect class="lg-bg" width="28" height="28" rx="7.5"/><path class="lg-x" d="M14 4v20M4 14h20"/>'
        '<path class="lg-t" d="M8.6 18.4L18.4 9.6"/><circle class="lg-w" cx="8.2" cy="18.8" r="2.1"/>'
        '<circle class="lg-d" cx="19" cy="9" r="4"/></svg>',
        size,
    )
