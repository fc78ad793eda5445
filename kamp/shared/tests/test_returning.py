"""Nobody is led to another site through an address of ours."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from kamp.shared.returning import page_to_return_to

HERE = "/plans/"


@pytest.mark.parametrize("asked", ["/", "/plans/1/?view=late&q=a%20b", "/reviews/3/#agenda", "/città/"])
def test_a_path_of_ours_is_taken(asked: str) -> None:
    assert page_to_return_to(RequestFactory().get("/"), asked, otherwise=HERE) == asked


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "plans",
        "?view=late",
        "https://evil.example/",
        "http://testserver/plans/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        " /plans/",
        "\t//evil.example",
        "/\x00/plans/",
        "\x08//evil.example",
        "https:evil.example",
        "https:///evil.example",
    ],
)
def test_anything_else_leads_to_the_page_of_the_button(asked: str) -> None:
    assert page_to_return_to(RequestFactory().get("/"), asked, otherwise=HERE) == HERE
