"""The pictures of help: ``static/img/help/<key>-<language>.webp``, from the demo by ``manage.py help_pictures``."""

from __future__ import annotations

from kamp.help import places
from kamp.help.spec import Picture
from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_

PICTURES: Catalog[Picture] = Catalog(
    "picture",
    [
        Picture(
            key="audit",
            alt=N_("A question of the audit on a phone, with its written answers."),
            width=390,
            height=760,
            role="sales_rep",
            door=places.RELATIONSHIP,
            at=".question",
        ),
        Picture(
            key="class",
            alt=N_("Accounts as bubbles on the four classes, beside the panel that says why one is there."),
            width=1280,
            height=840,
            role="market_manager",
            door=places.CLASSES,
            selected=True,
        ),
        Picture(
            key="dashboard",
            alt=N_("The page of management: sentences, six figures, sales against plans by class."),
            width=1280,
            height=840,
            role="management",
            door=places.DASHBOARD,
        ),
    ],
)


def file_of(picture: Picture, language: str) -> str:
    """The path of ``picture`` among the static files."""
    return f"img/help/{picture.key}-{language}.webp"
