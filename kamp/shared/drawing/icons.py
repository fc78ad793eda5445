"""The icons of ``static/img/icons.svg``: a browser fetches them once, a page only names them."""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

_SHEET = "img/icons.svg"
ICONS = frozenset(re.findall(r'<symbol id="([a-z-]+)"', (settings.BASE_DIR / "static" / _SHEET).read_text("utf-8")))


@lru_cache(maxsize=500)
def icon(name: str, size: int = 18, css: str = "") -> SafeString:
    """The icon as decoration (hidden from screen readers): the words stand beside it.

    Raises KeyError for a name that is not in ICONS.
    """
    if name not in ICONS:
        raise KeyError(name)
    return format_html(
        '<svg class="i{}" width="{}" height="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        size,
        size,
        static(_SHEET),
        name,
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
