"""The plan on a page as PDF, set by typst: a tenth of a second, so it is made while the person waits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import fontpkg_inter

TEMPLATE = Path(__file__).with_name("plan_pdf.typ")


def plan_pdf(words: dict[str, Any]) -> bytes:
    """``words`` (planning.views.one_page_words) as a tagged PDF. Texts are data: no markup in them is ever run."""
    import typst

    fonts = Path(fontpkg_inter.__file__).parent / "files"
    return bytes(
        typst.compile(
            TEMPLATE.read_bytes(),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(words)},
            pdf_standards=["ua-1"],
        )
    )
