"""What every page view has to say, asked when it is imported and when its address is declared."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from kamp.shared.views import PermittedView, ScopedView

pytestmark = pytest.mark.unit


def test_a_view_without_a_right_cannot_be_imported() -> None:
    with pytest.raises(ImproperlyConfigured, match="must name permission_required"):
        type("Open", (PermittedView,), {})


def test_a_view_without_rows_has_no_address() -> None:
    unfinished = type("Unfinished", (ScopedView,), {"permission_required": ""})
    with pytest.raises(ImproperlyConfigured, match="Unfinished leaves undone: scoped"):
        unfinished.as_view()
    finished = type("Finished", (unfinished,), {"permission_required": "", "scoped": lambda self: None})
    assert callable(finished.as_view())
