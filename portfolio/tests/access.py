"""Who may open the portfolio. Its pages are lists: outside one's scope there is nothing on them."""

from __future__ import annotations

from typing import Any

from kamp.testing.access import OUTSIDE, READERS, Row, World, unscoped
from portfolio.models import ClassificationRun
from portfolio.tests.factories import make_run

ANYBODY = (*READERS, *(name for name in OUTSIDE if name != "nobody"))
EXPORTERS = tuple(name for name in ANYBODY if not name.startswith("specialist"))
STEERERS = ("manager", "manager_out", "administrator")


def run(world: World) -> ClassificationRun:
    return make_run()


def a_run(**kwargs: Any) -> Any:
    """The arguments of an address that needs a run to be there."""

    def made(world: World) -> dict[str, Any]:
        world.once(run)
        return kwargs

    return made


def parameters(world: World) -> dict[str, int]:
    return {"number": world.once(run).parameters.number}


MATRIX = {"matrix": "value-potential"}
ROWS = (
    Row(name="portfolio:overview", kwargs=a_run(), get=unscoped(ANYBODY)),
    Row(name="portfolio:concentration", kwargs=a_run(), get=unscoped(ANYBODY)),
    Row(name="portfolio:concentration_export", kwargs=a_run(kind="csv"), get=unscoped(EXPORTERS)),
    Row(name="portfolio:parameters", kwargs=parameters, get=unscoped(ANYBODY)),
    Row(name="portfolio:matrix", kwargs=a_run(**MATRIX), get=unscoped(ANYBODY)),
    Row(name="portfolio:cell", kwargs=a_run(**MATRIX, cell="key"), get=unscoped(ANYBODY)),
    Row(name="portfolio:matrix_export", kwargs=a_run(**MATRIX, kind="csv"), get=unscoped(EXPORTERS)),
    Row(name="portfolio:recompute", post=unscoped(STEERERS, 302), data=lambda _world: {"as_of": ""}),
)
